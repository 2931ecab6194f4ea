"""The namer of cookies: one LSTM over characters, walked in NumPy.

>>> model = CookieModel.load()
>>> trace = extend(model, Trace(), [FIRST, "C", "h"])     # trace.outputs[-1]: what follows "Ch"
>>> model.grow(trace, temperature=0.8, seed=1, count=12)   # twelve names go on from there, walked as one batch
>>> model.bake("Ch", temperature=0.8, seed=1, count=12)    # the same as text
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from seqdemo.cookies.cookbook import Cookbook, spell
from seqdemo.cookies.reader import END, START, START_OTHER, UNKNOWN, CharacterVocabulary
from seqdemo.core import weights
from seqdemo.core.cells import LSTM, LSTMState, lstm_shapes, lstm_step, softmax
from seqdemo.core.errors import InputError
from seqdemo.core.pace import between_steps
from seqdemo.core.sampling import choose_by_rank, dice, with_temperature
from seqdemo.core.trace import Step, Trace, extend
from seqdemo.core.typography import typewritten, unaccented

FIRST = "start"
"""The first item of every walk. It is longer than one character, so no letter can be mistaken for it."""
LONGEST = 80
"""No name grows longer than this."""
NEVER_DRAWN = (START, START_OTHER, UNKNOWN)
CODE_POINTS = 1_112_064
"""An unknown character is one of all Unicode has: it is charged p(UNKNOWN) / CODE_POINTS."""
SHAPES = {
    "embedding": "vocabulary, embedding",
    **lstm_shapes("lstm", inputs="embedding"),
    "dense_kernel": "units, vocabulary",
    "dense_bias": "vocabulary",
    "cookbook": "bytes_of_cookbook",
    "puzzles": "bytes_of_puzzles",
}
ROWS = 128  # names walked side by side when many are measured


class CookieModel:
    """Reads one character a step and says how probable every next character is."""

    def __init__(self, arrays: dict[str, np.ndarray], card: dict[str, Any]):
        self.card = card
        self.vocabulary = CharacterVocabulary(card.get("characters", ""))
        self.units = weights.fit("cookies", SHAPES, arrays, vocabulary=len(self.vocabulary))["units"]
        self.embedding = arrays["embedding"]  # (V, E)
        self.lstm = LSTM.of(arrays, "lstm")
        self.from_input = self.embedding @ self.lstm.kernel  # (V, 4H): x W, of so few symbols once for all
        self.dense_kernel, self.dense_bias = arrays["dense_kernel"], arrays["dense_bias"]  # (H, V), (V,)
        self.cookbook = Cookbook(spell(arrays["cookbook"]))
        self.puzzles = spell(arrays["puzzles"])

    @classmethod
    def load(cls, name: str = "cookies", directory: Path = weights.MODELS) -> CookieModel:
        """Reads weights, card and cookbook. Raises WeightsError, one sentence."""
        return cls(*weights.load(name, SHAPES, directory))

    def start(self) -> LSTMState:
        """Returns an empty memory: hidden state and cell are zero."""
        return self._empty()

    def step(self, item: str, carry: LSTMState) -> Step:
        """Reads FIRST or one character; the output is (V,), the probability of every next symbol. No gates are kept."""
        number = START if item == FIRST else self.vocabulary.encode(item)[0]
        after, probabilities = self.advance(np.array(number), carry)
        return Step(item, probabilities, after.hidden, {}, after)

    def advance(self, numbers: np.ndarray, state: LSTMState) -> tuple[LSTMState, np.ndarray]:
        """One step for any number of names at once: `numbers` (...), probabilities (..., V)."""
        after = lstm_step(self.embedding[numbers], state, self.lstm, self.from_input[numbers]).state
        # p = softmax(h' W + b)
        return after, softmax(after.hidden @ self.dense_kernel + self.dense_bias)

    def read_start(self, text: str) -> str:
        """Returns the beginning of a name that the network can go on from, in its own characters. Raises InputError.

        What phones make of quotes and dashes is read as the plain ones, and letters without their accents.
        """
        typed = typewritten(text)
        known = set(self.vocabulary.characters)
        unknown = next((c for c in typed if not known.issuperset(unaccented(c))), None)
        if unknown:
            raise InputError(
                f"The network never saw the character {show(unknown)} in a name; "
                "start with letters, digits, spaces or common punctuation."
            )
        start = unaccented(typed).lstrip()
        if len(start) > LONGEST // 2:
            raise InputError(f"A start may have at most {LONGEST // 2} characters; this one is read as {len(start):,}.")
        return start

    def bake(self, start: str, temperature: float, seed: int, count: int, row: int = 0) -> list[str]:
        """Returns `count` names that begin with `start`; name i is thrown with the dice of row `row + i`."""
        begun = extend(self, Trace(), [FIRST, *start])
        return [spelled(name) for name in self.grow(begun, temperature, seed, count, row)]

    def grow(self, begun: Trace, temperature: float, seed: int, count: int, row: int = 0) -> list[Trace]:
        """Goes on from `begun`, FIRST and some letters, to the ends of `count` names and returns their walks.

        Name i is thrown with the dice of row `row + i`.
        """
        throws = np.stack([dice(seed, row + i, LONGEST) for i in range(count)])  # (count, LONGEST)
        steps = [list(begun.steps) for _ in range(count)]
        growing, probabilities = np.arange(count), np.tile(begun.steps[-1].output, (count, 1))
        state = LSTMState(*(np.tile(part, (count, 1)) for part in begun.steps[-1].carry))
        for position in range(len(begun) - 1, LONGEST):
            between_steps()
            drawn = choose_by_rank(with_temperature(probabilities, temperature, NEVER_DRAWN), throws[growing, position])
            going = drawn != END
            growing, drawn = growing[going], drawn[going]
            if len(growing) == 0:
                break
            state, probabilities = self.advance(drawn, state.rows(going))
            letters = self.vocabulary.decode(drawn)
            for row_of, (name, letter) in enumerate(zip(growing, letters, strict=True)):
                # copies, so that who keeps one walk does not keep all
                output, hidden, cell = (part[row_of].copy() for part in (probabilities, *state))
                steps[name].append(Step(letter, output, hidden, {}, LSTMState(hidden, cell)))
        return [
            Trace(tuple(walk), begun.computed + len(walk) - len(begun), tuple(step.item for step in walk))
            for walk in steps
        ]

    def measure(self, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Returns (bits, characters) of each name; the end of the name is counted as one character."""
        bits = np.zeros(len(names))
        order = np.argsort([len(name) for name in names], kind="stable")
        for begin in range(0, len(names), ROWS):
            rows = order[begin : begin + ROWS]
            bits[rows] = self._bits_of([names[i] for i in rows])
        return bits, np.array([len(name) + 1 for name in names], int)

    def bits(self, names: Sequence[str]) -> tuple[float, int]:
        """Returns the bits that all names cost together, and how many characters they have."""
        bits, characters = self.measure(names)
        return float(bits.sum()), int(characters.sum())

    def states(self, names: Sequence[str]) -> np.ndarray:
        """Returns the hidden state after every character of every name in turn, (characters, H)."""
        numbers, lengths = self._padded(names)
        state, hidden = self._empty(len(names)), []
        for column in numbers.T:
            state, _ = self.advance(column, state)
            hidden.append(state.hidden)
        by_name = np.stack(hidden, axis=1)[:, 1:]  # without START
        return np.concatenate([rows[:length] for rows, length in zip(by_name, lengths, strict=True)])

    def _bits_of(self, names: list[str]) -> np.ndarray:
        numbers, lengths = self._padded(names)
        targets = np.concatenate([numbers[:, 1:], np.full((len(names), 1), END)], axis=1)
        state, bits = self._empty(len(names)), np.zeros(len(names))
        for step, (column, target) in enumerate(zip(numbers.T, targets.T, strict=True)):
            state, probabilities = self.advance(column, state)
            found = np.maximum(probabilities[np.arange(len(names)), target].astype(np.float64), 1e-30)
            cost = -np.log2(found) + (target == UNKNOWN) * math.log2(CODE_POINTS)
            bits += cost * (step <= lengths)
        return bits

    def _padded(self, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """START and the characters of each name, filled up with END: (N, longest + 1), and the lengths."""
        lengths = np.array([len(name) for name in names], int)
        numbers = np.full((len(names), lengths.max(initial=0) + 1), END)
        numbers[:, 0] = START
        for row, name in zip(numbers, names, strict=True):
            row[1 : len(name) + 1] = self.vocabulary.encode(name)
        return numbers, lengths

    def _empty(self, *rows: int) -> LSTMState:
        return LSTMState(np.zeros((*rows, self.units), np.float32), np.zeros((*rows, self.units), np.float32))


def spelled(name: Trace) -> str:
    """Returns the letters of a walk."""
    return "".join(step.item for step in name.steps[1:])


def show(character: str) -> str:
    """Returns a character as it can be shown in a sentence: invisible ones by their code point."""
    names = {" ": "a space", FIRST: "the start", "": "the end"}
    return names.get(character) or (f"“{character}”" if character.isprintable() else f"U+{ord(character):04X}")
