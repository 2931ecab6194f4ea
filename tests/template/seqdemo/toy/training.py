"""Trains the reader of brackets, on lines that it makes itself: `python -m seqdemo.training toy --data DIR`."""

from __future__ import annotations

import datetime
from pathlib import Path

import keras
import numpy as np
from keras import layers

from seqdemo.core import weights
from seqdemo.toy.model import SHAPES
from seqdemo.toy.reader import KINDS, kind, truth

UNITS, LENGTH = 4, 24
LINES, HELD_OUT, EPOCHS = 2_048, 128, 3


def build(units: int = UNITS) -> keras.Model:
    """Kinds of characters as one-hot (batch, time, KINDS) in, the probability of inside (batch, time, 1) out."""
    kinds = keras.Input((None, KINDS), name="kinds")
    states = layers.GRU(units, return_sequences=True, name="gru")(kinds)
    return keras.Model(kinds, layers.Dense(1, activation="sigmoid", name="inside")(states))


def lines(count: int, seed: int) -> list[str]:
    """Returns `count` lines of LENGTH letters and brackets."""
    letters = np.random.default_rng(seed).choice(list("ab()"), size=(count, LENGTH), p=(0.4, 0.3, 0.15, 0.15))
    return ["".join(line) for line in letters]


def encode(made: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Returns inputs (N, LENGTH, KINDS) and targets (N, LENGTH, 1)."""
    kinds = np.array([[kind(character) for character in line] for line in made])
    return np.eye(KINDS, dtype=np.float32)[kinds], np.array([truth(line) for line in made], np.float32)[..., None]


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains and exports; a smoke run writes beside its checkpoints, not over the shipped weights."""
    keras.utils.set_random_seed(1)
    model = build()
    model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy")
    model.fit(*encode(lines(64 if smoke else LINES, seed=0)), batch_size=32, epochs=1 if smoke else EPOCHS, verbose=2)
    work.mkdir(parents=True, exist_ok=True)
    (work / "validation.txt").write_text("\n".join(lines(HELD_OUT, seed=1)) + "\n", encoding="utf-8")
    export(model, work / "models" if smoke else weights.MODELS)


def export(model: keras.Model, directory: Path) -> None:
    """Writes weights and model card."""
    arrays = dict(zip(SHAPES, (weight.numpy() for weight in model.weights), strict=True))
    card = {
        "name": "toy",
        "task": "says whether a bracket is open",
        "architecture": f"GRU of {UNITS} units over kinds of characters",
        "parameters": int(sum(array.size for array in arrays.values())),
        "training_data": {"lines": {"made": LINES, "source": "made by the training itself"}},
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training toy --data DIR",
        "known_failures": ["It knows one bracket only: after a pair in a pair it takes itself to be outside."],
        "quality": {},
    }
    weights.save("toy", arrays, card, directory)
