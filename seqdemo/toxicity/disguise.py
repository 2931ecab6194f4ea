"""Disguises words as people do to slip past a filter: doubled, spaced, starred, digits, misspelled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_DIGITS = str.maketrans("oieastl", "01345" + "7" + "1")


def double(word: str, random: np.random.Generator) -> str:
    """`idiot` -> `idiiot`, or every letter doubled."""
    if random.random() < 0.3:
        return "".join(c * 2 for c in word)
    at = int(random.integers(len(word)))
    return word[:at] + word[at] * int(random.integers(2, 5)) + word[at + 1 :]


def space(word: str, random: np.random.Generator) -> str:
    """`idiot` -> `i d i o t` or `i.d.i.o.t`."""
    return str(random.choice([" ", " ", ".", "-", "_"])).join(word)


def star(word: str, random: np.random.Generator) -> str:
    """`idiot` -> `id*ot`: one or two inner letters are hidden."""
    letters = list(word)
    for at in random.integers(1, max(2, len(word) - 1), size=int(random.integers(1, 3))):
        letters[min(int(at), len(word) - 1)] = "*"
    return "".join(letters)


def digits(word: str, random: np.random.Generator) -> str:
    """`idiot` -> `1d10t`."""
    return word.translate(_DIGITS)


def misspell(word: str, random: np.random.Generator) -> str:
    """Two neighbours swapped, or one letter lost."""
    at = int(random.integers(len(word) - 1))
    if random.random() < 0.5:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]


WAYS: tuple[Callable[[str, np.random.Generator], str], ...] = (double, space, star, digits, misspell)


def disguise(text: str, words: set[str], random: np.random.Generator, ways=WAYS) -> str:
    """Disguises, one way for the whole text, those of its words that are in `words`."""
    way = ways[int(random.integers(len(ways)))]
    return " ".join(
        way(word, random) if len(word) > 2 and word.lower().strip(".,!?\"'") in words else word for word in text.split()
    )
