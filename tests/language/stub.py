"""Three small networks with random weights, for tests."""

import numpy as np

from seqdemo.core.shapes import concrete
from seqdemo.language.model import SHAPES, LanguageModel
from seqdemo.language.vocabulary import SPECIALS

NETWORKS = ("rnn", "cnn", "mlp")
WORDS = tuple(
    "we are going to have a party . I don't know what you want , ? Tom is here and 's they saw the dog".split()
)


def arrays(scale: float = 0.7) -> dict[str, np.ndarray]:
    """Random arrays in the shapes of the real ones."""
    random = np.random.default_rng(3)
    shapes = concrete(SHAPES, vocabulary=len(WORDS) + SPECIALS, embedding=8, units=12, channels=10, hidden=14)
    return {name: random.normal(0, scale, shape).astype(np.float32) for name, shape in shapes.items()}


def stub() -> LanguageModel:
    """Returns a walking model of the shape of the real one."""
    card = {"quality": {"validation.txt": {"perplexity_by_context": {name: {"1": 9.0, "3": 8.0} for name in NETWORKS}}}}
    return LanguageModel(arrays(), card, list(WORDS))
