"""Trains small GRUs that say what the next week brings, on weeks in order and on the same weeks shuffled.

    python -m seqdemo.training stocks --data .

The prices come with Plotly, so DIR may be any folder. One pair of networks for each seed; all see the same weeks.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers
from tqdm import tqdm

from seqdemo.core import weights
from seqdemo.stocks.evaluation import READ_FIRST
from seqdemo.stocks.model import SCALE, SHAPES
from seqdemo.stocks.reader import Prices, changes, shipped, write_prices
from seqdemo.stocks.shuffling import IN_ORDER, PRICES, shuffled
from seqdemo.stocks.weeks import LEARNT, SEEN

UNITS, SEEDS = 16, 8
LENGTH, BATCHES, ROWS = 30, 20, 48
EPOCHS, PATIENCE, RATE = 60, 8, 3e-3
FAILURES = (
    "They know nothing but one company's past prices: of news, earnings and other companies nothing.",
    "On weeks that they never saw they are no better than “unchanged”; "
    "those that learnt from shuffled prices are far worse.",
    "What they have learnt from they partly know by heart: how near they are there says nothing of other weeks.",
    "The six are companies of one trade in two good years: nothing here says how prices are elsewhere or later.",
)
LOOKED_AT = 20  # shuffles of the weeks on which is decided when to stop


def build(units: int = UNITS) -> keras.Model:
    """Changes (batch, time, 1) in, the next change after each (batch, time, 1) out, both in units of SCALE."""
    before = keras.Input((None, 1), name="changes")
    states = layers.GRU(units, return_sequences=True, name="gru")(before)
    return keras.Model(before, layers.Dense(1, name="next_change")(states))


def lessons(stretches: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns inputs and targets (N, W - 2, 1) of stretches of prices (N, W)."""
    scaled = changes(stretches.T).T[..., None].astype(np.float32) / SCALE
    return scaled[:, :-1], scaled[:, 1:]


class Stretches(keras.utils.PyDataset):
    """Stretches of LENGTH weeks from anywhere in `values` (W, C), in order or shuffled; others in each epoch."""

    def __init__(self, values: np.ndarray, order: str, seed: int, batches: int = BATCHES):
        super().__init__()
        self.values, self.order, self.batches = values, order, batches
        self.random = np.random.default_rng(seed)

    def __len__(self) -> int:
        return self.batches

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        weeks, companies = self.values.shape
        firsts = self.random.integers(weeks - LENGTH + 1, size=ROWS)
        of = self.random.integers(companies, size=ROWS)
        seeds = self.random.integers(2**31, size=ROWS)
        drawn = zip(firsts, of, seeds, strict=True)
        return lessons(np.stack([shuffled(self.values[a : a + LENGTH, c], self.order, s) for a, c, s in drawn]))


def validation(values: np.ndarray, order: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The weeks after those that are learnt from, in this order: inputs, targets and which of them count."""
    stretch = values[LEARNT - READ_FIRST - 1 : SEEN].T
    count = 1 if order == IN_ORDER else LOOKED_AT
    inputs, targets = lessons(np.stack([shuffled(row, order, s) for row in stretch for s in range(count)]))
    there = np.ones(inputs.shape[:2], np.float32)
    there[:, : READ_FIRST - 1] = 0
    return inputs, targets, there


def train_one(prices: Prices, order: str, seed: int, smoke: bool = False) -> list[np.ndarray]:
    """Returns the weights of a network that learnt from the weeks in `order`, where they were best for validation."""
    keras.utils.set_random_seed(seed)
    model = build()
    loss = keras.losses.MeanAbsoluteError()
    model.compile(keras.optimizers.Adam(RATE), loss, weighted_metrics=[])
    stop = keras.callbacks.EarlyStopping("val_loss", patience=PATIENCE, restore_best_weights=True)
    model.fit(
        Stretches(prices.values[:LEARNT], order, seed, 2 if smoke else BATCHES),
        validation_data=validation(prices.values, order),
        epochs=1 if smoke else EPOCHS,
        callbacks=[stop],
        shuffle=False,
        verbose=0,
    )
    return [weight.numpy() for weight in model.weights]


def together(networks: list[list[np.ndarray]]) -> dict[str, np.ndarray]:
    """Returns the weights of all networks as the arrays of SHAPES."""
    kernel, recurrent, bias, dense_kernel, dense_bias = (np.stack(parts) for parts in zip(*networks, strict=True))
    arrays = (kernel, recurrent, bias.transpose(1, 0, 2)[:, :, None], dense_kernel, dense_bias[:, None])
    return dict(zip(SHAPES, arrays, strict=True))


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains and exports; a smoke run writes beside its checkpoints, not over the shipped weights."""
    prices = shipped()
    seeds = range(1 if smoke else SEEDS)
    asked = [(order, seed) for order in (IN_ORDER, PRICES) for seed in seeds]
    arrays = together([train_one(prices, order, seed, smoke) for order, seed in tqdm(asked, unit="network")])
    work.mkdir(parents=True, exist_ok=True)
    first = SEEN - READ_FIRST - 1
    write_prices(Prices(prices.dates[first:], prices.companies, prices.values[first:]), work / "unseen.csv")
    weights.save("stocks", arrays, card(arrays, prices), work / "models" if smoke else weights.MODELS)


def card(arrays: dict[str, np.ndarray], prices: Prices) -> dict[str, Any]:
    """Returns the model card without what is measured."""
    return {
        "name": "stocks",
        "task": "says after every week of a share's price which change the next week brings",
        "architecture": f"{len(arrays['gru_kernel'])} GRUs of {UNITS} units, each with one change of the price as "
        "input and one as output; half learnt from the weeks in order, half from the same weeks with their prices "
        "shuffled, each half with another seed a network",
        "parameters": int(sum(array.size for array in arrays.values())),
        "training_data": {
            "prices": f"{len(prices.companies)} companies, weekly closing prices, {prices.dates[0]} to "
            f"{prices.dates[-1]}, plotly.data.stocks (Plotly, MIT)",
            "learnt from": f"weeks 1 to {LEARNT}, in stretches of {LENGTH}",
            "decided when to stop": f"weeks {LEARNT + 1} to {SEEN}",
            "held out": f"weeks {SEEN + 1} to {len(prices.dates)}",
        },
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training stocks --data DIR",
        "known_failures": list(FAILURES),
        "quality": {},
    }
