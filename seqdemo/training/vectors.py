"""Published word vectors as the beginning of an embedding: their principal components."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

LIKE_NOTHING = 0.05
"""Standard deviation of the vector that a word without a published one begins with."""


def starting_vectors(words: Sequence[str], path: Path, size: int, deviation: float = 0.3) -> np.ndarray:
    """Returns a vector of `size` for each word, (words, size); those in `path` have this standard deviation.

    All are random where there is no file `path`, whose form docs/training.md describes.
    """
    start = np.random.default_rng(0).normal(0, LIKE_NOTHING, (len(words), size)).astype(np.float32)
    if not path.exists():
        return start
    with np.load(path) as stored:
        known = bytes(stored["words"]).decode().split("\n")
        rows, vectors = stored["rows"], stored["vectors"].astype(np.float32)
    row_of = dict(zip(known, rows, strict=False))
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    reduced = centred @ axes[:, ::-1][:, :size]
    reduced *= deviation / reduced.std()
    for number, word in enumerate(words):
        if word in row_of:
            start[number] = reduced[row_of[word]]
    return start
