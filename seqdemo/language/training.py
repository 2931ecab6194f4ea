"""Trains three networks that say which word comes next: an LSTM, a convolution, and layers over a bag of words.

    python -m seqdemo.training language --data ../shared/data

All three read the same sentences with the same vocabulary and have about the same number of weights. Most of the
training knows only a sample of the vocabulary at each step, which is three times as fast; its end knows all of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import layers, ops

from seqdemo.core import weights
from seqdemo.language.lessons import HELD_OUT, WORDS, Lessons, encoded, split, vocabulary
from seqdemo.language.model import WORDS_FILE
from seqdemo.language.sample import chances, systematic
from seqdemo.language.vocabulary import END, Vocabulary
from seqdemo.training.fitting import fit
from seqdemo.training.recurrent import Recurrent
from seqdemo.training.vectors import starting_vectors

EMBEDDING, UNITS, CHANNELS, HIDDEN, REACH = 224, 384, 300, 800, 3
NAMES = ("rnn", "cnn", "mlp")
SMALL = {"embedding": 16, "units": 24, "channels": 16, "hidden": 24}
Sentences = list[np.ndarray]


class NextWord(keras.Model):
    """What the three have in common: one vector a word, on the way in and on the way out.

    {"words": (B, T), "next": (B, T)} in, nats of each next word (B, T) out. With "sample" (S,) and "chance" (S,) the
    other words are only those of the sample, each of which counts for 1 / chance words.
    """

    def __init__(self, words: int, embedding: int, **options: Any):
        super().__init__(**options)
        self.supports_jit = False  # XLA would compile a program for every length of a sentence
        normal = keras.initializers.RandomNormal(stddev=0.05)
        self.embedding = layers.Embedding(words, embedding, normal, name="embedding")
        self.drop = layers.SpatialDropout1D(0.1)  # each phase of the training says how much
        self.drop_last = layers.Dropout(0.1)
        self.speak = layers.Dense(embedding, name="speak")
        self.output_bias = self.add_weight((words,), "zeros", name="output_bias")

    def think(self, x, training):
        """Vectors of words (B, T, E) in, what to say after each (B, T, E) out."""
        raise NotImplementedError

    def thoughts(self, words, training=False):
        return self.think(self.drop(self.embedding(words), training=training), training)

    def call(self, inputs, training=False):
        thought = self.thoughts(inputs["words"], training)
        target = inputs["next"]
        if "sample" not in inputs:
            logits = self.logits(thought)
            return ops.sparse_categorical_crossentropy(target, logits, from_logits=True)
        sample = inputs["sample"]
        right = ops.sum(thought * self.embedding(target), axis=-1) + ops.take(self.output_bias, target)
        others = ops.matmul(thought, ops.transpose(self.embedding(sample)))
        others = others + (ops.take(self.output_bias, sample) - ops.log(inputs["chance"]))
        # the right word stands for itself already
        others = ops.where(target[..., None] == sample, -1e9, others)
        highest = ops.stop_gradient(ops.maximum(ops.max(others, axis=-1), right))
        total = ops.exp(right - highest) + ops.sum(ops.exp(others - highest[..., None]), axis=-1)
        return ops.log(total) + highest - right

    def logits(self, thought):
        """What to say (..., E) in, one number a word (..., V) out."""
        return ops.matmul(thought, ops.transpose(self.embedding.embeddings)) + self.output_bias


class RNN(NextWord):
    """One LSTM: all words so far, in order."""

    def __init__(self, words: int, embedding: int, units: int):
        super().__init__(words, embedding, name="rnn")
        self.units = units
        self.lstm = Recurrent(units, name="lstm")

    def think(self, x, training):
        empty = ops.zeros((ops.shape(x)[0], self.units))
        states = self.lstm(x, empty, empty, ops.ones_like(empty))
        return self.drop_last(self.speak(self.drop_last(states, training=training)), training=training)


class CNN(NextWord):
    """Two gated convolutions (Dauphin et al. 2017): the last five words, in order."""

    def __init__(self, words: int, embedding: int, channels: int):
        super().__init__(words, embedding, name="cnn")
        self.first = layers.Conv1D(2 * channels, REACH, padding="causal", name="first")
        self.second = layers.Conv1D(2 * channels, REACH, padding="causal", name="second")

    def think(self, x, training):
        x = self.drop_last(gated(self.first(x)), training=training)
        x = x + gated(self.second(x))
        return self.drop_last(self.speak(self.drop_last(x, training=training)), training=training)


class MLP(NextWord):
    """Two layers over the sum of the vectors of all words so far: which words, in no order."""

    def __init__(self, words: int, embedding: int, hidden: int):
        super().__init__(words, embedding, name="mlp")
        self.first = layers.Dense(hidden, "relu", name="first")
        self.second = layers.Dense(hidden, "relu", name="second")

    def think(self, x, training):
        count = ops.arange(1, ops.shape(x)[1] + 1, dtype="float32")
        bag = ops.cumsum(x, axis=1) / ops.sqrt(count)[:, None]
        x = self.drop_last(self.first(bag), training=training)
        x = self.drop_last(self.second(x), training=training)
        return self.drop_last(self.speak(x), training=training)


def gated(x):
    """Half of the channels, each times a gate from the other half."""
    value, gate = ops.split(x, 2, axis=-1)
    return value * ops.sigmoid(gate)


def build(
    name: str,
    words: int,
    embedding: int = EMBEDDING,
    units: int = UNITS,
    channels: int = CHANNELS,
    hidden: int = HIDDEN,
) -> NextWord:
    """Returns the network `name`, one of rnn, cnn, mlp, with its weights made."""
    kinds: dict[str, Any] = {"rnn": (RNN, units), "cnn": (CNN, channels), "mlp": (MLP, hidden)}
    kind, size = kinds[name]
    model = kind(words, embedding, size)
    some = np.zeros((1, 2), np.int32)
    model({"words": some, "next": some})
    return model


class SentenceBatches(keras.utils.PyDataset):
    """Sentences of similar length, about `size` words a batch; with `chances` a sample of the vocabulary each.

    An epoch has a share of the sentences of each kind, others in each epoch.
    """

    def __init__(
        self, kinds: Sequence[Sentences], shares: Sequence[float], chances: np.ndarray | None = None, size: int = 2600
    ):
        super().__init__()
        self.kinds, self.shares, self.chances, self.size, self.epoch = kinds, shares, chances, size, 0
        self.on_epoch_end()

    def on_epoch_end(self) -> None:
        random = np.random.default_rng(self.epoch)
        chosen = [
            sentences[row]
            for sentences, share in zip(self.kinds, self.shares, strict=True)
            for row in random.permutation(len(sentences))[: round(share * len(sentences))]
        ]
        batches = [chosen[begin:end] for begin, end in alike(chosen, self.size)]
        # Keras takes the shape of the first two batches for the shape of all, so these differ in rows and length.
        first, last = 0, len(batches) - 1
        order = np.concatenate([[first, last], 1 + random.permutation(len(batches) - 2)])
        # every epoch is as long as the first, so that one that was stopped knows where it is
        self.count = getattr(self, "count", len(batches))
        self.batches = [batches[row] for row in np.resize(order, self.count)]
        self.epoch += 1

    def __len__(self) -> int:
        return len(self.batches)

    def __getitem__(self, index: int):
        sentences = self.batches[index]
        rows = np.full((len(sentences), max(map(len, sentences))), END, np.int32)
        for row, sentence in zip(rows, sentences, strict=True):
            row[: len(sentence)] = sentence
        there = np.arange(rows.shape[1] - 1) < np.array([[len(sentence) - 1] for sentence in sentences])
        inputs = {"words": rows[:, :-1], "next": rows[:, 1:]}
        if self.chances is not None:
            sample = systematic(self.chances, np.random.default_rng([self.epoch, index]))
            inputs |= {"sample": sample, "chance": self.chances[sample]}
        return inputs, there.astype(np.float32)


def alike(sentences: Sentences, size: int) -> Iterator[tuple[int, int]]:
    """Sorts sentences by length, and yields where each batch of about `size` words begins and ends."""
    sentences.sort(key=len)
    begin = 0
    while begin < len(sentences):
        end = begin + max(1, size // len(sentences[begin]))
        yield begin, min(end, len(sentences))
        begin = end


def loss(there, nats):
    """Nats a word, padding left out."""
    return ops.sum(nats * there) / ops.sum(there)


class Watch(keras.callbacks.Callback):
    """After each epoch: nats a word of held-out sentences, under the averaged weights and the whole vocabulary."""

    def __init__(self, kinds: Mapping[str, Sentences]):
        super().__init__()
        self.kinds = {name: SentenceBatches([sentences], [1.0]) for name, sentences in kinds.items()}

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        found = {f"val_{name}": nats_per_word(self.model, batches) for name, batches in self.kinds.items()}
        print({name: round(float(np.exp(nats)), 2) for name, nats in found.items()}, "words", flush=True)
        if logs is not None:
            logs |= found


def nats_per_word(model: keras.Model, batches: SentenceBatches) -> float:
    """Returns the cross-entropy of sentences, the end counted as a word."""
    nats = words = 0.0
    for index in range(len(batches)):
        inputs, there = batches[index]
        nats += float((ops.convert_to_numpy(model.predict_on_batch(inputs)) * there).sum())
        words += float(there.sum())
    return nats / words


class Phase(NamedTuple):
    """A part of a training: how long it is and how fast it learns."""

    epochs: int
    rate: float
    last_share: float  # of the rate, at the end
    shares: tuple[float, float]  # of everyday sentences and of dialogue, in an epoch
    sample: int  # words that a right word is held against, 0 for all
    size: int  # words of a batch, about
    dropout: tuple[float, float] = (0.15, 0.25)  # of the vectors of words, and of what comes after them
    averaged: float = 0.998  # what the average of the weights keeps of itself at a step


LESS, MORE = (0.1, 0.2), (0.2, 0.3)
LONG = (
    Phase(1, 3e-3, 0.97, (1, 0.4), 1500, 1300),
    Phase(3, 3e-3, 0.05, (1, 0.4), 1500, 2600),
    Phase(1, 2e-3, 0.03, (0.5, 0.5), 1500, 2600, LESS),
    Phase(1, 3e-4, 0.1, (0.1, 0.08), 0, 2600, LESS, 0.97),
    Phase(2, 2e-3, 0.02, (0.5, 0.5), 1500, 2600, MORE),
    Phase(1, 1.5e-3, 0.02, (1, 0.4), 1500, 2600, MORE),
    Phase(1, 2e-4, 0.1, (0.15, 0.06), 0, 2600, MORE, 0.97),
)
SHORT = (
    Phase(1, 2e-3, 0.03, (0.5, 0.25), 1500, 1300, LESS, 0.99),
    Phase(1, 3e-4, 0.1, (0.08, 0.04), 0, 1300, LESS, 0.97),
)
"""The convolution and the layers begin with the vectors that the LSTM has learnt, and read less."""
SMOKE = (Phase(1, 3e-3, 0.1, (1, 1), 50, 1300), Phase(1, 3e-4, 0.1, (1, 1), 0, 1300))


def train(name: str, known: Vocabulary, lessons: Lessons, vectors: np.ndarray, work: Path, smoke: bool) -> NextWord:
    """Returns the network `name` with averaged weights; `vectors` (V, E) are those that its words begin with."""
    keras.utils.set_random_seed(1)
    model = build(name, len(known), **(SMALL if smoke else {}))
    model.embedding.embeddings.assign(vectors)
    training = [encoded(lines, known) for lines in lessons.training.values()]
    watch = Watch({kind: encoded(lines, known) for kind, lines in lessons.held_out.items()})
    for number, phase in enumerate(SMOKE if smoke else LONG if name == "rnn" else SHORT):
        parts = zip(training, phase.shares, strict=True)
        read = [row for rows, share in parts for row in rows[: int(share * len(rows))]]
        # by all that is read: a word that is frequent in one kind and seldom in the sample would cost too little
        often = chances(read, len(known), phase.sample) if phase.sample else None
        batches = SentenceBatches(training, phase.shares, often, phase.size)
        directory = work / f"{name}-{number}"
        model.drop.rate, model.drop_last.rate = phase.dropout
        fit(model, batches, loss, phase.epochs, phase.rate, phase.last_share, watch, directory, phase.averaged)
    return model


def train_all(data: Path, work: Path, smoke: bool) -> tuple[dict[str, NextWord], Vocabulary, Lessons]:
    """Returns the three networks, what they read, and what they learnt from; held-out sentences go into WORK."""
    lessons = split(data, 1_000 if smoke else None)
    known = vocabulary(lessons, 300 if smoke else WORDS)
    write_held_out(lessons, work)
    words = [text.lower() for text in map(known.text, range(len(known)))]
    size = SMALL["embedding"] if smoke else EMBEDDING
    vectors = starting_vectors(words, data / "vectors" / "english_300d.npz", size)
    networks = {}
    for name in NAMES:
        networks[name] = train(name, known, lessons, vectors, work, smoke)
        vectors = ops.convert_to_numpy(networks["rnn"].embedding.embeddings)
    return networks, known, lessons


def write_held_out(lessons: Lessons, work: Path) -> None:
    """Writes the held-out sentences of four words and more in the form that the evaluation reads."""
    work.mkdir(parents=True, exist_ok=True)
    long = {name: [line for line in lines if len(line.split()) >= 4] for name, lines in lessons.held_out.items()}
    long["validation"] = [line for lines in long.values() for line in lines]
    for name, lines in long.items():
        (work / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def variables(model: NextWord) -> dict[str, keras.Variable]:
    """Returns the weights under the names that they have in the file."""
    found = {"embedding": model.embedding.embeddings, "output_bias": model.output_bias}
    for name in ("lstm", "first", "second", "speak"):
        layer = getattr(model, name, None)
        found |= {f"{name}_{part.name}": part for part in (layer.weights if layer else ())}
    return {f"{model.name}_{part}": variable for part, variable in found.items()}


def restore(name: str, arrays: Mapping[str, np.ndarray]) -> NextWord:
    """Returns the Keras network `name` with these weights, to hold the NumPy one to it."""
    sizes = {
        "units": len(arrays["rnn_lstm_recurrent_kernel"]),
        "channels": len(arrays["cnn_speak_kernel"]),
        "hidden": len(arrays["mlp_speak_kernel"]),
    }
    model = build(name, *arrays[f"{name}_embedding"].shape, **sizes)
    for part, variable in variables(model).items():
        variable.assign(arrays[part])
    return model


def export(
    networks: Mapping[str, NextWord], known: Vocabulary, lessons: Lessons, directory: Path = weights.MODELS
) -> None:
    """Writes weights, model card and the list of words."""
    parts = {name: variables(network) for name, network in networks.items()}
    arrays = {part: ops.convert_to_numpy(variable) for found in parts.values() for part, variable in found.items()}
    sizes = {name: int(sum(arrays[part].size for part in found)) for name, found in parts.items()}
    count = {name: len(lines) for name, lines in lessons.training.items()}
    embedding = arrays["rnn_embedding"].shape[1]
    card = {
        "name": "language",
        "task": "says after every word of an English sentence which word comes next, in three ways",
        "architecture": f"one vector of {embedding} for each of {len(known.words):,} words, on the way in and on the "
        f"way out; between them an LSTM of {networks['rnn'].units} units (all words so far), two gated convolutions of "
        f"{arrays['cnn_speak_kernel'].shape[0]} channels (the last five words), or two layers of "
        f"{arrays['mlp_speak_kernel'].shape[0]} units over the sum of the vectors (a bag of words)",
        "parameters": sum(sizes.values()),
        "parameters_by_network": sizes,
        "training_data": {
            "tatoeba": {
                "sentences": count["tatoeba"],
                "source": "Tatoeba through ManyThings, April 2019, CC BY 2.0 FR",
            },
            "dialogue": {"utterances": count["dialogue"], "source": "Schema-Guided Dialogue (Google), CC BY-SA 4.0"},
            "word_vectors": "spaCy's en_core_web_md (MIT, vectors CC0), as the beginning of the LSTM's; the other two "
            "begin with the vectors that the LSTM has learnt",
            "held_out": f"one sentence of {HELD_OUT}, by a hash of its letters",
        },
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training language --data DIR",
        "known_failures": KNOWN_FAILURES,
        "quality": {},
    }
    words = "".join(f"{word}\n" for word in known.words).encode()
    weights.save("language", arrays, card, directory, {WORDS_FILE: words})


KNOWN_FAILURES = [
    "It knows 12,000 words and signs; everything else is one and the same unknown word to it, and numbers that are "
    "seldom said are one and the same number.",
    "It learnt from single sentences: it does not know what was said in the sentence before.",
    "Tom and Mary are in so many sentences of its training that it expects them everywhere, and every request may "
    "end in a restaurant or a concert ticket.",
    "Of the keys to the old house it says “was”: the verb follows the nearer word. Articles slip too (“a old woman”).",
    "It writes sentences, not facts or thoughts: two plus two is to it “a nice restaurant”, and of 231 runs of three "
    "words that it made up itself, about one in five is no English.",
    "The LSTM is 18 % below the perplexity of counting runs of five words on everyday sentences, but only 5 % where "
    "two thirds are dialogue, whose turns repeat each other nearly word by word.",
    "The CNN and the MLP have read fewer sentences than the LSTM: they begin with the vectors that it has learnt.",
]


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains and exports; a smoke run writes beside its checkpoints, not over the shipped weights."""
    networks, known, lessons = train_all(data, work, smoke)
    export(networks, known, lessons, work / "models" if smoke else weights.MODELS)
