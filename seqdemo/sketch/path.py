"""What the guesser is told of every point: the move, how it turned, and where it lies in what is drawn so far.

>>> told = along(points)            # (..., N, 3) points give (..., N, TOLD)
>>> along_last(points)              # its last row: (N, 3) points give (TOLD,)

Nothing looks ahead: a row depends on the points up to its own. Nearly all is measured by the size of what is drawn,
so that a small drawing looks like a large one.
"""

from __future__ import annotations

import numpy as np

from seqdemo.sketch.mixture import PIXELS
from seqdemo.sketch.surroundings import CELLS, last_surroundings, surroundings

EARLIER = 3
"""So many earlier moves stand beside each: a corner or an arc is seen at once."""
LEAST_SIZE = 16.0
"""Pixels: the size of a drawing that has only begun."""
_OF_THE_PATH = 21 + 3 * EARLIER
TOLD = _OF_THE_PATH + CELLS


def along(points: np.ndarray) -> np.ndarray:
    """Returns what is told of each point of drawings `points` (..., N, 3), a move in pixels and 1 where the pen lifts.

    Of each: the move in pixels and by size, its direction and length, the turn, whether it went through the air and
    lifts; the place within the box drawn so far and the box; the way back to where the stroke and the drawing began;
    strokes and way of the pen so far; the moves before; and what lies around the pen.
    """
    points = np.asarray(points, np.float32)
    told, sizes = _path(points)
    return np.concatenate([told, surroundings(points, sizes)[..., 1:, :]], axis=-1)


def along_last(points: np.ndarray) -> np.ndarray:
    """The last row of `along`, (N, 3) with N > 0 to (TOLD,): what lies around the pen is seen only from there."""
    points = np.asarray(points, np.float32)
    told, sizes = _path(points)
    return np.concatenate([told[-1], last_surroundings(points[None], sizes[-1:])[0]])


def _path(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is told of each point without what lies around the pen, (..., N, _OF_THE_PATH), and the sizes (..., N)."""
    moves, lifts = points[..., :2], points[..., 2]
    through_air = _before(lifts, 1)
    position = np.cumsum(moves, axis=-2)
    low = np.minimum(np.minimum.accumulate(position, axis=-2), 0)  # the drawing began at 0, 0
    high = np.maximum(np.maximum.accumulate(position, axis=-2), 0)
    box = high - low
    size = np.maximum(box.max(axis=-1), LEAST_SIZE)[..., None]
    length = np.hypot(moves[..., 0], moves[..., 1])
    direction = moves / np.maximum(length, 1e-6)[..., None]
    earlier = _before(direction, 1, axis=-2)
    along_it = (direction * earlier).sum(axis=-1)
    across = direction[..., 1] * earlier[..., 0] - direction[..., 0] * earlier[..., 1]
    # a stroke begins where a move through the air ends
    steps = np.arange(1, points.shape[-2] + 1)
    begins = np.maximum.accumulate(np.where(through_air > 0, steps, 0), axis=-1)
    places = np.concatenate([np.zeros_like(position[..., :1, :]), position], axis=-2)
    stroke = np.take_along_axis(places, begins[..., None], axis=-2)
    drawn = np.cumsum(length * (1 - through_air), axis=-1)
    numbers = [
        direction[..., 0],
        direction[..., 1],
        np.log1p(length / 8),
        along_it,
        across,
        through_air,
        lifts,
        np.log1p(np.cumsum(through_air, axis=-1)),
        np.log1p(drawn / size[..., 0]),
    ]
    wide = [
        moves / PIXELS,
        2 * moves / size,
        2 * (position - (low + high) / 2) / size,
        box / (4 * PIXELS),
        (stroke - position) / size,
        -position / size,
    ]
    known = np.concatenate([moves / PIXELS, through_air[..., None]], axis=-1)
    before = [_before(known, back, axis=-2) for back in range(1, EARLIER + 1)]
    told = np.concatenate([np.stack(numbers, axis=-1), *wide, *before], axis=-1).astype(np.float32)
    return told, size[..., 0]


def _before(values: np.ndarray, back: int, axis: int = -1) -> np.ndarray:
    """The values `back` steps earlier; zeros where there is none."""
    earlier = np.zeros_like(values)
    np.moveaxis(earlier, axis, 0)[back:] = np.moveaxis(values, axis, 0)[:-back]
    return earlier
