"""Where ink lies around the pen: its length in each of the cells of a log-polar retina, fine near and coarse far off.

>>> seen = surroundings(points)            # a whole drawing at once: (N, 3) points give (N + 1, CELLS)
>>> last_surroundings(points)              # drawings side by side, after their last point: (B, N, 3) to (B, CELLS)

Nothing looks ahead: a row depends on the points before it. Without it the network knew earlier strokes only from its
memory, and drew the tail of a fish beside the fish.
"""

from __future__ import annotations

import numpy as np

from seqdemo.core.strokes import FRAME

RINGS = (8.0, 18.0, 32.0, 52.0, 80.0, 120.0)
"""Radii in pixels at which a ring ends; one more lies beyond."""
SECTORS = 16
CELLS = SECTORS * (len(RINGS) + 1)
_PIECES = 8  # of each move: its ink lies at their middles
_SQUARES = tuple(np.float32(radius**2) for radius in RINGS)
_SLOPE = np.float32(np.tan(np.pi / 8))
_SCALE = 8.0  # pixels


def surroundings(points: np.ndarray, sizes: np.ndarray | None = None) -> np.ndarray:
    """What lies around the pen before each point and after the last: (..., N, 3) points give (..., N + 1, CELLS).

    Each number is log(1 + pixels / 8) / 2 of the ink in a cell. With `sizes` (..., N), in pixels, all is seen after
    each point as if that size were FRAME.
    """
    points = np.asarray(points, np.float32)
    seen = np.zeros((*points.shape[:-2], points.shape[-2] + 1, CELLS), np.float32)
    if points.shape[-2]:
        for index in np.ndindex(points.shape[:-2]):  # one by one: what a drawing needs fits in the cache
            seen[index][1:] = _whole(points[index], None if sizes is None else sizes[index])
    return seen


def last_surroundings(points: np.ndarray, sizes: np.ndarray | None = None) -> np.ndarray:
    """The last row of `surroundings` of drawings of as many points, (B, N, 3) and (B,) to (B, CELLS)."""
    rows, count, _ = points.shape
    if not count:
        return np.zeros((rows, CELLS), np.float32)
    x, y, lengths, pen_x, pen_y = _ink(points)
    return _seen(x.reshape(rows, -1), y.reshape(rows, -1), pen_x[:, -1:], pen_y[:, -1:], lengths, sizes)


def pixels(seen: np.ndarray) -> np.ndarray:
    """The length of the ink in pixels behind the numbers of `surroundings`; any shape."""
    return _SCALE * np.expm1(2 * seen)


def _whole(points: np.ndarray, sizes: np.ndarray | None) -> np.ndarray:
    """(N, 3) to (N, CELLS), after each point."""
    x, y, lengths, pen_x, pen_y = _ink(points)
    drawn = np.tri(len(points), dtype=np.float32) * lengths  # (pen, move): no ink before it is drawn
    return _seen(x.reshape(1, -1), y.reshape(1, -1), pen_x[:, None], pen_y[:, None], drawn, sizes)


def _ink(points: np.ndarray) -> tuple[np.ndarray, ...]:
    """Of points (..., N, 3): x, y of their pieces (..., N, pieces), the ink of a piece, and where the pen was after."""
    moves = points[..., :2]
    pen = np.cumsum(moves, axis=-2)
    back = ((np.arange(_PIECES) + 0.5) / _PIECES - 1).astype(np.float32)
    x = pen[..., 0, None] + moves[..., 0, None] * back
    y = pen[..., 1, None] + moves[..., 1, None] * back
    lengths = np.hypot(moves[..., 0], moves[..., 1]) / _PIECES
    lengths[..., 1:] *= 1 - points[..., :-1, 2]  # a move after a lift goes through the air
    return x, y, lengths, pen[..., 0], pen[..., 1]


def cells_at(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The number of the cell in which the way (x, y) from the pen ends, in pixels; any shape."""
    across, down = np.abs(x), np.abs(y)
    less, more = np.minimum(across, down), np.maximum(across, down)
    sector = (x < 0).view(np.int8) + (y < 0).view(np.int8) * 2
    sector += (down > across).view(np.int8) * 4
    sector += (less > _SLOPE * more).view(np.int8) * 8
    square = x * x + y * y
    ring = np.zeros(x.shape, np.int8)
    for edge in _SQUARES:
        ring += (square > edge).view(np.int8)
    return ring * np.int8(SECTORS) + sector


def _seen(
    x: np.ndarray, y: np.ndarray, pen_x: np.ndarray, pen_y: np.ndarray, ink: np.ndarray, sizes: np.ndarray | None
) -> np.ndarray:
    """(R, CELLS) of R pens at (R, 1) and pieces at (R or 1, pieces), with the ink (R, moves) of each move's pieces."""
    x, y = x - pen_x, y - pen_y
    if sizes is not None:
        scale = (FRAME / sizes).astype(np.float32)[:, None]
        x, y, ink = x * scale, y * scale, ink * scale
    rows = len(x)
    number = cells_at(x, y) + np.arange(0, rows * CELLS, CELLS, dtype=np.intp)[:, None]
    found = np.bincount(number.ravel(), np.repeat(ink, _PIECES, axis=1).ravel(), rows * CELLS)
    return (np.log1p(found / _SCALE) / 2).astype(np.float32).reshape(rows, CELLS)
