"""From the pen to the network and back: strokes and points.

A stroke is a float array (n, 2): absolute x, y in a frame of 256 x 256 pixels, y downward.

>>> strokes, notices = simplify(strokes)
>>> points, origin = to_points(strokes)            # what the network reads
>>> ending = to_strokes(written, strokes[-1][-1], pen_down=False)
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
import shapely

FRAME = 256
"""Width and height of the frame; its pixels are 0..255."""
EPSILON = 2.0
"""No more than this do simplified strokes leave the pen's way, in pixels (so were the training data made)."""
MOST_POINTS = 250
"""No drawing that the network reads or writes is longer than this."""
MOST_STROKES = 100
MOST_VERTICES = 20_000
"""Of a drawing with more, in whole pixels, every second, third, ... vertex is read."""
LONGEST_LINE = 1_000
"""A line of more vertices is simplified piece by piece: the cost may grow with the square of their number."""
COARSER, COARSEST = 1.25, 24
"""A drawing with too many points is simplified with EPSILON times COARSER to the power of 1, 2, ... COARSEST."""


def simplify(strokes: Sequence[np.ndarray]) -> tuple[list[np.ndarray], list[str]]:
    """Returns the strokes as the training data have them, and a notice for each thing left out.

    Whole pixels, Ramer-Douglas-Peucker with EPSILON, at most MOST_STROKES strokes and MOST_POINTS points;
    a dot is a stroke of two equal vertices. Simplifying again changes nothing.
    """
    notices = []
    if len(strokes) > MOST_STROKES:
        notices.append(f"The network reads at most {MOST_STROKES} strokes; those drawn after them are left out.")
    # rounded first: a second simplification then finds the same vertices
    drawn = _thinned([_distinct(np.round(pair(stroke))) for stroke in strokes[:MOST_STROKES]])

    def coarse(step: int) -> list[np.ndarray]:
        return [_simplified(stroke, EPSILON * COARSER**step) for stroke in drawn]

    simple = coarse(0)
    points = count_points(simple)
    if points > MOST_POINTS:
        step = bisect_left(range(COARSEST), True, lo=1, key=lambda step: count_points(coarse(step)) <= MOST_POINTS)
        simple = coarse(step)
        notices.append(
            f"The drawing has {points:,} points, and the network reads at most {MOST_POINTS}: "
            f"it sees the lines made coarser, up to {EPSILON * COARSER**step:.0f} pixels beside yours."
        )
    return simple, notices


def to_points(strokes: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Returns what the network reads, (N, 3) whole numbers, and where the pen was first put down, (2,).

    A row is the way to the next vertex, dx and dy in pixels, and 1 where the pen lifts there. The first
    vertex is the origin and has no row; the way from one stroke to the next is a row of its own.
    """
    if not len(strokes):
        return np.zeros((0, 3), int), np.zeros(2, int)
    vertices, lifts = flat(strokes)
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


def pair(stroke: np.ndarray) -> np.ndarray:
    """(n, 2) with n >= 2: a single vertex comes twice, as dots do in the data."""
    stroke = np.asarray(stroke, float)
    return np.repeat(stroke, 2, axis=0) if len(stroke) == 1 else stroke


def count_points(strokes: Sequence[np.ndarray]) -> int:
    """Returns how many rows `to_points` gives."""
    return max(sum(max(len(stroke), 2) for stroke in strokes) - 1, 0)


def flat(strokes: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Returns all vertices (V, 2) in whole pixels, and 1 where the pen lifts (V,)."""
    pairs = [pair(stroke) for stroke in strokes]
    vertices = np.round(np.concatenate(pairs)).astype(int)
    lifts = np.zeros(len(vertices), int)
    lifts[np.cumsum([len(pair) for pair in pairs]) - 1] = 1
    return vertices, lifts


def _distinct(line: np.ndarray) -> np.ndarray:
    """The line (n, 2) without vertices where it does not move."""
    return line[np.r_[True, (np.diff(line, axis=0) != 0).any(axis=1)]]


def _thinned(lines: list[np.ndarray]) -> list[np.ndarray]:
    """The lines with about MOST_VERTICES at most; their ends stay."""
    every = math.ceil(sum(map(len, lines)) / MOST_VERTICES)
    return [np.vstack([line[:-1:every], line[-1:]]) for line in lines] if every > 1 else lines


def _simplified(line: np.ndarray, epsilon: float) -> np.ndarray:
    if len(line) > LONGEST_LINE:
        pieces = [line[begin : begin + LONGEST_LINE] for begin in range(0, len(line) - 1, LONGEST_LINE - 1)]
        line = _distinct(np.vstack([_kept(piece, epsilon) for piece in pieces]))
        if len(line) > LONGEST_LINE:
            return line  # too many points for the network: a coarser one is asked for next
    return pair(_distinct(_kept(pair(line), epsilon)))


def _kept(line: np.ndarray, epsilon: float) -> np.ndarray:
    return shapely.get_coordinates(shapely.simplify(shapely.LineString(line), epsilon, preserve_topology=False))


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
