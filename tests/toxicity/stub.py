"""A small judge of comments with random weights, for tests of the page."""

import numpy as np

from seqdemo.core.shapes import concrete
from seqdemo.toxicity.model import SHAPES, ToxicityModel

WORDS = ("you", "the", "a", "are", "idiot", "friend", "thank", "gay", "tall", "people", "stupid", "loser")
UNITS, SIZE = 24, 12


def arrays(scale: float = 1.0) -> dict[str, np.ndarray]:
    """Random arrays in the shapes of the real model."""
    random = np.random.default_rng(4)
    shapes = concrete(SHAPES, words=len(WORDS), embedding=SIZE, units=UNITS)
    made = {name: random.normal(0, 0.5 * scale, shape).astype(np.float32) for name, shape in shapes.items()}
    made["labels_bias"] -= 2
    return made


def stub() -> ToxicityModel:
    """Returns a walking model of the shape of the real one."""
    card = {"base_rates": [0.1, 0.01, 0.05, 0.01, 0.05, 0.01], "often_hidden": ["idiot"]}
    counted = [(word, 100 - i) for i, word in enumerate(WORDS)]
    return ToxicityModel(arrays(), card, counted)
