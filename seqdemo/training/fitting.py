"""One phase of a training, the same for every model: Adam, cosine decay, averaged weights, resume."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import keras


def fit(
    model: keras.Model,
    batches: keras.utils.PyDataset,
    loss: Any,
    epochs: int,
    rate: float,
    last_share: float,
    watch: keras.callbacks.Callback,
    directory: Path,
) -> None:
    """Trains for `epochs` and leaves the averaged weights in `model`; goes on from `directory` after a stop.

    The rate falls from `rate` to `rate * last_share`; `watch` measures on held-out data after each epoch.
    """
    directory.mkdir(parents=True, exist_ok=True)
    schedule = keras.optimizers.schedules.CosineDecay(rate, epochs * len(batches), alpha=last_share)
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=1e-2, clipnorm=1.0, use_ema=True, ema_momentum=0.998)
    model.compile(optimizer, loss)
    model.fit(
        batches,
        epochs=epochs,
        verbose=2 if os.environ.get("QUIET") else 1,
        callbacks=[
            keras.callbacks.SwapEMAWeights(swap_on_epoch=True),
            watch,
            keras.callbacks.BackupAndRestore(directory, delete_checkpoint=False),
            keras.callbacks.CSVLogger(directory / "log.csv", append=True),
        ],
    )
    optimizer.finalize_variable_values(model.trainable_variables)
