"""The words that the network has met, each as it is mostly written: who knows them can tell a name from a word.

>>> known = KnownWords(["the", "Monday", "=Alice"])      # `=` marks what French takes over unchanged
>>> known.recased("see you monday , ALICE".split())      # ['See', 'you', 'Monday', ',', 'Alice']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

FILE = "translation_words.txt"
NAME = "="
OFTEN = 40
"""A name met so often is spelt by the network itself: it has learnt whether it is a man, a woman or a town."""
ALWAYS_FIRST, SLIPS = 10, 0.05
ENDED = ("that", "there", "here", "he", "she", "where", "who", "how")
"""Words that people end in 's, with or without the apostrophe."""
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
STOPS = frozenset({".", "!", "?"})
"""After one of these a sentence begins."""
BEGINS = STOPS | {'"', "...", ":", "("}
"""After one of these a capital says nothing, and a small letter neither."""


class KnownWords:
    """What is a word, and how it is written. Immutable, so that threads may share it."""

    def __init__(self, lines: Iterable[str]):
        lines = list(lines)
        self.names = frozenset(line[len(NAME) :] for line in lines if line.startswith(NAME))
        self.words = frozenset(line for line in lines if not line.startswith(NAME))
        self._usual: dict[str, str] = {}
        for line in lines:  # the most frequent way of writing comes first
            self._usual.setdefault(line.removeprefix(NAME).lower(), line.removeprefix(NAME))
        for line in lines:  # `dont` is `don't`
            if "'" in line and not line.startswith(NAME):
                self._usual.setdefault(line.lower().replace("'", ""), line)
        for word in ENDED:
            self._usual.setdefault(word + "s", word + "'s")

    def usual(self, word: str) -> str | None:
        """Returns how a word is mostly written, whatever its case; None if it was never met."""
        return self._usual.get(word.lower())

    def is_word(self, word: str) -> bool:
        """Whether the network has met `word`, written so or, for one with hyphens, all its parts."""
        return word in self.words or ("-" in word and all(part in self.words for part in word.split("-")))

    def is_name(self, token: str, begins: bool) -> bool:
        """Whether a token that does not begin its sentence, or does (`begins`), is a name the network cannot know."""
        if not any(letter.isupper() for letter in token) or self.is_word(token):
            return False
        return not (begins and self.is_word(token[:1].lower() + token[1:]))

    def recased(self, tokens: Sequence[str]) -> list[str]:
        """Returns the tokens of a sentence in capitals, or in small letters, as they are mostly written."""
        loud = len(tokens) > 1 and sum(map(len, tokens)) > 3 and "".join(tokens).isupper()
        found, begins = [], True
        for token in tokens:
            found.append(self._recased(token, begins, loud) if WORD.fullmatch(token) else token)
            begins = token in STOPS or (begins and not any(c.isalnum() for c in token))
        return found

    def _recased(self, token: str, begins: bool, loud: bool) -> str:
        base, ending = possessive(token)
        if loud:
            base = self.usual(base) or base.capitalize()  # what was never met is a name, most likely
        elif not self.is_word(base) and (base.islower() or (base.isupper() and len(base) > 1)):
            base = self.usual(base) or base
        return (base[:1].upper() + base[1:] if begins and base.islower() else base) + ending.lower()


def possessive(token: str) -> tuple[str, str]:
    """`Tom's` -> (`Tom`, `'s`); anything else -> (itself, nothing)."""
    return (token[:-2], token[-2:]) if token[-2:].lower() == "'s" and len(token) > 2 else (token, "")


def learn(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> list[str]:
    """Returns the lines of the list, from English and French tokens of each pair, the most frequent first.

    A capitalised word that French takes over is a name, unless it is met often; one that French translates is a word.
    """
    small, large, names, first_names, first = (Counter[str]() for _ in range(5))
    for english, french in pairs:
        there, begins = set(french), True
        for token in english:
            if not WORD.fullmatch(token):
                begins = begins or token in BEGINS
                continue
            word, _ = possessive(token)
            if word.islower():
                small[word] += 1
            elif word in there:
                (first_names if begins else names)[word] += 1
            else:
                (first if begins else large)[word] += 1
            begins = False
    for word, count in first_names.items():  # `Oh` stands first in both languages, and nowhere else
        (names if 10 * names[word] > count or count < ALWAYS_FIRST else large)[word] += count
    for word, count in first.items():  # what only ever stands first has its capital from there
        lower = word[:1].lower() + word[1:]
        by_place = small[lower] >= large[word] + names[word]
        (small if by_place else large)[lower if by_place else word] += count
    lines = Counter({word: n for word, n in small.items() if n > SLIPS * (large + names)[word.capitalize()]})
    lines += Counter({word: n + names[word] for word, n in large.items() if n >= names[word]})
    lines += Counter({word: n for word, n in names.items() if n >= OFTEN and n > large[word]})
    lines += Counter({NAME + word: n for word, n in names.items() if n > large[word] and 2 <= n < OFTEN})
    return [line for line, _ in sorted(lines.items(), key=lambda item: (-item[1], item[0]))]
