"""Beam search over a made-up chain whose best sequences can be found by trying all."""

from itertools import pairwise, product

import numpy as np
import pytest

from seqdemo.core.beam import DIED, ENDED, LIVES, Hypothesis, normalised, search

START, END, ITEMS = 0, 1, 4
LONGEST = 4


def chain(seed: int, count: int = 1) -> np.ndarray:
    """Log probabilities (count, item before, item); nothing leads back to START."""
    logits = np.random.default_rng(seed).normal(0, 1.5, (count, ITEMS, ITEMS))
    logits[..., START] = -np.inf
    return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))


def found(tables: np.ndarray, width: int, longest: int = LONGEST, **options):
    """Searches one chain a table. The carry is the history of each row, to see that rows are reordered with it."""

    def advance(items, carry, going):
        table = tables[going].repeat(width, axis=0)
        histories = [(*past, int(item)) for past, item in zip(carry, items, strict=True)]
        return histories, table[np.arange(len(items)), items], np.array([len(h) for h in histories])

    def pick(carry, rows):
        return [carry[row] for row in rows]

    carry = [()] * (len(tables) * width)
    return search(
        advance, pick, carry, len(tables), width, [longest] * len(tables), START, END, **{"alpha": 0.7, **options}
    )


def greedy(table: np.ndarray) -> tuple[int, ...]:
    items, at = [], START
    while at != END and len(items) < LONGEST:
        at = int(table[at].argmax())
        items.append(at)
    return tuple(items)


def all_sequences(table: np.ndarray, alpha: float) -> dict[tuple[int, ...], float]:
    """The score of every sequence of at most LONGEST items that comes to an end."""
    scores = {}
    for length in range(1, LONGEST + 1):
        for inner in product(range(2, ITEMS), repeat=length - 1):
            items = (*inner, END)
            total = sum(table[before, item] for before, item in zip((START, *inner), items, strict=True))
            scores[items] = normalised(total, length, alpha)
    return scores


@pytest.mark.parametrize("seed", range(20))
def test_a_beam_of_one_is_greedy(seed):
    table = chain(seed)

    hypothesis = found(table, width=1)[0].hypotheses[0]

    assert hypothesis.items == greedy(table[0])
    assert hypothesis.ended == (hypothesis.items[-1] == END)


@pytest.mark.parametrize("seed", range(20))
def test_a_beam_as_wide_as_the_tree_finds_the_best_of_all(seed):
    table = chain(seed)
    scores = all_sequences(table[0], alpha=0.7)

    best = found(table, width=40)[0].hypotheses

    assert best[0].items == max(scores, key=scores.get)
    assert best[0].score == pytest.approx(max(scores.values()))
    # and so no narrower beam that comes to an end does better
    narrow = found(table, width=1)[0].hypotheses[0]
    assert not narrow.ended or narrow.score <= best[0].score + 1e-9


def test_hypotheses_are_sorted_and_add_up():
    table = chain(3)
    for hypothesis in (hypotheses := found(table, width=5)[0].hypotheses):
        assert isinstance(hypothesis, Hypothesis)
        assert hypothesis.score == pytest.approx(
            normalised(sum(hypothesis.log_probabilities), len(hypothesis.items), 0.7)
        )
        assert hypothesis.extras == tuple(range(1, len(hypothesis.items) + 1)), "rows were reordered with their carry"
    assert [h.score for h in hypotheses] == sorted((h.score for h in hypotheses), reverse=True)
    assert len({h.items for h in hypotheses}) == len(hypotheses)


def test_many_at_once_are_those_that_come_alone():
    tables = chain(5, count=7)
    together = found(tables, width=3)
    for number, one in enumerate(together):
        assert one == found(tables[number : number + 1], width=3)[0]


def test_the_tree_tells_who_lived_and_died():
    result = found(chain(22), width=3)[0]

    assert len(result.tree) == 4 and len(result.hypotheses) == 3
    assert all(node.parent == 0 for node in result.tree[0]), "all begin with nothing"
    for earlier, later in pairwise(result.tree):
        assert all(earlier[node.parent].fate == LIVES for node in later)
        assert sum(node.fate == LIVES for node in later) <= 3
        assert [n.log_probability for n in later] == sorted((n.log_probability for n in later), reverse=True)
    assert {node.fate for nodes in result.tree for node in nodes} == {LIVES, ENDED, DIED}
    for hypothesis in result.hypotheses:
        assert len(hypothesis.path) == len(hypothesis.items) <= len(result.tree)
        path = [result.tree[step][place] for step, place in enumerate(hypothesis.path)]
        assert tuple(node.item for node in path) == hypothesis.items
        assert path[-1].fate == ENDED and path[-1].score == pytest.approx(hypothesis.score)


@pytest.mark.parametrize("forced", [(3,), (3, 3), (2, 3, 2), (2, END)])
def test_forced_items_are_kept_with_their_own_probability(forced):
    table = chain(2)
    for width in (1, 4):
        hypotheses = found(table, width, forced=forced)[0].hypotheses
        assert hypotheses
        for hypothesis in hypotheses:
            assert hypothesis.items[: len(forced)] == forced
            own = [table[0, before, item] for before, item in pairwise((START, *forced))]
            assert hypothesis.log_probabilities[: len(forced)] == pytest.approx(own)


def test_what_never_ends_is_cut_off_and_said():
    table = chain(1)
    table[..., END] = -50.0
    for width in (1, 2):
        hypotheses = found(table, width, longest=9)[0].hypotheses
        assert len(hypotheses) == width
        assert all(len(h.items) == 9 and not h.ended for h in hypotheses)


def test_length_is_made_up_for():
    assert normalised(-6.0, 1, 0.0) == -6.0
    assert normalised(-6.0, 1, 1.0) == -6.0
    assert normalised(-6.0, 13, 1.0) == pytest.approx(-2.0)
