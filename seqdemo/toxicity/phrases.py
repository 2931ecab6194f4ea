"""Phrases made up by a grammar: the same words in different senses, rude and harmless ones of every kind.

In the comments a rude word nearly always means harm and a group is often named to insult it, so a network learns
that the word itself is rude. Phrases in which only the sense differs take that away (Dixon et al. 2018).

`grammar/slots.txt` and the short lists in `grammar/kinds.txt` say what may stand in a `{slot}`: `name = one | two`.
`(a|b)` is a choice on the spot. A line under `[kind]` is a tone and a pattern: `fine`, `swear` (harmless, with rude
words), `insult`, `threat`, `hate`, or `rude` (toxic in no way that has a label of its own).
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np

GRAMMAR = Path(__file__).parent / "grammar"
TOXIC_TONES = ("insult", "threat", "hate", "rude")
TONES = ("fine", "swear", *TOXIC_TONES)
ONE_PATTERN_IN, ONE_WORD_IN = 10, 8
"""The share of patterns, and of words of long slots, that are kept aside to measure on."""
LONG_SLOT = 12
DEEPEST = 8

_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{([^{}]+)\}")
_ARTICLE = re.compile(r"\ba (?=[aeio]|un(?!i)|ug|up)", re.IGNORECASE)


class Phrase(NamedTuple):
    """A phrase, its tone (one of TONES) and the kind it is an example of."""

    text: str
    tone: str
    kind: str

    @property
    def toxic(self) -> int:
        return int(self.tone in TOXIC_TONES)


class Pattern(NamedTuple):
    """A line of the grammar before its slots are filled."""

    text: str
    tone: str
    kind: str


class Grammar(NamedTuple):
    """Patterns, and the words and phrases that may stand in each slot."""

    patterns: list[Pattern]
    slots: dict[str, list[str]]

    def part(self, patterns_aside: bool, words_aside: bool) -> Grammar:
        """Returns the patterns that are kept aside, or the others; of the slots likewise."""
        patterns = [p for p in self.patterns if _aside(p.tone + p.text, ONE_PATTERN_IN) == patterns_aside]
        slots = {
            name: [w for w in words if _aside(w, ONE_WORD_IN) == words_aside] if len(words) >= LONG_SLOT else words
            for name, words in self.slots.items()
        }
        return Grammar(patterns, {name: words or self.slots[name] for name, words in slots.items()})


def read_grammar(directory: Path = GRAMMAR) -> Grammar:
    """Reads the patterns and slots that ship with the package."""
    patterns: list[Pattern] = []
    slots: dict[str, list[str]] = {}
    kind = ""
    lines = [line for name in ("slots", "kinds") for line in (directory / f"{name}.txt").read_text("utf-8").split("\n")]
    for line in filter(str.strip, lines):
        name, is_slot, words = line.partition(" = ")
        if line.startswith("["):
            kind = line.strip("[] ")
        elif is_slot:
            slots[name] = alternatives(words)
        else:
            tone, _, text = line.partition(" ")
            patterns.append(Pattern(text, tone, kind))
    return Grammar(patterns, slots)


def alternatives(words: str) -> list[str]:
    """Splits at the bars that stand outside of brackets: `a | b (c|d)` -> `a`, `b (c|d)`."""
    return [word.strip() for word in re.split(r"\|(?![^()]*\))", words)]


def phrases(count: int, seed: int = 3, grammar: Grammar | None = None) -> list[Phrase]:
    """Returns `count` different phrases: kinds in equal number, half rude and half harmless."""
    grammar = grammar or read_grammar().part(False, False)
    random = np.random.default_rng(seed)
    groups: dict[tuple[str, bool], list[Pattern]] = {}
    for pattern in grammar.patterns:
        groups.setdefault((pattern.kind, pattern.tone in TOXIC_TONES), []).append(pattern)
    found: dict[str, Phrase] = {}
    for turn in range(4 * count):
        patterns = list(groups.values())[turn % len(groups)]
        pattern = patterns[int(random.integers(len(patterns)))]
        text = fill(pattern.text, grammar.slots, random)
        found.setdefault(text, Phrase(text, pattern.tone, pattern.kind))
        if len(found) == count:
            break
    return list(found.values())


def fill(text: str, slots: dict[str, list[str]], random: np.random.Generator) -> str:
    """Fills every slot and decides every choice, also in what was filled in, at most DEEPEST times.

    A slot `{a word}` is filled like `{word}`, with the article before it.
    """
    for _ in range(DEEPEST):
        if "{" not in text and "(" not in text:
            break
        text = _CHOICE.sub(lambda found: _one(found[1].split("|"), random), text)
        text = _SLOT.sub(lambda found: _filling(found[1], slots, random), text)
    text = re.sub(r"\s+", " ", text.replace(" ,", ",")).strip(" ,")
    return _ARTICLE.sub(lambda found: found[0][0] + "n ", text)


def _filling(name: str, slots: dict[str, list[str]], random: np.random.Generator) -> str:
    if name in slots:
        return _one(slots[name], random)
    return "a " + _one(slots[name.removeprefix("a ")], random)


def _one(choices: list[str], random: np.random.Generator) -> str:
    return choices[int(random.integers(len(choices)))]


def _aside(text: str, one_in: int) -> bool:
    return zlib.crc32(text.encode()) % one_in == 0
