"""How far the NumPy walk is from Keras on the shipped weights."""

import numpy as np

from seqdemo.translation.model import TranslationModel
from seqdemo.translation.pieces import START
from seqdemo.translation.training import restore
from tests.translation.stub import keras_logits

TEXTS = ("I am cold.", "The old man who lives in the red house can't sleep at night.")


def largest_difference() -> float:
    """Of the logits of every next piece along the translation, as a share of the largest of them."""
    ours, theirs = TranslationModel.load(), restore()
    shares = []
    for text in TEXTS:
        translation = ours.translate(text)
        target = [START, *(ours.pieces.numbers[piece] for piece in translation.pieces[:-1])]
        expected = keras_logits(theirs, translation.encoded.source.numbers, target)
        carry, memory = translation.encoded.start, translation.encoded.look()
        for number, row in zip(target, expected, strict=True):
            carry, _, _, logits = ours.decoder.advance(np.array([number]), carry, memory)
            shares.append(np.abs(logits[0] - row).max() / max(1, np.abs(row).max()))
    return float(max(shares))
