"""The NumPy cells equal the Keras layers, and keep what every such cell must keep."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from seqdemo.core.cells import GRU, LSTM, LSTMState, gru_step, lstm_step, sigmoid, softmax

INPUTS, UNITS, STEPS = 5, 7, 12
numbers = st.floats(-1000, 1000, width=32)


@pytest.fixture
def random():
    return np.random.default_rng(3)


def keras_layer(kind, random):
    layers = pytest.importorskip("keras").layers
    layer = getattr(layers, kind)(UNITS, return_sequences=True)
    layer.build((None, STEPS, INPUTS))
    layer.set_weights([random.normal(0, 0.7, w.shape).astype("float32") for w in layer.get_weights()])
    return layer


def test_gru_step_equals_keras(random):
    layer, xs = keras_layer("GRU", random), random.normal(size=(1, STEPS, INPUTS)).astype("float32")
    cell, h = GRU(*layer.get_weights()), np.zeros(UNITS, "float32")
    for x, expected in zip(xs[0], np.asarray(layer(xs))[0], strict=True):
        h = gru_step(x, h, cell).state
        np.testing.assert_allclose(h, expected, atol=1e-5)


def test_lstm_step_equals_keras(random):
    layer, xs = keras_layer("LSTM", random), random.normal(size=(1, STEPS, INPUTS)).astype("float32")
    cell, state = (
        LSTM(*layer.get_weights()),
        LSTMState(np.zeros(UNITS, "float32"), np.zeros(UNITS, "float32")),
    )
    for x, expected in zip(xs[0], np.asarray(layer(xs))[0], strict=True):
        state = lstm_step(x, state, cell).state
        np.testing.assert_allclose(state.hidden, expected, atol=1e-5)


def test_a_batch_is_the_same_as_one_at_a_time(random):
    gru = GRU(
        random.normal(size=(INPUTS, 3 * UNITS)),
        random.normal(size=(UNITS, 3 * UNITS)),
        random.normal(size=(2, 3 * UNITS)),
    )
    xs, hs = random.normal(size=(4, INPUTS)), random.normal(size=(4, UNITS))
    together = gru_step(xs, hs, gru).state
    np.testing.assert_allclose(together, [gru_step(x, h, gru).state for x, h in zip(xs, hs, strict=True)])


@settings(max_examples=50)
@given(arrays(np.float64, (6,), elements=numbers))
def test_softmax_is_a_distribution_and_does_not_see_a_shift(logits):
    p = softmax(logits)
    assert p.sum() == pytest.approx(1) and (p >= 0).all()
    np.testing.assert_allclose(softmax(logits + 31), p, atol=1e-9)


@settings(max_examples=50)
@given(arrays(np.float64, (6,), elements=numbers))
def test_sigmoid_never_overflows_and_mirrors(x):
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(sigmoid(x) + sigmoid(-x), 1, atol=1e-12)


@settings(max_examples=50)
@given(arrays(np.float64, (INPUTS,), elements=numbers), st.integers(0, 99))
def test_a_gru_state_stays_between_the_old_state_and_the_candidate(x, seed):
    random = np.random.default_rng(seed)
    gru = GRU(
        random.normal(size=(INPUTS, 3 * UNITS)),
        random.normal(size=(UNITS, 3 * UNITS)),
        random.normal(size=(2, 3 * UNITS)),
    )
    h = random.uniform(-1, 1, UNITS)
    step = gru_step(x, h, gru)
    low, high = np.minimum(h, step.candidate), np.maximum(h, step.candidate)
    assert (step.state >= low - 1e-12).all() and (step.state <= high + 1e-12).all()


@settings(max_examples=50)
@given(arrays(np.float64, (INPUTS,), elements=numbers), st.integers(0, 99))
def test_an_lstm_hidden_state_stays_inside_one(x, seed):
    random = np.random.default_rng(seed)
    lstm = LSTM(
        random.normal(size=(INPUTS, 4 * UNITS)),
        random.normal(size=(UNITS, 4 * UNITS)),
        random.normal(size=4 * UNITS),
    )
    step = lstm_step(x, LSTMState(random.normal(size=UNITS), random.normal(size=UNITS)), lstm)
    assert (np.abs(step.state.hidden) <= 1).all()
    for gate in (step.input, step.forget, step.output):
        assert (gate >= 0).all() and (gate <= 1).all()
