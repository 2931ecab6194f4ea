"""Comments into words, with disguises undone: `1d10t`, `i d i o t`, `stuuupid`, `id*ot`.

    >>> [word.canonical for word in Lexicon(["you", "idiot"]).words("You 1d10t!")]
    ['you', 'idiot']

Case, punctuation, accents, numbers and codes are dropped: the sources of the training
data differ in them, and a model that saw them would learn the source.
"""

from __future__ import annotations

import re
import string
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from seqdemo.core.typography import APOSTROPHES, typewritten, unaccented
from seqdemo.toxicity.lookalikes import plain_letters

LONGEST_WORD = 40
MOST_NGRAMS = 16
NGRAM_BUCKETS = 16384

PLAIN, DISGUISED, UNKNOWN_WORD = 0, 1, 2
"""How a word was recognised."""

_LOOK_ALIKES = str.maketrans("013457@$!|", "oieastasil")
_EMOJI = "\u2600-\u27bf\U0001f300-\U0001f3fa\U0001f400-\U0001faff"  # without the tones of skin
_WORD = re.compile(
    rf"(?<![@$*])[@$*]*[^\W_](?:[^\W_'@$!*|#]|['@$!*|#](?=[^\W_*@$!'|#])|[*@$](?=[*@$]|\W|$))*|([{_EMOJI}])\1*"
)
_RUN = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_CODE = re.compile(
    r"\d+(?:st|nd|rd|th|s|m|h|ms|mm|cm|km|mg|g|kg|l|ml|b|kb|mb|gb|tb|k|x|d|p|am|pm|min|sec|hr|hrs|ft|lb|px|v|w|hz)"
    r"|[a-z]{1,3}\d+[a-z]?|\d+[a-z]?|\d+x\d+"
)
"""A number with its unit, an ordinal, or the name of a road, a seat, a flight or a sheet of paper."""


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
    return typed.lower().replace("'", "").replace("#", "")


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
        self._groups: dict[str, tuple[int, ...]] = {}  # of known words only: what a visitor types is not kept

    def words(self, text: str) -> list[Word]:
        """Returns the words of `text` from left to right."""
        found: list[Word] = []
        letters: list[str] = []
        for match in _WORD.finditer(unaccented(typewritten(text, APOSTROPHES))):
            typed = match[1] or match[0]
            if (len(typed) == 1 and not typed.isascii()) or len(typed) > 1:
                self._add_spaced(found, letters)
                if word := self.recognise(typed[:LONGEST_WORD]):
                    found.append(word)
            else:
                letters.append(typed)
        self._add_spaced(found, letters)
        return found

    def _add_spaced(self, found: list[Word], letters: list[str]) -> None:
        """Adds single letters that stand in a row: as one word from three letters on."""
        while letters:
            run = letters[:LONGEST_WORD]
            del letters[:LONGEST_WORD]
            if word := self._spelled_out(run):
                # "a i d i o t", "u i d i o t": the first letter may be a word of its own
                found += filter(None, map(self.recognise, run[: len(run) - len(word.text.split())]))
                found.append(word)
            else:
                found += filter(None, map(self.recognise, run))

    def _spelled_out(self, run: list[str]) -> Word | None:
        """The known word that single letters spell, all of them or all but the first; digits may not prevail."""
        if 2 * sum(letter.isdecimal() for letter in run) > len(run):
            return None
        for own in range(min(2, len(run) - 2)):
            word = self.recognise("".join(run[own:]))
            if word and word.number:
                return word._replace(text=" ".join(run[own:]), form=DISGUISED)
        return None

    def recognise(self, typed: str) -> Word | None:
        """Returns the word that was meant; None for a number or a code, which are passed over."""
        low = spelling(typed)
        if low in self.numbers:
            return self._known(typed, low, PLAIN)
        if _CODE.fullmatch(low):
            return None
        for candidate in self._candidates(low):
            if candidate in self.numbers:
                return self._known(typed, candidate, DISGUISED)
        bare = low.strip(string.digits)
        if bare in self.numbers:
            return self._known(typed, bare, DISGUISED)
        letters = plain_letters(bare).translate(_LOOK_ALIKES)
        shape = squeeze(letters.replace("*", ""))
        if "*" in letters and shape and (hidden := self._behind_stars(letters)):
            return self._known(typed, hidden, DISGUISED)
        return Word(typed, shape, 0, UNKNOWN_WORD, ngrams(shape)) if shape else None

    def _known(self, typed: str, canonical: str, form: int) -> Word:
        groups = self._groups.get(canonical)
        if groups is None:
            groups = self._groups.setdefault(canonical, ngrams(canonical))
        return Word(typed, canonical, self.numbers[canonical], form, groups)

    def _candidates(self, low: str) -> Iterator[str]:
        """What a disguised word may stand for, likeliest first."""
        plain = plain_letters(low)
        letters = plain.translate(_LOOK_ALIKES)
        ell = plain.replace("1", "l").translate(_LOOK_ALIKES)
        without_sign = letters.lstrip("a") if low[0] == "@" else letters
        for form in dict.fromkeys((plain, letters, ell, without_sign)):
            yield form
            yield _LONG_RUN.sub(r"\1\1", form)
            yield _LONG_RUN.sub(r"\1", form)
            yield self.squeezed.get(squeeze(form), "")

    def _behind_stars(self, letters: str) -> str:
        """The first often hidden word that fits: a star is one letter, or any number of them."""
        for fits in (fits_letter_by_letter, fits_piece_by_piece):
            for word in self.often_hidden:
                if fits(letters, word):
                    return word
        return ""


def fits_letter_by_letter(pattern: str, word: str) -> bool:
    """Whether `word` fits `pattern`, in which a star stands for one letter."""
    return len(pattern) == len(word) and all(p in ("*", w) for p, w in zip(pattern, word, strict=True))


def fits_piece_by_piece(pattern: str, word: str) -> bool:
    """Whether `word` fits `pattern`, in which a star stands for any letters: its pieces follow each other in `word`."""
    first, *middle, last = pattern.split("*")
    if not word.startswith(first) or not word.endswith(last) or len(word) < len(first) + len(last):
        return False
    at, end = len(first), len(word) - len(last)
    for piece in middle:
        at = word.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True
