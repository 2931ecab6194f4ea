"""The paper of the page of photos: with an eraser, which is a pen in the colour of the paper until it is lifted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from seqdemo.core.strokes import FRAME, simplify
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

    def hear(self, report: Any) -> None:
        """Takes over what the canvas reports, and takes away what was rubbed out."""
        super().hear(report)
        drawing = self.drawing
        if any(drawing.owners):
            drawing.past = [left(strokes) for strokes in drawing.past]
            drawing.take(left(drawing.strokes), drawing.notices)
            self.show()

    @property
    def strokes(self) -> list[np.ndarray]:
        """What is drawn, each stroke (n, 2), as a link holds it."""
        return [line for line, rubbed in zip(self.drawing.simple, self.drawing.owners, strict=True) if not rubbed]


def same(strokes: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> bool:
    """Whether two drawings have the same strokes."""
    return len(strokes) == len(others) and all(map(np.array_equal, strokes, others))
