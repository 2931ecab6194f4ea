"""Small networks with random weights, on the word vectors of the small judge of comments."""

import numpy as np

from seqdemo.core.shapes import concrete
from seqdemo.verdict.model import SHAPES, VerdictModel
from seqdemo.verdict.orders import NETWORKS
from seqdemo.verdict.say import SETS
from tests.toxicity.stub import SIZE, UNITS

NUMBERS = dict(zip(NETWORKS, (0.9, 0.85, 0.8), strict=True))
MEASURED = {"rows": 9} | dict.fromkeys(("auc", "shuffled_auc", "accuracy", "shuffled_accuracy", "moved"), NUMBERS)


def arrays() -> dict[str, np.ndarray]:
    """Random arrays in the shapes of the real ones."""
    random = np.random.default_rng(5)
    shapes = concrete(SHAPES, embedding=SIZE, units=UNITS, features=9, hidden=7)
    return {name: random.normal(0, 0.2, shape).astype(np.float32) for name, shape in shapes.items()}


def stub() -> VerdictModel:
    """Returns networks of the shape of the real ones."""
    return VerdictModel(arrays(), {"quality": dict.fromkeys(SETS, MEASURED)})
