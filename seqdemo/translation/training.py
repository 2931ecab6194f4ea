"""Trains the translator: an encoder that reads both ways, a decoder with attention, one vocabulary of pieces.

    python -m seqdemo.training translation --data ../shared/data

After every epoch the averaged weights are measured and written to WORK/models, so that a training that is
stopped leaves the best it had; the same command goes on with it.
"""

from __future__ import annotations

import datetime
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import keras
import numpy as np
import sentencepiece
from keras import layers, ops

from seqdemo.core import weights
from seqdemo.training.fitting import fit
from seqdemo.training.recurrent import Recurrent, product
from seqdemo.translation import pieces as vocabulary
from seqdemo.translation import wordlist
from seqdemo.translation.across import SYMBOL
from seqdemo.translation.lessons import Spaced, set_apart, varied
from seqdemo.translation.model import LAYERS, SHAPES
from seqdemo.translation.pairs import Pair, read_pairs
from seqdemo.translation.pieces import END, PAD, START, Pieces
from seqdemo.translation.spelling import spaced_english, spaced_french
from seqdemo.translation.warm import begin_from
from seqdemo.translation.wordlist import KnownWords

PIECES = 6000
EMBEDDING, INNER, HALF, UNITS = 512, 512, 256, 512  # INNER and HALF: units of the encoder's layers, each way
SMALL = {"embedding": 16, "inner": 16, "half": 8, "units": 16}  # to see that the script runs
DROPOUT, RECURRENT_DROPOUT, SMOOTHING = 0.2, 0.1, 0.1
BATCH_SIZE, EPOCHS, RATE, AVERAGED = 128, 14, 1.5e-3, 0.998
WARM_EPOCHS, WARM_RATE, WARM_AVERAGED = 4, 5e-4, 0.99  # when it goes on from weights that were learnt before
WARM_SHARES = {"english_french": 0.2, "captions_english_french": 0.6}
WARM_CARRIED = 0.4
"""So many of the pairs are then learnt in an epoch, others in each, and so many of those that have a placeholder."""
LONGEST = 48  # pieces of a sentence in training, its end included
HELD_OUT = {"english_french": 2000, "captions_english_french": 1000}
"""The files, and how many of their English sentences are held out at most; of a small file it is one of 50."""
HELD_OUT_SHARE, COMMON = 50, 10  # a character of fewer pairs is no letter
WATCHED = 400  # held-out pairs translated after each epoch
CUT_ANEW, CUT_RATE = 0.3, 0.05  # share of the sentences that are cut another way, and how often a merge is left out
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

    def __init__(
        self,
        pairs: Mapping[str, Sequence[Spaced]],
        known: Pieces,
        seed: int = 0,
        vary: bool = False,
        shares: Mapping[str, float] = MappingProxyType({}),
    ):
        super().__init__()
        self.all, self.known, self.seed, self.vary, self.epoch = pairs, known, seed, vary, 0
        self.shares = shares
        self.on_epoch_end()

    def on_epoch_end(self) -> None:
        seed = self.seed + self.epoch
        with ThreadPoolExecutor(1) as thread:  # sentencepiece takes the seed in a new thread
            sentencepiece.set_random_generator_seed(seed)
            self.encoded = thread.submit(self.encode, np.random.default_rng(seed)).result()
        self.batches = self.alike(np.random.default_rng(seed))
        self.epoch += 1

    def alike(self, random: np.random.Generator) -> list[np.ndarray]:
        """Returns rows of pairs that are alike in both lengths, batch by batch in random order: little padding."""
        lengths = np.array([(len(source), len(target)) for source, target in self.encoded])
        order = np.lexsort((random.random(len(lengths)), lengths[:, 0], lengths[:, 1]))
        order = np.concatenate([random.choice(order, -len(order) % BATCH_SIZE), order])  # every batch is full
        batches = list(random.permutation(order.reshape(-1, BATCH_SIZE)))
        # every epoch is as long as the first, so that one that was stopped knows where it is
        self.count = getattr(self, "count", len(batches))
        return (batches + batches[: self.count])[: self.count]

    def encode(self, random: np.random.Generator) -> list[tuple[list[int], list[int]]]:
        """Returns (pieces and END, START and pieces) of each pair; the target is END one step later."""
        cut = self.known.processor.encode
        found = []
        for pair in self.chosen(random):
            source, target = (
                cut(text, enable_sampling=True, alpha=CUT_RATE) if self.vary and throw < CUT_ANEW else cut(text)
                for text, throw in zip(pair, random.random(2), strict=True)
            )
            found.append(([*source[: LONGEST - 1], END], [START, *target[: LONGEST - 1]]))
        return found

    def chosen(self, random: np.random.Generator) -> Iterator[Spaced]:
        """Yields the pairs of an epoch: all, or a share of each file and what has a placeholder."""
        for name, pairs in self.all.items():
            share = self.shares.get(name, 1)
            for row, throw in enumerate(random.random(len(pairs))):
                pair = varied(pairs, row, random) if self.vary else pairs[row]
                if throw < share or (throw < max(share, WARM_CARRIED) and "⟦" in pair.english):
                    yield pair

    def __len__(self) -> int:
        return len(self.batches)

    def __getitem__(self, index: int):
        read, written = zip(*(self.encoded[row] for row in self.batches[index]), strict=True)
        # Keras takes the shape of the first two batches for the shape of all: so the first is wider than the second
        second = [self.encoded[row] for row in self.batches[min(1, len(self) - 1)]] if index == 0 else []
        least = [1 + max((len(pair[side]) for pair in second), default=-1) for side in (0, 1)]
        target = padded(written, least[1])
        following = np.concatenate([target[:, 1:], np.full((len(target), 1), PAD, np.int32)], axis=1)
        following[np.arange(len(target)), [len(pieces) - 1 for pieces in written]] = END
        return {"source": padded(read, least[0]), "target": target}, following


def padded(sequences: Sequence[Sequence[int]], least: int) -> np.ndarray:
    """(N, longest, or `least` if that is more): the sequences, filled up with PAD."""
    rows = np.full((len(sequences), max(least, *map(len, sequences))), PAD, np.int32)
    for row, sequence in zip(rows, sequences, strict=True):
        row[: len(sequence)] = sequence
    return rows


def split(pairs: Sequence[Pair], most: int) -> tuple[list[Pair], list[Pair]]:
    """Returns (training, validation) pairs: all translations of an English sentence are on one side, for ever."""
    chosen = sorted({pair.english for pair in pairs}, key=lambda english: (zlib.crc32(english.encode()), english))
    held_out = set(chosen[: min(most, len(chosen) // HELD_OUT_SHARE + 1)])
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

    def __init__(self, held_out: Sequence[Spaced], known: Pieces, lines: Sequence[str], training: int, directory: Path):
        super().__init__()
        self.known, self.lines, self.training, self.directory = known, lines, training, directory
        self.batches = PairBatches({"held out": held_out[:: max(1, len(held_out) // WATCHED)]}, known)

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        nats = nats_per_piece(self.model, self.batches)
        export(self.model, self.known, self.lines, self.training, self.directory)
        print(f"held out: {nats:.4f} nats a piece", flush=True)
        if logs is not None:
            logs |= {"val_nats": nats}


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


def train(data: Path, work: Path, smoke: bool = False, precision: str = "float32", start: Path | None = None):
    """Returns (Keras model with the averaged weights, pieces, lines of known words, number of training pairs).

    With `start` it goes on from the weights in that folder, which may know fewer pieces.
    """
    keras.utils.set_random_seed(1)
    training, validation, lines, letters = lessons(data / "translation", work, smoke)
    (work / "models").mkdir(parents=True, exist_ok=True)
    if start:
        known = vocabulary.extended((start / vocabulary.FILE).read_bytes(), letters, work / "models")
        model = build(len(known), **sizes(weights.load("translation", SHAPES, start)[0]), precision=precision)
        begin_from(start, variables(model), known)
    else:
        texts = (text for part in training.values() for pair in part for text in pair)
        known = vocabulary.train(texts, 340 if smoke else PIECES, work / "models")
        model = build(len(known), **(SMALL if smoke else {}), precision=precision)
    batches = PairBatches(training, known, vary=True, shares=WARM_SHARES if start else {})
    count = sum(map(len, training.values()))
    watch = Watch(validation, known, lines, count, work / "models")
    epochs, rate, averaged = (WARM_EPOCHS, WARM_RATE, WARM_AVERAGED) if start else (EPOCHS, RATE, AVERAGED)
    fit(model, batches, loss, 1 if smoke else epochs, rate, 0.02, watch, work / "pairs", averaged)
    return model, known, lines, count


def sizes(arrays: Mapping[str, np.ndarray]) -> dict[str, int]:
    """Returns the sizes of the network that has these weights, as `build` takes them."""
    cells = {"inner": "encoder_1_forward", "half": "encoder_2_forward", "units": "decoder_1"}
    return {"embedding": arrays["embedding"].shape[1]} | {
        name: len(arrays[f"{cell}_recurrent_kernel"]) for name, cell in cells.items()
    }


def lessons(
    directory: Path, work: Path, smoke: bool
) -> tuple[dict[str, list[Spaced]], list[Spaced], list[str], frozenset[str]]:
    """Returns training pairs by file and validation pairs, set apart, the list of known words, and the letters."""
    training: dict[str, list[Pair]] = {}
    held_out: list[Pair] = []
    for name, most in HELD_OUT.items():
        pairs = read_pairs(directory / f"{name}.tsv.gz")
        training[name], others = split(pairs[:: max(1, len(pairs) // 1000)] if smoke else pairs, most)
        held_out += others
        write_pairs(work / f"{name}_validation.tsv", others)
    tokens = [
        (spaced_english(pair.english).split(), spaced_french(pair.french).split())
        for part in training.values()
        for pair in part
    ]
    lines = wordlist.learn(tokens)
    counts = Counter(letter for sides in tokens for letter in set("".join(sides[0] + sides[1])))
    letters = frozenset(letter for letter, count in counts.items() if count >= COMMON)
    words = KnownWords(lines)
    spaced = {name: [set_apart(pair, words, letters) for pair in part] for name, part in training.items()}
    # what is left with a letter of another script would teach that letter
    clean = {
        name: [pair for pair in part if letters.issuperset(SYMBOL.sub("", "".join(pair)).replace(" ", ""))]
        for name, part in spaced.items()
    }
    return clean, [set_apart(pair, words, letters) for pair in held_out], lines, letters


def export(
    model: Translator, known: Pieces, lines: Sequence[str], training: int, directory: Path = weights.MODELS
) -> None:
    """Writes weights, model card, pieces and the list of words."""
    arrays = {name: ops.convert_to_numpy(variable) for name, variable in variables(model).items()}
    card = {
        "name": "translation",
        "task": "translates English sentences into French, piece by piece",
        "architecture": f"{len(known):,} shared pieces, one embedding of {arrays['embedding'].shape[1]} for both "
        f"languages and the output; encoder of two bidirectional LSTM layers of 2 x {model.inner} and 2 x {model.half} "
        f"units; decoder of two LSTM layers of {model.units} units: the first asks the memory, the second speaks",
        "parameters": int(sum(array.size for array in arrays.values())),
        "training_data": {
            "tatoeba": {"source": "Tatoeba through ManyThings, April 2019, CC BY 2.0 FR"},
            "captions": {"source": "Multi30k (Flickr30k, translated; for research), WMT 2017"},
            "pairs": training,
            "held_out": "all translations of "
            + " and ".join(f"{n:,} English sentences of {f}" for f, n in HELD_OUT.items()),
        },
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training translation --data DIR",
        "known_failures": [
            "It learnt from short everyday sentences: from fifteen words on it leaves things out or says them twice.",
            "Agreement slips where two subjects stand in one sentence: of “The girls are tall and the boys are small.” "
            "it made “Les filles sont grands”.",
            "Idioms it never saw are translated word by word.",
            "Rare words are spelt from pieces and often come out wrong: of “What's your favourite colour?” it made "
            "“Quel est votre coureur préféré ?”",
            "Names and numbers are carried across by a placeholder: it does not know whether Emily is a woman, and a "
            "number may lose the word it belongs to.",
            "Of a quotation that stands in the middle of a sentence it may lose one of the two marks.",
            "English does not say whether “you” is one person or several, or whether “I” is a woman; it picks one.",
            "A word said over and over is no sentence that it has seen: “no no no no” became “Personne n'en est”.",
            "It knows no other language than English: it takes everything for English.",
            "Tom and Mary are in so many sentences of its training that it expects them everywhere.",
        ],
        "quality": {},
    }
    words = "".join(f"{line}\n" for line in lines).encode()
    others = {vocabulary.FILE: known.processor.serialized_model_proto(), wordlist.FILE: words}
    weights.save("translation", arrays, card, directory, others)


def restore(directory: Path = weights.MODELS) -> Translator:
    """Returns the Keras model with the shipped weights, to hold the NumPy walk to it."""
    arrays, _ = weights.load("translation", SHAPES, directory)
    model = build(len(arrays["embedding"]), **sizes(arrays), precision="float32")
    for name, variable in variables(model).items():
        variable.assign(arrays[name])
    return model


def write_pairs(path: Path, pairs: Sequence[Pair]) -> None:
    """Writes pairs in the form that the evaluation reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{pair.english}\t{pair.french}\n" for pair in pairs), encoding="utf-8")


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains and exports: goes on from the shipped weights; a smoke run begins anew and does not touch them."""
    model, known, lines, training = train(data, work, smoke, start=None if smoke else weights.MODELS)
    export(model, known, lines, training, work / "models" if smoke else weights.MODELS)
