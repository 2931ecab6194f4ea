"""The comments to learn from: read, split so that what belongs together stays together, and weighed by their source."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from seqdemo.toxicity.evaluation import read_csv
from seqdemo.toxicity.model import LABELS
from seqdemo.toxicity.phrases import Phrase
from seqdemo.toxicity.reader import Lexicon, Word

LABEL_WEIGHT = 0.5
OTHER_TOXIC_WEIGHT, OTHER_HATE_WEIGHT = 0.2, 0.4
WEIGHT_OF_SOURCE = {
    "davidson": 0.05,
    "gab_hate_corpus": 0.15,
    "convabuse": 0.2,
    "surge": 0.4,
    "kaggle_insults_research": 0.7,
    "swad_olid_research": 1.0,
    "uci_sentiment_reviews": 0.5,
    "sst2_reviews_research": 0.5,
    "holistic_bias_neutral": 0.5,
    "dynacounter_research": 0.5,
    "cad_reddit_counter": 1.0,
    "ethos": 0.5,
    "toxigen_demonstrations": 0.4,
    "conda_gamechat_research": 0.4,
    "hatemoji_build": 0.3,
    "cad_reddit": 0.3,
    "civil_comments_toxicspans": 0.3,
    "hatexplain": 0.3,
    "stormfront_vicomtech": 0.3,
    "olid_research": 0.3,
    "bold_wikipedia": 0.3,
    "youtoxic_research": 0.3,
    "unhealthy_conversations_research": 0.25,
}
"""How much the label `toxic` of another place counts: its people mean other things by it."""
ONE_IN = 10
"""The share of comments that are held out."""
LONGEST_PAIR = 60
"""Words; longer comments are not compared with each other."""


class Comments(NamedTuple):
    """Texts with labels (N, 6), and how much each label counts (N, 6), 0 where it is unknown."""

    texts: list[str]
    labels: np.ndarray
    weights: np.ndarray
    sources: list[str]

    def take(self, rows: np.ndarray) -> Comments:
        """Returns these rows, numbers or one truth value a row."""
        rows = np.flatnonzero(rows) if np.asarray(rows).dtype == bool else rows
        return Comments(
            [self.texts[i] for i in rows], self.labels[rows], self.weights[rows], [self.sources[i] for i in rows]
        )

    def first(self, most: int | None) -> Comments:
        """Returns the first `most` comments, all of them for None."""
        return self.take(np.arange(len(self.texts))[:most])

    def and_also(self, *others: Comments) -> Comments:
        """Returns these comments and after them the others."""
        parts = (self, *others)
        return Comments(
            [text for part in parts for text in part.texts],
            np.concatenate([part.labels for part in parts]),
            np.concatenate([part.weights for part in parts]),
            [source for part in parts for source in part.sources],
        )


def read(path: Path) -> Comments:
    """Reads a CSV of comments, gzipped or not; a blank label weighs nothing. Raises DataError."""
    texts, labels, sources = read_csv(path)
    known = ~np.isnan(labels)
    weights = known * np.array([1.0] + [LABEL_WEIGHT] * 5, np.float32)
    return Comments(texts, np.nan_to_num(labels), weights, sources)


def weigh(comments: Comments) -> Comments:
    """Lets the labels of other places than Wikipedia count as much as they mean the same."""
    weights = comments.weights.copy()
    weights[:, 0] *= [WEIGHT_OF_SOURCE.get(source, OTHER_TOXIC_WEIGHT) for source in comments.sources]
    weights[:, 5] *= OTHER_HATE_WEIGHT
    return comments._replace(weights=weights)


class RememberingLexicon(Lexicon):
    """A lexicon that remembers every word that it has read: for trainings, where the same millions come again."""

    def __init__(self, known: Sequence[str] = (), often_hidden: Iterable[str] = ()):
        super().__init__(known, often_hidden)
        self.remembered: dict[str, Word | None] = {}

    def recognise(self, typed: str) -> Word | None:
        """Returns the word that was meant, as Lexicon does."""
        if typed not in self.remembered:
            self.remembered[typed] = super().recognise(typed)
        return self.remembered[typed]


SPELLED = RememberingLexicon()
"""Knows no word, so that each is read as it is spelled."""


def opening(text: str) -> str:
    """The first twelve words as the model reads them: copies of a comment differ behind them, if at all."""
    return " ".join(word.canonical for word in SPELLED.words(text[:600])[:12])


def split(comments: Comments) -> tuple[Comments, Comments]:
    """Returns (training, validation): one of ten, by a checksum of the opening words; repeats are dropped."""
    seen: set[str] = set()
    training: list[int] = []
    validation: list[int] = []
    for row, text in enumerate(comments.texts):
        key = opening(text)
        if len(key) > 30 and key in seen:
            continue
        seen.add(key)
        (validation if zlib.crc32(key.encode()) % ONE_IN == 0 else training).append(row)
    return comments.take(np.array(training)), comments.take(np.array(validation))


def split_families(comments: Comments, unseen: set[str]) -> tuple[Comments, Comments]:
    """Returns (training, validation) with whole families of comments that differ in one word on one side.

    Comments whose opening is in `unseen` are dropped: they are held out elsewhere.
    """
    family = families(comments.texts)
    held_out = np.array([zlib.crc32(comments.texts[first].encode()) % ONE_IN == 0 for first in family])
    fresh = np.array([len(key) <= 30 or key not in unseen for key in map(opening, comments.texts)])
    return comments.take(fresh & ~held_out), comments.take(fresh & held_out)


def families(texts: list[str]) -> np.ndarray:
    """(N,): the first row of each comment's family; comments are related when they differ in one word at most."""
    first_with: dict[int, int] = {}
    pairs: list[tuple[int, int]] = []
    for row, text in enumerate(texts):
        words = text.lower().split()[:LONGEST_PAIR]
        for left_out in range(len(words)):
            key = hash((left_out, *words[:left_out], *words[left_out + 1 :]))
            pairs.append((first_with.setdefault(key, row), row))
    rows, columns = np.array(pairs).T
    graph = coo_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(texts), len(texts)))
    _, number = connected_components(graph, directed=False)
    _, first = np.unique(number, return_index=True)
    return first[number]


def made_up(phrases: list[Phrase], weight: float) -> Comments:
    """Phrases as comments: a harmless one has none of the labels, of a rude one those that its tone tells are known."""
    labels, known = np.zeros((2, len(phrases), len(LABELS)), np.float32)
    label_of = {
        "insult": LABELS.index("insult"),
        "threat": LABELS.index("threat"),
        "hate": LABELS.index("identity_hate"),
    }
    labels[:, 0] = [phrase.toxic for phrase in phrases]
    known[:, 0] = 1
    for row, phrase in enumerate(phrases):
        if phrase.tone in label_of:
            labels[row, label_of[phrase.tone]] = known[row, label_of[phrase.tone]] = 1
        elif not phrase.toxic:
            known[row] = 1
            known[row, LABELS.index("obscene")] = phrase.tone == "fine"
    known[:, 1:] *= LABEL_WEIGHT
    return Comments([phrase.text for phrase in phrases], labels, weight * known, ["made up"] * len(phrases))
