"""The decoder: the first LSTM asks, the memory of the encoder answers, the second LSTM speaks (as in Wu et al. 2016).

The weights of the answer are those of Luong et al. 2015. What is carried across is written by rule as often as it
stands in the source: the network chooses where.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from seqdemo.core.attention import attend
from seqdemo.core.cells import LSTM, LSTMStep, lstm_step
from seqdemo.core.products import product
from seqdemo.translation.encoder import Carry, Memory
from seqdemo.translation.pieces import END, SPECIALS, Pieces

FORBIDDEN = -1e9
"""Added to a logit instead of minus infinity, so that a forged link cannot leave a search without a candidate."""
MISSING = -12.0
"""Added to the logit of the end for every placeholder that was not written yet."""


class Decoder:
    """Immutable, so that threads may share it."""

    def __init__(self, arrays: Mapping[str, np.ndarray], pieces: Pieces):
        self.embedding = arrays["embedding"]  # (V, E), also the output layer
        self.lstm = {layer: LSTM.of(arrays, layer) for layer in ("decoder_1", "decoder_2")}
        self.attention_kernel = arrays["attention_kernel"]  # (H, M)
        self.combine_kernel, self.combine_bias = arrays["combine_kernel"], arrays["combine_bias"]  # (H + M, E), (E,)
        self.output_bias = arrays["output_bias"]  # (V,)
        self.placeholders = np.array(pieces.placeholders)  # (P,)
        # no sentence has a start inside, and a single byte is no character
        self.never = np.zeros(len(pieces), np.float32)
        self.never[[number for number in range(SPECIALS) if number != END]] = -np.inf

    def advance(
        self, numbers: np.ndarray, carry: Carry, memory: Memory
    ) -> tuple[Carry, LSTMStep, LSTMStep, np.ndarray]:
        """One step for R = N * K rows: K beginnings of each of the N sentences in `memory`.

        Reads pieces (R,); returns the carry, what both LSTMs computed, and logits (R, V).
        """
        first = lstm_step(self.embedding[numbers], carry.first, self.lstm["decoder_1"])
        # the first LSTM asks: q = h1 Wa; the memory answers
        query = product(first.state.hidden, self.attention_kernel).reshape(len(memory.rows), -1, memory.rows.shape[-1])
        weights, context = attend(query, memory.rows, memory.there)
        context = context.reshape(len(numbers), -1)
        # the second speaks
        told = np.concatenate([first.state.hidden, context], axis=-1)
        second = lstm_step(told, carry.second, self.lstm["decoder_2"])
        # o = tanh([h2, context] Wc + bc);  logits = o E^T + b, with the vectors of the pieces themselves
        told = np.concatenate([second.state.hidden, context], axis=-1)
        spoken = np.tanh(product(told, self.combine_kernel) + self.combine_bias)
        logits = product(spoken, self.embedding.T) + self.output_bias
        owed = carry.owed - (numbers[:, None] == self.placeholders)
        return Carry(first.state, second.state, weights.reshape(len(numbers), -1), owed), first, second, logits

    def allowed(self, logits: np.ndarray, carry: Carry, memory: Memory) -> np.ndarray:
        """Returns the logits (R, V) by the rules: every placeholder once at least, none that the source has not."""
        logits = logits + self.never
        logits[:, self.placeholders] += np.where(carry.owed > 0, 0, FORBIDDEN)
        carried = np.repeat(memory.carried, len(carry.owed) // len(memory.carried), axis=0)
        missing = ((carry.owed == carried) & (carried > 0)).sum(axis=-1)
        logits[:, END] += MISSING * missing
        return logits
