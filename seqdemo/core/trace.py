"""A walk: one function applied over and over, and everything it left behind.

>>> trace = extend(model, Trace(), ["a", "b"])     # computes two steps
>>> trace = extend(model, trace, ["a", "b", "c"])  # computes one
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np


class Step(NamedTuple):
    """One step of a model: what went in, what came out, what is remembered."""

    item: Any  # the input, as the model reads it; hashable
    output: np.ndarray  # (K,) probabilities after this step
    state: np.ndarray  # (H,) hidden state after this step
    gates: dict[str, np.ndarray]  # name -> (H,)
    carry: Any  # all that the next step needs from the past


class SequenceModel(Protocol):
    """What every recurrent model here can do."""

    def start(self) -> Any:
        """Returns what is carried into the first step."""

    def step(self, item: Any, carry: Any) -> Step:
        """Returns the step for `item`, given what the step before carried."""


@dataclass(frozen=True)
class Trace:
    """A finished walk over `items`, one row a step. `computed` counts the steps that were not taken over."""

    steps: tuple[Step, ...] = ()
    computed: int = 0
    items: tuple[Hashable, ...] = ()

    def __len__(self) -> int:
        return len(self.steps)

    @cached_property
    def states(self) -> np.ndarray:
        """(T, H): the hidden state after each step."""
        return np.array([step.state for step in self.steps])

    @property
    def outputs(self) -> np.ndarray:
        """(T, K): the output after each step; made anew each time, because K may be a vocabulary."""
        return np.array([step.output for step in self.steps])


def walk(model: SequenceModel, items: Sequence[Any], carry: Any = None) -> Iterator[Step]:
    """Yields one step an item, from `carry` or from the start."""
    carry = model.start() if carry is None else carry
    for item in items:
        step = model.step(item, carry)
        carry = step.carry
        yield step


def extend(model: SequenceModel, known: Trace, items: Sequence[Any]) -> Trace:
    """Returns the trace of `items`, taking over the steps that `known` shares with it from the left."""
    items = tuple(items)
    # Comparing whole beginnings costs next to nothing beside a step, and most often the first one fits.
    shared = min(len(known.items), len(items))
    while known.items[:shared] != items[:shared]:
        shared -= 1
    kept = known.steps[:shared]
    new = tuple(walk(model, items[shared:], kept[-1].carry if kept else None))
    return Trace(kept + new, len(new), items)
