"""Trains a CNN and an MLP on the comments of `toxicity`, with the word vectors of its GRU as they are.

python -m seqdemo.training verdict --data ../shared/data
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
from keras import layers, ops

from seqdemo.core import weights
from seqdemo.toxicity.material import Material, prepare
from seqdemo.toxicity.model import LABELS, ToxicityModel
from seqdemo.toxicity.training import (
    EYES,
    CommentBatches,
    ValidationAreas,
    calibrate,
    eyes,
    inputs_of,
    masked_loss,
    read_vectors,
    write_csv,
)
from seqdemo.training.fitting import fit
from seqdemo.verdict.model import REACH, SHAPES, vectors_of

UNITS, FEATURES, HIDDEN = 256, 256, 488
"""So that both have as many weights as the GRU and its labels: 279,000."""
EPOCHS, RATE, LAST_SHARE = 3, 1e-3, 0.02
SMALL = 8  # to see that the script runs


def cnn(x, mask, units: int = UNITS):
    """Two convolutions, then the last, the highest and the mean value of each unit."""
    for name in ("near", "far"):
        x = layers.Conv1D(units, REACH, padding="causal", activation="relu", name=name)(x)
    return layers.Lambda(lambda parts: ops.concatenate([last(*parts), *pools(*parts)], axis=-1), name="pool")([x, mask])


def mlp(x, mask, features: int = FEATURES, hidden: int = HIDDEN):
    """One layer for each word by itself, the highest and the mean value of each unit, one layer over these."""
    x = layers.Dense(features, activation="relu", name="each")(x)
    bag = layers.Lambda(lambda parts: ops.concatenate(pools(*parts), axis=-1), name="pool")([x, mask])
    return layers.Dense(hidden, activation="relu", name="bag")(bag)


PARTS: dict[str, tuple[Callable, tuple[str, ...]]] = {"cnn": (cnn, ("near", "far")), "mlp": (mlp, ("each", "bag"))}


def last(x, mask):
    """(B, T, H) and (B, T), 1 where there is a word: (B, H) of the last word."""
    return ops.sum(x * (mask - ops.pad(mask[:, 1:], [[0, 0], [0, 1]]))[..., None], axis=1)


def pools(x, mask):
    """The highest and the mean value of each unit over the words; units are at least zero."""
    some = mask[..., None]
    return [ops.max(x * some, axis=1), ops.sum(x * some, axis=1) / ops.maximum(1.0, ops.sum(some, axis=1))]


def build(name: str, words: int, embedding: int, **sizes: int) -> keras.Model:
    """Word, form and letter groups (batch, time[, 16]) in, six logits (batch, 6) out; the vectors stay as they are."""
    inputs = inputs_of()
    x = eyes(inputs, words, embedding)
    thoughts = PARTS[name][0](x, inputs["mask"], **sizes)
    model = keras.Model(inputs, layers.Dense(len(LABELS), name="labels")(layers.Dropout(0.4)(thoughts)), name=name)
    for layer in EYES:
        model.get_layer(layer).trainable = False
    return model


def train(material: Material, judge: ToxicityModel, work: Path, smoke: bool = False) -> dict[str, keras.Model]:
    """Returns both networks, calibrated as the GRU is; goes on from `work` after a stop."""
    sets = {name: (CommentBatches(comments, judge.lexicon), comments) for name, comments in material.watched.items()}
    batches = CommentBatches(material.training, judge.lexicon, hide=0.25)
    models = {}
    for name in PARTS:
        keras.utils.set_random_seed(1)
        sizes = {"cnn": {"units": SMALL}, "mlp": {"features": SMALL, "hidden": SMALL}}[name] if smoke else {}
        model = models[name] = build(name, len(judge.lexicon.numbers), judge.word_embedding.shape[1], **sizes)
        read_vectors(model, judge)
        fit(model, batches, masked_loss, 1 if smoke else EPOCHS, RATE, LAST_SHARE, ValidationAreas(sets), work / name)
        calibrate(model, material._replace(lexicon=judge.lexicon))
    return models


def arrays_of(models: dict[str, keras.Model]) -> dict[str, np.ndarray]:
    """The weights of both, the vectors of the words left out, by their names in SHAPES."""
    found = {}
    for name, model in models.items():
        for layer in (*PARTS[name][1], "labels"):
            found[f"{name}_{layer}_kernel"], found[f"{name}_{layer}_bias"] = model.get_layer(layer).get_weights()
    return found


def restore(name: str, judge: ToxicityModel, directory: Path = weights.MODELS) -> keras.Model:
    """Returns the Keras model with the shipped weights, to hold the NumPy walk to it."""
    arrays, _ = weights.load("verdict", SHAPES, directory)
    model = build(name, len(judge.lexicon.numbers), judge.word_embedding.shape[1])
    read_vectors(model, judge)
    for layer in (*PARTS[name][1], "labels"):
        model.get_layer(layer).set_weights([arrays[f"{name}_{layer}_{part}"] for part in ("kernel", "bias")])
    return model


def export(models: dict[str, keras.Model], judge: ToxicityModel, comments: int, directory: Path) -> None:
    """Writes weights and model card."""
    arrays = arrays_of(models)
    card = {
        "name": "verdict",
        "task": "judges comments with a CNN and with an MLP over the bag of words, beside the GRU of `toxicity`",
        "architecture": "on the word vectors of `toxicity`, which stay as they are: two causal convolutions of "
        f"{REACH} words, their last, highest and mean values (CNN); one layer for each word, their highest and mean "
        "values, one layer over these (MLP); six sigmoids each",
        "parameters": int(sum(array.size for array in arrays.values())),
        "training_data": {"comments": comments, "which": "those of `toxicity`, see its card", "epochs": EPOCHS},
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training verdict --data DIR",
        "known_failures": [
            "Both learnt with word vectors that the GRU had learnt for itself; with their own they might do better.",
            "What the GRU gets wrong they mostly get wrong too: see the card of `toxicity`.",
        ],
        "word_vectors": vectors_of(judge.card),
        "quality": {},
    }
    weights.save("verdict", arrays, card, directory)


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains, calibrates and exports; a smoke run writes beside its checkpoints, not over the shipped weights."""
    material, judge = prepare(data, smoke), ToxicityModel.load()
    models = train(material, judge, work, smoke)
    for name, comments in material.watched.items():
        write_csv(work / f"{name}.csv", comments)
    export(models, judge, len(material.training.texts), work / "models" if smoke else weights.MODELS)
