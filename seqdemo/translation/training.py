"""Trains the translator: an encoder that reads both ways, a decoder with attention, one vocabulary of pieces.

    python -m seqdemo.training translation --data ../shared/data

After every epoch the averaged weights are measured and written to WORK/models, so that a training that is
stopped leaves the best it had; the same command goes on with it.
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keras
import numpy as np
import sentencepiece
from keras import layers, ops

from seqdemo.core import weights
from seqdemo.training.fitting import fit
from seqdemo.training.recurrent import Recurrent, product
from seqdemo.translation import reader as subwords
from seqdemo.translation.evaluation import Pair, measure, read_pairs
from seqdemo.translation.model import LAYERS, SHAPES, TranslationModel
from seqdemo.translation.reader import END, PAD, START, Subwords, spaced_english, spaced_french

PIECES = 6000
EMBEDDING, INNER, HALF, UNITS = 512, 512, 256, 512  # INNER and HALF: units of the encoder's layers, each way
DROPOUT, RECURRENT_DROPOUT, SMOOTHING = 0.2, 0.1, 0.1
BATCH_SIZE, EPOCHS, RATE = 128, 14, 1.5e-3
LONGEST = 48  # pieces of a sentence in training, its end included
HELD_OUT_SHARE, HELD_OUT = 50, 2000  # one English sentence of 50 or so is held out, at most 2,000
WATCHED = 400  # held-out pairs translated after each epoch
CUT_ANEW, CUT_RATE = 0.3, 0.05  # share of the sentences that are cut another way, and how often a merge is left out
TYPED = 0.12  # share of the sentences written as people type: without capitals, without a last mark, or loudly
TARGET_PIECES = 10  # of a sentence, on average: the loss is nats a piece, in which a long sentence counts more


class Translator(keras.Model):
    """Numbers of pieces in, {"source": (B, S), "target": (B, T)}; logits (B, T, V) of each next piece out.

    The same network as `seqdemo.translation.model`, for all steps at once. `precision` is that of the products.
    """

    def __init__(self, pieces: int, embedding: int, inner: int, half: int, units: int, precision: str = "float32"):
        super().__init__(name="translation")
        self.inner, self.half, self.units, self.precision = inner, half, units, precision
        self.embedding = layers.Embedding(
            pieces, embedding, keras.initializers.RandomNormal(stddev=embedding**-0.5), name="embedding"
        )
        sizes = dict.fromkeys(LAYERS, units) | {
            f"encoder_{layer}_{way}": size for layer, size in ((1, inner), (2, half)) for way in ("forward", "backward")
        }
        self.lstm = {
            name: Recurrent(size, precision, backwards=name.endswith("backward"), name=name)
            for name, size in sizes.items()
        }
        self.kept = {name: layers.Dropout(RECURRENT_DROPOUT) for name in LAYERS}
        # one mask for all steps of a sentence (Gal and Ghahramani 2016)
        self.drop = {name: layers.SpatialDropout1D(DROPOUT) for name in ("source", "inner", "memory", "target")}
        self.drop |= {name: layers.Dropout(DROPOUT) for name in ("asked", "spoken")}
        self.bridge = layers.Dense(4 * units, "tanh", name="bridge")
        self.attention_kernel = self.add_weight((units, 2 * half), "glorot_uniform", name="attention_kernel")
        self.combine_kernel = self.add_weight((units + 2 * half, embedding), "glorot_uniform", name="combine_kernel")
        self.combine_bias = self.add_weight((embedding,), "zeros", name="combine_bias")
        self.output_bias = self.add_weight((pieces,), "zeros", name="output_bias")

    def call(self, inputs, training=False):
        source, target = inputs["source"], inputs["target"]
        there = ops.cast(source != PAD, "float32")
        x = self.drop["source"](self.embedding(source), training=training)
        x = self.drop["inner"](self.both_ways("encoder_1", x, there, self.inner, training), training=training)
        # padding is nothing, so the last state is that of END
        memory = self.both_ways("encoder_2", x, there, self.half, training) * there[..., None]
        end = ops.cast(source == END, "float32")[..., None]
        left = ops.sum(memory[..., : self.half] * end, axis=1)
        h1, c1, h2, c2 = ops.split(self.bridge(ops.concatenate([left, memory[:, 0, self.half :]], axis=-1)), 4, axis=-1)
        memory = self.drop["memory"](memory, training=training)

        x = self.drop["target"](self.embedding(target), training=training)
        first = self.walk("decoder_1", x, h1, c1, training)
        query = product(first, self.attention_kernel, self.precision)
        scores = ops.matmul(query, ops.transpose(memory, (0, 2, 1))) - 1e9 * (1 - there[:, None, :])
        context = ops.matmul(ops.softmax(scores, axis=-1), memory)
        told = self.drop["asked"](ops.concatenate([first, context], axis=-1), training=training)
        second = self.walk("decoder_2", told, h2, c2, training)
        told = ops.concatenate([second, context], axis=-1)
        spoken = ops.tanh(product(told, self.combine_kernel, self.precision) + self.combine_bias)
        spoken = self.drop["spoken"](spoken, training=training)
        table = ops.transpose(self.embedding.embeddings)
        return product(spoken, table, self.precision) + self.output_bias

    def both_ways(self, name, x, there, units, training):
        zeros = ops.zeros((ops.shape(x)[0], units))
        ways = (self.walk(f"{name}_{way}", x, zeros, zeros, training, there) for way in ("forward", "backward"))
        return ops.concatenate(list(ways), axis=-1)

    def walk(self, name, x, hidden, cell, training, there=None):
        kept = self.kept[name](ops.ones_like(hidden), training=training)
        return self.lstm[name](x, hidden, cell, kept, there)


def build(
    pieces: int,
    embedding: int = EMBEDDING,
    inner: int = INNER,
    half: int = HALF,
    units: int = UNITS,
    precision: str = "float32",
) -> Translator:
    """Returns a network with its weights made."""
    model = Translator(pieces, embedding, inner, half, units, precision)
    some = np.array([[END, PAD]], np.int32)
    model({"source": some, "target": some})
    return model


def variables(model: Translator) -> dict[str, keras.Variable]:
    """Returns the weights under the names that they have in the file."""
    found = {"embedding": model.embedding.embeddings}
    for name, layer in model.lstm.items():
        found |= {f"{name}_{part}": getattr(layer, part) for part in ("kernel", "recurrent_kernel", "bias")}
    found |= {"bridge_kernel": model.bridge.kernel, "bridge_bias": model.bridge.bias}
    names = ("attention_kernel", "combine_kernel", "combine_bias", "output_bias")
    return found | {name: getattr(model, name) for name in names}


def loss(target, logits):
    """Nats of each sentence over the length of an average one, (B,); labels are smoothed (Szegedy et al. 2016)."""
    truth = ops.one_hot(ops.cast(target, "int32"), logits.shape[-1])
    smooth = truth * (1 - SMOOTHING) + SMOOTHING / logits.shape[-1]
    nats = ops.categorical_crossentropy(smooth, logits, from_logits=True)
    return ops.sum(nats * ops.cast(target != PAD, "float32"), axis=-1) / TARGET_PIECES


class PairBatches(keras.utils.PyDataset):
    """Pairs as numbers of pieces; with `vary`, written and cut another way in each epoch."""

    def __init__(self, pairs: Sequence[Pair], known: Subwords, seed: int = 0, vary: bool = False):
        super().__init__()
        self.pairs, self.known, self.seed, self.vary, self.epoch = pairs, known, seed, vary, 0
        # setting words apart takes longer than cutting them, so it is done once
        self.spaced = [Pair(spaced_english(pair.english), spaced_french(pair.french)) for pair in pairs]
        self.on_epoch_end()

    def on_epoch_end(self) -> None:
        seed = self.seed + self.epoch
        with ThreadPoolExecutor(1) as thread:  # the dice of sentencepiece are thrown anew in every thread
            sentencepiece.set_random_generator_seed(seed)
            self.encoded = thread.submit(self.encode, np.random.default_rng(seed)).result()
        self.batches = self.alike(np.random.default_rng(seed))
        self.epoch += 1

    def alike(self, random: np.random.Generator) -> list[np.ndarray]:
        """Returns rows of pairs that are alike in both lengths, batch by batch in random order: little padding."""
        lengths = np.array([(len(source), len(target)) for source, target in self.encoded])
        order = np.lexsort((random.random(len(lengths)), lengths[:, 0], lengths[:, 1]))
        order = np.concatenate([random.choice(order, -len(order) % BATCH_SIZE), order])  # every batch is full
        return list(random.permutation(order.reshape(-1, BATCH_SIZE)))

    def encode(self, random: np.random.Generator) -> list[tuple[list[int], list[int]]]:
        """Returns (pieces and END, START and pieces) of each pair; the target is END one step later."""
        cut = self.known.processor.encode
        found = []
        for pair, dice in zip(self.spaced, random.random((len(self.spaced), 3)), strict=True):
            pair = as_typed(pair, dice[0]) if self.vary else pair
            source, target = (
                cut(text, enable_sampling=True, alpha=CUT_RATE) if self.vary and throw < CUT_ANEW else cut(text)
                for text, throw in zip(pair, dice[1:], strict=True)
            )
            found.append(([*source[: LONGEST - 1], END], [START, *target[: LONGEST - 1]]))
        return found

    def __len__(self) -> int:
        return len(self.batches)

    def __getitem__(self, index: int):
        read, written = zip(*(self.encoded[row] for row in self.batches[index]), strict=True)
        # Keras takes the shape of the first two batches for the shape of all: so the first is wider than any other
        least = LONGEST + 1 if index == 0 else 0
        target = padded(written, least)
        following = np.concatenate([target[:, 1:], np.full((len(target), 1), PAD, np.int32)], axis=1)
        following[np.arange(len(target)), [len(pieces) - 1 for pieces in written]] = END
        return {"source": padded(read, least), "target": target}, following


def padded(sequences: Sequence[Sequence[int]], least: int) -> np.ndarray:
    """(N, longest, or `least` if that is more): the sequences, filled up with PAD."""
    rows = np.full((len(sequences), max(least, *map(len, sequences))), PAD, np.int32)
    for row, sequence in zip(rows, sequences, strict=True):
        row[: len(sequence)] = sequence
    return rows


def as_typed(pair: Pair, throw: float) -> Pair:
    """Returns a pair that was set apart as people type it: most often unchanged, `throw` in [0, 1) says how."""
    english, french = pair
    if throw < TYPED / 2 and english[-2:] in (" .", " ?", " !") and french[-2:] in (" .", " ?", " !"):
        return Pair(english[:-2].lower(), french[:-2])
    if throw < TYPED * 0.92:
        return Pair(english.lower(), french)
    return Pair(english.upper(), french) if throw < TYPED else pair


def split(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Returns (training, validation) pairs: all translations of an English sentence are on one side, for ever."""
    chosen = sorted({pair.english for pair in pairs}, key=lambda english: (zlib.crc32(english.encode()), english))
    held_out = set(chosen[: min(HELD_OUT, len(chosen) // HELD_OUT_SHARE + 1)])
    # what differs only in case and punctuation is the same sentence
    held_out_plain = {_letters(english) for english in held_out}
    return (
        [pair for pair in pairs if _letters(pair.english) not in held_out_plain],
        [pair for pair in pairs if pair.english in held_out],
    )


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


class Watch(keras.callbacks.Callback):
    """After each epoch: nats a piece of held-out pairs, the weights written down, and BLEU of what they translate."""

    def __init__(self, held_out: Sequence[Pair], known: Subwords, training: int, directory: Path):
        super().__init__()
        self.known, self.training, self.directory = known, training, directory
        self.batches = PairBatches(held_out, known)
        self.pairs = [held_out[i] for i in range(0, len(held_out), max(1, len(held_out) // WATCHED))]

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        nats = nats_per_piece(self.model, self.batches)
        export(self.model, self.known, self.training, self.directory)
        bleu = measure(TranslationModel.load(self.directory), self.pairs, beam=1)["bleu"]
        print(f"held out: {nats:.4f} nats a piece, greedy BLEU {bleu:.2f}", flush=True)
        if logs is not None:
            logs |= {"val_nats": nats, "val_bleu": bleu}


def nats_per_piece(model: keras.Model, batches: PairBatches) -> float:
    """Returns the cross-entropy of the held-out pairs, without smoothing; a few pairs are counted twice."""
    nats = pieces = 0.0
    for index in range(len(batches)):
        inputs, target = batches[index]
        counted = (target != PAD).astype(np.float32)
        logits = model.predict_on_batch(inputs)
        costs = keras.losses.sparse_categorical_crossentropy(target, logits, from_logits=True)
        nats += float(ops.sum(costs * counted))
        pieces += counted.sum()
    return nats / pieces


def train(data: Path, work: Path, smoke: bool = False, precision: str = "bfloat16"):
    """Returns (Keras model with the averaged weights, pieces, number of training pairs)."""
    keras.utils.set_random_seed(1)
    pairs = read_pairs(data / "translation" / "english_french.tsv.gz")
    training, validation = split(pairs[:: max(1, len(pairs) // 1000)] if smoke else pairs)
    texts = [spaced_english(text) for text in dict.fromkeys(pair.english for pair in training)]
    texts += [spaced_french(pair.french) for pair in training]
    known = subwords.train(texts, 340 if smoke else PIECES, work / "models")
    write_pairs(work / "validation.tsv", validation)
    model = build(len(known), *([16, 16, 8, 16] if smoke else []), precision=precision)
    batches = PairBatches(training, known, vary=True)
    watch = Watch(validation, known, len(training), work / "models")
    fit(model, batches, loss, 1 if smoke else EPOCHS, RATE, 0.02, watch, work / "pairs")
    return model, known, len(training)


def export(model: Translator, known: Subwords, training: int, directory: Path = weights.MODELS) -> None:
    """Writes weights, model card and pieces."""
    arrays = {name: ops.convert_to_numpy(variable) for name, variable in variables(model).items()}
    card = {
        "name": "translation",
        "task": "translates English sentences into French, piece by piece",
        "architecture": f"{len(known):,} shared pieces, one embedding of {arrays['embedding'].shape[1]} for both "
        f"languages and the output; encoder of two bidirectional LSTM layers of 2 x {model.inner} and 2 x {model.half} "
        f"units; decoder of two LSTM layers of {model.units} units: the first asks the memory, the second speaks",
        "parameters": int(sum(array.size for array in arrays.values())),
        "training_data": {
            "tatoeba": {"pairs": training, "source": "Tatoeba through ManyThings, April 2019, CC BY 2.0 FR"},
            "held_out": f"all translations of {HELD_OUT:,} English sentences, those with the smallest checksums",
        },
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training translation --data DIR",
        "known_failures": [
            "It learnt from short everyday sentences: from fifteen words on it leaves things out or says them twice.",
            "Agreement slips where two subjects stand in one sentence: of “The girls are tall and the boys are small.” "
            "it got both adjectives wrong.",
            "Idioms it never saw are translated word by word.",
            "Rare names, numbers and words are spelt from pieces and often come out wrong: “17 books” became "
            "“dix livres”, “Emily” became “Emment”.",
            "English does not say whether “you” is one person or several, or whether “I” is a woman; it picks one.",
            "A word said over and over is no sentence that it has seen: “no no no no” became “Personne n'en est”.",
            "It knows no other language than English: it takes everything for English.",
            "Tom and Mary are in so many sentences of its training that it expects them everywhere.",
        ],
        "quality": {},
    }
    weights.save("translation", arrays, card, directory, {subwords.FILE: known.processor.serialized_model_proto()})


def restore(directory: Path = weights.MODELS) -> Translator:
    """Returns the Keras model with the shipped weights, to hold the NumPy walk to it."""
    arrays, _ = weights.load("translation", SHAPES, directory)
    cells = ("encoder_1_forward", "encoder_2_forward", "decoder_1")
    model = build(*arrays["embedding"].shape, *(len(arrays[f"{cell}_recurrent_kernel"]) for cell in cells))
    for name, variable in variables(model).items():
        variable.assign(arrays[name])
    return model


def write_pairs(path: Path, pairs: Sequence[Pair]) -> None:
    """Writes pairs in the form that the evaluation reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{pair.english}\t{pair.french}\n" for pair in pairs), encoding="utf-8")


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains and exports; a smoke run writes beside its checkpoints, not over the shipped weights."""
    model, known, training = train(data, work, smoke)
    export(model, known, training, work / "models" if smoke else weights.MODELS)
