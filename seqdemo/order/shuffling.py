"""One sentence in other orders, and how surprised each of the three networks is by every word of them.

>>> study = Study.of(model, model.read("the dog bit the man ."))
>>> study.increase["rnn"].mean()      # bits a word that a random order costs the LSTM
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seqdemo.core.sampling import shuffled_order
from seqdemo.language.model import LanguageModel
from seqdemo.language.vocabulary import Word

SHUFFLES = 20
ENDS = (".", "?", "!")
Order = tuple[int, ...]
"""Which word of the typed sentence stands in each place."""


def movable(words: Sequence[Word]) -> int:
    """Returns how many words can change places: all but the sign that ends the sentence."""
    return len(words) - (words[-1].text in ENDS)


def order_of(words: Sequence[Word], seed: int) -> Order:
    """Returns an order of the words; seed 0 leaves them as they are."""
    count = movable(words)
    return (*shuffled_order(count, seed), *range(count, len(words)))


def in_order(words: Sequence[Word], order: Order) -> list[Word]:
    """Returns the words in this order."""
    return [words[i] for i in order]


def swapped(count: int, place: int) -> Order:
    """Returns the order in which the words at `place` and after it have changed places."""
    order = list(range(count))
    order[place], order[place + 1] = order[place + 1], order[place]
    return tuple(order)


def bits(model: LanguageModel, sentences: Sequence[Sequence[Word]]) -> dict[str, np.ndarray]:
    """Returns how many bits each word and the end of each sentence cost every network, (N, words + 1)."""
    lists = [list(words) for words in sentences]
    return {name: np.array(model.surprise(lists, name)) / math.log(2) for name in model.networks}


@dataclass(frozen=True)
class Study:
    """What random orders, and what swaps of two neighbours, cost on the average of all words and the end."""

    typed: Mapping[str, np.ndarray]  # (T + 1,) of each network, bits of each word as the sentence was typed
    increase: Mapping[str, np.ndarray]  # (SHUFFLES,) bits a word more than as typed
    swaps: Mapping[
        str, np.ndarray
    ]  # (words that can move - 1,) the same, when the word at this place and the next are swapped

    @classmethod
    def of(cls, model: LanguageModel, words: Sequence[Word]) -> Study:
        """Measures the sentence as it is, SHUFFLES other orders, and all swaps, in one batch a network."""
        orders = [order_of(words, seed) for seed in range(SHUFFLES + 1)]
        orders += [swapped(len(words), place) for place in range(movable(words) - 1)]
        found = bits(model, [in_order(words, order) for order in orders])
        more = {name: rows.mean(axis=1) - rows[0].mean() for name, rows in found.items()}
        return cls(
            {name: rows[0] for name, rows in found.items()},
            {name: row[1 : SHUFFLES + 1] for name, row in more.items()},
            {name: row[SHUFFLES + 1 :] for name, row in more.items()},
        )
