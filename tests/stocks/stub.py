"""Small networks with random weights, for tests."""

import numpy as np

from seqdemo.core.shapes import concrete
from seqdemo.stocks.model import SHAPES, StocksModel
from seqdemo.stocks.shuffling import ORDERS
from seqdemo.stocks.stretch import KINDS

SPREAD = {"mean": 2.5, "standard_deviation": 0.1, "nearer_than_unchanged": 1, "seeds": [2.4, 2.5, 2.6]}
MEASURED = {"companies": 6, "weeks": 30} | {
    order.replace(" ", "_"): {"unchanged": 2.45, **dict.fromkeys(KINDS, SPREAD)} for order in ORDERS
}
MEASURED["usual_rise"] = {"change": 0.5, "miss": 2.3}


def arrays(seeds: int = 3, units: int = 5) -> dict[str, np.ndarray]:
    """Random arrays in the shapes of the real ones."""
    random = np.random.default_rng(3)
    shapes = concrete(SHAPES, seeds=seeds, units=units)
    return {name: random.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}


def stub() -> StocksModel:
    """Returns a walking model of the shape of the real one."""
    return StocksModel(arrays(), {"quality": {"unseen.csv": MEASURED}})
