"""Attention in NumPy: a question is held against every row of a memory, and what answers best is read.

>>> weights, context = attend(np.zeros(4), np.eye(3, 4))     # weights: a third each
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqdemo.core.cells import softmax


def attend(query: np.ndarray, memory: np.ndarray, there: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Returns the weight of each row, (..., K, S) or (S,), and the weighted sum of rows, (..., K, D) or (D,).

    `query` is (..., K, D) or (D,), `memory` (..., S, D); rows where `there` (..., S) is False weigh nothing.
    Formula: Luong et al. 2015, "general", with the query already multiplied by its matrix.
    """
    # score_s = q . m_s
    scores = query @ np.swapaxes(memory, -1, -2)
    if there is not None:
        scores = np.where(there if scores.ndim == 1 else there[..., None, :], scores, -np.inf)
    # a = softmax(score);  context = sum over s of a_s m_s
    weights = softmax(scores)
    return weights, weights @ memory


def fold(weights: np.ndarray, rows: Sequence[Sequence[int]], columns: Sequence[Sequence[int]]) -> np.ndarray:
    """Returns the weights (T, S) of pieces as weights of words, (rows, columns).

    `rows` and `columns` say which pieces make each word. What the pieces of a source word get is added up; the
    pieces of a target word are averaged, so every row still sums to one.
    """
    by_source = np.stack([weights[:, list(pieces)].sum(axis=1) for pieces in columns], axis=1)
    return np.stack([by_source[list(pieces)].mean(axis=0) for pieces in rows])
