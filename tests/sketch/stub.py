"""A finisher of drawings with small random weights, for tests that need no trained one."""

from __future__ import annotations

import numpy as np

from seqdemo.sketch.model import FEATURES, SketchModel

CLASSES = ("cat", "flower", "mosquito")


def small_sketch_model(units: int = 8, gaussians: int = 4, embedding: int = 3) -> SketchModel:
    random = np.random.default_rng(0)
    shapes = {
        "class_embedding": (len(CLASSES), embedding),
        "lstm_kernel": (FEATURES + embedding, 4 * units),
        "lstm_recurrent_kernel": (units, 4 * units),
        "lstm_bias": (4 * units,),
        "dense_kernel": (units, 6 * gaussians + 3),
        "dense_bias": (6 * gaussians + 3,),
    }
    arrays = {name: random.normal(0, 0.6, shape).astype(np.float32) for name, shape in shapes.items()}
    return SketchModel(arrays, {"classes": list(CLASSES)})
