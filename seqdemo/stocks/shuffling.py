"""The weeks of a company in another order.

>>> shuffled(prices, CHANGES, seed=1)[-1]     # what the last price is in any order of the changes
"""

from __future__ import annotations

import numpy as np

from seqdemo.stocks.reader import changes

IN_ORDER, PRICES, CHANGES = "in order", "prices shuffled", "changes shuffled"
ORDERS = (IN_ORDER, PRICES, CHANGES)
"""As it was; the prices in a random order; the steps from price to price in a random order."""


def shuffled(prices: np.ndarray, order: str, seed: int) -> np.ndarray:
    """Returns the `prices` (W,) of one company in one of ORDERS, the same for the same seed."""
    random = np.random.default_rng(seed)
    if order == PRICES:
        return random.permutation(prices)
    if order == CHANGES:
        # the first price stays, and so does the last, as a sum has the same value in any order
        steps = random.permutation(changes(prices))
        return prices[0] * np.exp(np.concatenate([[0.0], np.cumsum(steps)]))
    return prices
