"""A small judge of comments with random weights, for tests of the page."""

import numpy as np

from seqdemo.toxicity.model import LABELS, ToxicityModel
from seqdemo.toxicity.reader import NGRAM_BUCKETS

WORDS = ("you", "the", "a", "are", "idiot", "friend", "thank", "gay", "tall", "people", "stupid", "loser")
UNITS, SIZE = 24, 12


def arrays(scale: float = 1.0) -> dict[str, np.ndarray]:
    """Random arrays in the shapes of the real model."""
    random = np.random.default_rng(4)
    shapes = {
        "word_embedding": (len(WORDS) + 1, SIZE),
        "form_embedding": (3, SIZE),
        "ngram_embedding": (NGRAM_BUCKETS + 1, SIZE),
        "gru_kernel": (SIZE, 3 * UNITS),
        "gru_recurrent_kernel": (UNITS, 3 * UNITS),
        "gru_bias": (2, 3 * UNITS),
        "labels_kernel": (3 * UNITS, len(LABELS)),
        "labels_bias": (len(LABELS),),
    }
    made = {name: random.normal(0, 0.5 * scale, shape).astype(np.float32) for name, shape in shapes.items()}
    made["labels_bias"] -= 2
    return made


def stub() -> ToxicityModel:
    """Returns a walking model of the shape of the real one."""
    card = {"base_rates": [0.1, 0.01, 0.05, 0.01, 0.05, 0.01], "often_hidden": ["idiot"]}
    counted = [(word, 100 - i) for i, word in enumerate(WORDS)]
    return ToxicityModel(arrays(), card, counted)
