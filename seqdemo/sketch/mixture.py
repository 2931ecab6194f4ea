"""Where the pen could go next: a mixture of bivariate Gaussians and three pen states.

>>> m = mixture(raw)                       # raw (..., 6M + 3), as the network gives it
>>> log_density(m, np.array([3.0, 4.0]))   # natural logarithm of the density at that offset, in pixels
>>> offset, pen = draw(m, throws)          # throws (..., 4) in [0, 1)

The density is that of Ha and Eck 2017, equations 3 to 8 (after Graves 2013), with two bounds,
because the drawings are stored in whole pixels: a narrower Gaussian would only bet on the rounding.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from seqdemo.core.cells import softmax
from seqdemo.core.sampling import choose, with_temperature

PIXELS = 32.0
"""One unit of the network's numbers, in pixels of the frame."""
LEAST_DEVIATION = 0.4
"""Pixels, about 1/sqrt(2 pi): no axis gets a density above 1 a pixel."""
MOST_CORRELATION = 0.95
DRAW, LIFT, END = 0, 1, 2
"""The pen states: draws on, lifts after this point, the drawing has ended."""
PEN_STATES = ("draws on", "lifts", "the end")


class Mixture(NamedTuple):
    """M Gaussians over the next offset in pixels, and the probabilities of the pen states."""

    weights: np.ndarray  # (..., M), rows sum to one
    means: np.ndarray  # (..., M, 2): x, y
    deviations: np.ndarray  # (..., M, 2)
    correlations: np.ndarray  # (..., M)
    pen: np.ndarray  # (..., 3), rows sum to one


def mixture(raw: np.ndarray, temperature: float = 1.0) -> Mixture:
    """Reads the network's numbers (..., 6M + 3); a `temperature` below 1 makes it surer, above 1 bolder.

    Weights are sharpened as p^(1/T), variances multiplied by T (Ha and Eck 2017, equation 8). Pen states keep
    their probabilities: the end is seldom the likeliest of the three, so a sharpened pen would never stop.
    At T = 0 all is certain: the likeliest Gaussian at its mean, and the likeliest pen state.
    """
    raw = np.asarray(raw, np.float64)
    parts = np.moveaxis(raw[..., :-3].reshape(*raw.shape[:-1], 6, -1), -2, 0)  # 6 of (..., M)
    spread = np.exp(2 * np.clip(parts[3:5], -8, 4)) * PIXELS**2 + LEAST_DEVIATION**2
    weights, pen = softmax(parts[0]), softmax(raw[..., -3:])
    if temperature != 1:
        weights = with_temperature(weights, temperature)
    if temperature == 0:
        pen = with_temperature(pen, 0)
    return Mixture(
        weights=weights,
        means=np.moveaxis(parts[1:3], 0, -1) * PIXELS,
        deviations=np.moveaxis(np.sqrt(spread * temperature), 0, -1),
        correlations=MOST_CORRELATION * np.tanh(parts[5]),
        pen=pen,
    )


def log_density(m: Mixture, offsets: np.ndarray) -> np.ndarray:
    """Natural logarithm of the density, a square pixel, at `offsets` (..., 2) in pixels; returns (...)."""
    # z = (x - mean) / deviation;  log N = -(zx^2 + zy^2 - 2 r zx zy) / 2(1 - r^2) - log(2 pi sx sy sqrt(1 - r^2))
    z = (np.asarray(offsets)[..., None, :] - m.means) / m.deviations  # (..., M, 2)
    rest = 1 - m.correlations**2
    square = (z**2).sum(axis=-1) - 2 * m.correlations * z.prod(axis=-1)
    logs = -square / (2 * rest) - np.log(2 * np.pi * m.deviations.prod(axis=-1) * np.sqrt(rest))
    logs = logs + np.log(np.maximum(m.weights, 1e-300))
    most = logs.max(axis=-1)
    return most + np.log(np.exp(logs - most[..., None]).sum(axis=-1))


def nats_of(m: Mixture, offsets: np.ndarray, pens: np.ndarray) -> np.ndarray:
    """What points cost in nats: `offsets` (..., 2) in pixels, by their density, and pen states (...); returns (...)."""
    pen = np.take_along_axis(m.pen, pens[..., None], axis=-1)[..., 0]
    return -(log_density(m, offsets) + np.log(np.maximum(pen, 1e-300)))


def density_map(m: Mixture, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Density of one mixture, a square pixel, at every pair of offsets `x` (X,) and `y` (Y,); returns (Y, X)."""
    # N(x, y) = N(x) N(y | x): only the second depends on both
    (mean_x, mean_y), (deviation_x, deviation_y) = m.means.T, m.deviations.T
    z = (x[:, None] - mean_x) / deviation_x  # (X, M)
    expected = mean_y + m.correlations * deviation_y * z
    rest = deviation_y * np.sqrt(1 - m.correlations**2)
    of_y = np.exp(-0.5 * ((y[:, None, None] - expected) / rest) ** 2)  # (Y, X, M)
    of_x = m.weights * np.exp(-0.5 * z**2) / (2 * np.pi * deviation_x * rest)
    return np.einsum("yxm,xm->yx", of_y, of_x)


def draw(m: Mixture, throws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns offsets (..., 2) in pixels and pen states (...) for `throws` (..., 4), numbers in [0, 1)."""
    chosen = choose(m.weights, throws[..., 0])
    mean, deviation = (np.take_along_axis(a, chosen[..., None, None], -2)[..., 0, :] for a in (m.means, m.deviations))
    correlation = np.take_along_axis(m.correlations, chosen[..., None], -1)[..., 0]
    # two uniform numbers make two normal ones (Box and Muller 1958)
    radius = np.sqrt(-2 * np.log1p(-throws[..., 1]))
    first, second = radius * np.cos(2 * np.pi * throws[..., 2]), radius * np.sin(2 * np.pi * throws[..., 2])
    second = correlation * first + np.sqrt(1 - correlation**2) * second
    return mean + deviation * np.stack([first, second], axis=-1), choose(m.pen, throws[..., 3])
