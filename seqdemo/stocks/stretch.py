"""The weeks of one company that a learner looks at, in their order or in another, and what was expected of each.

>>> shown = Stretch.of(shipped(), Asked("GOOG", first=76, weeks=30, order=IN_ORDER, seed=1))
>>> outcome = Outcome.of(shown, trace.outputs)     # a walk over shown.changes
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from seqdemo.stocks.reader import Prices, changes
from seqdemo.stocks.shuffling import shuffled

ORDERED, SHUFFLED = "learnt_in_order", "learnt_shuffled"
KINDS = (ORDERED, SHUFFLED)
"""The two kinds of networks, by what their training read."""


class Asked(NamedTuple):
    """What a learner has set; weeks are counted from 1."""

    company: str
    first: int
    weeks: int
    order: str  # one of ORDERS
    seed: int


@dataclass(frozen=True)
class Stretch:
    """W weeks of one company."""

    asked: Asked
    dates: tuple[str, ...]  # (W,) in the order of the calendar
    real: np.ndarray  # (W,) prices in that order
    prices: np.ndarray  # (W,) in the order that was asked for

    @classmethod
    def of(cls, prices: Prices, asked: Asked) -> Stretch:
        """Cuts the weeks out of all; where fewer are left than were asked for, these."""
        rows = slice(asked.first - 1, asked.first - 1 + asked.weeks)
        real = prices.values[rows, prices.companies.index(asked.company)]
        return cls(asked, prices.dates[rows], real, shuffled(real, asked.order, asked.seed))

    @property
    def changes(self) -> list[float]:
        """What the networks read, W - 1 numbers."""
        return [float(change) for change in changes(self.prices)]

    @property
    def last(self) -> int:
        """The number of its last week, counted from 1."""
        return self.asked.first + len(self.real) - 1


class Band(NamedTuple):
    """What networks that differ only in their seed say of the same: their mean, the least and the most, (...)."""

    mean: np.ndarray
    least: np.ndarray
    most: np.ndarray

    @classmethod
    def over(cls, values: np.ndarray) -> Band:
        """Over the last axis of `values` (..., S)."""
        return cls(values.mean(axis=-1), values.min(axis=-1), values.max(axis=-1))


@dataclass(frozen=True)
class Outcome:
    """What the networks expected of each week, and how far that was from what came."""

    expected: dict[str, np.ndarray]  # (W - 1, S) of each kind of network: the change after each that was read
    unchanged: np.ndarray  # (W - 2,) what "unchanged" misses by, as a logarithm, in each week that was foretold
    misses: dict[str, np.ndarray]  # (W - 2, S) the same of the networks

    @classmethod
    def of(cls, stretch: Stretch, outputs: np.ndarray) -> Outcome:
        """`outputs` (W - 1, 2S) are those of a walk over the changes of `stretch`."""
        seeds = outputs.shape[1] // 2
        expected = {ORDERED: outputs[:, :seeds], SHUFFLED: outputs[:, seeds:]}
        came = np.array(stretch.changes)[1:]
        misses = {kind: np.abs(said[:-1] - came[:, None]) for kind, said in expected.items()}
        return cls(expected, np.abs(came), misses)

    def nearer(self, kind: str) -> int:
        """How many networks of this kind miss by less than "unchanged" does, on the average of the stretch."""
        return int((self.misses[kind].mean(axis=0) < self.unchanged.mean()).sum())
