"""What the LSTM writes after ten everyday beginnings, and how much of it is English that somebody has said."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from tqdm import tqdm

from seqdemo.core.trace import Trace, extend
from seqdemo.language.lessons import encoded, split
from seqdemo.language.model import FIRST, Draw, LanguageModel
from seqdemo.language.vocabulary import END, Word

BEGINNINGS = (
    "we are going to",
    "I have never",
    "can you tell me",
    "she said that",
    "yesterday my brother",
    "the children were",
    "it is too late",
    "do you want to",
    "there are many",
    "if you need",
)
TEMPERATURE, MOST, LEAST = 0.7, 20, 5
SHOWN = 20
"""So many of them go into the card."""
RUN = 3


def write(model: LanguageModel, count: int) -> list[tuple[list[Word], list[Word]]]:
    """Returns (beginning, what came after it) of `count` sentences, each at least LEAST words more."""
    found: list[tuple[list[Word], list[Word]]] = []
    row = 0
    begun = [extend(model, Trace(), [FIRST, *model.read(text)]) for text in BEGINNINGS]
    while len(found) < count:
        walk = begun[row % len(begun)]
        grown = model.grow(walk, Draw(TEMPERATURE, len(model.vocabulary), 0, row), MOST)
        row += 1
        if len(grown.words) - len(walk) + 1 >= LEAST:
            found.append((grown.words[: len(walk) - 1], grown.words[len(walk) - 1 :]))
    return found


def measure(model: LanguageModel, count: int, data: Path | None) -> dict[str, Any]:
    """Returns how often a word is repeated at once, the share of runs of words that occur in `data`, and examples."""
    written = write(model, count)
    every = len(written) // SHOWN or 1
    result: dict[str, Any] = {
        "sentences": len(written),
        "temperature": TEMPERATURE,
        "repeated_words": sum(repeats([*begun, *more]) for begun, more in written),
        "examples": [model.vocabulary.line([*begun, *more]) for begun, more in written[::every][:SHOWN]],
    }
    if data is not None:
        lessons = split(data)
        rows = (row for lines in lessons.training.values() for row in encoded(lines, model.vocabulary))
        known = {run for row in rows for run in runs(row.tolist())}
        made = [run for begun, more in written for run in runs([END, *(w.number for w in [*begun, *more])])]
        result["runs_in_training"] = sum(run in known for run in made) / len(made)
        new = sorted({" ".join(map(model.vocabulary.text, run)) for run in made if run not in known})
        tqdm.write("Runs of words that nobody said in the training data: " + "; ".join(new), file=sys.stderr)
    return result


def repeats(words: Sequence[Word]) -> int:
    """Returns how often a word stands directly after itself."""
    return sum(first.number == second.number for first, second in pairwise(words))


def runs(numbers: Sequence[int]) -> list[tuple[int, ...]]:
    """Returns every RUN words that follow each other."""
    return [tuple(numbers[i : i + RUN]) for i in range(len(numbers) - RUN + 1)]
