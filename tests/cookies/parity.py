"""How far the NumPy walk is from Keras on the shipped weights."""

import keras
import numpy as np

from seqdemo.cookies.model import FIRST, CookieModel
from seqdemo.cookies.reader import START
from seqdemo.cookies.training import build
from seqdemo.core.trace import Trace, extend

NAME = "Chocolate Chip Cookies"


def largest_difference() -> float:
    """Of the probabilities of every next character and of the hidden states, after each character of NAME."""
    ours = CookieModel.load()
    theirs = build(len(ours.vocabulary), ours.units)
    theirs.set_weights([ours.embedding, *ours.lstm, ours.dense_kernel, ours.dense_bias])
    trace = extend(ours, Trace(), [FIRST, *NAME])
    numbers = np.array([[START, *ours.vocabulary.encode(NAME)]])
    states = keras.Model(theirs.input, theirs.get_layer("lstm").output)(numbers)[0]
    chances = keras.ops.softmax(theirs(numbers))[0]
    return max(float(np.abs(states - trace.states).max()), float(np.abs(chances - trace.outputs).max()))
