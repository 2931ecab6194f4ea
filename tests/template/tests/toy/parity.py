"""How far the NumPy walk is from Keras on the shipped weights."""

import numpy as np

from seqdemo.core.trace import Trace, extend
from seqdemo.toy.model import ToyModel
from seqdemo.toy.training import build, encode

LINE = "a(bb)(a(b)a"


def largest_difference() -> float:
    """Of the probabilities after each character of LINE."""
    ours = ToyModel.load()
    theirs = build(ours.units)
    theirs.set_weights([*ours.gru, ours.dense_kernel, ours.dense_bias])
    inputs, _ = encode([LINE])
    return float(np.abs(extend(ours, Trace(), LINE).outputs - theirs(inputs)[0]).max())
