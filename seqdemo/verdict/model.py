"""A CNN and an MLP that judge comments from the word vectors of the GRU in `toxicity`, walked in NumPy.

The three have the same vectors of the words and about the same number of weights behind them, and they were taught the
same comments. They differ only in what they make of the words so far.

>>> x = np.stack([[judge.embed(word) for word in judge.words("not stupid, just new")]])     # judge: a ToxicityModel
>>> VerdictModel.load().scores("cnn", x)      # (1, T, 6), in the order of LABELS, after every word
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from seqdemo.core import weights
from seqdemo.core.cells import sigmoid
from seqdemo.core.errors import WeightsError
from seqdemo.toxicity.model import LABELS

REACH = 3
"""Words that one convolution sees."""
WINDOW = 2 * REACH - 1
"""Words that two convolutions, one on top of the other, see."""
SHAPES = {
    "cnn_near_kernel": f"{REACH}, embedding, units",
    "cnn_near_bias": "units",
    "cnn_far_kernel": f"{REACH}, units, units",
    "cnn_far_bias": "units",
    "cnn_labels_kernel": f"3 units, {len(LABELS)}",
    "cnn_labels_bias": f"{len(LABELS)}",
    "mlp_each_kernel": "embedding, features",
    "mlp_each_bias": "features",
    "mlp_bag_kernel": "2 features, hidden",
    "mlp_bag_bias": "hidden",
    "mlp_labels_kernel": f"hidden, {len(LABELS)}",
    "mlp_labels_bias": f"{len(LABELS)}",
}
VECTORS = "toxicity.safetensors"


class VerdictModel:
    """Both networks. Immutable after loading, so that threads may share it."""

    def __init__(self, arrays: dict[str, np.ndarray], card: dict[str, Any]):
        self.card, self.arrays = card, arrays
        weights.fit("verdict", SHAPES, arrays)

    @classmethod
    def load(cls, directory: Path = weights.MODELS) -> VerdictModel:
        """Reads weights and card. Raises WeightsError, also where it learnt with other word vectors."""
        model = cls(*weights.load("verdict", SHAPES, directory))
        if model.card.get("word_vectors") != vectors_of(weights.load_card("toxicity")):
            raise WeightsError(
                f"The file assets/models/verdict.safetensors was made with another {VECTORS}; make it anew with "
                "`python -m seqdemo.training verdict --data DIR`."
            )
        return model

    def parameters(self, name: str) -> int:
        """How many weights the network `name` has, the vectors of the words not counted."""
        return sum(array.size for key, array in self.arrays.items() if key.startswith(name))

    def scores(self, name: str, x: np.ndarray) -> np.ndarray:
        """(N, T, E) vectors of the words of N comments in, (N, T, 6) probabilities after each word out."""
        thoughts = self.cnn(x) if name == "cnn" else self.mlp(x)
        return sigmoid(thoughts @ self.arrays[f"{name}_labels_kernel"] + self.arrays[f"{name}_labels_bias"])

    def cnn(self, x: np.ndarray) -> np.ndarray:
        """(N, T, E) in, (N, T, 3H) out: what two convolutions see at each word, and its maximum and mean so far."""
        seen = self.convolved(self.convolved(x, "near"), "far")
        return np.concatenate([seen, *so_far(seen)], axis=-1)

    def convolved(self, x: np.ndarray, layer: str) -> np.ndarray:
        """(N, T, I) in, (N, T, H) out: at each word it and the REACH - 1 before it, zeros before the first."""
        padded = np.pad(x, [(0, 0), (REACH - 1, 0), (0, 0)])
        windows = np.concatenate([padded[:, i : i + x.shape[1]] for i in range(REACH)], axis=-1)
        kernel = self.arrays[f"cnn_{layer}_kernel"]
        return _positive(windows @ kernel.reshape(-1, kernel.shape[-1]) + self.arrays[f"cnn_{layer}_bias"])

    def mlp(self, x: np.ndarray) -> np.ndarray:
        """(N, T, E) in, (N, T, H) out: each word by itself, then one more layer over the bag of those so far."""
        features = _positive(x @ self.arrays["mlp_each_kernel"] + self.arrays["mlp_each_bias"])
        bag = np.concatenate(so_far(features), axis=-1)
        return _positive(bag @ self.arrays["mlp_bag_kernel"] + self.arrays["mlp_bag_bias"])


def so_far(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the highest and the mean value of each unit up to each step of `values` (N, T, H)."""
    counts = np.arange(1, values.shape[1] + 1, dtype=np.float32)[:, None]
    return np.maximum.accumulate(values, axis=1), np.cumsum(values, axis=1) / counts


def vectors_of(card: dict[str, Any]) -> str:
    """Returns the checksum of the word vectors that the card of `toxicity` names."""
    return str(card["files"][VECTORS]["sha256"])


def _positive(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0)
