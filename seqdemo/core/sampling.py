"""From probabilities to one choice: temperature, forbidden choices, seeded dice and shuffles.

>>> p = with_temperature(np.array([0.5, 0.3, 0.2]), 0.0)     # array([1., 0., 0.])
>>> choose(p, dice(seed=7, row=0, length=5)[0])              # 0
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def with_temperature(probabilities: np.ndarray, temperature: float, forbidden: Sequence[int] = ()) -> np.ndarray:
    """Sharpens (temperature below 1) or flattens (above 1) probabilities along the last axis.

    p' is proportional to p^(1/T); at T = 0 all of it goes to the most probable choice.
    Choices in `forbidden` get nothing. Any shape in, the same shape out, rows sum to one.
    """
    if not temperature >= 0:  # also catches NaN
        raise ValueError(f"temperature must be 0 or more, not {temperature}")
    logs = np.log(np.maximum(np.asarray(probabilities, np.float64), 1e-300))
    logs[..., list(forbidden)] = -np.inf
    logs -= logs.max(axis=-1, keepdims=True)
    if temperature == 0:
        first = logs.argmax(axis=-1)[..., None] == np.arange(logs.shape[-1])
        return first.astype(np.float64)
    with np.errstate(over="ignore"):  # a tiny temperature sends the rest to -inf: that is the argmax
        weights = np.exp(logs / temperature)
    return weights / weights.sum(axis=-1, keepdims=True)


def most_probable(probabilities: np.ndarray, count: int) -> np.ndarray:
    """Returns the probabilities (K,) with all but the `count` highest set to zero, summing to one again.

    Of equal ones the first count. Fan et al. 2018 call drawing from these top-k sampling.
    """
    if count >= len(probabilities):
        return probabilities
    kept = np.argsort(-probabilities, kind="stable")[:count]
    found = np.zeros_like(probabilities)
    found[kept] = probabilities[kept] / probabilities[kept].sum()
    return found


def dice(seed: int, row: int, length: int) -> np.ndarray:
    """Returns `length` numbers in [0, 1): the dice of row `row`, the same for the same seed.

    The throw of step t does not depend on what was chosen before, so two branches
    of one walk are thrown with the same dice and differ only through their past.
    """
    return np.random.default_rng([seed, row]).random(length)


def shuffled_order(count: int, seed: int) -> list[int]:
    """Returns 0 to `count` - 1 in an order of `seed`; as they come only for seed 0, or where there is no other order.

    The first throw counts that moves something, so that no shuffle of a short sentence looks broken.
    """
    random, order = np.random.default_rng(seed), list(range(count))
    while seed and count > 1 and order == sorted(order):
        order = random.permutation(count).tolist()
    return order


def choose(probabilities: np.ndarray, throw: np.ndarray | float) -> np.ndarray:
    """Returns the choice whose slice of the line from 0 to 1 contains `throw`.

    `probabilities` is (..., K), `throw` is (...); a choice of probability zero is never made.
    """
    edges = np.cumsum(probabilities, axis=-1)
    inside = np.asarray(throw)[..., None] * edges[..., -1:]
    return (edges <= inside).sum(axis=-1)
