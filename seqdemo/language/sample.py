"""A sample of the vocabulary that stands for all of it while a network learns: frequent words always, rare ones seldom.

A word that is in the sample with chance c counts for 1 / c words, so that sums over the sample are right on the average
(Horvitz and Thompson 1952).

>>> often = chances(sentences, words=12_003, sample=800)
>>> systematic(often, random)      # 800 different words
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np


def chances(sentences: Iterable[np.ndarray], words: int, sample: int) -> np.ndarray:
    """How probable it is that a word is in the sample (V,): they sum to `sample`, frequent words are always in it."""
    counts = np.bincount(np.concatenate(list(sentences)), minlength=words) + 1.0
    sizes = counts**0.6
    low, high = 0.0, sample / sizes.min()
    for _ in range(60):  # the factor is found by halving
        factor = (low + high) / 2
        low, high = (low, factor) if np.minimum(1, factor * sizes).sum() > sample else (factor, high)
    return np.minimum(1, low * sizes).astype(np.float32)


def systematic(chances: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Returns different words, each with its chance (Madow 1949); always as many."""
    order = random.permutation(len(chances))
    reached = np.cumsum(chances[order], dtype=np.float64)
    marks = np.arange(round(reached[-1])) + random.random() * (1 - 1e-6)
    return order[np.minimum(np.searchsorted(reached, marks), len(order) - 1)].astype(np.int32)
