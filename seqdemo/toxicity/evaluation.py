"""How well the judge of comments ranks and decides: area under the ROC curve, label by label, and accuracy."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from tqdm import tqdm

from seqdemo.evaluate.tables import read_flags, read_table
from seqdemo.toxicity.model import LABELS, ToxicityModel

ROWS_AT_ONCE = 512
HALF = 0.5
FORM = f"a CSV file with a column comment_text and the columns {', '.join(LABELS)} of 1, 0 or blank"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV with comment_text and the six labels (1, 0, blank = unknown)")


def evaluate(arguments: argparse.Namespace) -> dict:
    """Returns rows, auc (by label, None where a class is missing), mean_auc and accuracy.

    Where the file has a column `function`, `by_function` has rows, auc and accuracy of `toxic` for each of its values.
    """
    rows = read_table(arguments.file, ("comment_text",), FORM)[: arguments.limit]
    labels = read_flags(rows, LABELS, arguments.file)
    scores = judge([row["comment_text"] for row in rows], ToxicityModel.load())
    auc = areas(labels, scores)
    known = [value for value in auc.values() if value is not None]
    result = {"rows": len(rows), "auc": auc, "mean_auc": float(np.mean(known)) if known else None}
    result["accuracy"] = accuracy(labels, scores)
    if "function" in rows[0]:
        result["by_function"] = by_function([row["function"] for row in rows], labels, scores)
    return result


def judge(texts: list[str], model: ToxicityModel) -> np.ndarray:
    """Returns (N, 6) probabilities, with a progress bar."""
    # comments of similar length walk together, so that few rows wait for a long one
    order = np.argsort([len(text) for text in texts], kind="stable")
    scores = np.zeros((len(texts), len(LABELS)), np.float32)
    for start in tqdm(range(0, len(texts), ROWS_AT_ONCE), unit="batch"):
        rows = order[start : start + ROWS_AT_ONCE]
        scores[rows] = model.judge([texts[row] for row in rows])
    return scores


def accuracy(labels: np.ndarray, scores: np.ndarray) -> float | None:
    """The share of rows (N, 6) whose known `toxic` is on the right side of one half; None without one."""
    known = ~np.isnan(labels[:, 0])
    return float(((scores[known, 0] >= HALF) == (labels[known, 0] > HALF)).mean()) if known.any() else None


def by_function(functions: list[str], labels: np.ndarray, scores: np.ndarray) -> dict[str, dict]:
    """Returns rows, auc and accuracy of `toxic` for each function, in alphabetical order."""
    found = {}
    for function in sorted(set(functions)):
        rows = np.array([name == function for name in functions])
        own = labels[rows], scores[rows]
        found[function] = {"rows": int(rows.sum()), "auc": areas(*own)["toxic"], "accuracy": accuracy(*own)}
    return found


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
