"""A translator with small random weights and few pieces, for tests that need no trained one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from seqdemo.core.shapes import concrete
from seqdemo.translation import pieces as vocabulary
from seqdemo.translation import wordlist
from seqdemo.translation.model import SHAPES, TranslationModel
from seqdemo.translation.pieces import Pieces
from seqdemo.translation.spelling import spaced_english, spaced_french
from seqdemo.translation.wordlist import KnownWords

ENGLISH = ("I am cold.", "I am old.", "Are you cold?", "The red house is old.", "She can't see the man, Tom.", "No!")
FRENCH = (
    "J'ai froid.",
    "Je suis vieux.",
    "As-tu froid ?",
    "La maison rouge est vieille.",
    "Elle ne voit pas l'homme, Tom.",
    "Non !",
)


@cache
def small_pieces(size: int = 320) -> Pieces:
    texts = [*map(spaced_english, ENGLISH), *map(spaced_french, FRENCH)]
    with TemporaryDirectory() as directory:
        return vocabulary.train(texts * 4, size, Path(directory))


def some_words() -> list[str]:
    """The list of known words that these sentences give."""
    pairs = zip(ENGLISH, FRENCH, strict=True)
    return wordlist.learn([(spaced_english(one).split(), spaced_french(other).split()) for one, other in pairs] * 50)


def small_arrays(
    pieces: int, embedding: int = 10, inner: int = 6, half: int = 4, units: int = 8, scale: float = 0.6
) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    shapes = concrete(SHAPES, pieces=pieces, embedding=embedding, inner=inner, half=half, units=units)
    return {name: random.normal(0, scale, shape).astype(np.float32) for name, shape in shapes.items()}


def small_translation_model(**options) -> TranslationModel:
    known = small_pieces()
    arrays = small_arrays(len(known), **options)
    return TranslationModel(arrays, {"name": "translation"}, known, KnownWords(some_words()))


def keras_logits(keras_model, source, target) -> np.ndarray:
    """(T, V): what the Keras model says after each piece of `target`."""
    return np.asarray(keras_model({"source": np.array([source]), "target": np.array([target])}))[0]
