"""A walk computes each step once, and a prefix's state is the state on the way."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqdemo.core.trace import Step, Trace, extend, walk

items = st.lists(st.integers(0, 3), max_size=12)


class Counter:
    """A model whose state is a running hash; it counts how often it is asked."""

    def __init__(self):
        self.asked = 0

    def start(self):
        return np.zeros(1)

    def step(self, item, carry):
        self.asked += 1
        state = np.sin(carry * 3 + item)
        return Step(item, np.abs(state), state, {}, state)


@given(items, items)
def test_extend_computes_only_what_the_two_do_not_share_from_the_left(first, second):
    model = Counter()
    known = extend(model, Trace(), first)
    assert model.asked == known.computed == len(first)
    shared = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
        min(len(first), len(second)),
    )
    trace = extend(model, known, second)
    assert trace.computed == len(second) - shared == model.asked - len(first)
    np.testing.assert_array_equal(trace.states, extend(Counter(), Trace(), second).states)


def test_items_that_are_equal_are_taken_over():
    class Words(Counter):
        def step(self, item, carry):
            return super().step(item[1], carry)._replace(item=item)

    model = Words()
    known = extend(model, Trace(), [("a", 1), ("b", 2), ("c", 3)])
    trace = extend(model, known, [("a", 1), ("b", int("2")), ("x", 4), ("c", 3)])
    assert (trace.computed, model.asked) == (2, 5)
    assert trace.items == tuple(step.item for step in trace.steps)


@given(items, st.integers(0, 12))
def test_the_state_of_a_prefix_is_the_state_on_the_way(sequence, cut):
    whole = extend(Counter(), Trace(), sequence)
    prefix = extend(Counter(), Trace(), sequence[:cut])
    assert prefix.states.tolist() == whole.states[:cut].tolist()


def test_a_walk_goes_on_from_what_was_carried():
    *_, last = walk(Counter(), [1, 2, 3])
    half = list(walk(Counter(), [1, 2]))
    (rest,) = walk(Counter(), [3], half[-1].carry)
    np.testing.assert_array_equal(rest.state, last.state)


def test_an_empty_trace_has_no_steps():
    trace = extend(Counter(), Trace(), [])
    assert len(trace) == 0 and trace.computed == 0 and len(trace.states) == 0
