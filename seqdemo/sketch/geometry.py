"""Where things lie in the frame: an ending after its drawing, the pen after a step, a drawing that grew too large."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqdemo.core.drawing import Drawing, Stroke
from seqdemo.core.strokes import FRAME, to_strokes
from seqdemo.sketch.mixture import LIFT


def ending_strokes(drawing: Drawing, ending: np.ndarray) -> list[np.ndarray]:
    """Returns the strokes of an ending (n, 3), going on from where the pen was lifted."""
    if drawing.simple:
        return to_strokes(ending, drawing.simple[-1][-1], pen_down=False)
    strokes = to_strokes(ending, np.zeros(2))
    if not strokes:
        return []
    # a drawing from nothing has no place yet: it gets the middle
    vertices = np.vstack(strokes)
    middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    return [stroke - middle + (FRAME - 1) / 2 for stroke in strokes]


def room_of(drawing: Drawing) -> np.ndarray | None:
    """How far the pen can go from where it is without leaving the frame, ((left, up), (right, down)); (2, 2) pixels.

    None for an empty drawing, whose ending gets the middle.
    """
    if not drawing.simple:
        return None
    return np.array([[0, 0], [FRAME - 1, FRAME - 1]]) - drawing.simple[-1][-1]


def walked(drawing: Drawing, whole: np.ndarray, ending: np.ndarray) -> list[np.ndarray]:
    """Returns the strokes of the first points `whole` (n, 3) of the drawing with this ending."""
    return to_strokes(whole, _origin(drawing, ending))


def after(drawing: Drawing, whole: np.ndarray, ending: np.ndarray, step: int) -> tuple[list[Stroke], np.ndarray, bool]:
    """Returns what is drawn after `step` points of the whole, where the pen is, and whether it is in the air."""
    lines = walked(drawing, whole[:step], ending)
    owners = [*drawing.owners, *[True] * len(lines)]
    pen = _origin(drawing, ending) + whole[:step, :2].sum(axis=0)
    lifted = step > 0 and whole[step - 1, 2] == LIFT
    return [Stroke(line, its) for line, its in zip(lines, owners, strict=False)], pen, lifted


def inside(strokes: Sequence[Stroke]) -> list[Stroke] | None:
    """Returns strokes that leave the frame moved and made smaller until they fit; None where they fit already."""
    if not strokes:
        return None
    vertices = np.vstack([stroke.vertices for stroke in strokes])
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    last = FRAME - 1
    scale = min(1.0, last / max((high - low).max(), 1))
    shift = np.maximum(0, -low * scale) - np.maximum(0, high * scale - last)
    if scale == 1 and not shift.any():
        return None
    return [stroke._replace(vertices=stroke.vertices * scale + shift) for stroke in strokes]


def _origin(drawing: Drawing, ending: np.ndarray) -> np.ndarray:
    """Where the pen was first put down, (2,)."""
    if drawing.simple:
        return drawing.simple[0][0]
    lines = ending_strokes(drawing, ending)
    return lines[0][0] if lines else np.full(2, FRAME / 2)
