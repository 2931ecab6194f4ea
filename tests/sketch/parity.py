"""How far the NumPy walk is from Keras on the shipped weights."""

import numpy as np

from seqdemo.core.trace import Trace, extend
from seqdemo.sketch.model import SketchModel, features, items
from seqdemo.sketch.training import restore

BEGUN = np.array([[12, -7, 0], [30, 4, 0], [5, 28, 1], [-40, -10, 0], [3, 3, 1]])


def largest_difference() -> float:
    """Of the numbers behind the mixture after each point, as a share of the largest of them."""
    ours, theirs = SketchModel.load(), restore()
    shares = []
    for name in ("mosquito", "cat"):
        told = {"features": features(BEGUN)[None], "class": np.array([[ours.number(name)]])}
        raw = np.asarray(theirs(told))[0]
        trace = extend(ours.of(name), Trace(), items(BEGUN))
        shares.append(np.abs(trace.outputs - raw).max() / np.abs(raw).max())
    return float(max(shares))
