"""Measures the three language models on a file with a sentence a line: perplexity, a word each.

    python -m seqdemo.evaluate language FILE [--limit N]
    python -m seqdemo.evaluate language FILE --shuffles --contexts --continuations 200 --training DIR

Words and signs count as words, and so does the end of a sentence. The second form also measures shuffled sentences,
what the models lose where they see fewer words, and what the LSTM writes; with the folder of the training data it
holds them to an n-gram model that has counted the same sentences.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from seqdemo.core import weights
from seqdemo.core.errors import DataError
from seqdemo.evaluate.tables import read_lines
from seqdemo.language import continuations
from seqdemo.language.kneser_ney import KneserNey
from seqdemo.language.lessons import FORM, encoded, split
from seqdemo.language.model import FIRST, LanguageModel
from seqdemo.language.vocabulary import Word

Sentence = list[Word]
PART = 500  # sentences between two moves of the progress bar
CONTEXTS = (1, 2, 3, 5, 8, 12)
PLACES = 5000
"""So many words, spread over the file, are asked for with less and less context."""
ORDER = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what `evaluate` reads."""
    parser.add_argument("file", type=Path, metavar="FILE", help="one sentence a line, UTF-8")
    parser.add_argument("--limit", type=int, metavar="N", help="read only the first N sentences: quicker, less exact")
    parser.add_argument("--shuffles", action="store_true", help="also measure every sentence with its words shuffled")
    parser.add_argument("--contexts", action="store_true", help="also measure what fewer words of context cost")
    parser.add_argument("--continuations", type=int, default=0, metavar="N", help="also let the LSTM write N sentences")
    parser.add_argument("--training", type=Path, metavar="DIR", help="the training data: also count n-grams in them")


def evaluate(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns what is printed: `sentences`, `unknown_rate`, `perplexity` by network, and what else was asked for."""
    model = LanguageModel.load(directory=weights.MODELS)
    lines = read_lines(arguments.file, FORM)[: arguments.limit]
    sentences = [words for line in lines if (words := model.read(line))]
    if not sentences or arguments.continuations < 0:
        raise DataError(f"There are no words in {arguments.file}: give {FORM}, and --continuations of 0 or more.")
    result: dict[str, Any] = {
        "sentences": len(sentences),
        "words": sum(len(words) + 1 for words in sentences),
        "unknown_rate": float(np.mean([not word.known for words in sentences for word in words])),
        "perplexity": perplexities(model, sentences, "reading (fewer with --limit N)"),
    }
    if arguments.shuffles:
        result["shuffled_perplexity"] = perplexities(model, shuffled(sentences), "reading them shuffled")
    if arguments.contexts:
        result["perplexity_by_context"] = by_context(model, sentences)
    if arguments.continuations:
        result["continuations"] = continuations.measure(model, arguments.continuations, arguments.training)
    if arguments.training:
        result[f"kneser_ney_{ORDER}_perplexity"] = counted(model, sentences, arguments.training)
    return result


def perplexities(model: LanguageModel, sentences: Sequence[Sentence], told: str) -> dict[str, float]:
    """Returns the perplexity of each network: e to the power of the nats of an average word."""
    found = {}
    with tqdm(total=len(model.networks) * len(sentences), unit="sentence", desc=told) as bar:
        for name in model.networks:
            nats: list[np.ndarray] = []
            for begin in range(0, len(sentences), PART):
                nats += model.surprise(list(sentences[begin : begin + PART]), name)
                bar.update(len(sentences[begin : begin + PART]))
            found[name] = float(np.exp(np.concatenate(nats).mean()))
    return found


def shuffled(sentences: Sequence[Sentence], seed: int = 0) -> list[Sentence]:
    """Returns the sentences with their words and signs in random order."""
    random = np.random.default_rng(seed)
    return [[words[i] for i in random.permutation(len(words))] for words in sentences]


def by_context(model: LanguageModel, sentences: Sequence[Sentence]) -> dict[str, dict[str, float]]:
    """Returns the perplexity of words with at least CONTEXTS[-1] words before them, told only the last few of those.

    What the network is told is read as the beginning of a sentence.
    """
    longest, last = CONTEXTS[-1], [(words, i) for words in sentences for i in range(CONTEXTS[-1], len(words))]
    if not last:
        return {}
    last = last[:: max(1, len(last) // PLACES)]
    truth = np.array([words[i].number for words, i in last])
    found: dict[str, dict[str, float]] = {}
    for name, network in model.networks.items():
        found[name] = {}
        for count in tqdm(CONTEXTS, unit="length", desc=f"{name}: at most {longest} words of context"):
            told = np.array([[FIRST.number, *(word.number for word in words[i - count : i])] for words, i in last])
            nats = [last_nats(network.logits, network.thoughts, told[rows], truth[rows]) for rows in parts(len(last))]
            found[name][str(count)] = float(np.exp(np.concatenate(nats).mean()))
    return found


def parts(count: int) -> list[slice]:
    """Returns the slices of at most PART rows that make up `count` rows."""
    return [slice(begin, begin + PART) for begin in range(0, count, PART)]


def last_nats(
    logits: Callable[[np.ndarray], np.ndarray],
    thoughts: Callable[[np.ndarray], np.ndarray],
    told: np.ndarray,
    truth: np.ndarray,
) -> np.ndarray:
    """Returns -log p of `truth` (N,) after the words of `told` (N, T)."""
    values = logits(thoughts(told)[:, -1])
    highest = values.max(axis=1)
    total = np.log(np.exp(values - highest[:, None]).sum(axis=1)) + highest
    return total - values[np.arange(len(truth)), truth]


def counted(model: LanguageModel, sentences: Sequence[Sentence], data: Path) -> float:
    """Returns the perplexity of the n-gram model that has counted the training sentences. Raises DataError."""
    lessons = split(data)
    training = (row for lines in lessons.training.values() for row in encoded(lines, model.vocabulary))
    yardstick = KneserNey(tqdm(training, unit="sentence", desc="counting"), ORDER, len(model.vocabulary))
    rows = [[FIRST.number, *(word.number for word in words), FIRST.number] for words in sentences]
    return float(np.exp(np.concatenate([yardstick.nats(row) for row in tqdm(rows, unit="sentence")]).mean()))
