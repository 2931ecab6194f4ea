"""Measures who foresees the next week: networks that learnt from weeks in order or shuffled, and "unchanged".

    python -m seqdemo.evaluate stocks FILE

FILE has prices, a week a row; the first weeks are only read. A miss is the distance of what was expected from what
came, as a hundred times the logarithm of one price over the other: about the percent by which a price is missed.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from seqdemo.core import weights
from seqdemo.core.errors import DataError
from seqdemo.stocks.model import StocksModel
from seqdemo.stocks.reader import FORM, changes, read_prices, shipped
from seqdemo.stocks.shuffling import IN_ORDER, ORDERS, shuffled
from seqdemo.stocks.stretch import KINDS
from seqdemo.stocks.weeks import LEARNT

READ_FIRST = 8
"""So many changes are read before the first is foretold that counts."""
SHUFFLES = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Needs nothing beside FILE and --limit, which every evaluation has."""


def evaluate(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns what is printed: `companies`, `weeks`, the mean misses in each order of the weeks, and `usual_rise`."""
    model = StocksModel.load(weights.MODELS)
    prices = read_prices(arguments.file)
    values = prices.values[: arguments.limit]
    weeks = len(values) - 1 - READ_FIRST
    if weeks < 1:
        raise DataError(f"{arguments.file} has {len(values)} weeks; give {READ_FIRST + 2} or more: {FORM}.")
    found: dict[str, Any] = {"companies": values.shape[1], "weeks": weeks}
    found |= {order.replace(" ", "_"): misses(model, values, order) for order in ORDERS}
    return found | {"usual_rise": usual_rise(changes(values)[READ_FIRST:])}


def usual_rise(came: np.ndarray) -> dict[str, float]:
    """Returns the mean miss of a guess that is the same every week: the median `change` of the weeks learnt from."""
    change = float(np.median(changes(shipped().values[:LEARNT])))
    return {"change": 100 * change, "miss": 100 * float(np.abs(came - change).mean())}


def misses(model: StocksModel, values: np.ndarray, order: str) -> dict[str, Any]:
    """Returns the mean miss of "unchanged" and of the networks, with its spread over their seeds.

    `values` (W, C) are shuffled SHUFFLES times where the order is not the real one.
    """
    count = 1 if order == IN_ORDER else SHUFFLES
    rows = np.stack([changes(shuffled(company, order, seed)) for company in values.T for seed in range(count)])
    came = rows[:, READ_FIRST:]
    expected = model.expect(rows[:, :-1])[..., READ_FIRST - 1 :]
    by_network = 100 * np.abs(expected - came).mean(axis=(1, 2))
    unchanged = 100 * float(np.abs(came).mean())
    halves = dict(zip(KINDS, np.split(by_network, 2), strict=True))
    return {"unchanged": unchanged, **{name: spread(half, unchanged) for name, half in halves.items()}}


def spread(misses: np.ndarray, unchanged: float) -> dict[str, Any]:
    """Returns mean, standard deviation, bounds, how many are nearer than `unchanged`, and the miss of each seed."""
    return {
        "mean": float(misses.mean()),
        "standard_deviation": float(misses.std()),
        "least": float(misses.min()),
        "most": float(misses.max()),
        "nearer_than_unchanged": int((misses < unchanged).sum()),
        "seeds": [round(float(miss), 4) for miss in misses],
    }
