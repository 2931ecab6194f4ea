"""Trains the namer of cookies: an LSTM over characters, on recipe titles and on cookies, each of these three times.

    python -m seqdemo.training cookies --data ../shared/data

The two kinds of names differ in their start symbol, so one network learns from both
and is asked for a cookie. Cookies held out for validation are taken out of the titles too.
"""

from __future__ import annotations

import datetime
import math
from pathlib import Path

import keras
import numpy as np
from keras import layers, ops

from seqdemo.cookies.cookbook import grow
from seqdemo.cookies.evaluation import read_names
from seqdemo.cookies.meaning import name_units
from seqdemo.cookies.model import CookieModel
from seqdemo.cookies.reader import END, START, START_OTHER, CharacterVocabulary
from seqdemo.core import weights
from seqdemo.training.data import NextItemBatches
from seqdemo.training.fitting import fit
from seqdemo.training.recurrent import Recurrent, filled

EMBEDDING, UNITS = 64, 640
BUCKETS = (16, 24, 32, 40, 65)
BATCH_SIZE = 64
EPOCHS, RATE = 7, 2e-3
HELD_OUT = 250
COOKIE_REPEATS = 3
SPLIT_SEED = 7
PUZZLES, LONGEST_PUZZLE = 60, 32
UNIT_NAMES = 400  # names on which the meaning of units is measured


def build(
    vocabulary_size: int, units: int = UNITS, length: int | None = None, precision: str = "float32"
) -> keras.Model:
    """Characters (batch, time) in, logits of the next character (batch, time, vocabulary) out."""
    characters = keras.Input((length,), dtype="int32", name="characters")
    x = layers.Embedding(vocabulary_size, EMBEDDING, name="embedding")(characters)
    x = layers.Dropout(0.1)(x)
    zeros, ones = filled(x, units, 0.0), filled(x, units, 1.0)
    x = Recurrent(units, precision, name="lstm")(x, zeros, zeros, ones)
    x = layers.Dropout(0.35)(x)
    logits = layers.Dense(vocabulary_size, name="next_character")(x)
    return keras.Model(characters, logits, name="cookies")


def split(cookies: list[str]) -> tuple[list[str], list[str]]:
    """Returns (training, validation) cookies, the same for ever."""
    order = np.random.default_rng(SPLIT_SEED).permutation(len(cookies))
    return [cookies[i] for i in order[HELD_OUT:]], [cookies[i] for i in order[:HELD_OUT]]


def encode(names: list[str], start: int, vocabulary: CharacterVocabulary) -> list[np.ndarray]:
    """Returns one array a name: start, its characters, END."""
    return [np.array([start, *vocabulary.encode(name), END], np.int32) for name in names]


def bits_per_character(model: keras.Model, sequences: list[np.ndarray]) -> float:
    """Cross-entropy of `sequences` under the Keras model in bits, the end counted as a character."""
    batches = NextItemBatches(sequences, (80,), len(sequences))
    inputs, targets, mask = batches[0]
    losses = keras.losses.sparse_categorical_crossentropy(targets, model(inputs), from_logits=True)
    return float(ops.sum(losses * mask) / mask.sum() / math.log(2))


class ValidationBits(keras.callbacks.Callback):
    """Writes the validation bits per character of the averaged weights into the logs."""

    def __init__(self, sequences: list[np.ndarray]):
        super().__init__()
        self.sequences = sequences

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if logs is not None:
            logs["val_bits"] = bits_per_character(self.model, self.sequences)


def train(data: Path, work: Path, smoke: bool = False, precision: str = "bfloat16"):
    """Returns (Keras model with the averaged weights, vocabulary, training cookies, validation cookies)."""
    keras.utils.set_random_seed(1)
    cookies, titles = read_names(data / "cookies" / "cookies.txt"), read_names(data / "cookies" / "recipe_titles.txt")
    training, validation = split(cookies)
    titles = sorted(set(titles) - set(cookies))
    if smoke:
        training, titles = training[:128], titles[:128]
    vocabulary = CharacterVocabulary.of(training + titles, least=1 if smoke else 5)
    as_cookies = encode(training, START, vocabulary)
    as_titles = encode(titles, START_OTHER, vocabulary)
    # A title that names a cookie is as good as a cookie.
    cookie_like = [n for n in titles if "cookie" in n.lower()]
    as_cookies += encode(cookie_like, START, vocabulary)
    held_out = encode(validation, START, vocabulary)
    model = build(len(vocabulary), 16 if smoke else UNITS, precision=precision)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="mean_with_sample_weight")
    # epochs with cookies alone make it copy more and expect unseen ones no better
    batches = NextItemBatches(as_titles + as_cookies * COOKIE_REPEATS, BUCKETS, BATCH_SIZE)
    fit(model, batches, loss, 1 if smoke else EPOCHS, RATE, 0.01, ValidationBits(held_out), work / "names")
    return model, vocabulary, training, validation


def export(
    model: keras.Model,
    vocabulary: CharacterVocabulary,
    training: list[str],
    data: Path,
    directory: Path = weights.MODELS,
) -> None:
    """Writes weights, cookbook and model card, with the units that measurement could name.

    The cookbook has everything the network was shown as a cookie: the training cookies and the
    titles that name one. The puzzles of "beat the network" are cookies it never saw.
    """
    cookies, titles = read_names(data / "cookies" / "cookies.txt"), read_names(data / "cookies" / "recipe_titles.txt")
    shown = training + [n for n in sorted(set(titles) - set(cookies)) if "cookie" in n.lower()]
    unseen = [name for name in split(cookies)[1] if len(name) <= LONGEST_PUZZLE][:PUZZLES]
    embedding, *lstm, dense_kernel, dense_bias = (w.numpy() for w in model.weights)
    arrays = {
        "embedding": embedding,
        "lstm_kernel": lstm[0],
        "lstm_recurrent_kernel": lstm[1],
        "lstm_bias": lstm[2],
        "dense_kernel": dense_kernel,
        "dense_bias": dense_bias,
        "cookbook": grow(shown),
        "puzzles": grow(unseen),
    }
    card = {
        "name": "cookies",
        "task": "invents names of cookies, letter by letter",
        "architecture": f"embedding of {embedding.shape[1]}, LSTM of {lstm[1].shape[0]} units, softmax over characters",
        "parameters": int(sum(a.size for name, a in arrays.items() if name not in ("cookbook", "puzzles"))),
        "characters": vocabulary.characters,
        "training_data": {
            "cookies": {"names": len(training), "source": "dpapathanasiou/recipes (MIT), tastyR (CC0)"},
            "recipe_titles": {"names": len(set(titles) - set(cookies)), "source": "the same two"},
            "held_out": f"{HELD_OUT} cookies, split seed {SPLIT_SEED}",
        },
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training cookies --data DIR",
        "known_failures": [
            "It reads letters, not meanings: it can name a cookie after things that nobody would bake together.",
            "It knows only the characters in this card; all others are the same unknown character to it.",
            "At temperature 0 it gives one name over and over, most often one from the cookbook.",
        ],
        "quality": {},
    }
    sample = shown[:: max(1, len(shown) // UNIT_NAMES)]
    card["units"] = name_units(CookieModel(arrays, card).states(sample), sample)
    weights.save("cookies", arrays, card, directory)


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains and exports; a smoke run writes beside its checkpoints, not over the shipped weights."""
    model, vocabulary, training, validation = train(data, work, smoke)
    (work / "validation.txt").write_text("\n".join(validation) + "\n", encoding="utf-8")
    export(model, vocabulary, training, data, work / "models" if smoke else weights.MODELS)
