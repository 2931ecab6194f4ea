"""A linear teacher of the judge: it counts words and letter groups, and knows nothing of their order.

Its opinion, formed without seeing the comment it is asked about, softens the labels of the
comments that have them and stands in where a label is blank. A network that learns from
both people and teacher ranks better than either (distillation, Hinton et al. 2015).
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

FOLDS = 3


def opinions(texts: list[str], labels: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Returns probabilities (N, 6), each from a teacher that was not shown that row.

    `texts` are plain words with spaces between; `labels` (N, 6) count where `known` (N, 6) is true.
    """
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"\S+", max_features=120_000)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True, max_features=150_000)
    features = hstack([words.fit_transform(texts), letters.fit_transform(texts)]).tocsr()
    found = np.zeros(labels.shape, np.float32)
    for shown, asked in KFold(FOLDS, shuffle=True, random_state=0).split(texts):
        for column in range(labels.shape[1]):
            rows = shown[known[shown, column]]
            truth = labels[rows, column] > 0.5
            if truth.all() or not truth.any():
                found[asked, column] = truth.mean() if len(truth) else 0
                continue
            ratios = log_ratios(features[rows], truth)
            teacher = LogisticRegression(C=3.0, solver="liblinear", dual=True, max_iter=200)
            teacher.fit(features[rows].multiply(ratios).tocsr(), truth)
            found[asked, column] = teacher.predict_proba(features[asked].multiply(ratios).tocsr())[:, 1]
    return found


def log_ratios(features, truth: np.ndarray) -> np.ndarray:
    """How much more often each feature occurs where `truth` holds (Wang and Manning 2012); (features,)."""
    with_it = (features[truth].sum(axis=0) + 1) / (truth.sum() + 1)
    without = (features[~truth].sum(axis=0) + 1) / ((~truth).sum() + 1)
    return np.log(np.asarray(with_it) / np.asarray(without)).ravel()
