"""How far NumPy is from Keras on the shipped weights."""

import numpy as np

from seqdemo.toxicity.comments import Comments
from seqdemo.toxicity.model import ToxicityModel
from seqdemo.toxicity.training import CommentBatches, predict
from seqdemo.verdict.evaluation import judged
from seqdemo.verdict.model import VerdictModel
from seqdemo.verdict.training import restore
from tests.toxicity.parity import TEXTS


def largest_difference() -> float:
    """Of the probabilities after whole comments, 0..1."""
    judge, rivals = ToxicityModel.load(), VerdictModel.load()
    comments = Comments(TEXTS, np.zeros((len(TEXTS), 6)), np.zeros((len(TEXTS), 6)), [""] * len(TEXTS))
    found = judged(judge, rivals, [judge.words(text) for text in TEXTS])
    largest = float(np.abs(found["rnn"] - judge.judge(TEXTS)).max())
    for name in ("cnn", "mlp"):
        logits = predict(restore(name, judge), CommentBatches(comments, judge.lexicon))
        largest = max(largest, float(np.abs(found[name] - 1 / (1 + np.exp(-logits))).max()))
    return largest
