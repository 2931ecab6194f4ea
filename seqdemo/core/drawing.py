"""The drawing: its strokes, who drew each, what the network reads of it, and the way back to what it was.

>>> drawing = Drawing()
>>> drawing.follow([Stroke(vertices)])
>>> drawing.points
>>> drawing.undo()
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from seqdemo.core.strokes import simplify, to_points

MOST_PAST = 100  # changes that can be undone
MOST_KEPT = 20_000  # vertices: a drawing with more is kept in its simplified form
SAME = 0.5  # pixels: a canvas hands strokes back a little rounded


class Stroke(NamedTuple):
    """One line of the pen, and who drew it."""

    vertices: np.ndarray  # (n, 2) pixels of the frame
    by_network: bool = False


@dataclass
class Drawing:
    """The strokes as the learner sees them, and as the network reads them."""

    strokes: list[Stroke] = field(default_factory=list)
    simple: list[np.ndarray] = field(default_factory=list)  # the same strokes, in the form of the training data
    notices: list[str] = field(default_factory=list)
    past: list[list[Stroke]] = field(default_factory=list)

    def take(self, strokes: Sequence[Stroke], notices: Sequence[str] = ()) -> None:
        """The drawing is these strokes from now on; undo does not come back to those before."""
        self.simple, more = simplify([stroke.vertices for stroke in strokes])
        self.notices = [*notices, *more]
        self.strokes = list(strokes[: len(self.simple)])
        if sum(len(stroke.vertices) for stroke in strokes) > MOST_KEPT:
            self.strokes = [s._replace(vertices=line) for s, line in zip(self.strokes, self.simple, strict=True)]

    def change(self, strokes: Sequence[Stroke], notices: Sequence[str] = ()) -> None:
        """The same, so that one undo takes it back."""
        self._remember(self.strokes)
        self.take(strokes, notices)

    def follow(self, strokes: Sequence[Stroke], notices: Sequence[str] = ()) -> None:
        """Takes over what a hand has drawn by now; undo takes back one stroke at a time."""
        strokes = [self._known(i, stroke) for i, stroke in enumerate(strokes)]
        count = len(self.strokes)
        if not _same(strokes, self.strokes):
            # a fast hand draws several strokes before the canvas is heard
            goes_on = _same(strokes[:count], self.strokes)
            between = [strokes[:n] for n in range(count + 1, len(strokes))] if goes_on else []
            self._remember(self.strokes, *between)
        self.take(strokes, notices)

    def undo(self) -> None:
        """Goes back by one change; a drawing from a link has no past and loses its last stroke."""
        self.take(self.past.pop() if self.past else self.strokes[:-1])

    @property
    def points(self) -> np.ndarray:
        """(N, 3): what the network reads."""
        return to_points(self.simple)[0]

    @property
    def owners(self) -> list[bool]:
        """Which strokes the network drew."""
        return [stroke.by_network for stroke in self.strokes]

    @property
    def stroke_of(self) -> np.ndarray:
        """(N,): the stroke that each point belongs to."""
        counts = [len(line) - (i == 0) for i, line in enumerate(self.simple)]
        return np.repeat(np.arange(len(counts)), np.array(counts, int))

    @property
    def by_network(self) -> np.ndarray:
        """(N,): which points the network drew."""
        return np.array(self.owners, bool)[self.stroke_of]

    @property
    def rows_of_mine(self) -> list[np.ndarray]:
        """The points of each stroke of the learner's."""
        return [np.flatnonzero(self.stroke_of == i) for i, its in enumerate(self.owners) if not its]

    def is_just(self, lines: Sequence[np.ndarray]) -> bool:
        """Whether the drawing has these strokes of the learner's and no others."""
        return _same(self.strokes, [Stroke(line) for line in lines])

    def _known(self, i: int, stroke: Stroke) -> Stroke:
        """Stroke i as it is known already, where it is the same: no rounding adds up."""
        return self.strokes[i] if _same([stroke], self.strokes[i : i + 1]) else stroke

    def _remember(self, *drawings: list[Stroke]) -> None:
        self.past = [*self.past, *drawings][-MOST_PAST:]


def _same(strokes: Sequence[Stroke], others: Sequence[Stroke]) -> bool:
    return len(strokes) == len(others) and all(
        a.by_network == b.by_network
        and a.vertices.shape == b.vertices.shape
        and np.allclose(a.vertices, b.vertices, rtol=0, atol=SAME)
        for a, b in zip(strokes, others, strict=True)
    )
