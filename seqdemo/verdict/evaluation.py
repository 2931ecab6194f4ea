"""Measures what order is worth to a verdict: GRU, CNN and MLP on comments as written and with their words shuffled.

    python -m seqdemo.evaluate verdict FILE

FILE is of the form that `toxicity` is measured on.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from seqdemo.core import weights
from seqdemo.evaluate.tables import read_flags, read_table
from seqdemo.toxicity.evaluation import FORM, accuracy, areas
from seqdemo.toxicity.model import LABELS, ToxicityModel
from seqdemo.toxicity.reader import Word
from seqdemo.verdict.model import VerdictModel
from seqdemo.verdict.orders import NETWORKS, in_order

MOST_WORDS, ROWS_AT_ONCE = 128, 64


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV with comment_text and the six labels (1, 0, blank = unknown)")


def evaluate(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns rows, and of each network for `toxic`: auc, accuracy, both of shuffled comments, and how much it moves.

    `moved` is the mean distance between the probabilities of a comment as written and shuffled.
    """
    rows = read_table(arguments.file, ("comment_text",), FORM)[: arguments.limit]
    labels = read_flags(rows, LABELS, arguments.file)
    judge, rivals = ToxicityModel.load(weights.MODELS), VerdictModel.load(weights.MODELS)
    comments = [judge.words(row["comment_text"])[:MOST_WORDS] for row in rows]
    some = [i for i, comment in enumerate(comments) if comment]
    comments, labels = [comments[i] for i in some], labels[some]
    written = judged(judge, rivals, comments)
    shuffled = judged(judge, rivals, [in_order(comment, seed) for seed, comment in enumerate(comments, 1)])
    return {
        "rows": len(comments),
        "auc": {name: areas(labels, found)["toxic"] for name, found in written.items()},
        "shuffled_auc": {name: areas(labels, found)["toxic"] for name, found in shuffled.items()},
        "accuracy": {name: accuracy(labels, found) for name, found in written.items()},
        "shuffled_accuracy": {name: accuracy(labels, found) for name, found in shuffled.items()},
        "moved": {name: float(np.abs(shuffled[name] - found)[:, 0].mean()) for name, found in written.items()},
    }


def judged(judge: ToxicityModel, rivals: VerdictModel, comments: Sequence[Sequence[Word]]) -> dict[str, np.ndarray]:
    """Returns the probabilities of whole comments, (N, 6) of each network, with a progress bar."""
    found = {name: np.zeros((len(comments), len(LABELS)), np.float32) for name in NETWORKS}
    # comments of similar length go together; what is after the last word of a shorter one changes nothing before it
    order = sorted(range(len(comments)), key=lambda i: len(comments[i]))
    for start in tqdm(range(0, len(order), ROWS_AT_ONCE), unit="batch"):
        rows = order[start : start + ROWS_AT_ONCE]
        x = np.zeros((len(rows), len(comments[rows[-1]]), judge.word_embedding.shape[1]), np.float32)
        for place, row in enumerate(rows):
            x[place, : len(comments[row])] = [judge.embed(word) for word in comments[row]]
        ends = (np.arange(len(rows)), [len(comments[row]) - 1 for row in rows])
        found["rnn"][rows] = judge.scores(x)[ends]
        for name in NETWORKS[1:]:
            found[name][rows] = rivals.scores(name, x)[ends]
    return found
