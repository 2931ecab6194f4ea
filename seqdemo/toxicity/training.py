"""Trains the judge of comments: words and letter groups, then a GRU from left to right.

python -m seqdemo.training toxicity --data ../shared/data
"""

from __future__ import annotations

import csv
import datetime
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import layers, ops

from seqdemo.core import weights
from seqdemo.toxicity.comments import Comments
from seqdemo.toxicity.evaluation import areas
from seqdemo.toxicity.material import PHRASES, Material, prepare
from seqdemo.toxicity.model import LABELS, SHAPES, WORDS_FILE, ToxicityModel
from seqdemo.toxicity.reader import MOST_NGRAMS, NGRAM_BUCKETS, Lexicon, Word
from seqdemo.training.data import bucketed_batches
from seqdemo.training.fitting import fit
from seqdemo.training.vectors import starting_vectors

EMBEDDING, UNITS = 100, 256
EYES = ("word_embedding", "form_embedding", "ngram_embedding")
"""The layers, and the arrays of the model, that make vectors of words."""
BUCKETS = (8, 16, 32, 64, 128)
BATCH_SIZE = 128
LAST_SHARE = 0.02  # of the first rate of learning
WIKIPEDIA_SOURCES = ("khanhhk", "furkan_normalised", "robtest_train", "ak_lowercased", "hieunt91", "fastbert_train")
OTHER_SOURCES = ("davidson", "gab_hate_corpus", "convabuse", "surge", "edos_2_derogation", "edos_3_animosity")
NATURAL_SHARE = 0.096  # of toxic comments on Wikipedia's talk pages


def build(words: int, units: int = UNITS, embedding: int = EMBEDDING) -> keras.Model:
    """Word, form and letter groups (batch, time[, 16]) in, six logits (batch, 6) out."""
    inputs = inputs_of()
    x = eyes(inputs, words, embedding)
    states = layers.GRU(units, return_sequences=True, name="gru")(x)
    pooled = layers.Lambda(_pool, output_shape=(3 * units,), name="pool")([states, inputs["mask"]])
    pooled = layers.Dropout(0.4)(pooled)
    logits = layers.Dense(6, name="labels")(pooled)
    return keras.Model(inputs, logits, name="toxicity")


def inputs_of() -> dict[str, Any]:
    """What a network reads of comments: word, form, letter groups and mask (batch, time[, 16])."""
    return {
        "word": keras.Input((None,), dtype="int32", name="word"),
        "form": keras.Input((None,), dtype="int32", name="form"),
        "ngrams": keras.Input((None, MOST_NGRAMS), dtype="int32", name="ngrams"),
        "mask": keras.Input((None,), dtype="float32", name="mask"),
    }


def eyes(inputs: Mapping[str, Any], words: int, embedding: int = EMBEDDING):
    """The vector of every word (batch, time, embedding): its own, of its form, and the mean of its letter groups."""
    groups = inputs["ngrams"]
    letters = layers.Embedding(NGRAM_BUCKETS + 1, embedding, name="ngram_embedding")(groups)
    present = layers.Lambda(lambda g: ops.cast(g > 0, "float32"), name="present")(groups)
    letters = layers.Lambda(
        lambda p: ops.sum(p[0] * p[1][..., None], axis=2) / ops.maximum(1.0, ops.sum(p[1], axis=2))[..., None],
        output_shape=(None, embedding),
    )([letters, present])
    x = layers.Add()(
        [
            layers.Embedding(words + 1, embedding, name="word_embedding")(inputs["word"]),
            layers.Embedding(3, embedding, name="form_embedding")(inputs["form"]),
            letters,
        ]
    )
    return layers.SpatialDropout1D(0.35)(x)


def _pool(inputs):
    """The last state, the highest and the mean value of each unit so far."""
    states, mask = inputs
    some = mask[..., None]
    last = ops.sum(states * (some - ops.pad(some[:, 1:], [[0, 0], [0, 1], [0, 0]])), axis=1)
    highest = ops.max(states * some - (1 - some) * 2.0, axis=1)
    mean = ops.sum(states * some, axis=1) / ops.maximum(1.0, ops.sum(some, axis=1))
    return ops.concatenate([last, highest, mean], axis=-1)


def masked_loss(target, logits):
    """Binary cross-entropy where `target` is labels and weights side by side (batch, 12)."""
    labels, weights = target[:, :6], target[:, 6:]
    losses = ops.softplus(logits) - labels * logits
    return ops.sum(losses * weights, axis=-1)


class CommentBatches(keras.utils.PyDataset):
    """Comments as arrays; every word is looked up once in a table of distinct words."""

    def __init__(self, comments: Comments, lexicon: Lexicon, seed: int = 0, hide: float = 0.0):
        super().__init__()
        table: dict[Word, int] = {}
        self.rows = [
            np.array(
                [table.setdefault(w._replace(text=""), len(table)) for w in lexicon.words(text)[: BUCKETS[-1]]],
                np.int32,
            )
            for text in comments.texts
        ]
        self.word = np.array([w.number for w in table], np.int32)
        self.form = np.array([w.form for w in table], np.int32)
        self.groups = np.array([list(w.ngrams) + [0] * (MOST_NGRAMS - len(w.ngrams)) for w in table], np.int32)
        self.target = np.concatenate([comments.labels, comments.weights], axis=1).astype(np.float32)
        self.lengths = np.array([max(1, len(row)) for row in self.rows])
        self.seed, self.epoch, self.hide = seed, 0, hide
        self.on_epoch_end()

    def on_epoch_end(self) -> None:
        self.batches = list(bucketed_batches(self.lengths, BUCKETS, BATCH_SIZE, self.seed + self.epoch))
        self.epoch += 1

    def __len__(self) -> int:
        return len(self.batches)

    def arrays(self, rows: np.ndarray, length: int) -> dict[str, np.ndarray]:
        index = np.zeros((len(rows), length), np.int32)
        mask = np.zeros((len(rows), length), np.float32)
        for i, row in enumerate(rows):
            items = self.rows[row]
            index[i, : len(items)] = items
            mask[i, : len(items)] = 1
        on = mask.astype(np.int32)
        word = self.word[index] * on
        if self.hide:  # a hidden word teaches the letter groups to stand for it
            word *= np.random.default_rng([self.seed, self.epoch, int(rows[0])]).random(word.shape) > self.hide
        return {"word": word, "form": self.form[index] * on, "ngrams": self.groups[index] * on[..., None], "mask": mask}

    def __getitem__(self, index: int):
        rows, length = self.batches[index]
        return self.arrays(rows, length), self.target[rows]


def predict(model: keras.Model, batches: CommentBatches) -> np.ndarray:
    """Returns logits (N, 6) in the order of the comments."""
    logits = np.zeros((len(batches.rows), 6), np.float32)
    for rows, length in batches.batches:
        logits[rows] = model.predict_on_batch(batches.arrays(rows, length))
    return logits


class ValidationAreas(keras.callbacks.Callback):
    """Prints the areas under the curve after each epoch."""

    def __init__(self, sets: dict[str, tuple[CommentBatches, Comments]]):
        super().__init__()
        self.sets = sets

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        for name, (batches, comments) in self.sets.items():
            known = np.where(comments.weights > 0, comments.labels, np.nan)
            found = areas(known, predict(self.model, batches))
            print(name, {label: round(value, 4) for label, value in found.items() if value}, flush=True)


KNOWN_FAILURES = [
    "Threats, wishes of harm and belittling without a rude word: of 24 such sentences written by hand it finds 8.",
    "Some denials (“I never said you are an idiot”), a quotation that begins with the insult, and a rude word for a "
    "thing or for oneself can be held against the writer.",
    "Hostile sentences about a group that have no rude word: of 15 it finds 4; and of 7 that defend one it blames 1.",
    "Most emoji are rare in the data: a rude gesture alone is called harmless.",
    "It learned from English comments; of other languages it knows a few loose words, and the page says so.",
]


class Specialist(NamedTuple):
    """One of two networks whose weights are averaged: what it learns, how long, and how much it counts."""

    name: str
    comments: Comments
    epochs: int
    rate: float
    share: float


def specialists(training: Comments) -> tuple[Specialist, Specialist]:
    """One learns everything, and so the sense of words; one only Wikipedia's comments and sentences of every day.

    Each loses a little of what the other gains. The average of their weights has most of both (Wortsman et al. 2022).
    """
    home = np.isin(training.sources, [*WIKIPEDIA_SOURCES, "everyday"])
    seldom = np.isin(training.sources, OTHER_SOURCES) & (np.arange(len(training.texts)) % 2 == 1)
    return (
        Specialist("sense", training.take(~seldom), 2, 7e-4, 0.45),
        Specialist("home", training.take(home), 2, 4e-4, 0.55),
    )


def go_on_from(model: keras.Model, lexicon: Lexicon, directory: Path = weights.MODELS) -> None:
    """Gives `model` the weights that ship; words that the shipped vocabulary lacks keep the vectors that they have."""
    shipped = ToxicityModel.load(directory)
    (vectors,) = model.get_layer("word_embedding").get_weights()
    for word, number in lexicon.numbers.items():
        if word in shipped.lexicon.numbers:
            vectors[number] = shipped.word_embedding[shipped.lexicon.numbers[word]]
    vectors[0] = shipped.word_embedding[0]
    model.get_layer("word_embedding").set_weights([vectors])
    model.get_layer("form_embedding").set_weights([shipped.form_embedding])
    model.get_layer("ngram_embedding").set_weights([shipped.ngram_embedding])
    model.get_layer("gru").set_weights([shipped.gru.kernel, shipped.gru.recurrent_kernel, shipped.gru.bias])
    model.get_layer("labels").set_weights([shipped.labels_kernel, shipped.labels_bias])


def train(material: Material, vectors: Path, work: Path, smoke: bool = False) -> keras.Model:
    """Returns the trained network; goes on from `work` after a stop. `vectors` are word vectors to start from.

    It begins with the weights that ship, unless it is a smoke run, whose network is too small for them.
    """
    keras.utils.set_random_seed(1)
    lexicon = material.lexicon
    model = build(len(lexicon.numbers), 8 if smoke else UNITS)
    model.get_layer("word_embedding").set_weights([starting_vectors(["", *lexicon.numbers], vectors, EMBEDDING)])
    if not smoke:
        go_on_from(model, lexicon)
    before = model.get_weights()
    watch = ValidationAreas({name: (CommentBatches(some, lexicon), some) for name, some in material.watched.items()})
    average = [np.zeros_like(array) for array in before]
    for name, comments, epochs, rate, share in specialists(material.training):
        model.set_weights(before)
        batches = CommentBatches(comments, lexicon, hide=0.25)
        fit(model, batches, masked_loss, 1 if smoke else epochs, rate, LAST_SHARE, watch, work / name)
        average = [sum_so_far + share * array for sum_so_far, array in zip(average, model.get_weights(), strict=True)]
    model.set_weights(average)
    return model


def natural_mix(toxic: np.ndarray) -> np.ndarray:
    """How much each comment (N,) counts so that Wikipedia's share of them is toxic; 1 on average."""
    return np.where(toxic > 0.5, NATURAL_SHARE / toxic.mean(), (1 - NATURAL_SHARE) / (1 - toxic.mean()))


def calibrate(model: keras.Model, material: Material) -> np.ndarray:
    """Scales and shifts the logits to the natural share of each label; returns those shares (6,).

    Platt scaling (Platt 1999) on the held-out comments of Wikipedia, weighted so that 9.6 % of them are toxic.
    """
    from sklearn.linear_model import LogisticRegression

    comments = material.validation
    logits = predict(model, CommentBatches(comments, material.lexicon))
    kernel, bias = model.get_layer("labels").get_weights()
    shares = np.zeros(len(LABELS), np.float32)
    for column in range(len(LABELS)):
        rows = np.flatnonzero(comments.weights[:, column] > 0)
        mix, truth = natural_mix(comments.labels[rows, 0]), comments.labels[rows, column]
        shares[column] = np.average(truth, weights=mix)
        if len(np.unique(truth)) == 2:
            fit = LogisticRegression(C=100.0).fit(logits[rows, column, None], truth, sample_weight=mix)
            kernel[:, column] *= fit.coef_[0, 0]
            bias[column] = bias[column] * fit.coef_[0, 0] + fit.intercept_[0]
    model.get_layer("labels").set_weights([kernel, bias])
    return shares


def export(model: keras.Model, material: Material, shares: np.ndarray, directory: Path) -> None:
    """Writes weights, vocabulary with counts, and model card."""
    gru, labels = model.get_layer("gru").get_weights(), model.get_layer("labels").get_weights()
    arrays = {name: model.get_layer(name).get_weights()[0] for name in EYES}
    arrays |= dict(
        zip(
            ("gru_kernel", "gru_recurrent_kernel", "gru_bias", "labels_kernel", "labels_bias"),
            gru + labels,
            strict=True,
        )
    )
    card = {
        "name": "toxicity",
        "task": "judges a comment word by word: six scores after every word",
        "architecture": f"word, form and letter-group embeddings of {EMBEDDING}, GRU of {gru[1].shape[0]} units "
        "from left to right; last state, running maximum and running mean into six sigmoids",
        "parameters": int(sum(array.size for array in arrays.values())),
        "training_data": {
            "wikipedia": "Toxic Comment Classification Challenge (Jigsaw 2018), copies in public repositories; "
            "CC0, text CC BY-SA 3.0; a first network learned these alone, and this one goes on from it, as the average "
            "of one that then learned everything and one that stayed with these",
            "contrast": "comments in which the same words mean different things: CAD, HatemojiBuild, Civil Comments, "
            "Stormfront, HateXplain, Ethos, HolisticBias, BOLD, ToxiGen, UCI reviews, and for research and teaching "
            "only Kaggle's insults, OLID, CONDA, Unhealthy Conversations, YouToxic, DynaCounter, SST-2, SWAD",
            "other_sources": "Davidson 2017 (MIT), EDOS (CC0), ConvAbuse (CC BY 4.0), Gab (MIT), Surge (MIT); "
            "they count little",
            "everyday": "sentences of Tatoeba (CC BY 2.0 FR) without a word that can be meant badly",
            "word_vectors": "spaCy en_core_web_md 3.8, CC0, to start from",
            "made_up": f"{PHRASES:,} phrases by a grammar of 17 kinds, rude and harmless in equal number, and "
            "disguised copies of toxic comments",
            "rows": dict(Counter(material.training.sources).most_common()),
            "held_out": "one of ten comments, by a checksum of the opening words, with all that differ from it in "
            "one word; one of ten patterns of the grammar and one of eight words of its long slots",
        },
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training toxicity --data DIR",
        "known_failures": KNOWN_FAILURES,
        "base_rates": [round(float(share), 5) for share in shares],
        "often_hidden": material.lexicon.often_hidden,
        "quality": {},
    }
    lines = "".join(f"{word} {material.counts[word]}\n" for word in material.lexicon.numbers)
    weights.save("toxicity", arrays, card, directory, {WORDS_FILE: lines.encode()})


def restore(directory: Path = weights.MODELS) -> keras.Model:
    """Returns the Keras model with the shipped weights, to hold the NumPy walk to it."""
    arrays, _ = weights.load("toxicity", SHAPES, directory)
    model = build(
        len(arrays["word_embedding"]) - 1, len(arrays["gru_recurrent_kernel"]), arrays["word_embedding"].shape[1]
    )
    for name in EYES:
        model.get_layer(name).set_weights([arrays[name]])
    model.get_layer("gru").set_weights([arrays[f"gru_{part}"] for part in ("kernel", "recurrent_kernel", "bias")])
    model.get_layer("labels").set_weights([arrays["labels_kernel"], arrays["labels_bias"]])
    return model


def read_vectors(model: keras.Model, judge: ToxicityModel) -> None:
    """Gives `model` the vectors with which `judge` sees words."""
    for name in EYES:
        model.get_layer(name).set_weights([getattr(judge, name)])


def write_csv(path: Path, comments: Comments) -> None:
    """Writes comments in the form that the evaluation reads; unknown labels are blank."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("comment_text", *LABELS))
        for text, labels, known in zip(comments.texts, comments.labels, comments.weights, strict=True):
            table.writerow((text, *(int(label) if weight else "" for label, weight in zip(labels, known, strict=True))))


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains, calibrates and exports; a smoke run writes beside its checkpoints, not over the shipped weights."""
    material = prepare(data, smoke)
    model = train(material, data / "vectors" / "english_300d.npz", work, smoke)
    for name, comments in material.watched.items():
        write_csv(work / f"{name}.csv", comments)
    shares = calibrate(model, material)
    export(model, material, shares, work / "models" if smoke else weights.MODELS)
