"""Comments into words, with disguises undone: `1d10t`, `i d i o t`, `stuuupid`, `id*ot`.

    >>> [word.canonical for word in Lexicon(["you", "idiot"]).words("You 1d10t!")]
    ['you', 'idiot']

Case, punctuation, accents and bare numbers are dropped: the sources of the training
data differ in them, and a model that saw them would learn the source.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 40
MOST_NGRAMS = 16
NGRAM_BUCKETS = 16384

PLAIN, DISGUISED, UNKNOWN_WORD = 0, 1, 2
"""How a word was recognised."""

_LOOK_ALIKES = str.maketrans("013457@$!|", "oieastasil")
_WORD = re.compile(r"(?<![@$*])[@$*]*[^\W_](?:[^\W_'’@$!*|#]|['’@$!*|#](?=[^\W_*@$!'’|#])|[*@$](?=[*@$]|\W|$))*")
_RUN = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1{2,}")


class Word(NamedTuple):
    """One word of a comment."""

    text: str  # as typed
    canonical: str  # lower case, disguise undone
    number: int  # row in the vocabulary, 0 for a word that is not in it
    form: int  # PLAIN, DISGUISED or UNKNOWN_WORD
    ngrams: tuple[int, ...]  # 1..NGRAM_BUCKETS, hashes of the letter groups


def ngrams(word: str) -> tuple[int, ...]:
    """Hashes of the groups of three and four letters of <word>, at most MOST_NGRAMS."""
    marked = f"<{word}>"
    groups = [marked[i : i + size] for size in (3, 4) for i in range(len(marked) - size + 1)] or [marked]
    return tuple(zlib.crc32(group.encode()) % NGRAM_BUCKETS + 1 for group in groups[:MOST_NGRAMS])


def spelling(typed: str) -> str:
    """Lower case, without apostrophes: `Don't` -> `dont`."""
    return typed.lower().replace("'", "").replace("’", "").replace("#", "")


def squeeze(word: str) -> str:
    """Every run of one letter becomes one letter: `iiddiioott` -> `idiot`."""
    return _RUN.sub(r"\1", word)


class Lexicon:
    """The words a model knows, most frequent first; `often_hidden` are those that stars may stand for."""

    def __init__(self, known: Sequence[str], often_hidden: Iterable[str] = ()):
        self.numbers = {word: number for number, word in enumerate(known, 1)}
        self.squeezed: dict[str, str] = {}
        for word in known:
            self.squeezed.setdefault(squeeze(word), word)
        self.often_hidden = [word for word in often_hidden if word in self.numbers]
        self.recognise = lru_cache(maxsize=50_000)(self._recognise)

    def words(self, text: str) -> list[Word]:
        """Returns the words of `text` from left to right."""
        found: list[Word] = []
        letters: list[str] = []
        for typed in _WORD.findall(_plain(text)):
            if (len(typed) == 1 and not typed.isascii()) or len(typed) > 1:
                self._add_spaced(found, letters)
                if not typed.isdecimal():
                    found.append(self.recognise(typed[:LONGEST_WORD]))
            else:
                letters.append(typed)
        self._add_spaced(found, letters)
        return found

    def _add_spaced(self, found: list[Word], letters: list[str]) -> None:
        """Adds single letters that stand in a row: as one word from three letters on."""
        while letters:
            run = letters[:LONGEST_WORD]
            del letters[:LONGEST_WORD]
            # "a i d i o t", "u i d i o t": the first letter may be a word of its own
            for own in range(min(2, len(run) - 2)) if len(run) > 2 else ():
                word = self.recognise("".join(run[own:]))
                if word.number:
                    found += [self.recognise(letter) for letter in run[:own]]
                    found.append(word._replace(text=" ".join(run[own:]), form=DISGUISED))
                    break
            else:
                if len(run) > 3:
                    found.append(self.recognise("".join(run))._replace(text=" ".join(run)))
                else:
                    found += [self.recognise(letter) for letter in run if not letter.isdecimal()]

    def _recognise(self, typed: str) -> Word:
        low = spelling(typed)
        if low in self.numbers:
            return Word(typed, low, self.numbers[low], PLAIN, ngrams(low))
        letters = low.translate(_LOOK_ALIKES)
        ell = low.replace("1", "l").translate(_LOOK_ALIKES)
        for form in dict.fromkeys((letters, ell, letters.lstrip("a") if low[0] == "@" else letters)):
            for candidate in (
                form,
                _LONG_RUN.sub(r"\1\1", form),
                _LONG_RUN.sub(r"\1", form),
                self.squeezed.get(squeeze(form), ""),
            ):
                if candidate in self.numbers:
                    return Word(typed, candidate, self.numbers[candidate], DISGUISED, ngrams(candidate))
        if "*" in letters and (hidden := self._behind_stars(letters)):
            return Word(typed, hidden, self.numbers[hidden], DISGUISED, ngrams(hidden))
        shape = squeeze(letters.replace("*", ""))
        return Word(typed, shape, 0, UNKNOWN_WORD, ngrams(shape))

    def _behind_stars(self, letters: str) -> str:
        """The first often hidden word that fits: a star is one letter, or any number of them."""
        for one_star in (".", ".*"):
            pattern = re.compile("".join(one_star if c == "*" else re.escape(c) for c in letters))
            for word in self.often_hidden:
                if pattern.fullmatch(word):
                    return word
        return ""


def _plain(text: str) -> str:
    """Drops accents, stacked marks and invisible characters; makes wide and styled letters plain."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
