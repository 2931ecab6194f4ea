"""What cannot be translated is carried across whole: a placeholder stands for it on both sides.

>>> carried = carry("I met Zorblax at 10:30".split(), known)     # known: KnownWords
>>> carried.spaced, carried.texts        # 'I met ⟦name1⟧ at ⟦number1⟧', {'⟦name1⟧': 'Zorblax', '⟦number1⟧': '10:30'}
>>> restored("J'ai rencontré ⟦name1⟧ à ⟦number1⟧", carried.texts)     # "... Zorblax à 10 h 30"

The network learns where a name or a number belongs and never has to spell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from seqdemo.translation.spelling import NARROW_SPACE
from seqdemo.translation.wordlist import BEGINS, WORD, KnownWords, possessive

NAME, NUMBER, SIGN = "name", "number", "sign"
COUNTS = {NAME: 8, NUMBER: 8, SIGN: 4}
"""So many of each kind can stand in one sentence."""
CURRENCIES = "$€£¥"
SYMBOL = re.compile(r"⟦(?:name|number|sign)\d⟧")

_PLACES = "com|org|net|edu|gov|info|io|eu|fr|uk|de|ca|ch|be|es|it|us"
_FILES = "pdf|txt|docx?|xlsx?|csv|jpe?g|png|gif|mp[34]|zip|html?|py"
_LINK = re.compile(
    rf"(?i)https?://\S+|www\.\S+|[^\s@]+@[^\s@]+\.[^\s@]+|[@#]\w+|[\w-]+(?:\.[\w-]+)*\.(?:{_PLACES}|{_FILES})(?:/\S*)?"
)
_NUMBER = re.compile(rf"[-+]?[{CURRENCIES}]?\d+(?:[.,:]\d+)*[{CURRENCIES}]?")
_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_])[\w.-]+")
_PICTURE = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ELIDED = re.compile(rf"(?i)\b(d|qu|jusqu|lorsqu|puisqu)e (?={SYMBOL.pattern})")
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœæAEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ")


class Carried(NamedTuple):
    """A sentence with placeholders, and what each stands for, in the order of the sentence."""

    spaced: str
    texts: dict[str, str]


def symbols() -> list[str]:
    """Returns all placeholders."""
    return [f"⟦{kind}{number}⟧" for kind, count in COUNTS.items() for number in range(1, count + 1)]


def kind_of(token: str, known: KnownWords, letters: frozenset[str], begins: bool) -> str | None:
    """Returns NAME, NUMBER or SIGN for a token that the network has to carry, None for one that it can translate.

    `letters` are the characters that the pieces have; `begins` says whether the token begins its sentence.
    """
    if _NUMBER.fullmatch(token):
        # a sum of money stands where a thing stands, and no noun follows it
        return NAME if any(sign in token for sign in CURRENCIES) else NUMBER
    if _LINK.fullmatch(token) or _CODE.fullmatch(token):
        return NAME
    if not letters.issuperset(token):
        return NAME if any(c.isalnum() for c in token) and not _PICTURE.search(token) else SIGN
    return NAME if WORD.fullmatch(token) and known.is_name(token, begins) else None


def carry(tokens: Sequence[str], known: KnownWords, letters: frozenset[str]) -> Carried:
    """Returns the sentence with a placeholder for everything that is carried; names side by side share one.

    What finds no placeholder, because there are too many, is left to the network or, if it cannot read it, left out.
    """
    found: dict[tuple[str, str], str] = {}
    written: list[str] = []
    for kind, text in _parts(tokens, known, letters):
        symbol = found.get((kind, text)) if kind else None
        if kind and not symbol:
            number = 1 + sum(other == kind for other, _ in found)
            if number <= COUNTS[kind]:
                symbol = found[kind, text] = f"⟦{kind}{number}⟧"
        written += [symbol] if symbol else [text] if letters.issuperset(text.replace(" ", "")) else []
    return Carried(" ".join(written), {symbol: text for (_, text), symbol in found.items()})


def _parts(tokens: Sequence[str], known: KnownWords, letters: frozenset[str]) -> Iterator[tuple[str | None, str]]:
    """Yields (kind, text) in turn; names side by side are one, and so are the numbers of a telephone."""
    for kind, group in groupby(_kinds(tokens, known, letters), key=lambda part: part[0]):
        texts = [text for _, text in group]
        for text in [" ".join(texts)] if kind in (NAME, NUMBER) else texts:
            yield kind, text


def _kinds(tokens: Sequence[str], known: KnownWords, letters: frozenset[str]) -> Iterator[tuple[str | None, str]]:
    """Yields (kind, token) of every token; the ending of what is carried is a token of its own."""
    begins = True
    for token in tokens:
        base, ending = possessive(token)
        kind = kind_of(base, known, letters, begins)
        begins = token in BEGINS or (begins and not WORD.fullmatch(token))
        if kind is None:
            yield None, token
            continue
        yield kind, base
        if ending:
            yield None, ending


def carried_pair(english: Carried, french: Sequence[str]) -> tuple[str, str]:
    """Returns both sides of a pair with placeholders where both have the same; anything else stays as it was."""
    source, target = f" {english.spaced} ", f" {canonical(' '.join(french))} "
    for symbol, text in english.texts.items():
        there, here = f" {canonical(text)} ", f" {symbol} "
        if target.count(there) == source.count(here):
            target = target.replace(there, here)
        else:
            source = source.replace(here, f" {text} ")
    return source.strip(), unelided(target.strip())


def unelided(french: str) -> str:
    """`d' ⟦name1⟧` -> `de ⟦name1⟧`: whether there is an apostrophe depends on what stands for it."""
    return re.sub(rf"(?i)\b(d|qu|jusqu|lorsqu|puisqu)' (?={SYMBOL.pattern})", r"\1e ", french)


def canonical(text: str) -> str:
    """Returns a text whose numbers and times are written in one way for both languages: `10,000` -> `10000`."""
    text = re.sub(r"(?<=\d)[ .,](?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<![\d.,])(\d{1,2}) ?(?:h|heures|:) ?(\d\d)(?!\d)", r"\1:\2", text)
    return re.sub(r"(?<=\d),(?=\d)", ".", text)


def restored(french: str, texts: Mapping[str, str]) -> str:
    """Returns a French sentence with what stands for each placeholder, numbers in the French way."""

    def elided(match: re.Match[str]) -> str:
        symbol = SYMBOL.match(french, match.end())
        text = texts.get(symbol.group(), "") if symbol else ""
        return match.group(1) + ("'" if text[:1] in _VOWELS else "e ")

    french = _ELIDED.sub(elided, french)
    return SYMBOL.sub(lambda match: french_number(texts.get(match.group(), "")), french)


def french_number(text: str) -> str:
    """`10,000.5` -> `10 000,5`, `2:30` -> `2 h 30`, `€20` -> `20 €`; anything else as it is."""
    if not _NUMBER.fullmatch(text):
        return text
    sign = next((c for c in text if c in CURRENCIES), "")
    digits = text.replace(sign, "") if sign else text
    if re.fullmatch(r"\d{1,2}:\d\d", digits):
        hours, minutes = digits.split(":")
        digits = f"{hours}{NARROW_SPACE}h" + f"{NARROW_SPACE}{minutes}" * (minutes != "00")
    elif _GROUPED.fullmatch(digits):
        digits = digits.replace(",", NARROW_SPACE).replace(".", ",")
    elif re.fullmatch(r"[-+]?\d+\.\d+", digits):
        digits = digits.replace(".", ",")
    digits = digits.replace("-", "−") if digits.startswith("-") else digits
    return digits + (NARROW_SPACE + sign if sign else "")
