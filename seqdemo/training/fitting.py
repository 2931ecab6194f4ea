"""One phase of a training, the same for every model: Adam, cosine decay, averaged weights, resume."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import keras
import numpy as np


class DropoutSeeds(keras.callbacks.Callback):
    """Throws the dice of dropout by the number of the epoch: what is saved of a model does not hold their state."""

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        states = [v for v in self.model.variables if v.name == "seed_generator_state"]
        for number, state in enumerate(states):
            state.assign(np.random.default_rng([epoch, number]).integers(2**32, size=2, dtype=np.uint32))


def fit(
    model: keras.Model,
    batches: keras.utils.PyDataset,
    loss: Any,
    epochs: int,
    rate: float,
    last_share: float,
    watch: keras.callbacks.Callback,
    directory: Path,
    averaged: float = 0.998,
    jit_compile: bool | str = "auto",
) -> None:
    """Trains for `epochs` and leaves the averaged weights in `model`; goes on from `directory` after a stop.

    The rate falls from `rate` to `rate * last_share`; `watch` measures on held-out data after each epoch;
    the average forgets all but `averaged` of what it was at every step. `jit_compile` is Keras' own: XLA makes
    recurrent networks faster and convolutions slower.
    A training that was stopped and goes on ends at the same weights as one that was not.
    """
    directory.mkdir(parents=True, exist_ok=True)
    schedule = keras.optimizers.schedules.CosineDecay(rate, epochs * len(batches), alpha=last_share)
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=1e-2, clipnorm=1.0, use_ema=True, ema_momentum=averaged)
    model.compile(optimizer, loss, jit_compile=jit_compile)
    state = directory / "state.weights.h5"
    if state.exists():
        optimizer.build(model.trainable_variables)
        model.load_weights(state)
    done = int(optimizer.iterations) // len(batches)
    batches.epoch = 1 + done
    model.fit(
        batches,
        epochs=epochs,
        initial_epoch=done,
        shuffle=False,  # the batches are in random order, another one in each epoch
        verbose=2 if os.environ.get("QUIET") else 1,
        callbacks=[
            # first, so that it keeps the weights that are trained and not their averages
            keras.callbacks.ModelCheckpoint(state, save_weights_only=True),
            keras.callbacks.SwapEMAWeights(swap_on_epoch=True),
            DropoutSeeds(),
            watch,
            keras.callbacks.CSVLogger(directory / "log.csv", append=True),
        ],
    )
    # their averages were swapped in and out by adding and subtracting, and so rounded
    model.load_weights(state)
    optimizer.finalize_variable_values(model.trainable_variables)
