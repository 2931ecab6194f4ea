"""Trains the judge of comments: words and letter groups, then a GRU from left to right.

python -m seqdemo.training toxicity --data ../shared/data
"""

from __future__ import annotations

import csv
import datetime
import zlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
from keras import layers, ops

from seqdemo.core import weights
from seqdemo.toxicity.disguise import disguise
from seqdemo.toxicity.evaluation import areas, read_csv
from seqdemo.toxicity.model import LABELS, SHAPES, WORDS_FILE
from seqdemo.toxicity.phrases import phrases
from seqdemo.toxicity.reader import MOST_NGRAMS, NGRAM_BUCKETS, Lexicon, Word, spelling
from seqdemo.toxicity.teacher import opinions
from seqdemo.training.data import bucketed_batches
from seqdemo.training.fitting import fit

EMBEDDING, UNITS = 100, 256
WORDS = 24_000
BUCKETS = (16, 32, 64, 128, 200)
BATCH_SIZE = 64
# How much the labels of another place count: its people mean other things by "toxic".
WIKIPEDIA_SOURCES = ("khanhhk", "furkan_normalised", "robtest_train", "ak_lowercased", "hieunt91", "fastbert_train")
NATURAL_SOURCES = ("khanhhk", "fastbert_train")
NATURAL_SHARE = 0.096  # of toxic comments on Wikipedia's talk pages
WEIGHT_OF_SOURCE = {"davidson": 0.05, "gab_hate_corpus": 0.15, "convabuse": 0.2, "surge": 0.4}
OTHER_TOXIC_WEIGHT, OTHER_HATE_WEIGHT, LABEL_WEIGHT = 0.2, 0.4, 0.5
TEACHER_SHARE, TEACHER_ALONE_WEIGHT = 0.5, 0.25


class Comments(NamedTuple):
    """Texts with labels (N, 6), and how much each label counts (N, 6), 0 where it is unknown."""

    texts: list[str]
    labels: np.ndarray
    weights: np.ndarray
    sources: list[str]

    def take(self, rows: np.ndarray) -> Comments:
        return Comments(
            [self.texts[i] for i in rows], self.labels[rows], self.weights[rows], [self.sources[i] for i in rows]
        )

    def __add__(self, other: Comments) -> Comments:
        return Comments(
            self.texts + other.texts,
            np.concatenate([self.labels, other.labels]),
            np.concatenate([self.weights, other.weights]),
            self.sources + other.sources,
        )


def read(path: Path) -> Comments:
    """Reads a CSV of comments, gzipped or not; a blank label weighs nothing. Raises DataError."""
    texts, labels, sources = read_csv(path)
    known = ~np.isnan(labels)
    weights = known * np.array([1.0] + [LABEL_WEIGHT] * 5, np.float32)
    return Comments(texts, np.nan_to_num(labels), weights, sources)


def split(comments: Comments) -> tuple[Comments, Comments]:
    """Returns (training, validation): one of ten, by a checksum of the opening words; repeats are dropped."""
    plain = Lexicon([])
    seen, training, validation = set(), [], []
    for row, text in enumerate(comments.texts):
        key = " ".join(word.canonical for word in plain.words(text[:600])[:12])
        if len(key) > 30 and key in seen:
            continue
        seen.add(key)
        (validation if zlib.crc32(key.encode()) % 10 == 0 else training).append(row)
    return comments.take(np.array(training)), comments.take(np.array(validation))


def made_up(pairs: list[tuple[str, int]], weight: float) -> Comments:
    """Phrases as comments: of a rude one only `toxic` is known, a harmless one has none of the labels."""
    rude = np.array([[pair[1]] for pair in pairs], np.float32)
    labels = np.concatenate([rude, np.zeros((len(pairs), 5), np.float32)], axis=1)
    weights = weight * np.concatenate([np.ones_like(rude), np.repeat(1 - rude, 5, axis=1)], axis=1)
    return Comments([pair[0] for pair in pairs], labels, weights, ["made up"] * len(pairs))


def rude_words(texts: list[str], toxic: np.ndarray, lexicon: Lexicon) -> list[str]:
    """The words that most tell toxic comments from others, by log odds; those that stars may stand for."""
    counts = {True: Counter(), False: Counter()}
    for text, is_toxic in zip(texts, toxic > 0.5, strict=True):
        counts[bool(is_toxic)].update({word.canonical for word in lexicon.words(text)})
    rude, harmless = counts[True], counts[False]
    many, few = max(1, (toxic <= 0.5).sum()), max(1, (toxic > 0.5).sum())
    odds = {w: (n / few) / ((harmless[w] + 2) / many) for w, n in rude.items() if n >= 8 and len(w) > 2}
    best = sorted((w for w in odds if odds[w] > 4), key=lambda w: -rude[w] * np.log(odds[w]))
    return best[:400]


def build(words: int, units: int = UNITS, embedding: int = EMBEDDING) -> keras.Model:
    """Word, form and letter groups (batch, time[, 16]) in, six logits (batch, 6) out."""
    word = keras.Input((None,), dtype="int32", name="word")
    form = keras.Input((None,), dtype="int32", name="form")
    groups = keras.Input((None, MOST_NGRAMS), dtype="int32", name="ngrams")
    mask = keras.Input((None,), dtype="float32", name="mask")
    letters = layers.Embedding(NGRAM_BUCKETS + 1, embedding, name="ngram_embedding")(groups)
    present = layers.Lambda(lambda g: ops.cast(g > 0, "float32"), name="present")(groups)
    letters = layers.Lambda(
        lambda p: ops.sum(p[0] * p[1][..., None], axis=2) / ops.maximum(1.0, ops.sum(p[1], axis=2))[..., None],
        output_shape=(None, embedding),
    )([letters, present])
    x = layers.Add()(
        [
            layers.Embedding(words + 1, embedding, name="word_embedding")(word),
            layers.Embedding(3, embedding, name="form_embedding")(form),
            letters,
        ]
    )
    x = layers.SpatialDropout1D(0.35)(x)
    states = layers.GRU(units, return_sequences=True, name="gru")(x)
    pooled = layers.Lambda(_pool, output_shape=(3 * units,), name="pool")([states, mask])
    pooled = layers.Dropout(0.4)(pooled)
    logits = layers.Dense(6, name="labels")(pooled)
    return keras.Model({"word": word, "form": form, "ngrams": groups, "mask": mask}, logits, name="toxicity")


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


def starting_vectors(known: list[str], path: Path, embedding: int) -> np.ndarray:
    """Principal components of the given word vectors, for the words that have one; (words + 1, embedding)."""
    random = np.random.default_rng(0)
    start = random.normal(0, 0.05, (len(known) + 1, embedding)).astype(np.float32)
    if not path.exists():
        return start
    with np.load(path) as stored:
        words = bytes(stored["words"]).decode().split("\n")
        rows, vectors = stored["rows"], stored["vectors"].astype(np.float32)
    row_of = dict(zip(words, rows, strict=False))
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    reduced = centred @ axes[:, ::-1][:, :embedding]
    reduced *= 0.3 / reduced.std()
    for number, word in enumerate(known, 1):
        if word in row_of:
            start[number] = reduced[row_of[word]]
    return start


def taught(comments: Comments, lexicon: Lexicon) -> Comments:
    """Mixes the teacher's opinion into the labels; where there is none it stands alone and weighs little."""
    plain = [" ".join(spelling(word.text) for word in lexicon.words(text)) for text in comments.texts]
    known = comments.weights > 0
    opinion = opinions(plain, comments.labels, known)
    return comments._replace(
        labels=np.where(known, (1 - TEACHER_SHARE) * comments.labels + TEACHER_SHARE * opinion, opinion),
        weights=np.where(known, comments.weights, TEACHER_ALONE_WEIGHT),
    )


def prepare(data: Path, smoke: bool):
    """Returns (training comments, validation comments, lexicon, counts of its words)."""
    training, validation = split(read(data / "toxic" / "wikipedia.csv.gz"))
    others = read(data / "toxic" / "other_sources.csv.gz")
    others.weights[:, 0] *= np.array([WEIGHT_OF_SOURCE.get(s, OTHER_TOXIC_WEIGHT) for s in others.sources])
    others.weights[:, 5] *= OTHER_HATE_WEIGHT
    # Most tweets teach the language of one site: all that hate a group, and one in eight of the others.
    tweets = np.array([source == "davidson" for source in others.sources])
    others = others.take(np.flatnonzero(~tweets | (others.labels[:, 5] > 0.5) | (np.arange(len(tweets)) % 8 == 0)))
    if smoke:
        training, validation, others = (
            comments.take(np.arange(min(many, len(comments.texts))))
            for comments, many in ((training, 200), (validation, 100), (others, 50))
        )
    spelled = Lexicon([])
    counts = Counter(spelling(word.text) for text in training.texts + others.texts for word in spelled.words(text))
    # as typed, so that a word with stars, look-alikes or spaces does not become a word of its own
    known = [word for word, count in counts.most_common() if count >= 3 and word.isalnum()][:WORDS]
    hidden = rude_words(training.texts, training.labels[:, 0], Lexicon(known))
    lexicon = Lexicon(known, hidden)
    training = taught(training, spelled)

    random = np.random.default_rng(5)
    toxic = np.flatnonzero(training.labels[:, 0] > 0.5)
    harmless = np.flatnonzero(training.labels[:, 0] <= 0.5)
    rude, common = set(hidden), set(known[50:3000])
    some = random.choice(harmless, len(toxic) // 2)
    disguised = training.take(np.concatenate([toxic, some]))
    vocabulary_of = [rude] * len(toxic) + [{w for w in common if random.random() < 0.1}] * len(some)
    disguised = disguised._replace(
        texts=[disguise(t, v, random) for t, v in zip(disguised.texts, vocabulary_of, strict=True)],
        weights=disguised.weights * 0.5,
    )
    pairs = phrases(40 if smoke else 5000)
    named = made_up(pairs, 0.8)
    return training + others + disguised + named, validation, lexicon, counts


def validation_sets(validation: Comments, lexicon: Lexicon) -> dict[str, Comments]:
    """What is watched while training: the natural mix, everything, disguised, and phrases that name groups."""
    random = np.random.default_rng(6)
    return {
        "natural": validation.take(np.flatnonzero([s in NATURAL_SOURCES for s in validation.sources])),
        "all": validation,
        "disguised": validation._replace(
            texts=[disguise(text, set(lexicon.often_hidden), random) for text in validation.texts]
        ),
        "named": made_up(phrases(600, seed=99), 1),
    }


def train(data: Path, work: Path, smoke: bool = False):
    """Returns (Keras model, lexicon, counts, validation comments)."""
    keras.utils.set_random_seed(1)
    training, validation, lexicon, counts = prepare(data, smoke)
    model = build(len(lexicon.numbers), 8 if smoke else UNITS)
    model.get_layer("word_embedding").set_weights(
        [starting_vectors(list(lexicon.numbers), data / "vectors" / "english_300d.npz", EMBEDDING)]
    )
    model.get_layer("ngram_embedding").set_weights(
        [np.random.default_rng(1).normal(0, 0.1, (NGRAM_BUCKETS + 1, EMBEDDING))]
    )
    sets = {n: (CommentBatches(c, lexicon), c) for n, c in validation_sets(validation, lexicon).items()}
    for phase, comments, epochs, rate in (
        ("everything", training, 3, 1.2e-3),
        ("wikipedia", of_wikipedia(training), 1, 3e-4),
    ):
        batches = CommentBatches(comments, lexicon, hide=0.25)
        fit(model, batches, masked_loss, 1 if smoke else epochs, rate, 0.02, ValidationAreas(sets), work / phase)
    return model, lexicon, counts, validation


def of_wikipedia(comments: Comments) -> Comments:
    """Leaves out what is from elsewhere: the last epoch is for the place that is judged."""
    own = (*WIKIPEDIA_SOURCES, "made up")
    return comments.take(np.flatnonzero([source in own for source in comments.sources]))


def calibrate(model: keras.Model, lexicon: Lexicon, validation: Comments) -> np.ndarray:
    """Scales and shifts the logits to the natural share of each label; returns those shares (6,).

    Platt scaling (Platt 1999) on the held-out comments, weighted so that 9.6 % of them are toxic.
    """
    from sklearn.linear_model import LogisticRegression

    logits = predict(model, CommentBatches(validation, lexicon))
    kernel, bias = model.get_layer("labels").get_weights()
    shares = np.zeros(len(LABELS), np.float32)
    for column in range(len(LABELS)):
        rows = np.flatnonzero(validation.weights[:, column] > 0)
        toxic = validation.labels[rows, 0]
        mix = np.where(toxic > 0.5, NATURAL_SHARE / toxic.mean(), (1 - NATURAL_SHARE) / (1 - toxic.mean()))
        truth = validation.labels[rows, column]
        shares[column] = np.average(truth, weights=mix)
        if len(np.unique(truth)) == 2:
            fit = LogisticRegression(C=100.0).fit(logits[rows, column, None], truth, sample_weight=mix)
            kernel[:, column] *= fit.coef_[0, 0]
            bias[column] = bias[column] * fit.coef_[0, 0] + fit.intercept_[0]
    model.get_layer("labels").set_weights([kernel, bias])
    return shares


def export(model: keras.Model, lexicon: Lexicon, counts: Counter, shares: np.ndarray, directory: Path) -> None:
    """Writes weights, vocabulary with counts, and model card."""
    gru, labels = model.get_layer("gru").get_weights(), model.get_layer("labels").get_weights()
    arrays = {
        name: model.get_layer(name).get_weights()[0] for name in ("word_embedding", "form_embedding", "ngram_embedding")
    }
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
            "CC0, text CC BY-SA 3.0",
            "other_sources": "Davidson 2017 (MIT), EDOS (CC0), ConvAbuse (CC BY 4.0), Gab (MIT), Surge (MIT); "
            "they count little",
            "word_vectors": "spaCy en_core_web_md 3.8, CC0, to start from",
            "made_up": "phrases that name groups of people, and disguised copies of toxic comments",
            "held_out": "one of ten comments, by a checksum of its opening words",
        },
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training toxicity --data DIR",
        "known_failures": [
            "Sarcasm and polite malice score low; a harmless curse scores high.",
            "It learned from English comments of one place and one time; other languages are letters to it.",
            "Groups that were often insulted in the training data raise the score when they are only named.",
            "Threats are rare in the data: that score is the least certain of the six.",
        ],
        "base_rates": [round(float(share), 5) for share in shares],
        "often_hidden": lexicon.often_hidden,
        "quality": {},
    }
    lines = "".join(f"{word} {counts[word]}\n" for word in lexicon.numbers)
    weights.save("toxicity", arrays, card, directory, {WORDS_FILE: lines.encode()})


def restore(directory: Path = weights.MODELS) -> keras.Model:
    """Returns the Keras model with the shipped weights, to hold the NumPy walk to it."""
    arrays, _ = weights.load("toxicity", SHAPES, directory)
    model = build(
        len(arrays["word_embedding"]) - 1, len(arrays["gru_recurrent_kernel"]), arrays["word_embedding"].shape[1]
    )
    for name in ("word_embedding", "form_embedding", "ngram_embedding"):
        model.get_layer(name).set_weights([arrays[name]])
    model.get_layer("gru").set_weights([arrays[f"gru_{part}"] for part in ("kernel", "recurrent_kernel", "bias")])
    model.get_layer("labels").set_weights([arrays["labels_kernel"], arrays["labels_bias"]])
    return model


def write_csv(path: Path, comments: Comments) -> None:
    """Writes comments in the form that the evaluation reads; unknown labels are blank."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("comment_text", *LABELS))
        for text, labels, known in zip(comments.texts, comments.labels, comments.weights, strict=True):
            table.writerow((text, *(int(label) if weight else "" for label, weight in zip(labels, known, strict=True))))


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains, calibrates and exports; a smoke run writes beside its checkpoints, not over the shipped weights."""
    model, lexicon, counts, validation = train(data, work, smoke)
    for name, comments in validation_sets(validation, lexicon).items():
        write_csv(work / f"{name}.csv", comments)
    shares = calibrate(model, lexicon, validation)
    export(model, lexicon, counts, shares, work / "models" if smoke else weights.MODELS)
