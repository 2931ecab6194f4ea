"""How far the NumPy walk is from Keras on the shipped weights."""

import numpy as np

from seqdemo.toxicity.model import ToxicityModel
from seqdemo.toxicity.training import CommentBatches, Comments, predict, restore

TEXTS = [
    "thank you for your help",
    "You are a stuuupid 1d10t!",
    "what",
    "the same to you and to all of your friends " * 9,
]


def largest_difference() -> float:
    """Of the probabilities after whole comments, 0..1."""
    ours = ToxicityModel.load()
    comments = Comments(TEXTS, np.zeros((len(TEXTS), 6)), np.zeros((len(TEXTS), 6)), [""] * len(TEXTS))
    logits = predict(restore(), CommentBatches(comments, ours.lexicon))
    return float(np.abs(ours.judge(TEXTS) - 1 / (1 + np.exp(-logits))).max())
