"""How well the judge of comments ranks them: area under the ROC curve, label by label."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from tqdm import tqdm

from seqdemo.evaluate.tables import read_flags, read_table
from seqdemo.toxicity.model import LABELS, ToxicityModel

ROWS_AT_ONCE = 512
FORM = f"a CSV file with a column comment_text and the columns {', '.join(LABELS)} of 1, 0 or blank"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV with comment_text and the six labels (1, 0, blank = unknown)")


def evaluate(arguments: argparse.Namespace) -> dict:
    """Returns rows, auc (by label, None where a class is missing) and mean_auc."""
    texts, labels, _ = read_csv(arguments.file)
    texts, labels = texts[: arguments.limit], labels[: arguments.limit]
    model = ToxicityModel.load()
    # comments of similar length walk together, so that few rows wait for a long one
    order = np.argsort([len(text) for text in texts], kind="stable")
    scores = np.zeros((len(texts), len(LABELS)), np.float32)
    for start in tqdm(range(0, len(texts), ROWS_AT_ONCE), unit="batch"):
        rows = order[start : start + ROWS_AT_ONCE]
        scores[rows] = model.judge([texts[row] for row in rows])
    auc = areas(labels, scores)
    known = [value for value in auc.values() if value is not None]
    return {"rows": len(texts), "auc": auc, "mean_auc": float(np.mean(known)) if known else None}


def read_csv(path: Path) -> tuple[list[str], np.ndarray, list[str]]:
    """Returns the comments, their labels (N, 6), NaN where unknown, and their sources. Raises DataError.

    The file may be gzipped; other columns are passed over.
    """
    rows = read_table(path, ("comment_text",), FORM)
    texts, sources = [row["comment_text"] for row in rows], [row.get("source", "") for row in rows]
    return texts, read_flags(rows, LABELS, path), sources


def areas(labels: np.ndarray, scores: np.ndarray) -> dict[str, float | None]:
    """Area under the ROC curve of each label over the rows (N, 6) where it is not NaN."""
    from sklearn.metrics import roc_auc_score

    result: dict[str, float | None] = {}
    for column, label in enumerate(LABELS):
        known = ~np.isnan(labels[:, column])
        both = len(np.unique(labels[known, column])) == 2
        result[label] = float(roc_auc_score(labels[known, column], scores[known, column])) if both else None
    return result
