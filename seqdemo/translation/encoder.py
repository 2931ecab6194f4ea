"""The encoder: two layers of LSTMs that read a sentence from both ends and note down what they read.

>>> encoder = Encoder(arrays)
>>> memory, layers = encoder.read(np.array([[5, 9, 2]]), np.array([3]))     # memory.rows: (1, 3, M)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from seqdemo.core.cells import LSTM, LSTMState, LSTMStep, lstm_step
from seqdemo.core.products import product
from seqdemo.core.trace import Step, Trace

LAYERS = ("encoder_1_forward", "encoder_1_backward", "encoder_2_forward", "encoder_2_backward")
NOTHING = np.zeros(0, np.float32)


class Memory(NamedTuple):
    """What the decoder can look at, for N sentences side by side."""

    rows: np.ndarray  # (N, S, M)
    there: np.ndarray  # (N, S) False after the end of a sentence, and where the decoder may not look
    carried: np.ndarray  # (N, P) how often each placeholder stands in the sentence


class Carry(NamedTuple):
    """What goes from one French piece to the next; leading axes are sequences side by side."""

    first: LSTMState  # of the LSTM that asks, (..., H)
    second: LSTMState  # of the LSTM that speaks, (..., H)
    attention: np.ndarray  # (..., S) where it looked; shown, not read by the next step
    owed: np.ndarray  # (..., P) how often each placeholder may still be written

    def rows(self, rows: np.ndarray) -> Carry:
        """Returns these rows, in this order."""
        return Carry(self.first.rows(rows), self.second.rows(rows), self.attention[rows], self.owed[rows])

    def each(self, times: int) -> Carry:
        """Returns every row so many times, side by side; nothing was looked at yet."""
        rows = np.repeat(np.arange(len(self.owed)), times)
        return Carry(self.first.rows(rows), self.second.rows(rows), self.attention, self.owed[rows])


class Encoder:
    """Immutable, so that threads may share it."""

    def __init__(self, arrays: Mapping[str, np.ndarray], placeholders: Sequence[int]):
        self.embedding = arrays["embedding"]  # (V, E)
        self.lstm = {layer: LSTM.of(arrays, layer) for layer in LAYERS}
        self.bridge_kernel, self.bridge_bias = arrays["bridge_kernel"], arrays["bridge_bias"]  # (M, 4H), (4H,)
        self.placeholders = np.array(placeholders)  # (P,)

    def read(self, numbers: np.ndarray, lengths: np.ndarray) -> tuple[Memory, list[tuple[LSTMStep, ...]]]:
        """Reads sentences (N, S) of `lengths` (N,), all that follows being padding; returns the steps of each LSTM."""
        x = self.embedding[numbers]
        places = np.arange(numbers.shape[1])
        there = places < lengths[:, None]
        # where each piece is when a sentence is read from its end; padding stays behind it
        turned = np.where(there, lengths[:, None] - 1 - places, places)[..., None]
        layers = []
        for layer in ("encoder_1", "encoder_2"):
            forward = _walk(x, self.lstm[f"{layer}_forward"])
            backward = _walk(np.take_along_axis(x, turned, axis=1), self.lstm[f"{layer}_backward"])
            layers += [forward, backward]
            back = np.take_along_axis(_hidden(backward), turned, axis=1)
            x = np.concatenate([_hidden(forward), back], axis=-1)
        carried = ((numbers[..., None] == self.placeholders) & there[..., None]).sum(axis=1)
        return Memory(x * there[..., None], there, carried), layers

    def begin(self, memory: Memory, lengths: np.ndarray) -> Carry:
        """The decoder starts from the last states of both directions: that of the left one is in the first row."""
        units = memory.rows.shape[-1] // 2
        last = memory.rows[np.arange(len(lengths)), lengths - 1, :units]
        read = np.concatenate([last, memory.rows[:, 0, units:]], axis=-1)
        # h1, c1, h2, c2 = tanh([left, right] Wb + bb)
        states = np.split(np.tanh(read @ self.bridge_kernel + self.bridge_bias), 4, axis=-1)
        return Carry(LSTMState(*states[:2]), LSTMState(*states[2:]), NOTHING, memory.carried)


def trace_of(pieces: Sequence[str], steps: Sequence[LSTMStep]) -> Trace:
    """A finished walk of an encoder, which puts nothing out, over one sentence."""
    walked = (
        Step(piece, NOTHING, step.state.hidden[0], {name: gate[0] for name, gate in step.gates.items()}, step.state)
        for piece, step in zip(pieces, steps, strict=True)
    )
    return Trace(tuple(walked), len(steps), tuple(pieces))


def _walk(x: np.ndarray, lstm: LSTM) -> tuple[LSTMStep, ...]:
    """Walks an LSTM over (N, S, I)."""
    zeros = np.zeros((len(x), lstm.recurrent_kernel.shape[0]), np.float32)
    state, steps = LSTMState(zeros, zeros), []
    # all that does not hang on the state in one product
    from_input = product(x, lstm.kernel)
    for time in range(x.shape[1]):
        steps.append(lstm_step(x[:, time], state, lstm, from_input[:, time]))
        state = steps[-1].state
    return tuple(steps)


def _hidden(steps: Sequence[LSTMStep]) -> np.ndarray:
    return np.stack([step.state.hidden for step in steps], axis=1)  # (N, S, H)
