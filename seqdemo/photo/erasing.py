"""What an eraser leaves of strokes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from seqdemo.core.drawing import Stroke

WIDTH = 16.0
"""How wide the eraser is, in pixels of the frame."""
_SHORTEST = 2.0  # pixels: a shorter rest is rubbed out as well


def left(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Returns the learner's strokes without what a later stroke of the eraser (`by_network`) went over."""
    found: list[Stroke] = []
    for stroke in strokes:
        if stroke.by_network:
            rubber = _line(stroke.vertices).buffer(WIDTH / 2)
            found = [Stroke(rest) for kept in found for rest in _outside(kept.vertices, rubber)]
        else:
            found.append(stroke)
    return found


def _outside(vertices: np.ndarray, rubber: shapely.Geometry) -> list[np.ndarray]:
    line = _line(vertices)
    if not line.intersects(rubber):
        return [vertices]
    rest = line.difference(rubber)
    pieces = [piece for piece in shapely.get_parts(rest) if piece.length >= _SHORTEST]
    return [shapely.get_coordinates(piece) for piece in pieces]


def _line(vertices: np.ndarray) -> shapely.Geometry:
    # a dot comes as two equal vertices, of which there is no line
    return shapely.Point(vertices[0]) if (vertices == vertices[0]).all() else shapely.LineString(vertices)
