"""A finisher of drawings with small random weights, for tests that need no trained one."""

from __future__ import annotations

import numpy as np

from seqdemo.core.shapes import concrete
from seqdemo.sketch.model import SHAPES, SketchModel

CLASSES = ("cat", "flower", "mosquito")


def small_sketch_model(units: int = 8, gaussians: int = 4) -> SketchModel:
    random = np.random.default_rng(0)
    sizes = {"embedding": 3, "around": 5, "units": units, "gaussians": gaussians, "seen": 6, "guesser_units": units}
    shapes = concrete(SHAPES, classes=len(CLASSES), **sizes)
    arrays = {name: random.normal(0, 0.6, shape).astype(np.float32) for name, shape in shapes.items()}
    arrays["dense_bias"][-1] -= 2  # the end of a drawing: few endings have no line
    return SketchModel(arrays, {"classes": list(CLASSES), "usual_points": [14, 12, 16]})
