"""The paper of the page of photos: with an eraser, which is a pen in the colour of the paper until it is lifted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqdemo.core.drawing import Stroke
from seqdemo.core.strokes import FRAME, MOST_STROKES, simplify
from seqdemo.photo.drawings import NEAT
from seqdemo.photo.erasing import WIDTH, left
from seqdemo.ui.paper import board as paper
from seqdemo.ui.paper.board import PEN, SIDE
from seqdemo.ui.paper.rendering import INK, PAPER


class Board(paper.Board):
    """A board on which strokes of the eraser take away what they go over."""

    name = "photo"
    first = tuple(simplify(NEAT[0].strokes)[0])
    theirs = PAPER

    def take(self, tool: str) -> None:
        """The learner has the "pen" or the "eraser" in hand."""
        self.pen, self.colour = (WIDTH * SIDE / FRAME, PAPER) if tool == "eraser" else (PEN, INK)

    def take_over(self, strokes: Sequence[Stroke], notices: Sequence[str]) -> None:
        """Takes away what was rubbed out, one stroke of the eraser after the other."""
        if not any(stroke.by_network for stroke in strokes):
            super().take_over(strokes, notices)
            return
        known = len(self.drawing.strokes)
        drawn = left(strokes[:known])
        for stroke in strokes[known:]:
            rest = left([*drawn, stroke])
            if stroke.by_network and len(rest) > MOST_STROKES:
                notices = [*notices, _too_many(len(rest))]
            else:
                drawn = rest
            super().take_over(drawn, notices)
        self.show()

    @property
    def strokes(self) -> list[np.ndarray]:
        """What is drawn, each stroke (n, 2), as a link holds it."""
        return [line for line, rubbed in zip(self.drawing.simple, self.drawing.owners, strict=True) if not rubbed]


def _too_many(strokes: int) -> str:
    return (
        f"Rubbed out there, the drawing would fall into {strokes} strokes, and the network reads at most "
        f"{MOST_STROKES}: nothing was rubbed out. Rub along the lines instead of across, or undo."
    )


def same(strokes: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> bool:
    """Whether two drawings have the same strokes."""
    return len(strokes) == len(others) and all(map(np.array_equal, strokes, others))
