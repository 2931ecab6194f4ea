"""The paper of the page of drawings: the learner's strokes, and those of the network that they keep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqdemo.core.drawing import Stroke
from seqdemo.sketch.figures import NETWORK
from seqdemo.sketch.geometry import inside
from seqdemo.sketch.starts import DEFAULT
from seqdemo.ui.paper import board as paper
from seqdemo.ui.paper.board import SIDE, buttons, canvas, visitors_board

__all__ = ["SIDE", "Board", "buttons", "canvas", "visitors_board"]
_MOVED = "The ending left the canvas: the whole drawing was moved or made smaller to fit."


class Board(paper.Board):
    """A board whose drawing an ending can become a part of."""

    name = "sketch"
    first = tuple(DEFAULT.strokes)
    theirs = NETWORK

    def keep(self, ending: Sequence[np.ndarray]) -> None:
        """Makes an ending part of the drawing."""
        self._catch_up()
        strokes = [*self.drawing.strokes, *(Stroke(vertices, True) for vertices in ending)]
        fitting = inside(strokes)
        self.change(fitting or strokes, [_MOVED] if fitting else [])
