"""Translates English into French: an encoder that reads both ways, a decoder that looks back; walked in NumPy.

>>> model = TranslationModel.load()
>>> model.translate("I am cold.", beam=5).text                      # "J'ai froid."
>>> encoded = model.encode("I am cold.")
>>> trace = extend(Decoder(model, encoded), Trace(), [FIRST, "▁J'"])   # trace.outputs[-1]: what could come next
>>> trace.steps[-1].carry.attention                                 # where it looked, one weight a source piece

The decoder's first LSTM asks, the memory of the encoder answers, the second LSTM speaks (as in Wu et al. 2016);
the weights of the answer are those of Luong et al. 2015.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from seqdemo.core import weights
from seqdemo.core.attention import attend, fold
from seqdemo.core.beam import Found, Hypothesis, Node, search
from seqdemo.core.cells import LSTM, LSTMState, LSTMStep, lstm_shapes, lstm_step, softmax
from seqdemo.core.errors import InputError
from seqdemo.core.trace import Step, Trace
from seqdemo.translation.reader import (
    END,
    FILE,
    SPECIALS,
    START,
    STOP,
    Subwords,
    plain,
    spaced_english,
    spaced_french,
    words,
)

FIRST = "start"
"""The first item of every walk of the decoder; a piece is never spelt like this."""
MOST_WORDS, MOST_PIECES, LONGEST_WORD = 60, 120, 200
"""No more of a text than this is translated, and no more characters of a word."""
LONGEST = 100
"""No translation has more pieces than this, and none more than LONGER_BY and twice those of its source."""
LONGER_BY = 10
LENGTH_ALPHA = 1.6
"""How much of its length a hypothesis is forgiven; see `seqdemo.core.beam.normalised`."""
BEAMS = (1, 2, 3, 5, 8)
SENTENCES = 64  # searched side by side when many are translated
NOTHING = np.zeros(0, np.float32)
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


class Source(NamedTuple):
    """A text as the network reads it."""

    numbers: tuple[int, ...]  # its pieces and END
    kept: int  # words, as they were typed
    left_out: int  # words after the limit


class Memory(NamedTuple):
    """What the decoder can look at, for N sentences side by side."""

    rows: np.ndarray  # (N, S, M)
    there: np.ndarray  # (N, S) False after the end of a sentence, and where the decoder may not look


class Carry(NamedTuple):
    """What goes from one French piece to the next; leading axes are sequences side by side."""

    first: LSTMState  # of the LSTM that asks, (..., H)
    second: LSTMState  # of the LSTM that speaks, (..., H)
    attention: np.ndarray  # (..., S) where it looked; shown, not read by the next step


@dataclass(frozen=True, eq=False)
class Encoded:
    """A sentence that was read."""

    source: Source
    pieces: tuple[str, ...]  # the last one is STOP
    words: tuple[str, ...]  # as they were typed; the last one is STOP
    word_pieces: tuple[tuple[int, ...], ...]  # the pieces of each word
    unknown: tuple[bool, ...]  # of each piece: whether it is a byte of a character the network never saw
    memory: np.ndarray  # (S, M)
    forward: Trace  # the first layer from left to right
    backward: Trace  # the first layer from right to left: the first step read the last piece
    start: Carry

    def look(self, attention: bool = True) -> Memory:
        """Returns what the decoder can look at: everything, or without attention the last state alone."""
        there = np.ones((1, len(self.pieces)), bool)
        if not attention:
            there[:, :-1] = False
        return Memory(self.memory[None], there)


@dataclass(frozen=True, eq=False)
class Translation:
    """A translation and how it came about."""

    encoded: Encoded
    pieces: tuple[str, ...]  # the last one is STOP where it came to an end
    text: str
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
        return tuple("".join(self.pieces[i] for i in positions).lstrip("▁") for positions in self.word_pieces)

    @cached_property
    def word_attention(self) -> np.ndarray:
        """(words, source words): where each French word looked."""
        return fold(self.attention, self.word_pieces, self.encoded.word_pieces)

    @cached_property
    def word_probabilities(self) -> np.ndarray:
        """(words,): how sure the network was of each word, the product over its pieces."""
        return np.array([np.exp(self.log_probabilities[list(positions)].sum()) for positions in self.word_pieces])

    @property
    def notice(self) -> str:
        """What a reader has to know of the limits that this translation met; empty most of the time."""
        said = []
        source = self.encoded.source
        if source.left_out:
            said.append(f"Only the first {source.kept} words were translated; {source.left_out:,} were left out.")
        if not self.ended:
            said.append(f"The network found no end; it was stopped after {len(self.pieces)} pieces.")
        return " ".join(said)


class TranslationModel:
    """The walking network. Immutable after loading, so that threads may share it."""

    def __init__(self, arrays: dict[str, np.ndarray], card: dict[str, Any], subwords: Subwords):
        self.card, self.subwords = card, subwords
        weights.fit("translation", SHAPES, arrays, pieces=len(subwords))
        self.embedding = arrays["embedding"]  # (V, E), also the output layer
        self.lstm = {layer: LSTM.of(arrays, layer) for layer in LAYERS}
        self.bridge_kernel, self.bridge_bias = arrays["bridge_kernel"], arrays["bridge_bias"]  # (M, 4H), (4H,)
        self.attention_kernel = arrays["attention_kernel"]  # (H, M)
        self.combine_kernel, self.combine_bias = arrays["combine_kernel"], arrays["combine_bias"]  # (H + M, E), (E,)
        self.output_bias = arrays["output_bias"]  # (V,)
        # no sentence has a start inside, and a single byte is no character
        self.never = np.zeros(len(subwords), np.float32)
        self.never[[number for number in range(SPECIALS) if number != END]] = -np.inf

    @classmethod
    def load(cls, directory: Path = weights.MODELS) -> TranslationModel:
        """Reads weights, card and vocabulary. Raises WeightsError, one sentence."""
        arrays, card = weights.load("translation", SHAPES, directory)
        subwords = Subwords(weights.load_file("translation", FILE, card, directory))
        return cls(arrays, card, subwords)

    def read(self, text: str) -> Source:
        """Returns the pieces of an English text. Raises InputError where there is nothing to translate."""
        typed = plain(text).split(" ")
        if not any(character.isalnum() for character in text):
            raise InputError("There is no word in this text to translate; type an English sentence.")
        numbers: list[int] = []
        kept = 0
        for word in typed[:MOST_WORDS]:
            pieces = self.subwords.encode(spaced_english(word[:LONGEST_WORD]))
            if numbers and len(numbers) + len(pieces) > MOST_PIECES:
                break
            numbers += pieces[:MOST_PIECES]
            kept += 1
        return Source((*numbers, END), kept, len(typed) - kept)

    def encode(self, text: str) -> Encoded:
        """Reads an English text. Raises InputError."""
        source = self.read(text)
        layers: list[tuple[LSTMStep, ...]] = []
        memory = self._remember(np.array([source.numbers]), np.array([len(source.numbers)]), layers)
        pieces = tuple(self.subwords.spell(source.numbers))
        word_pieces = words(pieces)
        shown = [self.subwords.written([source.numbers[i] for i in positions]) for positions in word_pieces[:-1]]
        return Encoded(
            source,
            pieces,
            (*shown, STOP),
            word_pieces,
            tuple(self.subwords.is_byte(number) for number in source.numbers),
            memory.rows[0],
            _trace(pieces, layers[0]),
            _trace(pieces[::-1], layers[1]),
            self._begin(memory, np.array([len(source.numbers)])),
        )

    def advance(
        self, numbers: np.ndarray, carry: Carry, memory: Memory
    ) -> tuple[Carry, LSTMStep, LSTMStep, np.ndarray]:
        """One step for R = N * K rows: K beginnings of each of the N sentences in `memory`.

        Reads pieces (R,); returns the carry, what both LSTMs computed, and logits (R, V).
        """
        first = lstm_step(self.embedding[numbers], carry.first, self.lstm["decoder_1"])
        # the first LSTM asks: q = h1 Wa; the memory answers
        query = (first.state.hidden @ self.attention_kernel).reshape(len(memory.rows), -1, memory.rows.shape[-1])
        weights, context = attend(query, memory.rows, memory.there)
        context = context.reshape(len(numbers), -1)
        # the second speaks
        told = np.concatenate([first.state.hidden, context], axis=-1)
        second = lstm_step(told, carry.second, self.lstm["decoder_2"])
        # o = tanh([h2, context] Wc + bc);  logits = o E^T + b, with the vectors of the pieces themselves
        told = np.concatenate([second.state.hidden, context], axis=-1)
        spoken = np.tanh(told @ self.combine_kernel + self.combine_bias)
        logits = spoken @ self.embedding.T + self.output_bias
        return Carry(first.state, second.state, weights.reshape(len(numbers), -1)), first, second, logits

    def french_pieces(self, text: str) -> tuple[str, ...]:
        """Returns the pieces of French words, for `forced`."""
        return tuple(self.subwords.spell(self.subwords.encode(spaced_french(text))))

    def translate(
        self, text: str | Encoded, beam: int = 1, forced: Sequence[str] = (), attention: bool = True
    ) -> Translation:
        """Translates a text; a beam of one takes the most probable piece at every step.

        The translation begins with the pieces `forced`, of which the last may be STOP. Without `attention` the
        decoder sees the encoder's last state alone. Raises InputError.
        """
        encoded = self.encode(text) if isinstance(text, str) else text
        numbers = [self.subwords.numbers.get(piece, 0) for piece in forced]
        known = [number >= SPECIALS for number in numbers[:-1]] + [n >= SPECIALS or n == END for n in numbers[-1:]]
        if len(numbers) >= LONGEST or not all(known):
            raise InputError(f"A translation can begin with at most {LONGEST - 1} pieces that the network knows.")
        if beam not in range(1, max(BEAMS) + 1):
            raise InputError(f"The beam is {beam}; choose from 1 to {max(BEAMS)}.")
        start = Carry(*(_each(state, beam) for state in encoded.start[:2]), encoded.start.attention)
        found = self._search(start, encoded.look(attention), [len(encoded.pieces)], beam, numbers)[0]
        return self._translation(encoded, found, len(numbers))

    def translate_all(self, texts: Sequence[str], beam: int = 1) -> list[str]:
        """Translates many texts side by side. A text without a word stays as it is."""
        sources: dict[int, Source] = {}
        for index, text in enumerate(texts):
            try:
                sources[index] = self.read(text)
            except InputError:
                continue
        done = list(texts)
        order = sorted(sources, key=lambda index: len(sources[index].numbers))
        for begin in range(0, len(order), SENTENCES):
            part = order[begin : begin + SENTENCES]
            lengths = np.array([len(sources[index].numbers) for index in part])
            numbers = np.full((len(part), lengths.max()), END)
            for row, index in zip(numbers, part, strict=True):
                row[: len(sources[index].numbers)] = sources[index].numbers
            memory = self._remember(numbers, lengths)
            start = self._begin(memory, lengths)
            start = Carry(*(_each(state, beam) for state in start[:2]), start.attention)
            for index, found in zip(part, self._search(start, memory, lengths, beam), strict=True):
                done[index] = self.subwords.french(self._spell(found.hypotheses[0]))
        return done

    def _search(
        self, start: Carry, memory: Memory, lengths: Sequence[int], beam: int, forced: Sequence[int] = ()
    ) -> list[Found]:
        def advance(items: np.ndarray, carry: Carry, going: np.ndarray) -> tuple[Carry, np.ndarray, np.ndarray]:
            seen = Memory(memory.rows[going], memory.there[going]) if len(going) < len(lengths) else memory
            carry, _, _, logits = self.advance(items, carry, seen)
            return carry, log_softmax(logits + self.never), carry.attention

        longest = [max(min(LONGEST, 2 * length + LONGER_BY), len(forced) + 1) for length in lengths]
        return search(advance, _rows, start, len(lengths), beam, longest, START, END, LENGTH_ALPHA, forced)

    def _spell(self, hypothesis: Hypothesis) -> tuple[str, ...]:
        return tuple(self.subwords.spell(hypothesis.items[: len(hypothesis.items) - hypothesis.ended]))

    def _translation(self, encoded: Encoded, found: Found, forced: int) -> Translation:
        best = found.hypotheses[0]
        return Translation(
            encoded,
            tuple(self.subwords.spell(best.items)),
            self.subwords.french(self._spell(best)),
            np.array(best.extras),
            np.array(best.log_probabilities),
            best.score,
            best.ended,
            forced,
            found.hypotheses,
            found.tree,
        )

    def _remember(
        self, numbers: np.ndarray, lengths: np.ndarray, layers: list[tuple[LSTMStep, ...]] | None = None
    ) -> Memory:
        """Reads sentences (N, S) of `lengths` (N,), all that follows being padding. Fills `layers`, if given."""
        x = self.embedding[numbers]
        places = np.arange(numbers.shape[1])
        there = places < lengths[:, None]
        # where each piece is when a sentence is read from its end; padding stays behind it
        turned = np.where(there, lengths[:, None] - 1 - places, places)[..., None]
        for layer in ("encoder_1", "encoder_2"):
            forward = _read(x, self.lstm[f"{layer}_forward"])
            backward = _read(np.take_along_axis(x, turned, axis=1), self.lstm[f"{layer}_backward"])
            if layers is not None:
                layers += [forward, backward]
            back = np.take_along_axis(_hidden(backward), turned, axis=1)
            x = np.concatenate([_hidden(forward), back], axis=-1)
        return Memory(x * there[..., None], there)

    def _begin(self, memory: Memory, lengths: np.ndarray) -> Carry:
        """The decoder starts from the last states of both directions: that of the left one is in the first row."""
        units = memory.rows.shape[-1] // 2
        last = memory.rows[np.arange(len(lengths)), lengths - 1, :units]
        read = np.concatenate([last, memory.rows[:, 0, units:]], axis=-1)
        # h1, c1, h2, c2 = tanh([left, right] Wb + bb)
        states = np.split(np.tanh(read @ self.bridge_kernel + self.bridge_bias), 4, axis=-1)
        return Carry(LSTMState(*states[:2]), LSTMState(*states[2:]), NOTHING)


class Decoder:
    """The decoder of one sentence, one French piece a step; `attention=False` shows it the last state alone."""

    def __init__(self, model: TranslationModel, encoded: Encoded, attention: bool = True):
        self.model, self.encoded = model, encoded
        self.memory = encoded.look(attention)

    def start(self) -> Carry:
        return self.encoded.start

    def step(self, item: str, carry: Carry) -> Step:
        """Reads FIRST or a piece. Step.output is (V,), the probability of every next piece; state and gates (H,).

        `step.carry.attention` (1, S) is where the decoder looked.
        """
        number = START if item == FIRST else self.model.subwords.numbers[item]
        carry, _, second, logits = self.model.advance(np.array([number]), carry, self.memory)
        gates = {name: gate[0] for name, gate in second.gates.items()}
        return Step(item, softmax(logits + self.model.never)[0], second.state.hidden[0], gates, carry)


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Log probabilities along the last axis; same shape as `logits`."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _read(x: np.ndarray, lstm: LSTM) -> tuple[LSTMStep, ...]:
    """Walks an LSTM over (N, S, I)."""
    zeros = np.zeros((len(x), lstm.recurrent_kernel.shape[0]), np.float32)
    state, steps = LSTMState(zeros, zeros), []
    for time in range(x.shape[1]):
        steps.append(lstm_step(x[:, time], state, lstm))
        state = steps[-1].state
    return tuple(steps)


def _hidden(steps: Sequence[LSTMStep]) -> np.ndarray:
    return np.stack([step.state.hidden for step in steps], axis=1)  # (N, S, H)


def _trace(pieces: Sequence[str], steps: Sequence[LSTMStep]) -> Trace:
    """A finished walk of an encoder, which puts nothing out, over one sentence."""
    walked = (
        Step(piece, NOTHING, step.state.hidden[0], {name: gate[0] for name, gate in step.gates.items()}, step.state)
        for piece, step in zip(pieces, steps, strict=True)
    )
    return Trace(tuple(walked), len(steps), tuple(pieces))


def _each(state: LSTMState, times: int) -> LSTMState:
    return state.rows(np.repeat(np.arange(len(state.hidden)), times))


def _rows(carry: Carry, rows: np.ndarray) -> Carry:
    return Carry(carry.first.rows(rows), carry.second.rows(rows), carry.attention[rows])
