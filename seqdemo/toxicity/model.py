"""Judges a comment word by word: a GRU that reads from left to right, six scores after every word.

>>> model = ToxicityModel.load()
>>> trace = extend(model, Trace(), model.words("you are an 1d10t"))
>>> trace.outputs[-1]          # six probabilities, in the order of LABELS
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from seqdemo.core import weights
from seqdemo.core.cells import GRU, gru_shapes, gru_step, sigmoid
from seqdemo.core.trace import Step
from seqdemo.toxicity.reader import MOST_NGRAMS, NGRAM_BUCKETS, Lexicon, Word

WORDS_FILE = "toxicity_words.txt"
LABELS = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")

SHAPES = {
    "word_embedding": "words + 1, embedding",
    "form_embedding": "3, embedding",
    "ngram_embedding": f"{NGRAM_BUCKETS + 1}, embedding",
    **gru_shapes("gru", inputs="embedding"),
    "labels_kernel": f"3 units, {len(LABELS)}",
    "labels_bias": f"{len(LABELS)}",
}


# the mean of n rows as a product: (1/n, ..., 1/n) @ rows
_SHARES = [np.full(n, 1 / max(n, 1), np.float32) for n in range(MOST_NGRAMS + 1)]


class Carry(NamedTuple):
    """What goes from one word to the next. All arrays are (..., H) but `words`, (..., 1)."""

    state: np.ndarray
    highest: np.ndarray  # the highest value of each unit so far
    total: np.ndarray  # the sum of each unit so far; divided by `words` its mean
    words: np.ndarray  # how many there were

    def rows(self, rows: slice) -> Carry:
        """Returns these rows of a batch."""
        return Carry(*(part[rows] for part in self))


class ToxicityModel:
    """The walking network. Immutable after loading, so that threads may share it."""

    def __init__(self, arrays: dict[str, np.ndarray], card: dict[str, Any], counted_words: Sequence[tuple[str, int]]):
        self.card = card
        self.counts = dict(counted_words)
        self.lexicon = Lexicon([word for word, _ in counted_words], card.get("often_hidden", ()))
        self.units = weights.fit("toxicity", SHAPES, arrays, words=len(counted_words))["units"]
        self.word_embedding = arrays["word_embedding"]  # (words + 1, E); row 0 is the unknown word
        self.form_embedding = arrays["form_embedding"]  # (3, E)
        self.ngram_embedding = arrays["ngram_embedding"]  # (buckets + 1, E)
        self.gru = GRU.of(arrays, "gru")
        self.labels_kernel, self.labels_bias = arrays["labels_kernel"], arrays["labels_bias"]
        self.verdict_before = np.array(card.get("base_rates", [0.0] * len(LABELS)), np.float32)

    @classmethod
    def load(cls, directory: Path = weights.MODELS) -> ToxicityModel:
        """Reads the shipped weights, the card and the vocabulary. Raises WeightsError."""
        arrays, card = weights.load("toxicity", SHAPES, directory, as_stored=("word_embedding", "ngram_embedding"))
        lines = weights.load_file("toxicity", WORDS_FILE, card, directory).decode("utf-8").splitlines()
        counted = [(word, int(count)) for word, count in (line.split(" ") for line in lines)]
        return cls(arrays, card, counted)

    def words(self, text: str) -> list[Word]:
        """Returns the words of `text` as the model reads them."""
        return self.lexicon.words(text)

    def training_count(self, word: str) -> int:
        """How often `word` occurs in the training comments; 0 for one that is not in the vocabulary."""
        return self.counts.get(word.lower(), 0)

    def start(self) -> Carry:
        zeros = np.zeros(self.units, np.float32)
        return Carry(zeros, np.full(self.units, -2.0, np.float32), zeros, np.zeros(1, np.float32))

    def step(self, item: Word, carry: Carry) -> Step:
        """Reads one word. Step.output is (6,), Step.state and the gates are (H,)."""
        x = self.embed(item)
        step = gru_step(x, carry.state, self.gru)
        after = _remember(carry, step.state)
        output = sigmoid(self.logits(after))
        return Step(
            item, output, step.state, {"update": step.update, "reset": step.reset, "candidate": step.candidate}, after
        )

    def embed(self, word: Word) -> np.ndarray:
        """(E,): the word's own vector, how it was recognised, and the mean of its letter groups."""
        letters = _SHARES[len(word.ngrams)] @ self.ngram_embedding.take(word.ngrams, axis=0)
        return self.word_embedding[word.number] + self.form_embedding[word.form] + letters

    def logits(self, carry: Carry) -> np.ndarray:
        """(..., 6): log odds of the labels from the last state and the pools over the words so far."""
        pooled = np.concatenate([carry.state, carry.highest, carry.total / carry.words], axis=-1)
        return pooled @ self.labels_kernel + self.labels_bias

    def scores(self, x: np.ndarray) -> np.ndarray:
        """(N, T, E) vectors of the words of N comments in, (N, T, 6) probabilities after each word out."""
        carry = Carry(*(np.tile(part, (len(x), 1)) for part in self.start()))
        found = np.empty((*x.shape[:2], len(LABELS)), np.float32)
        for time in range(x.shape[1]):
            carry = _remember(carry, gru_step(x[:, time], carry.state, self.gru).state)
            found[:, time] = sigmoid(self.logits(carry))
        return found

    def judge(self, texts: Sequence[str], most_words: int = 400) -> np.ndarray:
        """Returns (N, 6) probabilities of whole comments, walked together; words after `most_words` are left out.

        A comment without a word gets the base rates.
        """
        comments = [self.words(text)[:most_words] for text in texts]
        order = sorted(range(len(comments)), key=lambda i: -len(comments[i]))
        running = sum(1 for comment in comments if comment)
        carry = Carry(*(np.tile(part, (running, 1)) for part in self.start()))
        result = np.tile(self.verdict_before, (len(comments), 1))
        time = 0
        while running:
            x = np.stack([self.embed(comments[i][time]) for i in order[:running]])
            carry = _remember(carry, gru_step(x, carry.state, self.gru).state)
            time += 1
            still = sum(1 for i in order[:running] if len(comments[i]) > time)
            if still < running:  # the longest come first, so those that end are the last rows
                result[order[still:running]] = sigmoid(self.logits(carry.rows(slice(still, running))))
                carry, running = carry.rows(slice(still)), still
        return result


def _remember(carry: Carry, state: np.ndarray) -> Carry:
    return Carry(state, np.maximum(carry.highest, state), carry.total + state, carry.words + 1)
