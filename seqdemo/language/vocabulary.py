"""The words that the networks know, and how everything else that people type is told to them.

>>> known = Vocabulary(("we", "don't", "Tom", "'s"))
>>> [word.number for word in known.read("We dont, Zyx")]     # [3, 4, 1, 1]: a comma is a word, and not known here
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from seqdemo.language.reader import cut, is_number, joined, key

END, UNKNOWN, NUMBER = 0, 1, 2
"""The end of a sentence, which is also what stands before its first word; an unknown word; an unknown number."""
SPECIALS = 3
SHOWN = ("(end)", "(unknown)", "(number)")
POSSESSIVE = "'s"
OFTEN = 50
"""So many times a number must occur to be a word of its own."""
_MUCH_RARER = 20  # `dont` is no word of its own where `don't` is so many times as frequent


class Word(NamedTuple):
    """One word or sign, as it is shown and as the networks read it."""

    text: str
    number: int

    @property
    def known(self) -> bool:
        """Whether it is in the vocabulary."""
        return self.number not in (UNKNOWN, NUMBER)


class Vocabulary:
    """Words, most frequent first; word i has number i + SPECIALS. Case does not matter when one is looked up."""

    def __init__(self, words: Sequence[str]):
        self.words = tuple(words)

    def __len__(self) -> int:
        return len(self.words) + SPECIALS

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {key(word): number for number, word in enumerate(self.words, SPECIALS)}

    @cached_property
    def _without_apostrophe(self) -> dict[str, int]:
        """`dont` -> the number of `don't`; of several the most frequent."""
        found = {key(word).replace("'", ""): self._numbers[key(word)] for word in reversed(self.words) if "'" in word}
        return {bare: number for bare, number in found.items() if bare not in self._numbers}

    def read(self, text: str) -> list[Word]:
        """Returns the words of a text in order; what is not known stays as it was typed."""
        return [word for token in cut(text) for word in self._look_up(token)]

    def _look_up(self, token: str) -> Iterator[Word]:
        wanted = key(token)
        number = self._numbers.get(wanted) or self._without_apostrophe.get(wanted)
        if number:
            yield Word(token, number)
        elif is_number(token):
            yield Word(token, NUMBER)
        elif wanted.endswith(POSSESSIVE) and len(wanted) > len(POSSESSIVE) and POSSESSIVE in self._numbers:
            yield from self._look_up(token[: -len(POSSESSIVE)])
            yield Word(POSSESSIVE, self._numbers[POSSESSIVE])
        elif "-" in token.strip("-"):
            before, _, after = token.partition("-")
            for part in (before, "-", after):
                yield from self._look_up(part)
        else:
            yield Word(token, UNKNOWN)

    def word(self, number: int) -> Word:
        """Returns a word by its number, as the networks would write it."""
        return Word(self.text(number), number)

    def text(self, number: int) -> str:
        """Returns how a number is shown."""
        return self.words[number - SPECIALS] if number >= SPECIALS else SHOWN[number]

    def line(self, words: Iterable[Word]) -> str:
        """Returns words as a line of text, without the end."""
        return joined(word.text for word in words if word.number != END)


def learn(kinds: Sequence[tuple[Sequence[Sequence[str]], float]], size: int) -> list[str]:
    """Returns the `size` most frequent words, each in the form it most often has.

    `kinds` are sentences that are cut, and how much a word of them counts. The first word of a sentence does not
    count for the form, as it has a capital anyway. Only numbers that are said often are words of their own.
    """
    forms: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    counts: dict[str, float] = defaultdict(float)
    for sentences, weight in kinds:
        for sentence in sentences:
            for token in map(key, sentence):
                counts[token] += weight
            for token in sentence[1:]:
                forms[key(token)][token] += weight
    with_apostrophe = {word.replace("'", ""): count for word, count in counts.items() if "'" in word}
    frequent = [
        word
        for word, count in sorted(counts.items(), key=lambda item: -item[1])
        if with_apostrophe.get(word, 0) < _MUCH_RARER * count and (count >= OFTEN or not is_number(word))
    ]
    kept = [POSSESSIVE, *(word for word in frequent if word != POSSESSIVE)][:size]
    kept.sort(key=lambda word: -counts[word])
    return [_usual(forms[word], word) for word in kept]


def _usual(forms: Mapping[str, float], otherwise: str) -> str:
    return max(forms, key=forms.__getitem__) if forms else otherwise
