"""Tells inside from outside: one GRU over characters, walked in NumPy.

>>> trace = extend(ToyModel.load(), Trace(), "a(b)")     # trace.outputs: (4, 1), how probably a bracket is open
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from seqdemo.core import weights
from seqdemo.core.cells import GRU, gru_shapes, gru_step, sigmoid
from seqdemo.core.trace import Step
from seqdemo.toy.reader import KINDS, kind

SHAPES = {**gru_shapes("gru", inputs="kinds"), "dense_kernel": "units, 1", "dense_bias": "1"}


class ToyModel:
    """Reads one character a step and says how probably a bracket is open."""

    def __init__(self, arrays: dict[str, np.ndarray], card: dict[str, Any]):
        self.card = card
        self.units = weights.fit("toy", SHAPES, arrays, kinds=KINDS)["units"]
        self.gru = GRU.of(arrays, "gru")
        self.dense_kernel, self.dense_bias = arrays["dense_kernel"], arrays["dense_bias"]  # (H, 1), (1,)

    @classmethod
    def load(cls, directory: Path = weights.MODELS) -> ToyModel:
        """Reads weights and card. Raises WeightsError, one sentence."""
        return cls(*weights.load("toy", SHAPES, directory))

    def start(self) -> np.ndarray:
        """Returns an empty memory, (H,)."""
        return np.zeros(self.units, np.float32)

    def step(self, item: str, carry: np.ndarray) -> Step:
        """Reads one character; the output is (1,), the probability that a bracket is open after it."""
        x = np.eye(KINDS, dtype=np.float32)[kind(item)]
        after = gru_step(x, carry, self.gru)
        # p = sigmoid(h' W + b)
        inside = sigmoid(after.state @ self.dense_kernel + self.dense_bias)
        gates = {"update": after.update, "reset": after.reset, "candidate": after.candidate}
        return Step(item, inside, after.state, gates, after.state)
