"""Translates English into French: an encoder that reads both ways, a decoder that looks back; walked in NumPy.

>>> model = TranslationModel.load()
>>> model.translate("I am cold.", beam=5).text                      # "J'ai froid."
>>> translation = model.translate(model.encode("I am cold."))
>>> translation.trace.outputs[0]                                    # what could have come first, (V,)
>>> translation.attention[0]                                        # where it looked, one weight a source piece
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from seqdemo.core import weights
from seqdemo.core.attention import fold
from seqdemo.core.beam import Found, Hypothesis, Node, search
from seqdemo.core.cells import LSTMStep, lstm_shapes
from seqdemo.core.errors import InputError
from seqdemo.core.trace import Step, Trace
from seqdemo.translation import pieces as vocabulary
from seqdemo.translation import wordlist
from seqdemo.translation.across import SYMBOL
from seqdemo.translation.decoder import Decoder
from seqdemo.translation.encoder import Carry, Encoder, Memory, trace_of
from seqdemo.translation.pieces import END, MARK, SPECIALS, START, Pieces, words
from seqdemo.translation.reader import Reader, Reading, Source
from seqdemo.translation.wordlist import KnownWords

FIRST = "start"
"""The first item of every walk of the decoder; a piece is never spelt like this."""
LONGEST = 100
"""No translation has more pieces than this, and none more than LONGER_BY and twice those of its source."""
LONGER_BY = 10
LENGTH_ALPHA = 1.6
"""How much of its length a hypothesis is forgiven; see `seqdemo.core.beam.normalised`."""
BEAMS = (1, 2, 3, 5, 8)
SENTENCES = 64  # searched side by side when many are translated
INPUTS_AND_UNITS = {
    "encoder_1_forward": ("embedding", "inner"),
    "encoder_1_backward": ("embedding", "inner"),
    "encoder_2_forward": ("2 inner", "half"),
    "encoder_2_backward": ("2 inner", "half"),
    "decoder_1": ("embedding", "units"),
    "decoder_2": ("units + 2 half", "units"),
}
LAYERS = tuple(INPUTS_AND_UNITS)
SHAPES = {
    "embedding": "pieces, embedding",
    **{key: shape for layer, sizes in INPUTS_AND_UNITS.items() for key, shape in lstm_shapes(layer, *sizes).items()},
    "bridge_kernel": "2 half, 4 units",
    "bridge_bias": "4 units",
    "attention_kernel": "units, 2 half",
    "combine_kernel": "units + 2 half, embedding",
    "combine_bias": "embedding",
    "output_bias": "pieces",
}


@dataclass(frozen=True, eq=False)
class Encoded:
    """A sentence that was read."""

    source: Source
    pieces: tuple[str, ...]  # the last one is STOP
    words: tuple[str, ...]  # the last one is STOP; what is carried across as it was typed
    word_pieces: tuple[tuple[int, ...], ...]  # the pieces of each word
    memory: Memory  # of this one sentence
    forward: Trace  # the first layer from left to right
    backward: Trace  # the first layer from right to left: the first step read the last piece
    start: Carry

    def look(self, attention: bool = True) -> Memory:
        """Returns what the decoder can look at: everything, or without attention the last state alone."""
        if attention:
            return self.memory
        there = np.zeros_like(self.memory.there)
        there[:, -1] = True
        return self.memory._replace(there=there)


@dataclass(frozen=True, eq=False)
class Translation:
    """A translation and how it came about."""

    encoded: Encoded
    pieces: tuple[str, ...]  # the last one is STOP where it came to an end
    text: str
    trace: Trace  # the walk of the decoder: outputs[t] is what it expected as piece t
    attention: np.ndarray  # (T, S)
    log_probabilities: np.ndarray  # (T,) of each piece, given those before
    score: float  # log probability normalised by length
    ended: bool  # False: it was cut off
    forced: int  # so many pieces were given and not chosen
    hypotheses: tuple[Hypothesis, ...] = field(repr=False)  # best first
    tree: tuple[tuple[Node, ...], ...] = field(repr=False)

    @cached_property
    def word_pieces(self) -> tuple[tuple[int, ...], ...]:
        """The pieces of each word; a full stop and STOP are words of their own."""
        return words(self.pieces)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return _words(self.pieces, self.word_pieces, self.encoded.source.texts)

    @cached_property
    def word_attention(self) -> np.ndarray:
        """(words, source words): where each French word looked."""
        return fold(self.attention, self.word_pieces, self.encoded.word_pieces)

    @cached_property
    def word_probabilities(self) -> np.ndarray:
        """(words,): how sure the network was of each word, the product over its pieces."""
        return np.array([np.exp(self.log_probabilities[list(positions)].sum()) for positions in self.word_pieces])

    @property
    def lost(self) -> tuple[str, ...]:
        """What should have been carried across and was not."""
        written = "".join(self.pieces)
        return tuple(text for symbol, text in self.encoded.source.texts.items() if symbol not in written)

    @property
    def notice(self) -> str:
        """What a reader has to know of the limits that this translation met; empty most of the time."""
        said = []
        if self.encoded.source.left_out:
            said.append(f"This sentence is too long: its last {self.encoded.source.left_out:,} words were left out.")
        if not self.ended:
            said.append(f"The network found no end; it was stopped after {len(self.pieces)} pieces.")
        if self.lost:
            said.append(f"The network found no place for {', '.join(f'“{text[:24]}”' for text in self.lost)}.")
        return " ".join(said)


class TranslationModel:
    """The walking network. Immutable after loading, so that threads may share it."""

    def __init__(self, arrays: dict[str, np.ndarray], card: dict[str, Any], pieces: Pieces, known: KnownWords):
        self.card, self.pieces = card, pieces
        weights.fit("translation", SHAPES, arrays, pieces=len(pieces))
        self.reader = Reader(pieces, known)
        self.encoder = Encoder(arrays, pieces.placeholders)
        self.decoder = Decoder(arrays, pieces)

    @classmethod
    def load(cls, directory: Path = weights.MODELS) -> TranslationModel:
        """Reads weights, card, pieces and words. Raises WeightsError, one sentence."""
        arrays, card = weights.load("translation", SHAPES, directory)
        pieces = Pieces(weights.load_file("translation", vocabulary.FILE, card, directory))
        lines = weights.load_file("translation", wordlist.FILE, card, directory).decode("utf-8").splitlines()
        return cls(arrays, card, pieces, KnownWords(lines))

    def read(self, text: str) -> Reading:
        """Returns the sentences of an English text. Raises InputError where there is nothing to translate."""
        return self.reader.read(text)

    def encode(self, text: str | Source) -> Encoded:
        """Reads a sentence, of a text the first one. Raises InputError."""
        source = self.read(text).sentences[0] if isinstance(text, str) else text
        length = np.array([len(source.numbers)])
        memory, layers = self.encoder.read(np.array([source.numbers]), length)
        pieces = tuple(self.pieces.spell(source.numbers))
        word_pieces = words(pieces)
        return Encoded(
            source,
            pieces,
            _words(pieces, word_pieces, source.texts),
            word_pieces,
            memory,
            trace_of(pieces, layers[0]),
            trace_of(pieces[::-1], layers[1]),
            self.encoder.begin(memory, length),
        )

    def translate(
        self, text: str | Source | Encoded, beam: int = 1, forced: Sequence[str] = (), attention: bool = True
    ) -> Translation:
        """Translates a sentence, of a text the first one; a beam of one takes the most probable piece at every step.

        The translation begins with the pieces `forced`, of which the last may be STOP. Without `attention` the
        decoder sees the encoder's last state alone. Raises InputError.
        """
        encoded = text if isinstance(text, Encoded) else self.encode(text)
        numbers = [self.pieces.numbers.get(piece, 0) for piece in forced]
        known = [number >= SPECIALS for number in numbers[:-1]] + [n >= SPECIALS or n == END for n in numbers[-1:]]
        if len(numbers) >= LONGEST or not all(known):
            raise InputError(f"A translation can begin with at most {LONGEST - 1} pieces that the network knows.")
        if beam not in range(1, max(BEAMS) + 1):
            raise InputError(f"The beam is {beam}; choose from 1 to {max(BEAMS)}.")
        length = len(encoded.pieces)
        found = self._search(encoded.start, encoded.look(attention), [length], beam, numbers, steps=True)[0]
        return self._translation(encoded, found, len(numbers))

    def translate_all(self, texts: Sequence[str], beam: int = 1) -> list[str]:
        """Translates all sentences of many texts side by side. A text without a word stays as it is."""
        readings: dict[int, Reading] = {}
        for index, text in enumerate(texts):
            try:
                readings[index] = self.read(text)
            except InputError:
                continue
        sources = [source for reading in readings.values() for source in reading.sentences]
        french = iter(self.translate_sources(sources, beam))
        done = list(texts)
        for index, reading in readings.items():
            done[index] = "".join(space + next(french) for space in reading.spaces)
        return done

    def translate_sources(self, sources: Sequence[Source], beam: int = 1) -> list[str]:
        """Translates sentences side by side."""
        done = [""] * len(sources)
        order = sorted(range(len(sources)), key=lambda index: len(sources[index].numbers))
        for begin in range(0, len(order), SENTENCES):
            part = order[begin : begin + SENTENCES]
            lengths = np.array([len(sources[index].numbers) for index in part])
            numbers = np.full((len(part), lengths.max()), END)
            for row, index in zip(numbers, part, strict=True):
                row[: len(sources[index].numbers)] = sources[index].numbers
            memory, _ = self.encoder.read(numbers, lengths)
            start = self.encoder.begin(memory, lengths)
            for index, found in zip(part, self._search(start, memory, lengths, beam), strict=True):
                done[index] = self.french(found.hypotheses[0], sources[index])
        return done

    def french(self, hypothesis: Hypothesis, source: Source) -> str:
        """Returns the sentence that a hypothesis spells, with what stood around that of the source."""
        pieces = self.pieces.spell(item for item in hypothesis.items if item != END)
        return " ".join(filter(None, (source.before, self.pieces.french(pieces, source.texts), source.after)))

    def _search(
        self,
        start: Carry,
        memory: Memory,
        lengths: Sequence[int] | np.ndarray,
        beam: int,
        forced: Sequence[int] = (),
        steps: bool = False,
    ) -> list[Found]:
        """Searches for all sentences in `memory`; with `steps` every hypothesis has its walk as extras."""

        def advance(items: np.ndarray, carry: Carry, going: np.ndarray) -> tuple[Carry, np.ndarray, Any]:
            seen = Memory(*(part[going] for part in memory)) if len(going) < len(lengths) else memory
            carry, _, second, logits = self.decoder.advance(items, carry, seen)
            logs = log_softmax(self.decoder.allowed(logits, carry, seen))
            return carry, logs, _Rows(self.pieces, items, logs, second, carry) if steps else items

        longest = [max(min(LONGEST, 2 * length + LONGER_BY), len(forced) + 1) for length in lengths]
        return search(
            advance, Carry.rows, start.each(beam), len(lengths), beam, longest, START, END, LENGTH_ALPHA, forced
        )

    def _translation(self, encoded: Encoded, found: Found, forced: int) -> Translation:
        best = found.hypotheses[0]
        steps = tuple(rows.step(row) for rows, row in best.extras)
        return Translation(
            encoded,
            tuple(self.pieces.spell(best.items)),
            self.french(best, encoded.source),
            Trace(steps, len(steps), tuple(step.item for step in steps)),
            np.array([step.carry.attention for step in steps]),
            np.array(best.log_probabilities),
            best.score,
            best.ended,
            forced,
            # the steps of the others would keep all their probabilities in memory
            tuple(hypothesis._replace(extras=()) for hypothesis in found.hypotheses),
            found.tree,
        )


class _Rows:
    """One step of all rows of a search, of which only those on the best path are looked at one by one."""

    def __init__(self, pieces: Pieces, items: np.ndarray, logs: np.ndarray, second: LSTMStep, carry: Carry):
        self.pieces, self.items, self.logs, self.second, self.carry = pieces, items, logs, second, carry

    def __getitem__(self, row: int) -> tuple[_Rows, int]:
        return self, row

    def step(self, row: int) -> Step:
        """Step.output is (V,), the probability of every next piece; state and gates (H,)."""
        number = int(self.items[row])
        return Step(
            FIRST if number == START else self.pieces.pieces[number],
            np.exp(self.logs[row]),
            self.second.state.hidden[row].copy(),
            {name: gate[row].copy() for name, gate in self.second.gates.items()},
            self.carry.rows(np.array([row]))._replace(attention=self.carry.attention[row].copy()),
        )


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Log probabilities along the last axis; same shape as `logits`."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _words(pieces: Sequence[str], word_pieces: Sequence[Sequence[int]], texts: Mapping[str, str]) -> tuple[str, ...]:
    """What each word looks like."""
    found = ("".join(pieces[i] for i in positions).lstrip(MARK) for positions in word_pieces)
    return tuple(SYMBOL.sub(lambda match: texts.get(match.group(), ""), word) for word in found)
