"""The pairs as the network learns them: placeholders on both sides, and another way of writing in every epoch.

>>> pairs = [set_apart(pair, known, letters) for pair in read_pairs(file)]
>>> varied(pairs, 3, np.random.default_rng(0))      # (English, French)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

import numpy as np

from seqdemo.translation.across import COUNTS, NAME, NUMBER, SIGN, SYMBOL, carried_pair, carry, unelided
from seqdemo.translation.pairs import Pair
from seqdemo.translation.spelling import spaced_english, spaced_french
from seqdemo.translation.wordlist import KnownWords, possessive

SHARES = {NAME: 0.2, NUMBER: 0.4}
"""So many of the names that the network knows, and of the small numbers in words, are carried all the same."""
SIGNED, UNSTOPPED, MISTYPED, JOINED = 0.015, 0.05, 0.04, 0.03
"""Shares of the sentences with a sign, without a last mark, with a slip of the finger, and followed by another."""
NAMES = ("Tom", "Mary", "John", "Boston", "Tokyo", "Paris", "Kyoto")
COUNTING = {
    "two": "deux",
    "three": "trois",
    "four": "quatre",
    "five": "cinq",
    "six": "six",
    "seven": "sept",
    "eight": "huit",
    "nine": "neuf",
    "ten": "dix",
    "eleven": "onze",
    "twelve": "douze",
    "fifteen": "quinze",
    "twenty": "vingt",
    "thirty": "trente",
    "forty": "quarante",
    "fifty": "cinquante",
}
MARKS = (" .", " ?", " !")
_CARRIED = re.compile(r"⟦(name|number|sign)(\d+)⟧")


class Spaced(NamedTuple):
    """Both sides of a pair, set apart."""

    english: str
    french: str


def set_apart(pair: Pair, known: KnownWords, letters: frozenset[str]) -> Spaced:
    """Returns a pair as the network reads it: what is carried on both sides is a placeholder."""
    tokens = known.recased(spaced_english(pair.english).split())
    return Spaced(*carried_pair(carry(tokens, known, letters), spaced_french(pair.french).split()))


def varied(pairs: Sequence[Spaced], row: int, random: np.random.Generator) -> Spaced:
    """Returns pair `row` as somebody might write it: most often unchanged."""
    pair = exchanged(pairs[row], random)
    if random.random() < JOINED:
        pair = joined(pair, exchanged(pairs[int(random.integers(len(pairs)))], random))
    throw = random.random()
    if throw < SIGNED:
        pair = signed(pair, random)
    elif throw < SIGNED + UNSTOPPED:
        pair = unstopped(pair)
    elif throw < SIGNED + UNSTOPPED + MISTYPED:
        pair = Spaced(mistyped(pair.english, random), pair.french)
    return renumbered(pair, random) if "⟦" in pair.english else pair


def exchanged(pair: Spaced, random: np.random.Generator) -> Spaced:
    """Puts a placeholder for some names that the network knows, and for some small numbers in words."""
    english, french = pair.english.split(), pair.french.split()
    for token in pair.english.split():
        base, ending = possessive(token)
        kind = NAME if base in NAMES else NUMBER if base in COUNTING else None
        if kind is None or random.random() > SHARES[kind]:
            continue
        there = base if kind == NAME else COUNTING[base]
        symbol = f"⟦{kind}{_free(kind, english)}⟧"
        if english.count(token) == french.count(there) == 1:
            at = english.index(token)
            english[at : at + 1] = [symbol, ending] if ending else [symbol]
            french[french.index(there)] = symbol
    if english == pair.english.split():
        return pair
    return Spaced(" ".join(english), unelided(" ".join(french)))


def _free(kind: str, tokens: Sequence[str]) -> int:
    return next(number for number in count(1) if f"⟦{kind}{number}⟧" not in tokens)


def joined(one: Spaced, other: Spaced) -> Spaced:
    """Returns two sentences in a row, if both come to an end and their placeholders find room."""
    used = {kind: sum(k == kind for k, _ in set(_CARRIED.findall(one.english))) for kind in COUNTS}
    one = Spaced(*_counted(one, dict.fromkeys(COUNTS, 0)))
    counted = Spaced(*_counted(other, used))
    full = any(int(n) > COUNTS[kind] for kind, n in _CARRIED.findall(counted.english))
    if full or not one.english.endswith(MARKS) or not one.french.endswith(MARKS):
        return one
    return Spaced(f"{one.english} {counted.english}", f"{one.french} {counted.french}")


def _counted(pair: Spaced, after: dict[str, int]) -> tuple[str, str]:
    """Numbers the placeholders of each kind from one more than `after` on."""
    found = list(dict.fromkeys(SYMBOL.findall(pair.english)))
    numbers = dict(after)
    names = {}
    for symbol in found:
        kind = symbol[1:-2]
        numbers[kind] += 1
        names[symbol] = f"⟦{kind}{numbers[kind]}⟧"
    english, french = (_CARRIED.sub(lambda m: names.get(m.group(), m.group()), text) for text in pair)
    return english, french


def renumbered(pair: Spaced, random: np.random.Generator) -> Spaced:
    """Gives every placeholder another number, so that all are learnt alike."""
    names: dict[str, str] = {}
    for kind, most in COUNTS.items():
        order = random.permutation(most) + 1
        names |= {f"⟦{kind}{i + 1}⟧": f"⟦{kind}{number}⟧" for i, number in enumerate(order)}
    return Spaced(*(SYMBOL.sub(lambda match: names[match.group()], text) for text in pair))


def signed(pair: Spaced, random: np.random.Generator) -> Spaced:
    """Puts a sign, an emoji say, at the end, before the last mark or at the beginning of both sides."""
    symbol = f"⟦{SIGN}1⟧"
    place = random.integers(4)
    if place == 0 and pair.english.endswith(MARKS) and pair.french.endswith(MARKS):
        return Spaced(*(f"{text[:-2]} {symbol}{text[-2:]}" for text in pair))
    if place == 1:
        return Spaced(*(f"{symbol} {text}" for text in pair))
    return Spaced(*(f"{text} {symbol}" for text in pair))


def unstopped(pair: Spaced) -> Spaced:
    """Leaves out the last mark on both sides."""
    whole = pair.english.endswith(MARKS) and pair.french.endswith(MARKS)
    return Spaced(pair.english[:-2], pair.french[:-2]) if whole else pair


def mistyped(english: str, random: np.random.Generator) -> str:
    """One letter of one word doubled, left out, changed with its neighbour or another one."""
    tokens = english.split()
    long = [i for i, token in enumerate(tokens) if len(token) > 3 and token.isalpha() and token.islower()]
    if not long:
        return english
    which = long[random.integers(len(long))]
    word, at = tokens[which], int(random.integers(1, len(tokens[which]) - 1))
    changed = (
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + chr(ord("a") + int(random.integers(26))) + word[at + 1 :],
    )
    tokens[which] = changed[random.integers(4)]
    return " ".join(tokens)
