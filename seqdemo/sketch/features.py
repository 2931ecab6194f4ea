"""What the network is told: the last move of the pen, and where that left it.

>>> told = features(points)            # a whole drawing at once: (N, 3) points give (N + 1, FEATURES)
>>> what_is_told(last_points, place)   # drawings side by side, one step: (B, FEATURES)

Where the pen is, is seen from where the drawing and the stroke began, so that the network can close a shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from seqdemo.sketch.mixture import DRAW, LIFT, PIXELS

FIRST = "first"
"""The first item of every walk: the pen is put down, nothing is drawn yet."""
FEATURES = 21


class Point(NamedTuple):
    """A move of the pen in pixels of the frame, y downward, and whether it lifts afterwards."""

    dx: float
    dy: float
    pen: int  # DRAW or LIFT


def items(points: np.ndarray) -> list[str | Point]:
    """Returns what a walk over (N, 3) points reads: FIRST, then each point."""
    return [FIRST, *moves(points)]


def moves(points: np.ndarray) -> list[Point]:
    """Returns (N, 3) points as a walk reads them one by one."""
    return [Point(dx, dy, int(pen)) for dx, dy, pen in np.asarray(points).tolist()]


def side_by_side(drawings: Sequence[np.ndarray]) -> np.ndarray:
    """Returns drawings, each (N, 3), in one array (drawings, longest, 3), zeros after the last point of each."""
    padded = np.zeros((len(drawings), max(map(len, drawings), default=0), 3), np.float32)
    for row, points in zip(padded, drawings, strict=True):
        row[: len(points)] = points
    return padded


class Place(NamedTuple):
    """Where the pen is, and what lies around it; leading axes are drawings side by side.

    Places (..., 2) are in pixels from where the drawing began.
    """

    position: np.ndarray
    stroke: np.ndarray  # where the stroke began
    lifted: np.ndarray  # (...) whether the pen is in the air
    low: np.ndarray  # the box of the drawing so far
    high: np.ndarray
    before: np.ndarray  # where the stroke before began
    before_end: np.ndarray  # and ended
    first_low: np.ndarray  # the box of the first stroke, which is often the body that all else belongs to
    first_high: np.ndarray
    first: np.ndarray  # (...) whether it is still being drawn
    drawn: np.ndarray  # (..., N, 3) the points so far

    @classmethod
    def at_first(cls, rows: int) -> Place:
        """Nothing is drawn yet, in `rows` drawings."""
        origin = np.zeros((rows, 2), np.float32)
        # all of them begin at the origin
        places = dict.fromkeys(cls._fields, origin)
        others = {"lifted": np.zeros(rows, bool), "first": np.ones(rows, bool)}
        return cls(**{**places, **others, "drawn": np.zeros((rows, 0, 3), np.float32)})

    def after(self, points: np.ndarray) -> Place:
        """Returns the place after `points` (..., 3); a stroke begins where a move through the air ends."""
        position = self.position + points[..., :2]
        begins, first = self.lifted[..., None], self.first & ~self.lifted
        return Place(
            position,
            np.where(begins, position, self.stroke),
            points[..., 2] == LIFT,
            np.minimum(self.low, position),
            np.maximum(self.high, position),
            np.where(begins, self.stroke, self.before),
            np.where(begins, self.position, self.before_end),
            np.where(first[..., None], np.minimum(self.first_low, position), self.first_low),
            np.where(first[..., None], np.maximum(self.first_high, position), self.first_high),
            first,
            np.concatenate([self.drawn, points[..., None, :]], axis=-2, dtype=np.float32),
        )


def features(points: np.ndarray) -> np.ndarray:
    """What the network is told before each point and after the last: (..., N, 3) points give (..., N + 1, FEATURES).

    Each row: the last move, its pen state as one of three (draws on, lifts, nothing drawn yet), where the pen is, and
    the ways from there to where the stroke began, to two corners of the box of all that is drawn, to where the stroke
    before began and ended, and to two corners of the box of the first stroke.
    """
    points = np.asarray(points, np.float32)
    moves, lifts = points[..., :2], points[..., 2]
    nothing = np.zeros((*points.shape[:-2], 1, 2), np.float32)
    position = np.concatenate([nothing, np.cumsum(moves, axis=-2)], axis=-2)
    # the move after a lift goes through the air: a stroke begins where it ends
    air = np.zeros_like(position[..., 0])
    air[..., 2:] = lifts[..., :-1]
    begins = np.maximum.accumulate(np.where(air > 0, np.arange(points.shape[-2] + 1), 0), axis=-1)
    ended = np.maximum(begins - 1, 0)
    first = (begins == 0)[..., None]
    places = [
        np.take_along_axis(position, begins[..., None], axis=-2),
        np.minimum.accumulate(position, axis=-2),
        np.maximum.accumulate(position, axis=-2),
        np.take_along_axis(position, np.take_along_axis(begins, ended, axis=-1)[..., None], axis=-2),
        np.take_along_axis(position, ended[..., None], axis=-2),
        np.minimum.accumulate(np.where(first, position, np.inf), axis=-2),
        np.maximum.accumulate(np.where(first, position, -np.inf), axis=-2),
    ]
    pen = np.zeros((*position.shape[:-1], 3), np.float32)
    pen[..., 0, 2] = 1
    pen[..., 1:, LIFT], pen[..., 1:, DRAW] = lifts, 1 - lifts
    told = [np.concatenate([nothing, moves], axis=-2) / PIXELS, pen, position / (2 * PIXELS)]
    told += [(place - position) / (2 * PIXELS) for place in places]
    return np.concatenate(told, axis=-1, dtype=np.float32)


def what_is_told(points: np.ndarray | None, place: Place) -> np.ndarray:
    """One row of `features` for drawings side by side, (B, FEATURES): after `points` (B, 3), or None at first."""
    told = np.zeros((len(place.position), FEATURES), np.float32)
    if points is None:
        told[:, 4] = 1
    else:
        told[:, 0:2] = points[:, :2] / PIXELS
        told[:, 2 + DRAW], told[:, 2 + LIFT] = ~place.lifted, place.lifted
    told[:, 5:7] = place.position
    ways = (place.stroke, place.low, place.high, place.before, place.before_end, place.first_low, place.first_high)
    told[:, 7:] = np.concatenate(ways, axis=-1)
    told[:, 7:] -= np.tile(place.position, len(ways))
    told[:, 5:] /= 2 * PIXELS
    return told
