"""How far the three networks in NumPy are from Keras on the shipped weights."""

import keras
import numpy as np

from seqdemo.core import weights
from seqdemo.core.trace import Trace, extend
from seqdemo.language.model import FIRST, SHAPES, LanguageModel
from seqdemo.language.training import restore

SENTENCE = "We are going to see whether the three of them say the same."


def largest_difference() -> float:
    """Of the probabilities of every next word after each word of SENTENCE, by all three and by the walk."""
    arrays, _ = weights.load("language", SHAPES)
    ours = LanguageModel.load()
    words = [FIRST, *ours.read(SENTENCE)]
    numbers = np.array([[word.number for word in words]])
    differences = []
    for name, network in ours.networks.items():
        theirs = restore(name, arrays)
        chances = keras.ops.softmax(theirs.logits(theirs.thoughts(numbers)))[0]
        mine = keras.ops.softmax(network.logits(network.thoughts(numbers)))[0]
        differences.append(np.abs(mine - chances).max())
        if name == "rnn":
            differences.append(np.abs(extend(ours, Trace(), words).outputs - chances).max())
    return float(max(differences))
