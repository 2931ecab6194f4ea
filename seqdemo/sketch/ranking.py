"""Which endings of one drawing the network finds likely: nats a point of each.

>>> costs(model, drawing.points, "mosquito", endings)      # the lowest is the likeliest
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqdemo.sketch.model import SketchModel


def costs(model: SketchModel, begun: np.ndarray, name: str, endings: Sequence[np.ndarray]) -> np.ndarray:
    """Nats a point, the end of the drawing counted as one, of each ending (n, 3) after `begun` (N, 3); (endings,)."""
    wholes = [np.vstack([begun, ending]) for ending in endings]
    nats = model.measure(wholes, np.full(len(endings), model.number(name)))
    return (nats - model.surprise(begun, name).sum()) / [len(ending) + 1 for ending in endings]
