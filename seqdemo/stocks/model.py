"""Says after each week what the next one brings: small GRUs side by side, walked in NumPy.

Half of them learnt from the weeks in order, half from the same weeks shuffled; within a half they differ only in the
seed of the dice that their training began with.

>>> trace = extend(StocksModel.load(), Trace(), [0.02, -0.01])     # trace.outputs: (2, networks)
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from seqdemo.core import weights
from seqdemo.core.cells import GRU, gru_step
from seqdemo.core.trace import Step

SHAPES = {
    "gru_kernel": "2 seeds, 1, 3 units",
    "gru_recurrent_kernel": "2 seeds, units, 3 units",
    "gru_bias": "2, 2 seeds, 1, 3 units",
    "dense_kernel": "2 seeds, units, 1",
    "dense_bias": "2 seeds, 1, 1",
}
"""Of all networks at once, first those that learnt from the weeks in order."""
SCALE = 0.04
"""A change of so much is 1 to the networks, on the way in and on the way out: about their standard deviation."""


class StocksModel:
    """Reads one change of the price a step; every network says which change it expects next."""

    def __init__(self, arrays: dict[str, np.ndarray], card: dict[str, Any]):
        self.card = card
        sizes = weights.fit("stocks", SHAPES, arrays)
        self.seeds, self.units = sizes["seeds"], sizes["units"]
        self.gru = GRU.of(arrays, "gru")
        self.dense_kernel, self.dense_bias = arrays["dense_kernel"], arrays["dense_bias"]  # (2S, H, 1), (2S, 1, 1)

    @classmethod
    def load(cls, directory: Path = weights.MODELS) -> StocksModel:
        """Reads weights and card. Raises WeightsError, one sentence."""
        return cls(*weights.load("stocks", SHAPES, directory))

    def start(self) -> np.ndarray:
        """Returns an empty memory for every network, (2S, 1, H)."""
        return np.zeros((2 * self.seeds, 1, self.units), np.float32)

    def step(self, item: float, carry: np.ndarray) -> Step:
        """Reads one change of the price; the output is (2S,), the next change as each network expects it.

        The state and the gates are those of the first network, which learnt from the weeks in order.
        """
        expected, after = self.advance(np.array([[item]]), carry)
        gates = {name: getattr(after, name)[0, 0] for name in ("update", "reset", "candidate")}
        return Step(item, expected[:, 0], after.state[0, 0], gates, after.state)

    def advance(self, changes: np.ndarray, carry: np.ndarray) -> tuple[np.ndarray, Any]:
        """One step for N rows: `changes` (N, 1), `carry` (2S, N, H); returns what is expected (2S, N), and the step."""
        after = gru_step((changes / SCALE).astype(np.float32), carry, self.gru)
        # y = h' W + b, in units of SCALE
        return SCALE * (after.state @ self.dense_kernel + self.dense_bias)[..., 0], after

    def expect(self, changes: np.ndarray) -> np.ndarray:
        """Returns what every network expects after each of `changes` (N, T) of N rows: (2S, N, T)."""
        carry, found = np.repeat(self.start(), len(changes), axis=1), []
        for column in changes.T:
            expected, after = self.advance(column[:, None], carry)
            carry = after.state
            found.append(expected)
        return np.stack(found, axis=-1)
