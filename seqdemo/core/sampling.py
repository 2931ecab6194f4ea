"""From probabilities to one choice: temperature, forbidden choices, seeded dice and shuffles.

>>> p = with_temperature(np.array([0.5, 0.3, 0.2]), 0.0)     # array([1., 0., 0.])
>>> choose(p, dice(seed=7, row=0, length=5)[0])              # 0
>>> slices(np.array([0.2, 0.8]))                             # (array([0.8, 0. ]), array([0.2, 0.8]))
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


def choose_by_rank(probabilities: np.ndarray, throw: np.ndarray | float) -> np.ndarray:
    """The same with the slices in the order of the probabilities, the most probable choice first.

    So a low throw means a likely choice, and the slices stand on the line as the bars stand on the page.
    """
    ranked = ranking(probabilities)
    rank = choose(np.take_along_axis(probabilities, ranked, axis=-1), throw)
    return np.take_along_axis(ranked, rank[..., None], axis=-1)[..., 0]


def ranking(probabilities: np.ndarray) -> np.ndarray:
    """Returns the choices (..., K) from the most probable to the least; of equal ones the first comes first."""
    return np.argsort(-probabilities, axis=-1, kind="stable")


def slices(probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns where the slice of each of K choices begins on the line from 0 to 1, and its width, (K,) each.

    They lie as `choose_by_rank` cuts them.
    """
    ranked = ranking(probabilities)
    widths = probabilities / probabilities.sum()
    begins = np.empty_like(widths)
    begins[ranked] = np.cumsum(widths[ranked]) - widths[ranked]
    return begins, widths
