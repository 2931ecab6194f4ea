"""From the pen to the network and back: strokes, points, and the text of a link.

A stroke is a float array (n, 2): absolute x, y in a frame of 256 x 256 pixels, y downward.

>>> strokes, notices = simplify(strokes)
>>> points, origin = to_points(strokes)            # what the network reads
>>> ending = to_strokes(written, strokes[-1][-1], pen_down=False)
"""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence

import numpy as np
import shapely

from seqdemo.core.errors import InputError

FRAME = 256
"""Width and height of the frame; its pixels are 0..255."""
EPSILON = 2.0
"""No more than this do simplified strokes leave the pen's way, in pixels (so were the training data made)."""
MOST_POINTS = 250
"""No drawing that the network reads or writes is longer than this."""
MOST_STROKES = 100
VERSION = "1"
BITS = 17  # a vertex in a link: x, y, and whether the pen lifts there
LONGEST_TEXT = len(VERSION) + math.ceil(math.ceil((MOST_POINTS + 1) * BITS / 8) * 4 / 3)


def simplify(strokes: Sequence[np.ndarray]) -> tuple[list[np.ndarray], list[str]]:
    """Returns the strokes as the training data have them, and a notice for each thing left out.

    Whole pixels, Ramer-Douglas-Peucker with EPSILON, at most MOST_STROKES strokes and MOST_POINTS points;
    a dot is a stroke of two equal vertices. Simplifying again changes nothing.
    """
    notices = [too_many()] if len(strokes) > MOST_STROKES else []
    # rounded first: a second simplification then finds the same vertices
    drawn = [np.round(pair(stroke)) for stroke in strokes[:MOST_STROKES]]
    epsilon, simple = EPSILON, [_simplified(stroke, EPSILON) for stroke in drawn]
    points = _count(simple)
    while _count(simple) > MOST_POINTS:
        epsilon *= 1.25
        simple = [_simplified(stroke, epsilon) for stroke in drawn]
    if points > MOST_POINTS:
        notices.append(
            f"The drawing has {points:,} points, and the network reads at most {MOST_POINTS}: "
            f"it sees the lines made coarser, up to {epsilon:.0f} pixels beside yours."
        )
    return simple, notices


def to_points(strokes: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Returns what the network reads, (N, 3) whole numbers, and where the pen was first put down, (2,).

    A row is the way to the next vertex, dx and dy in pixels, and 1 where the pen lifts there. The first
    vertex is the origin and has no row; the way from one stroke to the next is a row of its own.
    """
    if not len(strokes):
        return np.zeros((0, 3), int), np.zeros(2, int)
    vertices, lifts = _vertices(strokes)
    return np.column_stack([np.diff(vertices, axis=0), lifts[1:]]), vertices[0]


def to_strokes(points: np.ndarray, origin: np.ndarray, pen_down: bool = True) -> list[np.ndarray]:
    """Returns the strokes of `points` (N, 3), the way back from `to_points`.

    With `pen_down=False` the pen hangs in the air over `origin`, and the first row moves it to the first vertex.
    A stroke of one vertex becomes a dot; a last one where the pen has not drawn yet is left out.
    """
    return [pair(stroke) for stroke, _ in _walked(points, origin, pen_down)]


def segment_rows(points: np.ndarray, pen_down: bool = True) -> np.ndarray:
    """Returns for every segment of `to_strokes(points, origin, pen_down)` the row of `points` that drew it."""
    rows = [rows[1:] if len(rows) > 1 else rows for _, rows in _walked(points, np.zeros(2), pen_down)]
    return np.concatenate([np.zeros(0, int), *rows])


def encode(strokes: Sequence[np.ndarray]) -> str:
    """Returns a text of at most LONGEST_TEXT letters, digits, - and _ that holds the strokes in whole pixels.

    What lies outside the frame is moved to its edge. Raises InputError for more than `simplify` lets through.
    """
    if not len(strokes):
        return ""
    if len(strokes) > MOST_STROKES or _count(strokes) > MOST_POINTS:
        raise InputError(
            f"The drawing has {len(strokes):,} strokes and {_count(strokes):,} points; a link holds at most "
            f"{MOST_STROKES} and {MOST_POINTS}: undo some strokes."
        )
    vertices, lifts = _vertices(strokes)
    pixels = np.clip(vertices, 0, FRAME - 1).astype(np.uint8)
    bits = np.column_stack([np.unpackbits(pixels, axis=1), lifts])  # (V, BITS)
    return VERSION + base64.urlsafe_b64encode(np.packbits(bits).tobytes()).decode("ascii").rstrip("=")


def decode(text: str) -> list[np.ndarray]:
    """Returns the strokes that `encode` wrote. Raises InputError for every other text."""
    if not text:
        return []
    broken = InputError("The drawing in the link is damaged; ask for the link again, or draw on the empty canvas.")
    if not text.startswith(VERSION) or len(text) > LONGEST_TEXT:
        raise broken
    letters = text[len(VERSION) :]
    try:
        packed = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise broken from None
    bits = np.unpackbits(np.frombuffer(packed, np.uint8))
    bits = bits[: len(bits) // BITS * BITS].reshape(-1, BITS)
    vertices = np.packbits(bits[:, :-1], axis=1).astype(float)  # (V, 2)
    strokes = [stroke for stroke in np.split(vertices, np.flatnonzero(bits[:, -1]) + 1) if len(stroke)]
    # one drawing has one text: what is written differently was not written by `encode`
    if len(strokes) > MOST_STROKES or _count(strokes) > MOST_POINTS or encode(strokes) != text:
        raise broken
    return strokes


def too_many() -> str:
    return f"The network reads at most {MOST_STROKES} strokes; those drawn after them are left out."


def pair(stroke: np.ndarray) -> np.ndarray:
    """(n, 2) with n >= 2: a single vertex comes twice, as dots do in the data."""
    stroke = np.asarray(stroke, float)
    return np.repeat(stroke, 2, axis=0) if len(stroke) == 1 else stroke


def _simplified(stroke: np.ndarray, epsilon: float) -> np.ndarray:
    line = shapely.LineString(stroke)
    vertices = shapely.get_coordinates(shapely.simplify(line, epsilon, preserve_topology=False))
    new = np.r_[True, (np.diff(vertices, axis=0) != 0).any(axis=1)]
    return pair(vertices[new])


def _count(strokes: Sequence[np.ndarray]) -> int:
    """Rows of `to_points`."""
    return max(sum(max(len(stroke), 2) for stroke in strokes) - 1, 0)


def _vertices(strokes: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """All vertices (V, 2) in whole pixels, and 1 where the pen lifts (V,)."""
    pairs = [pair(stroke) for stroke in strokes]
    vertices = np.round(np.concatenate(pairs)).astype(int)
    lifts = np.zeros(len(vertices), int)
    lifts[np.cumsum([len(pair) for pair in pairs]) - 1] = 1
    return vertices, lifts


def _walked(points: np.ndarray, origin: np.ndarray, pen_down: bool) -> list[tuple[np.ndarray, np.ndarray]]:
    """Vertices of each stroke and the row that led to each; the origin, where drawn, has row -1."""
    points = np.asarray(points).reshape(-1, 3)
    vertices = np.asarray(origin, float) + np.vstack([np.zeros(2), np.cumsum(points[:, :2], axis=0)])  # (N + 1, 2)
    rows = np.arange(-1, len(points))
    ends = np.flatnonzero(points[:, 2] == 1) + 2
    strokes = [
        (vertices[begin:end], rows[begin:end])
        for begin, end in zip([0 if pen_down else 1, *ends], [*ends, len(vertices)], strict=True)
    ]
    unfinished, _ = strokes[-1]
    return strokes if len(unfinished) > 1 else strokes[:-1]
