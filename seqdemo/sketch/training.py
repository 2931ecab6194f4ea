"""Trains the finisher of drawings: an LSTM over the points of a pen, told the class, on all classes at once.

    python -m seqdemo.training sketch --data ../shared/data

First everything alike, then the classes that the page begins with more often than the others, then drawings of older
networks beside them. Then the guesser.
"""

from __future__ import annotations

import datetime
import functools
import math
from pathlib import Path

import keras
import numpy as np
from keras import layers, ops

from seqdemo.core import weights
from seqdemo.core.cells import LSTM
from seqdemo.core.strokes import MOST_POINTS
from seqdemo.sketch import guesser_training
from seqdemo.sketch.evaluation import Drawings, read_drawings
from seqdemo.sketch.features import FEATURES, features
from seqdemo.sketch.mixture import END, LEAST_DEVIATION, LIFT, MOST_CORRELATION, PIXELS
from seqdemo.sketch.model import SHAPES
from seqdemo.sketch.path import TOLD
from seqdemo.sketch.surroundings import CELLS, surroundings
from seqdemo.training.data import BucketedBatches
from seqdemo.training.fitting import fit
from seqdemo.training.recurrent import Recurrent, filled

EMBEDDING, SEEN, UNITS, GAUSSIANS = 64, 64, 768, 20
BUCKETS = (24, 32, 40, 52, 72, 112, MOST_POINTS + 1)
BATCH_SIZE = 64
DROPOUT = 0.06  # little: what it learned from costs it hardly less than other drawings
FAVOURITE = "mosquito"  # the default of the page
REPEATS = {FAVOURITE: 6, "bicycle": 2, "bird": 2, "cat": 2, "dog": 2, "flower": 2, "rabbit": 2, "sheep": 2}
ONE_IN = 4  # of the drawings by other networks, those of FAVOURITE aside, are learned from
SCALED_BY, DROPPED = 0.12, 0.08  # at most this share larger or smaller; this share of the points
POINTS_OF_A_DRAWING = 42  # on average; the loss is nats a point, in which a long drawing counts more


def build(classes: int, units: int = UNITS, precision: str = "float32") -> keras.Model:
    """Features (batch, time, FEATURES), surroundings (batch, time, CELLS) and class (batch, 1) in.

    Raw mixtures (batch, time, 6M + 3) out.
    """
    told = keras.Input((None, FEATURES), name="features")
    around = keras.Input((None, CELLS), name="around")
    number = keras.Input((1,), dtype="int32", name="class")
    of_class = layers.Embedding(classes, EMBEDDING, name="class_embedding")(number)  # (batch, 1, EMBEDDING)
    seen = layers.Dense(SEEN, activation="relu", name="around_seen")(around)
    inputs = FEATURES + EMBEDDING + SEEN
    x = layers.Lambda(_beside, output_shape=(None, inputs), name="beside")([told, of_class, seen])
    zeros, ones = filled(told, units, 0.0), filled(told, units, 1.0)
    mask = layers.Dropout(DROPOUT)(ones)  # one for each drawing, the same at all of its points
    x = Recurrent(units, precision, name="lstm")(x, zeros, zeros, mask)
    x = layers.Dropout(DROPOUT)(x)
    raw = layers.Dense(6 * GAUSSIANS + 3, name="dense")(x)
    return keras.Model({"features": told, "around": around, "class": number}, raw, name="sketch")


def _beside(inputs):
    told, of_class, seen = inputs
    return ops.concatenate([told, ops.repeat(of_class, ops.shape(told)[1], axis=1), seen], axis=-1)


def nats(target, raw):
    """Negative log likelihood of each step, (batch, time): the same formula as `seqdemo.sketch.mixture`.

    `target` (batch, time, 5): offset in pixels, pen state, whether the offset counts, whether the step counts.
    """
    logits, mean_x, mean_y, log_x, log_y, bend = ops.split(raw[..., :-3], 6, axis=-1)
    z_x, log_x = _standard(target[..., 0:1], mean_x, log_x)
    z_y, log_y = _standard(target[..., 1:2], mean_y, log_y)
    correlation = MOST_CORRELATION * ops.tanh(bend)
    rest = 1 - correlation**2
    square = (z_x**2 + z_y**2 - 2 * correlation * z_x * z_y) / (2 * rest)
    logs = ops.log_softmax(logits, axis=-1) - square - log_x - log_y - 0.5 * ops.log(rest) - math.log(2 * math.pi)
    pens = ops.log_softmax(raw[..., -3:], axis=-1)
    pen = ops.sum(pens * ops.one_hot(ops.cast(target[..., 2], "int32"), 3), axis=-1)
    return -(ops.logsumexp(logs, axis=-1) * target[..., 3] + pen * target[..., 4])


def _standard(offset, mean, log_deviation):
    """((offset - mean) / deviation, log of the deviation), in pixels."""
    variance = ops.exp(2 * ops.clip(log_deviation, -8, 4)) * PIXELS**2 + LEAST_DEVIATION**2
    return (offset - mean * PIXELS) * ops.rsqrt(variance), 0.5 * ops.log(variance)


def loss(target, raw):
    """Nats of each drawing over the length of an average one; (batch,)."""
    return ops.sum(nats(target, raw), axis=-1) / POINTS_OF_A_DRAWING


class DrawingBatches(BucketedBatches):
    """Drawings, padded to a few lengths; with `vary`, each time a little other: scaled, and with points left out."""

    def __init__(self, drawings: Drawings, seed: int = 0, vary: bool = False):
        super().__init__(np.array([len(points) + 1 for points in drawings.points]), BUCKETS, BATCH_SIZE, seed)
        self.drawings, self.vary = drawings, vary

    def __getitem__(self, index: int):
        return self.arrays(*self.batches[index])

    def arrays(self, rows: np.ndarray, length: int):
        """Returns the inputs and the target of some drawings, padded to `length` steps."""
        random = np.random.default_rng([self.seed, self.epoch, int(rows[0])])
        padded = np.zeros((len(rows), length - 1, 3), np.float32)
        target = np.zeros((len(rows), length, 5), np.float32)
        for i, row in enumerate(rows):
            points = self.drawings.points[row].astype(np.float32)
            points = varied(points, random) if self.vary else points
            count = len(points)
            padded[i, :count] = points
            target[i, :count, :3] = points
            target[i, :count, 3] = 1
            target[i, : count + 1, 4] = 1
            target[i, count, 2] = END
        told = {
            "features": features(padded),
            "around": surroundings(padded),
            "class": self.drawings.classes[rows, None],
        }
        return told, target


def varied(points: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Returns a drawing (N, 3) scaled along each axis, with some of the points inside its strokes left out."""
    points = points.copy()
    # the move to a point that is left out is added to the move after it, and so on along the stroke
    inside = (points[:-1, 2] != LIFT) & (np.concatenate([[0], points[:-2, 2]]) != LIFT)
    out = np.flatnonzero(inside & (random.random(len(inside)) < DROPPED)) if len(points) > 8 else np.zeros(0, int)
    for i in out:
        points[i + 1, :2] += points[i, :2]
    points = np.delete(points, out, axis=0)
    points[:, :2] *= 1 + random.uniform(-SCALED_BY, SCALED_BY, 2).astype(np.float32)
    return points


class ValidationNats(keras.callbacks.Callback):
    """Writes nats a point of held-out drawings into the logs, of all and of the favourite class."""

    def __init__(self, drawings: Drawings):
        super().__init__()
        favourite = np.flatnonzero(drawings.classes == drawings.names.index(FAVOURITE))
        some = np.arange(0, len(drawings.points), max(1, len(drawings.points) // 2000))
        self.sets = {"all": drawings.take(some), FAVOURITE: drawings.take(favourite)}

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        for name, drawings in self.sets.items():
            found = nats_per_point(self.model, drawings)
            print(f"nats a point, {name}: {found:.4f}", flush=True)
            if logs is not None:
                logs[f"val_{name}"] = found


def nats_per_point(model: keras.Model, drawings: Drawings) -> float:
    """Returns what `python -m seqdemo.evaluate sketch` measures, by the Keras model."""
    batches, total = DrawingBatches(drawings), 0.0
    for rows in np.array_split(np.argsort(batches.lengths, kind="stable"), max(1, len(drawings.points) // 128)):
        inputs, target = batches.arrays(rows, int(batches.lengths[rows].max()))
        total += float(ops.sum(nats(target, model(inputs, training=False))))
    return total / sum(len(points) for points in drawings.points)


def nats_so_far(model: keras.Model, batches: DrawingBatches, rows: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Returns the nats of drawings up to each point, were they of `classes` (rows, K): (rows, K, longest).

    The end belongs to the last point.
    """
    counts = batches.lengths[rows] - 1
    inputs, target = batches.arrays(rows, int(counts.max()) + 1)
    told = {name: np.repeat(inputs[name], classes.shape[1], axis=0) for name in ("features", "around")}
    raw = model({**told, "class": classes.reshape(-1, 1)}, training=False)
    of_each = nats(np.repeat(target, classes.shape[1], axis=0), raw)
    found = ops.convert_to_numpy(ops.cumsum(of_each, axis=1)).reshape(*classes.shape, -1)
    last = np.arange(found.shape[-1]) == counts[:, None] - 1
    # nothing is added after the end
    return np.where(last[:, None], found[..., -1:], found)[..., :-1]


def train(data: Path, work: Path, smoke: bool = False, precision: str = "bfloat16"):
    """Returns (the Keras models that draw and guess, with the averaged weights, training drawings)."""
    keras.utils.set_random_seed(1)
    training, validation = (read_drawings(data / "sketch" / f"sketches_{part}.npz") for part in ("train", "valid"))
    if smoke:
        training = training.take(np.arange(0, len(training.points), max(1, len(training.points) // 200)))
        validation = validation.take(np.arange(0, len(validation.points), max(1, len(validation.points) // 345)))
    model = build(len(training.names), 16 if smoke else UNITS, precision)
    networks = read_drawings(data / "sketch" / "sketches_magenta.npz")
    beside_others = drawn_by_networks(networks, favoured(training, 0.5))
    for phase, drawings, epochs, rate, last_share in (
        ("everything", training, 2, 1.2e-3, 0.85),
        ("favourites", favoured(training, 1), 4, 1e-3, 0.01),
        ("drawn", beside_others, 13, 1e-3, 0.005),
        ("drawn_longer", beside_others, 10, 8e-4, 0.005),
    ):
        batches = DrawingBatches(drawings, vary=True)
        fit(model, batches, loss, 1 if smoke else epochs, rate, last_share, ValidationNats(validation), work / phase)
    surprise = functools.partial(nats_so_far, model, DrawingBatches(training))
    return model, guesser_training.train(training, validation, surprise, work, smoke, precision), training


def favoured(drawings: Drawings, share: float) -> Drawings:
    """Returns the drawings, those of REPEATS so many times more, times `share`."""
    times = np.array([1 + int(share * REPEATS.get(name, 0)) for name in drawings.names])
    return drawings.take(np.repeat(np.arange(len(drawings.points)), times[drawings.classes]))


def drawn_by_networks(drawn: Drawings, training: Drawings) -> Drawings:
    """Returns the training drawings and, beside them, some that older networks drew: all of FAVOURITE, few others."""
    names = np.array(drawn.names)[drawn.classes]
    favourite = names == FAVOURITE
    rows = np.flatnonzero(favourite | (np.arange(len(names)) % ONE_IN == 0))
    numbers = np.array([training.names.index(name) for name in names[rows]], int)
    points = [*training.points, *(drawn.points[row] for row in rows)]
    return Drawings(points, np.concatenate([training.classes, numbers]), training.names)


def points_of(drawings: Drawings, share: float) -> list[int]:
    """Of each class the number of points that this share of its drawings has at most."""
    counts = np.array([len(points) for points in drawings.points])
    of_class = [counts[drawings.classes == number] for number in range(len(drawings.names))]
    return [int(np.quantile(some, share)) if len(some) else 0 for some in of_class]


def export(model: keras.Model, guesser: keras.Model, training: Drawings, directory: Path = weights.MODELS) -> None:
    """Writes weights and model card."""
    lstm, dense = model.get_layer("lstm"), model.get_layer("dense")
    around = model.get_layer("around_seen")
    arrays = {
        "class_embedding": model.get_layer("class_embedding").get_weights()[0],
        "around_kernel": ops.convert_to_numpy(around.kernel),
        "around_bias": ops.convert_to_numpy(around.bias),
        "lstm_kernel": ops.convert_to_numpy(lstm.kernel),
        "lstm_recurrent_kernel": ops.convert_to_numpy(lstm.recurrent_kernel),
        "lstm_bias": ops.convert_to_numpy(lstm.bias),
        "dense_kernel": dense.get_weights()[0],
        "dense_bias": dense.get_weights()[1],
        **guesser_training.arrays_of(guesser),
    }
    card = {
        "name": "sketch",
        "task": "goes on with a drawing, point by point; and guesses what a drawing is, after every point",
        "architecture": f"class embedding of {EMBEDDING} beside {FEATURES} features of the pen and {SEEN} rectified "
        f"units over the ink in {CELLS} cells around it, LSTM of {lstm.units} units, mixture of {GAUSSIANS} bivariate "
        f"Gaussians and three pen states; the guesser: {TOLD - CELLS} features of the pen and the same cells, "
        f"{guesser_training.SEEN} rectified units, LSTM of {guesser_training.UNITS} units",
        "parameters": int(sum(array.size for array in arrays.values())),
        "classes": training.names,
        "few_points": points_of(training, 0.25),
        "usual_points": points_of(training, 0.75),
        "training_data": {
            "quick_draw": {
                "drawings": len(training.points),
                "points": int(sum(len(points) for points in training.points)),
                "source": "Quick, Draw! by Google, recognised drawings of all 345 classes, CC BY 4.0",
            },
            "favoured": "in the last four of six epochs so many times more than others: "
            + ", ".join(f"{name} {times}" for name, times in REPEATS.items())
            + "; in 23 more half as many times more",
            "guesser": "the names of these drawings, and in the last 22 epochs what it and the network that draws say "
            "of them together, on the way",
            "other_networks": f"in those 23, beside them, of 31,000 drawings in 28 classes that the public "
            f"sketch-RNN decoders of Magenta drew (Apache 2.0) each {FAVOURITE} and one in {ONE_IN} others",
        },
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training sketch --data DIR",
        "known_failures": [
            "It never saw a drawing that took longer than twenty seconds: fine detail is noise to it.",
            "Classes that look alike to a hurried hand (dog, cow, horse) come out alike.",
            "It goes on from the last stroke; parts that were drawn early it may draw again.",
            "Long drawings lose their plan: the end of a bicycle may forget where its wheels are.",
            "The guesser learned from drawings that a network of Google recognised within twenty seconds: it takes "
            "a careful drawing for something with more lines, and knows no word outside its classes.",
        ],
        "pictures": "assets/sheets: for beginnings by hand nine of forty endings, chosen as the page chooses them",
        "quality": {},
    }
    weights.save("sketch", arrays, card, directory)


def restore(directory: Path = weights.MODELS) -> keras.Model:
    """Returns the Keras model with the shipped weights, to hold the NumPy walk to it."""
    arrays, card = weights.load("sketch", SHAPES, directory)
    model = build(len(card["classes"]), len(arrays["lstm_recurrent_kernel"]))
    model.get_layer("class_embedding").set_weights([arrays["class_embedding"]])
    model.get_layer("around_seen").set_weights([arrays["around_kernel"], arrays["around_bias"]])
    for name in LSTM._fields:
        getattr(model.get_layer("lstm"), name).assign(arrays[f"lstm_{name}"])
    model.get_layer("dense").set_weights([arrays["dense_kernel"], arrays["dense_bias"]])
    return model


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains and exports; a smoke run writes beside its checkpoints, not over the shipped weights."""
    model, guesser, training = train(data, work, smoke)
    export(model, guesser, training, work / "models" if smoke else weights.MODELS)
