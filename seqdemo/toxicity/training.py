"""Trains the judge of comments: words and letter groups, then a GRU from left to right.

python -m seqdemo.training toxicity --data ../shared/data
"""

from __future__ import annotations

import csv
import datetime
import gzip
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
from keras import layers, ops

from seqdemo.core import weights
from seqdemo.toxicity.disguise import disguise, misspell
from seqdemo.toxicity.comments import (
    SPELLED,
    Comments,
    made_up,
    opening,
    read,
    remembering,
    split,
    split_families,
    weigh,
)
from seqdemo.toxicity.evaluation import areas
from seqdemo.toxicity.model import LABELS, SHAPES, WORDS_FILE
from seqdemo.toxicity.phrases import Phrase, phrases, read_grammar
from seqdemo.toxicity.reader import MOST_NGRAMS, NGRAM_BUCKETS, Lexicon, Word, spelling
from seqdemo.toxicity.teacher import opinions
from seqdemo.training.data import bucketed_batches
from seqdemo.training.fitting import fit

EMBEDDING, UNITS = 100, 256
WORDS = 27_000
BUCKETS = (8, 16, 32, 64, 128)
BATCH_SIZE = 128
EPOCHS, RATE = 4, 1.5e-3
WIKIPEDIA_SOURCES = ("khanhhk", "furkan_normalised", "robtest_train", "ak_lowercased", "hieunt91", "fastbert_train")
NATURAL_SOURCES = ("khanhhk", "fastbert_train")
NATURAL_SHARE = 0.096  # of toxic comments on Wikipedia's talk pages
TEACHER_SHARE, TEACHER_ALONE_WEIGHT = 0.5, 0.25
PHRASES, PHRASE_WEIGHT = 40_000, 0.6
EVERYDAY, EVERYDAY_WEIGHT = 8_000, 0.3


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


class Material(NamedTuple):
    """What a training needs: comments to learn from and to watch, the words and how often each occurs."""

    training: Comments
    watched: dict[str, Comments]
    lexicon: Lexicon
    counts: Counter

    @property
    def validation(self) -> Comments:
        """The comments of Wikipedia that are held out."""
        return self.watched["all"]


def prepare(data: Path, smoke: bool) -> Material:
    """Reads, splits and weighs the comments, makes phrases and disguises, chooses the words."""
    wikipedia, validation = split(read(data / "toxic" / "wikipedia.csv.gz"))
    unseen = set(map(opening, validation.texts))
    others, _ = split_families(weigh(few_tweets(read(data / "toxic" / "other_sources.csv.gz"))), unseen)
    contrast, contrast_aside = split_families(weigh(read(data / "toxic" / "contrast.csv.gz")), unseen)
    everyday, everyday_aside = everyday_sentences(data / "language" / "tatoeba_english.txt.gz")
    if smoke:
        wikipedia, validation, others, contrast, everyday = (
            comments.take(np.arange(min(100, len(comments.texts))))
            for comments in (wikipedia, validation, others, contrast, everyday)
        )
    elsewhere = others + contrast
    made = mixed(phrases(400 if smoke else PHRASES), everyday.texts)
    counts = count_words(wikipedia.texts + elsewhere.texts)
    lexicon = choose_words(counts, everyday.texts + [phrase.text for phrase in made], wikipedia)
    taught_wikipedia = taught(wikipedia, SPELLED)
    training = taught_wikipedia + elsewhere + everyday + made_up(made, PHRASE_WEIGHT)
    training += disguised_copies(taught_wikipedia, lexicon)
    aside = contrast_aside + everyday_aside.take(np.arange(min(500, len(everyday_aside.texts))))
    return Material(training, watched(validation, aside, lexicon), lexicon, counts)


def few_tweets(comments: Comments) -> Comments:
    """Most tweets teach the language of one site: keeps all that hate a group, and one in eight of the others."""
    tweets = np.array([source == "davidson" for source in comments.sources])
    return comments.take(~tweets | (comments.labels[:, 5] > 0.5) | (np.arange(len(tweets)) % 8 == 0))


def everyday_sentences(path: Path) -> tuple[Comments, Comments]:
    """Sentences of every day without a word that can be meant badly, as harmless comments: to learn from, and aside."""
    if not path.exists():
        nothing = np.zeros((0, len(LABELS)), np.float32)
        return (Comments([], nothing, nothing, []),) * 2
    slots = read_grammar().slots
    doubtful = set(" ".join(w for name in ("bad", "badn", "badns", "harm", "swear") for w in slots[name]).lower().split())
    doubtful |= {"die", "dead", "died", "hate", "hates", "hated", "fool", "killed", "murder", "gun", "rape", "sex", "shut"}
    doubtful -= set("a of the what for me oh it you i have find get end track run over take out your and then them down".split())
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [line.strip() for line in lines]
    harmless = [t for t in texts if not set(re.findall(r"[a-z]+", t.lower())) & doubtful][: EVERYDAY + 1000]
    labels = np.zeros((len(harmless), len(LABELS)), np.float32)
    comments = Comments(harmless, labels, labels + EVERYDAY_WEIGHT, ["everyday"] * len(harmless))
    return comments.take(np.arange(1000, len(harmless))), comments.take(np.arange(min(1000, len(harmless))))


def mixed(made: list[Phrase], sentences: list[str]) -> list[Phrase]:
    """Puts a harmless sentence before or after every fourth phrase, and a slip of the pen into every tenth."""
    random = np.random.default_rng(7)
    result = []
    for number, phrase in enumerate(made):
        text = phrase.text
        if number % 10 == 0:
            words = text.split()
            at = int(random.integers(len(words)))
            words[at] = misspell(words[at], random) if len(words[at]) > 3 else words[at]
            text = " ".join(words)
        if number % 4 == 1 and sentences:
            other = sentences[int(random.integers(len(sentences)))]
            text = f"{text}. {other}" if random.random() < 0.5 else f"{other} {text}"
        result.append(phrase._replace(text=text))
    return result


def count_words(texts: list[str]) -> Counter:
    """How often each word occurs, as typed: one with stars, look-alikes or spaces does not become a word of its own."""
    return Counter(spelling(word.text) for text in texts for word in SPELLED.words(text))


def choose_words(counts: Counter, more: list[str], wikipedia: Comments) -> Lexicon:
    """Returns the words that occur three times in the comments, or in everyday sentences and phrases, most frequent first."""
    often = {word: count for word, count in (counts + count_words(more)).most_common() if count >= 3}
    known = [word for word in often if word.isalnum() or (len(word) == 1 and not word.isascii())][:WORDS]
    return remembering(known, rude_words(wikipedia.texts, wikipedia.labels[:, 0], remembering(known)))


def disguised_copies(comments: Comments, lexicon: Lexicon) -> Comments:
    """Toxic comments with their rude words disguised, and half as many others with some common words disguised."""
    random = np.random.default_rng(5)
    toxic = np.flatnonzero(comments.labels[:, 0] > 0.5)
    harmless = random.choice(np.flatnonzero(comments.labels[:, 0] <= 0.5), len(toxic) // 2)
    copies = comments.take(np.concatenate([toxic, harmless]))
    rude, common = set(lexicon.often_hidden), set(list(lexicon.numbers)[50:3000])
    words = [rude] * len(toxic) + [{w for w in common if random.random() < 0.1} for _ in harmless]
    return copies._replace(
        texts=[disguise(text, chosen, random) for text, chosen in zip(copies.texts, words, strict=True)],
        weights=copies.weights * 0.5,
    )


def watched(validation: Comments, contrast: Comments, lexicon: Lexicon) -> dict[str, Comments]:
    """What is watched while training: Wikipedia's natural mix, all of it, all of it disguised; contrasts; phrases.

    The phrases are of patterns kept aside, with words kept aside.
    """
    random = np.random.default_rng(6)
    rude = set(lexicon.often_hidden)
    return {
        "natural": validation.take(np.flatnonzero([s in NATURAL_SOURCES for s in validation.sources])),
        "all": validation,
        "disguised": validation._replace(texts=[disguise(text, rude, random) for text in validation.texts]),
        "contrast": contrast,
        "phrases": made_up(phrases(3000, seed=99, grammar=read_grammar().part(True, True)), 1),
    }


def train(material: Material, vectors: Path, work: Path, smoke: bool = False) -> keras.Model:
    """Returns the trained network; goes on from `work` after a stop. `vectors` are word vectors to start from."""
    keras.utils.set_random_seed(1)
    lexicon = material.lexicon
    model = build(len(lexicon.numbers), 8 if smoke else UNITS)
    model.get_layer("word_embedding").set_weights([starting_vectors(list(lexicon.numbers), vectors, EMBEDDING)])
    model.get_layer("ngram_embedding").set_weights(
        [np.random.default_rng(1).normal(0, 0.1, (NGRAM_BUCKETS + 1, EMBEDDING))]
    )
    sets = {name: (CommentBatches(comments, lexicon), comments) for name, comments in material.watched.items()}
    batches = CommentBatches(material.training, lexicon, hide=0.25)
    fit(model, batches, masked_loss, 1 if smoke else EPOCHS, RATE, 0.02, ValidationAreas(sets), work)
    return model


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


def export(model: keras.Model, material: Material, shares: np.ndarray, directory: Path) -> None:
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
    material = prepare(data, smoke)
    model = train(material, data / "vectors" / "english_300d.npz", work, smoke)
    for name, comments in material.watched.items():
        write_csv(work / f"{name}.csv", comments)
    shares = calibrate(model, material.lexicon, material.validation)
    export(model, material, shares, work / "models" if smoke else weights.MODELS)
