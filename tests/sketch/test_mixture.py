"""The mixture over the next move of the pen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from seqdemo.sketch.mixture import LEAST_DEVIATION, density_map, draw, log_density, mixture

raws = arrays.arrays(np.float32, (6 * 5 + 3,), elements=st.floats(-3, 3, width=32))


@given(raws, st.floats(0, 2))
def test_weights_and_pen_states_sum_to_one(raw, temperature):
    m = mixture(raw, temperature)

    assert m.weights.sum() == pytest.approx(1)
    assert m.pen.sum() == pytest.approx(1)
    assert (np.abs(m.correlations) < 1).all()


@settings(max_examples=20)
@given(arrays.arrays(np.float32, (6 * 3 + 3,), elements=st.floats(-1, 1, width=32)))
def test_the_density_integrates_to_one(raw):
    m = mixture(raw)
    half = float(np.abs(m.means).max() + 6 * m.deviations.max())
    axis, step = np.linspace(-half, half, 400, retstep=True)

    assert density_map(m, axis, axis).sum() * step**2 == pytest.approx(1, abs=0.01)


def test_one_gaussian_is_the_textbook_formula():
    from scipy.stats import multivariate_normal

    raw = np.array([0, 0.5, -0.25, np.log(0.5), np.log(0.1), 0.4, 1, 2, 3], np.float32)
    m = mixture(raw)
    (x, y), r = m.deviations[0], m.correlations[0]
    expected = multivariate_normal(m.means[0], [[x * x, r * x * y], [r * x * y, y * y]])
    offsets = np.array([[10.0, 3.0], [16.0, -8.0], [40.0, 0.0]])

    assert m.means[0].tolist() == [16, -8]
    assert log_density(m, offsets) == pytest.approx(expected.logpdf(offsets))


@given(raws)
def test_no_gaussian_is_narrower_than_the_rounding(raw):
    assert (mixture(raw * 10).deviations >= LEAST_DEVIATION - 1e-9).all()


@given(raws, arrays.arrays(np.float64, (4,), elements=st.floats(0, 0.999)))
def test_temperature_zero_is_the_likeliest(raw, throws):
    cold, plain = mixture(raw, 0.0), mixture(raw)

    offset, pen = draw(cold, throws)

    assert np.allclose(offset, plain.means[plain.weights.argmax()])
    assert pen == plain.pen.argmax()


def test_draws_follow_the_mixture():
    m = mixture(np.random.default_rng(3).normal(0, 0.7, 6 * 4 + 3))
    throws = np.random.default_rng(1).random((40_000, 4))
    offsets, pens = draw(type(m)(*(np.repeat(part[None], len(throws), axis=0) for part in m)), throws)

    mean = m.weights @ m.means
    covariance = -np.outer(mean, mean)
    for weight, place, (x, y), r in zip(m.weights, m.means, m.deviations, m.correlations, strict=True):
        own = np.array([[x * x, r * x * y], [r * x * y, y * y]])
        covariance += weight * (np.outer(place, place) + own)
    assert np.allclose(offsets.mean(axis=0), mean, atol=1)
    assert np.allclose(np.cov(offsets.T), covariance, rtol=0.05, atol=30)
    assert np.allclose(np.bincount(pens, minlength=3) / len(pens), m.pen, atol=0.01)
