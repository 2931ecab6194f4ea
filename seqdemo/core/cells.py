"""One step of a recurrent network in NumPy: (input, state) -> (gates, state).

The equations are those of Keras 3 with its weight order, so that trained weights
are used as they are. Every array may carry leading batch axes, written `...`.

    >>> step = gru_step(np.zeros(3), np.zeros(2), gru)     # step.state has shape (2,)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from seqdemo.core.products import product

_HALF = np.float32(0.5)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + e^-x), written with tanh because tanh never overflows. Any shape."""
    half = x * _HALF  # then in place: at these sizes a new array costs as much as the arithmetic
    half = np.tanh(half, out=half if half.ndim else None)
    half *= _HALF
    half += _HALF
    return half


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis; same shape as `logits`, each row sums to one."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


class GRU(NamedTuple):
    """Weights of a gated recurrent unit with I inputs and H units.

    Columns of the kernels: update gate, reset gate, candidate (H each).
    `bias` has shape (2, 3H): row 0 goes to the input side, row 1 to the recurrent side.
    """

    kernel: np.ndarray  # (I, 3H)
    recurrent_kernel: np.ndarray  # (H, 3H)
    bias: np.ndarray  # (2, 3H)

    @classmethod
    def of(cls, arrays: Mapping[str, np.ndarray], name: str) -> GRU:
        """The weights that `gru_shapes(name, ...)` names."""
        return cls(*(arrays[f"{name}_{part}"] for part in cls._fields))


def gru_shapes(name: str, inputs: str, units: str = "units") -> dict[str, str]:
    """The names and the shapes (see `seqdemo.core.shapes`) of the weights of a GRU."""
    gates = f"3 {units}"
    return {
        f"{name}_kernel": f"{inputs}, {gates}",
        f"{name}_recurrent_kernel": f"{units}, {gates}",
        f"{name}_bias": f"2, {gates}",
    }


GRU_FORMULA = r"""
z &= \sigma(x W_z + h U_z + b_z) & \text{update gate: how much of the old state stays}\\
r &= \sigma(x W_r + h U_r + b_r) & \text{reset gate: how much of the old state the candidate sees}\\
n &= \tanh(x W_n + b_n + r \odot (h U_n + c_n)) & \text{candidate: what the input would like to write}\\
h' &= z \odot h + (1 - z) \odot n & \text{the new state}
"""
"""What `gru_step` computes, as rows of LaTeX."""


class GRUStep(NamedTuple):
    """What one GRU step computed; every array is (..., H)."""

    state: np.ndarray
    update: np.ndarray
    reset: np.ndarray
    candidate: np.ndarray


def gru_step(x: np.ndarray, h: np.ndarray, weights: GRU) -> GRUStep:
    """One step of a GRU. `x` is (..., I), `h` is (..., H).

    Formula: Cho et al. 2014, in the variant that resets after the recurrent product
    (Keras `reset_after=True`).
    """
    units = h.shape[-1]
    from_input = product(x, weights.kernel) + weights.bias[0]  # (..., 3H)
    from_state = product(h, weights.recurrent_kernel) + weights.bias[1]  # (..., 3H)
    # z, r = sigmoid(x Wzr + h Uzr + b), both gates in one product
    gates = sigmoid(from_input[..., : 2 * units] + from_state[..., : 2 * units])
    update, reset = gates[..., :units], gates[..., units:]
    # n = tanh(x Wn + r * (h Un + b))
    candidate = np.tanh(from_input[..., 2 * units :] + reset * from_state[..., 2 * units :])
    # h' = z * h + (1 - z) * n
    state = candidate + update * (h - candidate)
    return GRUStep(state, update, reset, candidate)


class LSTM(NamedTuple):
    """Weights of a long short-term memory with I inputs and H units.

    Columns of the kernels and the bias: input gate, forget gate, candidate, output gate.
    """

    kernel: np.ndarray  # (I, 4H)
    recurrent_kernel: np.ndarray  # (H, 4H)
    bias: np.ndarray  # (4H,)

    @classmethod
    def of(cls, arrays: Mapping[str, np.ndarray], name: str) -> LSTM:
        """The weights that `lstm_shapes(name, ...)` names."""
        return cls(*(arrays[f"{name}_{part}"] for part in cls._fields))


def lstm_shapes(name: str, inputs: str, units: str = "units") -> dict[str, str]:
    """The names and the shapes (see `seqdemo.core.shapes`) of the weights of an LSTM."""
    gates = f"4 {units}"
    return {
        f"{name}_kernel": f"{inputs}, {gates}",
        f"{name}_recurrent_kernel": f"{units}, {gates}",
        f"{name}_bias": gates,
    }


LSTM_FORMULA = r"""
i, f, o &= \sigma(x W + h U + b) & \text{gates: what to write, what to keep, what to show}\\
g &= \tanh(x W_g + h U_g + b_g) & \text{candidate}\\
c' &= f \odot c + i \odot g \qquad h' = o \odot \tanh(c') & \text{the new memory}
"""
"""What `lstm_step` computes, as rows of LaTeX."""


class LSTMState(NamedTuple):
    """What an LSTM carries from step to step: `hidden` (..., H) and `cell` (..., H)."""

    hidden: np.ndarray
    cell: np.ndarray

    def rows(self, rows: np.ndarray) -> LSTMState:
        """Returns these rows of a batch of states, in this order."""
        return LSTMState(self.hidden[rows], self.cell[rows])


class LSTMStep(NamedTuple):
    """What one LSTM step computed; the four gates are (..., H)."""

    state: LSTMState
    input: np.ndarray
    forget: np.ndarray
    candidate: np.ndarray
    output: np.ndarray

    @property
    def gates(self) -> dict[str, np.ndarray]:
        """The gates and the candidate by name."""
        return {"input": self.input, "forget": self.forget, "candidate": self.candidate, "output": self.output}


def lstm_step(x: np.ndarray, state: LSTMState, weights: LSTM, from_input: np.ndarray | None = None) -> LSTMStep:
    """One step of an LSTM. `x` is (..., I), both parts of `state` are (..., H).

    `from_input` is x W, where it was computed for all steps at once.
    Formula: Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000.
    """
    hidden, cell = state
    units = hidden.shape[-1]
    # one product for all four: a = x W + h U + b
    from_input = product(x, weights.kernel) if from_input is None else from_input
    a = from_input + product(hidden, weights.recurrent_kernel) + weights.bias  # (..., 4H)
    # i, f = sigmoid(a_i), sigmoid(a_f); g = tanh(a_g); o = sigmoid(a_o)
    input_and_forget = sigmoid(a[..., : 2 * units])
    input_gate, forget_gate = input_and_forget[..., :units], input_and_forget[..., units:]
    candidate = np.tanh(a[..., 2 * units : 3 * units])
    output_gate = sigmoid(a[..., 3 * units :])
    # c' = f * c + i * g;  h' = o * tanh(c')
    cell = forget_gate * cell + input_gate * candidate
    hidden = output_gate * np.tanh(cell)
    return LSTMStep(LSTMState(hidden, cell), input_gate, forget_gate, candidate, output_gate)
