"""How far the NumPy walk is from Keras on the shipped weights."""

import numpy as np

from seqdemo.core.trace import Trace, extend
from seqdemo.stocks.model import SCALE, StocksModel
from seqdemo.stocks.training import build

CHANGES = np.random.default_rng(0).normal(0, 0.05, 40)


def largest_difference() -> float:
    """Of what every network expects after each of CHANGES, in units of SCALE."""
    ours = StocksModel.load()
    theirs = build(ours.units)
    found = extend(ours, Trace(), CHANGES.tolist()).outputs / SCALE
    inputs = (CHANGES / SCALE).astype(np.float32)[None, :, None]
    largest = 0.0
    for network in range(2 * ours.seeds):
        kernel, recurrent, bias = ours.gru
        theirs.set_weights(
            [kernel[network], recurrent[network], bias[:, network, 0], *dense_of(ours, network)],
        )
        largest = max(largest, float(np.abs(found[:, network] - theirs(inputs)[0, :, 0]).max()))
    return largest


def dense_of(model: StocksModel, network: int) -> tuple[np.ndarray, np.ndarray]:
    """The output layer of one network as Keras has it, (H, 1) and (1,)."""
    return model.dense_kernel[network], model.dense_bias[network, 0]
