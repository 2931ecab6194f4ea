"""What the three networks learn from: sentences, those held out for measuring, and the vocabulary.

What differs only in case and signs is one sentence, and stands on one side for ever.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from seqdemo.evaluate.tables import read_lines
from seqdemo.language.reader import cut
from seqdemo.language.vocabulary import END, Vocabulary, learn

FILES = {"tatoeba": "tatoeba_english.txt.gz", "dialogue": "schema_guided_dialogue.txt.gz"}
WEIGHTS = {"tatoeba": 1.0, "dialogue": 0.2}
"""How much a word of each kind counts for the vocabulary: the dialogue is full of names of restaurants and songs."""
FORM = "a UTF-8 text file with a sentence a line"
WORDS = 12_000
LONGEST = 40
"""Of longer sentences the networks learn the beginning."""
HELD_OUT = 40
"""One of so many sentences is held out."""


class Lessons(NamedTuple):
    """Sentences of both kinds by the name of their file."""

    training: dict[str, list[str]]
    held_out: dict[str, list[str]]


def split(data: Path, most: int | None = None) -> Lessons:
    """Reads the files in `data`, each sentence once, and takes out those to measure on. Raises DataError.

    With `most` only about so many lines of each file are read.
    """
    lessons = Lessons({}, {})
    for name, file in FILES.items():
        lines = read_lines(data / "language" / file, FORM)
        lines = lines[:: max(1, len(lines) // most)] if most else lines
        once = {letters(line): line for line in reversed(lines)}
        kept: tuple[list[str], list[str]] = ([], [])
        for letter, line in once.items():
            kept[zlib.crc32(letter.encode()) % HELD_OUT == 0].append(line)
        lessons.training[name], lessons.held_out[name] = kept
    return lessons


def letters(text: str) -> str:
    """Returns what makes two sentences the same: their letters and digits."""
    return "".join(character for character in text.lower() if character.isalnum())


def vocabulary(lessons: Lessons, size: int = WORDS) -> Vocabulary:
    """Learns the words of the training sentences."""
    return Vocabulary(learn([([cut(line) for line in lessons.training[name]], WEIGHTS[name]) for name in FILES], size))


def encoded(lines: Iterable[str], known: Vocabulary) -> list[np.ndarray]:
    """Returns one array a sentence: END, its words, END."""
    return [np.array([END, *(word.number for word in known.read(line)[:LONGEST]), END], np.int32) for line in lines]
