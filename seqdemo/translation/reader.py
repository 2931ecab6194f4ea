"""From what people type to what the network reads: sentences, in the usual case, with placeholders, in pieces.

>>> reader = Reader(pieces, known)                    # Pieces and KnownWords
>>> reading = reader.read("I AM COLD. Zorblax, too!")
>>> [pieces.spell(source.numbers) for source in reading.sentences]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from seqdemo.core.errors import InputError
from seqdemo.translation.across import SIGN, carry
from seqdemo.translation.pieces import END, Pieces
from seqdemo.translation.spelling import plain, spaced_english, spaced_french
from seqdemo.translation.wordlist import KnownWords

MOST_SENTENCES, MOST_WORDS, MOST_PIECES, LONGEST_WORD = 12, 60, 120, 200
"""No more sentences of a text are translated, no more words and pieces of a sentence, no more characters of a word."""
SIGNED = re.compile(rf"⟦{SIGN}\d⟧")
_ENDS = re.compile(r"[.!?](?P<quote>[\"')]*)$")
_SHORT = frozenset("mr mrs ms dr st prof sr jr vs mt gen rev capt lt sgt e.g i.e etc approx dept".split())
_CLOCK = frozenset({"a.m", "p.m"})


class Source(NamedTuple):
    """A sentence as the network reads it."""

    numbers: tuple[int, ...]  # its pieces and END
    texts: Mapping[str, str]  # what is carried across for each placeholder
    left_out: int = 0  # words after the limit
    recased: bool = False  # capitals became small letters, or the other way round
    before: str = ""  # signs that stand around the sentence, which the network does not read
    after: str = ""

    def __hash__(self) -> int:
        # a mapping has no hash; sentences of the same pieces are told apart by being compared
        return hash(self.numbers)


class Reading(NamedTuple):
    """A text as the network reads it."""

    sentences: tuple[Source, ...]
    typed: tuple[str, ...]  # each of them, as it was typed
    spaces: tuple[str, ...]  # what stands before each of them
    left_out: int  # sentences after the limit


class Reader:
    """Reads English. Immutable, so that threads may share it."""

    def __init__(self, pieces: Pieces, known: KnownWords):
        self.pieces, self.known = pieces, known

    def read(self, text: str) -> Reading:
        """Returns the sentences of a text. Raises InputError where there is nothing to translate."""
        if not any(character.isalnum() for character in text):
            raise InputError("There is no word in this text to translate; type an English sentence.")
        found = sentences(text)
        kept = found[:MOST_SENTENCES]
        return Reading(
            tuple(self.sentence(words) for _, words in kept),
            tuple(" ".join(words) for _, words in kept),
            tuple(space for space, _ in kept),
            len(found) - len(kept),
        )

    def sentence(self, words: Sequence[str]) -> Source:
        """Returns one sentence, of which these are the words and marks."""
        typed = spaced_english(" ".join(word[:LONGEST_WORD] for word in words[:MOST_WORDS])).split()
        tokens = self.known.recased(typed)
        carried = carry(tokens, self.known, self.pieces.letters)
        numbers: list[int] = []
        before, read, after = around(carried.spaced.split())
        kept = 0
        for token in read:
            new = self.pieces.encode(token)
            if numbers and len(numbers) + len(new) > MOST_PIECES:
                break
            numbers += new[:MOST_PIECES]
            kept += 1
        left_out = sum(any(c.isalnum() for c in token) for token in read[kept:]) + max(0, len(words) - MOST_WORDS)
        cut = " ".join(read[:kept])
        texts = {symbol: text for symbol, text in carried.texts.items() if symbol in cut}
        outside = (" ".join(carried.texts[symbol] for symbol in symbols) for symbols in (before, after))
        return Source((*numbers, END), texts, left_out, tokens[1:] != typed[1:] or loud(typed), *outside)

    def french_pieces(self, text: str, texts: Mapping[str, str]) -> tuple[str, ...]:
        """Returns the pieces of French words; what is carried across is its placeholder."""
        spaced = f" {spaced_french(text)} "
        for symbol, carried in texts.items():
            spaced = spaced.replace(f" {carried} ", f" {symbol} ")
        return tuple(self.pieces.spell(self.pieces.encode(spaced.strip())))


def around(tokens: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Returns (signs before, the sentence, signs after): emoji around a sentence have no place in its grammar."""
    first = next((place for place, token in enumerate(tokens) if not SIGNED.fullmatch(token)), 0)
    last = next((place for place, token in enumerate(reversed(tokens)) if not SIGNED.fullmatch(token)), 0)
    end = len(tokens) - last
    return list(tokens[:first]), list(tokens[first:end]), list(tokens[end:])


def loud(tokens: Sequence[str]) -> bool:
    """Whether the first word is in capitals, longer than a letter."""
    return bool(tokens) and len(tokens[0]) > 1 and tokens[0].isupper()


def sentences(text: str) -> list[tuple[str, list[str]]]:
    """Returns (what stands before it, its words) of every sentence; marks and signs alone belong to the one before."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        words = plain(line).split()
        space, begins = "\n" if found else "", 0
        for place, word in enumerate(words, 1):
            if place < len(words) and not _ends(word, words[place]):
                continue
            part = words[begins:place]
            begins = place
            if found and not any(c.isalnum() for token in part for c in token):
                found[-1][1].extend(part)
            else:
                found.append((space, part))
            space = " "
    return found


def _ends(word: str, following: str) -> bool:
    """Whether a sentence ends with `word`, where `following` comes next."""
    match = _ENDS.search(word)
    if match is None:
        return False
    bare = word.strip("\"'(").rstrip("\"').!?").lower()
    first = next((c for c in following if c.isalnum()), "")
    stops = word.rstrip("\"')").endswith(".")
    if stops and (
        bare in _SHORT or (len(bare) == 1 and bare.isalpha() and bare != "i") or ("." in bare and bare not in _CLOCK)
    ):
        return False
    if stops and bare == "no" and first.isdigit():
        return False
    if first.islower():  # people who write no capitals end a sentence with a full stop all the same
        return word.endswith(".") and not word.endswith("..") and "." not in bare
    return True
