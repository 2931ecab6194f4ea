"""The network that goes on with a sentence, walked one word at a time, beside its two cousins.

>>> model = LanguageModel.load()
>>> trace = extend(model, Trace(), [FIRST, *model.read("we are going to")])     # trace.outputs[-1]: what comes next
>>> model.grow(trace, Draw(temperature=0.7, seed=1), most=12)                   # goes on by at most twelve words
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from seqdemo.core import weights
from seqdemo.core.cells import LSTMState, LSTMStep, lstm_step, softmax
from seqdemo.core.pace import between_steps
from seqdemo.core.sampling import choose_by_rank, dice, most_probable, with_temperature
from seqdemo.core.trace import Step, Trace
from seqdemo.language.networks import CNN, MLP, RNN, NextWord
from seqdemo.language.vocabulary import END, NUMBER, UNKNOWN, Vocabulary, Word

WORDS_FILE = "language_words.txt"
FIRST = Word("the beginning", END)
"""The first item of every walk: what stands before a sentence is the end of another."""
NEVER_DRAWN = (UNKNOWN, NUMBER)
LONGEST = 60
"""No sentence of the page is longer than so many words and signs."""
SHAPES = {**RNN.shapes(), **CNN.shapes(), **MLP.shapes()}
ROWS, CELLS = 64, 1600
"""Sentences, and words of all of them, that are measured side by side at most."""


def allowed(probabilities: np.ndarray) -> np.ndarray:
    """(V,) what the network says in, (V,) its belief in the words that can be drawn out."""
    return with_temperature(probabilities, 1.0, NEVER_DRAWN)


class Draw(NamedTuple):
    """How a word is chosen: `temperature` 0 or more, among the `top` most probable ones, by the dice of `seed`."""

    temperature: float = 0.7
    top: int = 40
    seed: int = 1
    row: int = 0

    def chances(self, probabilities: np.ndarray) -> np.ndarray:
        """(V,) what the network says in, (V,) what the dice are thrown on out."""
        return most_probable(with_temperature(probabilities, self.temperature, NEVER_DRAWN), self.top)


class Grown(NamedTuple):
    """A sentence that the network went on with: its walk, FIRST included, and whether it came to its end."""

    walk: Trace
    ended: bool

    @property
    def words(self) -> list[Word]:
        """Its words, without FIRST."""
        return [step.item for step in self.walk.steps[1:]]


class LanguageModel:
    """Reads one word a step and says how probable every next word is; `networks` are all three by their names."""

    def __init__(self, arrays: Mapping[str, np.ndarray], card: Mapping[str, Any], words: list[str]):
        self.card = card
        self.vocabulary = Vocabulary(words)
        weights.fit("language", SHAPES, arrays, vocabulary=len(self.vocabulary))
        self.rnn = RNN(arrays)
        self.networks: dict[str, NextWord] = {"rnn": self.rnn, "cnn": CNN(arrays), "mlp": MLP(arrays)}

    @classmethod
    def load(cls, name: str = "language", directory: Path = weights.MODELS) -> LanguageModel:
        """Reads weights, card and words. Raises WeightsError, one sentence."""
        arrays, card = weights.load(name, SHAPES, directory)
        words = weights.load_file(name, WORDS_FILE, card, directory).decode().splitlines()
        return cls(arrays, card, words)

    def read(self, text: str) -> list[Word]:
        """Returns the words of a text as the networks read them."""
        return self.vocabulary.read(text)

    def start(self) -> LSTMState:
        """Returns an empty memory."""
        return self.rnn.start()

    def step(self, item: Word, carry: LSTMState) -> Step:
        """Reads one word; the output is (V,), the probability of every next word."""
        after, probabilities = self.advance(item.number, carry)
        return Step(item, probabilities, after.state.hidden, after.gates, after.state)

    def advance(self, number: int, state: LSTMState) -> tuple[LSTMStep, np.ndarray]:
        """One step of the network: a word and a state in; the new state, and p of every word (V,) out."""
        rnn = self.rnn
        after = lstm_step(rnn.embedding[number], state, rnn.lstm)
        # p = softmax(E s + b) with s = h' S + d: each word's vector times what is to be said
        return after, softmax(rnn.logits(rnn.speak(after.state.hidden)))

    def grow(self, begun: Trace, draw: Draw, most: int, taken: Sequence[int] = ()) -> Grown:
        """Goes on from `begun`, FIRST and some words, by the words `taken` and at most `most` others, LONGEST in all.

        Those taken are given by their numbers; word i of the sentence is drawn by throw i of the dice.
        """
        throws, steps, ended = dice(draw.seed, draw.row, LONGEST), list(begun.steps), False
        for position in range(len(begun) - 1, min(len(begun) - 1 + len(taken) + most, LONGEST)):
            between_steps()
            written = position - len(begun) + 1
            if written < len(taken):
                chosen = taken[written]
            else:
                chosen = int(choose_by_rank(draw.chances(steps[-1].output), throws[position]))
            if chosen == END:
                ended = True
                break
            steps.append(self.step(self.vocabulary.word(chosen), steps[-1].carry))
        walk = Trace(tuple(steps), begun.computed + len(steps) - len(begun), tuple(step.item for step in steps))
        return Grown(walk, ended)

    def surprise(self, sentences: list[list[Word]], name: str = "rnn") -> list[np.ndarray]:
        """Returns for each sentence the nats of each of its words and of its end, (words + 1,)."""
        found: list[np.ndarray] = [np.zeros(0)] * len(sentences)
        order = sorted(range(len(sentences)), key=lambda row: len(sentences[row]))
        while order:
            longest = len(sentences[order[-1]]) + 1
            rows = order[-max(1, min(ROWS, CELLS // longest)) :]
            del order[-len(rows) :]
            numbers = np.full((len(rows), longest + 1), END)
            for line, row in zip(numbers, rows, strict=True):
                line[1 : len(sentences[row]) + 1] = [word.number for word in sentences[row]]
            nats = self.networks[name].nats(numbers[:, :-1], numbers[:, 1:])
            for line, row in zip(nats, rows, strict=True):
                found[row] = line[: len(sentences[row]) + 1]
        return found
