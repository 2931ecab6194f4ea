"""How far the NumPy walks are from Keras on the shipped weights, the drawer's and the guesser's."""

import numpy as np

from seqdemo.core import weights
from seqdemo.core.cells import softmax
from seqdemo.core.trace import Trace, extend
from seqdemo.sketch import guesser_training
from seqdemo.sketch.features import features, items, moves
from seqdemo.sketch.model import SHAPES, SketchModel
from seqdemo.sketch.path import along
from seqdemo.sketch.surroundings import surroundings
from seqdemo.sketch.training import restore

BEGUN = np.array([[12, -7, 0], [30, 4, 0], [5, 28, 1], [-40, -10, 0], [3, 3, 1]])


def largest_difference() -> float:
    """Of the numbers behind the mixture after each point, as a share of the largest of them, and of the guesses."""
    ours, theirs = SketchModel.load(), restore()
    shares = []
    for name in ("mosquito", "cat"):
        told = {"features": features(BEGUN)[None], "around": surroundings(BEGUN)[None]}
        told["class"] = np.array([[ours.number(name)]])
        raw = np.asarray(theirs(told))[0]
        trace = extend(ours.of(name), Trace(), items(BEGUN))
        shares.append(np.abs(trace.outputs - raw).max() / np.abs(raw).max())
    keras_guesser = guesser_training.restore(weights.load("sketch", SHAPES)[0])
    logits = np.asarray(keras_guesser({"told": along(BEGUN)[None], "at": np.arange(len(BEGUN))[None]}))[0]
    guesses = extend(ours.guesser, Trace(), moves(BEGUN)).outputs
    return float(max(*shares, np.abs(guesses - softmax(logits)).max()))
