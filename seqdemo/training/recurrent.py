"""An LSTM over whole sequences for training on processors: large products at once, the gradient written by hand.

The loop over time holds only what depends on the step before. The products with the inputs, and those that give
the gradients of the kernels, are done for all steps together: twice as fast as differentiating the loop.
"""

from __future__ import annotations

from keras import layers, ops

CLOSED = -1e4
"""Added to the input gate where there is no piece: nothing is written, so a memory that is empty stays empty."""


class Recurrent(layers.Layer):
    """An LSTM with the weight order of Keras; its recurrent dropout is that of Semeniuta et al. 2016.

    `precision` is that of the products; everything else is computed in float32.
    """

    def __init__(self, units: int, precision: str = "float32", backwards: bool = False, **options):
        super().__init__(**options)
        self.units, self.precision, self.backwards = units, precision, backwards

    def build(self, shape):
        self.kernel = self.add_weight((shape[-1], 4 * self.units), initializer="glorot_uniform", name="kernel")
        self.recurrent_kernel = self.add_weight(
            (self.units, 4 * self.units), initializer="orthogonal", name="recurrent_kernel"
        )
        self.bias = self.add_weight((4 * self.units,), initializer=forget_gate_open, name="bias")

    def call(self, x, hidden, cell, kept, there=None):
        """Returns the hidden states (B, T, H) of `x` (B, T, I) from `hidden` and `cell` (B, H).

        `kept` (B, H) multiplies what is written into the cell: ones, or the mask of a dropout.
        `there` (B, T) is 1 where a piece is and 0 where the sentence has ended; needed when reading backwards.
        """
        a = product(x, self.kernel, self.precision) + self.bias  # (B, T, 4H)
        if there is not None:
            closed = ops.concatenate([ops.full((self.units,), CLOSED), ops.zeros((3 * self.units,))])
            a = a + (1 - there)[..., None] * closed
        a = ops.transpose(a, (1, 0, 2))
        a = ops.flip(a, axis=0) if self.backwards else a
        # times one: a function with a gradient of its own takes numbers and no variables
        states = over_time(a, 1.0 * self.recurrent_kernel, hidden, cell, kept, self.precision)
        states = ops.flip(states, axis=0) if self.backwards else states
        return ops.transpose(states, (1, 0, 2))


def filled(x, units: int, value: float):
    """Returns (B, units) of `value` for an input x (B, T, I) of a model: a first state, or what a dropout masks."""
    return layers.Lambda(lambda t: ops.full_like(t[:, 0, :1], value) * ops.ones((1, units)))(x)


def forget_gate_open(shape, dtype=None):
    """Bias one for the forget gate (Jozefowicz et al. 2015)."""
    units = shape[0] // 4
    return ops.cast(ops.concatenate([ops.zeros(units), ops.ones(units), ops.zeros(2 * units)]), dtype)


def product(x, kernel, precision: str):
    """x @ kernel, multiplied in `precision`, in float32 again."""
    return ops.cast(ops.matmul(ops.cast(x, precision), ops.cast(kernel, precision)), "float32")


def over_time(projected, recurrent_kernel, hidden, cell, kept, precision: str):
    """Returns the hidden states (T, B, H) of an LSTM whose inputs are already multiplied: `projected` (T, B, 4H).

    a = x W + h U + b;  i, f, g, o from a;  c' = f * c + i * g * kept;  h' = o * tanh(c')
    """

    @ops.custom_gradient
    def walk(projected, recurrent_kernel, hidden, cell, kept):
        low = ops.cast(recurrent_kernel, precision)

        # Keras wants what a step hands out to look like what it carries, so the gates are carried too, and not read.
        def forward(state, a):
            hidden, cell, _ = state
            a = a + ops.cast(ops.matmul(ops.cast(hidden, precision), low), "float32")
            i, f, g, o = ops.split(a, 4, axis=-1)
            i, f, g, o = ops.sigmoid(i), ops.sigmoid(f), ops.tanh(g), ops.sigmoid(o)
            cell = f * cell + i * g * kept
            state = (o * ops.tanh(cell), cell, ops.concatenate([i, f, g, o], axis=-1))
            return state, state

        start = (hidden, cell, ops.zeros_like(projected[0]))
        _, (states, cells, gates) = ops.scan(forward, start, projected)

        def gradient(*arguments, upstream=None):
            d_states = arguments[0] if upstream is None else upstream
            hidden_before = ops.concatenate([hidden[None], states[:-1]])
            cell_before = ops.concatenate([cell[None], cells[:-1]])
            i, f, g, o = ops.split(gates, 4, axis=-1)
            squashed = ops.tanh(cells)
            # how a step moves with its pre-activations: i, f, g through the cell, o through the hidden state
            by_cell = (g * kept * i * (1 - i), cell_before * f * (1 - f), i * kept * (1 - g * g))
            by_hidden = squashed * o * (1 - o)
            to_cell = o * (1 - squashed * squashed)
            turned = ops.transpose(low)

            def backward(later, step):
                d_hidden, d_cell, _ = later
                d_state, forget, to_cell, *by_cell, by_hidden = ops.split(step, 7, axis=-1)
                d_hidden = d_hidden + d_state
                d_cell = d_cell + d_hidden * to_cell
                d_a = ops.concatenate([*(d_cell * slope for slope in by_cell), d_hidden * by_hidden], axis=-1)
                d_hidden = ops.cast(ops.matmul(ops.cast(d_a, precision), turned), "float32")
                state = (d_hidden, d_cell * forget, d_a)
                return state, state

            # one array, because Keras cannot scan several whose length it does not know beforehand
            steps = ops.concatenate([d_states, f, to_cell, *by_cell, by_hidden], axis=-1)
            start = (ops.zeros_like(hidden), ops.zeros_like(cell), ops.zeros_like(projected[0]))
            (d_hidden, d_cell, _), (_, _, d_a) = ops.scan(backward, start, steps, reverse=True)
            rows = ops.transpose(ops.reshape(hidden_before, (-1, ops.shape(hidden)[-1])))
            d_kernel = product(rows, ops.reshape(d_a, (-1, ops.shape(d_a)[-1])), precision)
            return d_a, d_kernel, d_hidden, d_cell, ops.zeros_like(kept)

        return states, gradient

    return walk(projected, recurrent_kernel, hidden, cell, kept)
