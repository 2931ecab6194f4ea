"""What the network is told: the last move of the pen, and where that left it.

>>> told = features(points)            # a whole drawing at once: (N, 3) points give (N + 1, FEATURES)
>>> what_is_told(last_points, place)   # drawings side by side, one step: (B, FEATURES)

Where the pen is, is seen from where the drawing and the stroke began, so that the network can close a shape.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from seqdemo.sketch.mixture import DRAW, LIFT, PIXELS

FIRST = "first"
"""The first item of every walk: the pen is put down, nothing is drawn yet."""
FEATURES = 9


class Point(NamedTuple):
    """A move of the pen in pixels of the frame, y downward, and whether it lifts afterwards."""

    dx: float
    dy: float
    pen: int  # DRAW or LIFT


def items(points: np.ndarray) -> list[str | Point]:
    """Returns what a walk over (N, 3) points reads: FIRST, then each point."""
    return [FIRST, *(Point(dx, dy, int(pen)) for dx, dy, pen in np.asarray(points).tolist())]


class Place(NamedTuple):
    """Where the pen is; leading axes are drawings side by side."""

    position: np.ndarray  # (..., 2) pixels from where the drawing began
    stroke: np.ndarray  # (..., 2) where the stroke began, the same way
    lifted: np.ndarray  # (...) whether the pen is in the air

    def after(self, points: np.ndarray) -> Place:
        """Returns the place after `points` (..., 3); a stroke begins where a move through the air ends."""
        position = self.position + points[..., :2]
        return Place(position, np.where(self.lifted[..., None], position, self.stroke), points[..., 2] == LIFT)


def features(points: np.ndarray) -> np.ndarray:
    """What the network is told before each point and after the last: (N, 3) points give (N + 1, FEATURES).

    Each row: the last move, its pen state as one of three (draws on, lifts, nothing drawn yet), where the pen is,
    and the way back to where the stroke began.
    """
    points = np.asarray(points, np.float32).reshape(-1, 3)
    position = np.concatenate([np.zeros((1, 2), np.float32), np.cumsum(points[:, :2], axis=0, dtype=np.float32)])
    lifts = np.concatenate([[0.0, 0.0], points[:-1, 2]]) if len(points) else np.zeros(1)
    # the move after a lift goes through the air: a stroke begins where it ends
    begins = np.maximum.accumulate(np.where(lifts > 0, np.arange(len(position)), 0))
    pen = np.zeros((len(position), 3), np.float32)
    pen[0, 2] = 1
    pen[1:, LIFT], pen[1:, DRAW] = points[:, 2], 1 - points[:, 2]
    moves = np.concatenate([np.zeros((1, 2), np.float32), points[:, :2]])
    return np.concatenate(
        [moves / PIXELS, pen, position / (2 * PIXELS), (position[begins] - position) / (2 * PIXELS)], axis=1
    )


def what_is_told(points: np.ndarray | None, place: Place) -> np.ndarray:
    """One row of `features` for drawings side by side, (B, FEATURES): after `points` (B, 3), or None at first."""
    told = np.zeros((len(place.position), FEATURES), np.float32)
    if points is None:
        told[:, 4] = 1
    else:
        told[:, 0:2] = points[:, :2] / PIXELS
        told[:, 2 + DRAW], told[:, 2 + LIFT] = ~place.lifted, place.lifted
    told[:, 5:7] = place.position / (2 * PIXELS)
    told[:, 7:9] = (place.stroke - place.position) / (2 * PIXELS)
    return told
