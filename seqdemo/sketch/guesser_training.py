"""Trains the guesser of drawings: an LSTM over the points of a pen that says, after every point, what it sees.

It is a part of `python -m seqdemo.training sketch`. It sees every drawing another way each time: turned, mirrored,
stretched, with points or a stroke left out, strokes in another order; and it is asked at the end and on the way.
First it learns names alone, then what it and the network that draws together say of half a drawing as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import keras
import numpy as np
from keras import layers, ops

from seqdemo.core.cells import LSTM
from seqdemo.sketch.another_hand import varied
from seqdemo.sketch.evaluation import Drawings
from seqdemo.sketch.features import side_by_side
from seqdemo.sketch.path import TOLD, along
from seqdemo.sketch.teacher import Views, views
from seqdemo.training.data import BucketedBatches
from seqdemo.training.fitting import fit
from seqdemo.training.recurrent import Recurrent, filled

SEEN, UNITS = 192, 512
PHASES = {
    "guesser": (12, 2e-3, 0.0, False),
    "framed": (10, 1.2e-3, 0.6, False),
    "taught": (12, 1.2e-3, 0.7, True),
    "again": (10, 1e-3, 0.6, True),
}
"""Epochs, the rate of learning, the share of the drawings that fill the paper as people's do, and whether there is a
teacher. How much of the paper is still empty tells how much is missing; the other drawings are of any size."""
TAUGHT = 0.6
"""With a teacher, this share of each answer is what it sees, the rest the name."""
LAST_SHARE = 0.01
BUCKETS = (16, 24, 32, 40, 52, 72, 112, 160)
BATCH_SIZE = 128
ON_THE_WAY, EARLIEST, WEIGHT = 5, 0.05, 0.6
"""It is asked so often before the end, not before this share of the points, with this weight."""
SMOOTHED = 0.1  # the share of each answer that goes to all classes alike (Szegedy et al. 2016)
LEFT_OUT = 0.35  # of the points inside strokes, at most


def build(classes: int, units: int = UNITS, precision: str = "float32", seen: int = SEEN) -> keras.Model:
    """What is told of points (batch, time, TOLD) and steps (batch, asked) in, logits (batch, asked, classes) out."""
    told = keras.Input((None, TOLD), name="told")
    at = keras.Input((None,), dtype="int32", name="at")
    x = layers.Dense(seen, activation="relu", name="seen")(told)
    zeros, ones = filled(told, units, 0.0), filled(told, units, 1.0)
    mask = layers.Dropout(0.15)(ones)  # one for each drawing, the same at all of its points
    states = Recurrent(units, precision, name="lstm")(x, zeros, zeros, mask)
    asked = layers.Lambda(_taken, output_shape=(None, units), name="asked")([states, at])
    asked = layers.Dropout(0.3)(asked)
    return keras.Model({"told": told, "at": at}, layers.Dense(classes, name="dense")(asked), name="guesser")


def _taken(inputs):
    states, at = inputs
    return ops.take_along_axis(states, at[..., None], axis=1)


def loss(target, logits):
    """Cross-entropy with `target`, both (batch, asked, classes); the end is asked first, and counts for more."""
    nats = -ops.sum(target * ops.log_softmax(logits, axis=-1), axis=-1)
    return nats * ops.concatenate([ops.ones((1, 1)), WEIGHT * ops.ones((1, ON_THE_WAY))], axis=1)


class GuessBatches(BucketedBatches):
    """Drawings, each time another way, padded to a few lengths, with the steps after which the network is asked.

    The answers are smoothed names; with the `views` of a teacher, these as well, and drawings are bent.
    """

    def __init__(self, drawings: Drawings, seed: int = 0, framed: float = 0.0, views: Views | None = None):
        self.drawings, self.framed, self.views = drawings, framed, views
        self.points = np.array([len(points) for points in drawings.points])
        # the vertices that are no end of a stroke
        self.inside = np.maximum(0, self.points + 1 - 2 * np.array([points[:, 2].sum() for points in drawings.points]))
        super().__init__(self.points, BUCKETS, BATCH_SIZE, seed)

    def on_epoch_end(self) -> None:
        # chosen for the whole epoch, because the length of a batch depends on it
        random = np.random.default_rng([self.seed, self.epoch])
        self.left_out = (random.uniform(0, LEFT_OUT, len(self.points)) * self.inside).astype(int)
        self.lengths = self.points - self.left_out
        super().on_epoch_end()

    def __getitem__(self, index: int):
        rows, length = self.batches[index]
        random = np.random.default_rng([self.seed, self.epoch, int(rows[0])])
        points = np.zeros((len(rows), length, 3), np.float32)
        at = np.zeros((len(rows), 1 + ON_THE_WAY), np.int32)
        classes = len(self.drawings.names)
        target = np.full((*at.shape, classes), SMOOTHED / classes, np.float32)
        for i, row in enumerate(rows):
            source, bent = self.drawings.points[row], self.views is not None
            seen, in_order = varied(source, self.left_out[row], random, self.framed, bent)
            seen = seen[:length]
            points[i, : len(seen)] = seen
            at[i, 0] = len(seen) - 1
            at[i, 1:] = random.uniform(EARLIEST, 1, ON_THE_WAY) * len(seen)
            target[i, :, self.drawings.classes[row]] += 1 - SMOOTHED
            if self.views is not None and in_order:  # a teacher saw other strokes
                view = self.views.after(row, (at[i] + 1) / len(seen))
                target[i] += TAUGHT * (view - target[i])
        return {"told": along(points), "at": at}, target


class Validation(keras.callbacks.Callback):
    """Writes into the logs how often it is right on held-out drawings: whole ones, and half of their points."""

    def __init__(self, drawings: Drawings):
        super().__init__()
        self.drawings = drawings.take(np.arange(0, len(drawings.points), max(1, len(drawings.points) // 3000)))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        found = {f"val_{name}": value for name, value in shares_right(self.model, self.drawings).items()}
        print(", ".join(f"{name} {value:.4f}" for name, value in found.items()), flush=True)
        if logs is not None:
            logs.update(found)


def shares_right(model: keras.Model, drawings: Drawings) -> dict[str, float]:
    """Returns what `python -m seqdemo.evaluate sketch` measures of the guesser, by the Keras model."""
    counts = np.array([len(points) for points in drawings.points])
    ranks = np.zeros((len(counts), 2), int)
    for rows in np.array_split(np.argsort(counts, kind="stable"), max(1, len(counts) // 250)):
        told = along(side_by_side([drawings.points[row] for row in rows]))
        at = np.stack([counts[rows] - 1, (counts[rows] + 1) // 2 - 1], axis=1)
        logits = ops.convert_to_numpy(model({"told": told, "at": at}, training=False))
        own = np.take_along_axis(logits, drawings.classes[rows][:, None, None], axis=-1)
        ranks[rows] = (logits > own).sum(axis=-1)
    return {
        "first_guess": float((ranks[:, 0] < 1).mean()),
        "first_three": float((ranks[:, 0] < 3).mean()),
        "half_drawn": float((ranks[:, 1] < 1).mean()),
    }


def train(
    training: Drawings,
    validation: Drawings,
    surprise: Callable[[np.ndarray, np.ndarray], np.ndarray],
    work: Path,
    smoke: bool,
    precision: str = "bfloat16",
) -> keras.Model:
    """Returns the Keras model with the averaged weights; `surprise` is for `seqdemo.sketch.teacher.views`."""
    model = build(len(training.names), 16 if smoke else UNITS, precision)
    for name, (epochs, rate, framed, taught) in PHASES.items():
        seen = views(model, training, surprise) if taught else None
        batches = GuessBatches(training, framed=framed, views=seen)
        fit(model, batches, loss, 1 if smoke else epochs, rate, LAST_SHARE, Validation(validation), work / name)
    return model


def arrays_of(model: keras.Model) -> dict[str, np.ndarray]:
    """The weights under the names of `seqdemo.sketch.guesser`."""
    seen, lstm, dense = (model.get_layer(name) for name in ("seen", "lstm", "dense"))
    lstm_arrays = {f"guesser_lstm_{name}": getattr(lstm, name) for name in LSTM._fields}
    arrays = {"seen_kernel": seen.kernel, "seen_bias": seen.bias, **lstm_arrays}
    arrays |= {"guess_kernel": dense.kernel, "guess_bias": dense.bias}
    return {name: ops.convert_to_numpy(array) for name, array in arrays.items()}


def restore(arrays: Mapping[str, np.ndarray]) -> keras.Model:
    """Returns the Keras model with these weights."""
    units, classes = arrays["guess_kernel"].shape
    model = build(classes, units, seen=len(arrays["seen_bias"]))
    for name in ("seen", "dense"):
        part = "guess" if name == "dense" else name
        model.get_layer(name).set_weights([arrays[f"{part}_kernel"], arrays[f"{part}_bias"]])
    for name in LSTM._fields:
        getattr(model.get_layer("lstm"), name).assign(arrays[f"guesser_lstm_{name}"])
    return model
