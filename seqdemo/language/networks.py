"""The three networks in NumPy. Each says after every word of a sentence which word comes next.

They differ in nothing but what they make of the words so far: `thoughts`. What is said then is the same for all:
one number for each word of the vocabulary, its vector times the thought. N sentences of T words go side by side.

>>> RNN(arrays).nats(numbers, following)      # (N, T): how surprising each following word was
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from seqdemo.core.cells import LSTM, LSTMState, lstm_shapes, lstm_step, sigmoid
from seqdemo.core.products import product

REACH = 3
"""Words that one convolution sees."""
WINDOW = 2 * REACH - 1
"""Words that two convolutions, one on top of the other, see."""

BLOCK = 96


class NextWord:
    """What the three have in common: one vector a word, on the way in and on the way out."""

    name: ClassVar[str]
    inner: ClassVar[dict[str, str]]
    """The shapes of what lies between, with `last` as the size of what is said from."""

    @classmethod
    def shapes(cls) -> dict[str, str]:
        """The names and the shapes of all its weights, see `seqdemo.core.shapes`."""
        own = {
            "embedding": "vocabulary, embedding",
            **cls.inner,
            "speak_bias": "embedding",
            "output_bias": "vocabulary",
        }
        return {f"{cls.name}_{part}": shape for part, shape in own.items()}

    def __init__(self, arrays: Mapping[str, np.ndarray]):
        self.weights = {part: arrays[part] for part in self.shapes()}
        start = len(self.name) + 1
        own = {part[start:]: array for part, array in self.weights.items()}
        self.own = own
        self.embedding, self.output_bias = own["embedding"], own["output_bias"]  # (V, E), (V,)

    @property
    def parameters(self) -> int:
        """How many weights it has."""
        return sum(array.size for array in self.weights.values())

    def thoughts(self, numbers: np.ndarray) -> np.ndarray:
        """Numbers of words (N, T) in, what to say after each (N, T, E) out."""
        raise NotImplementedError

    def speak(self, x: np.ndarray) -> np.ndarray:
        """The last layer before the vocabulary: (..., last) in, (..., E) out."""
        return product(x, self.own["speak_kernel"]) + self.own["speak_bias"]

    def logits(self, thought: np.ndarray) -> np.ndarray:
        """What to say (..., E) in, one number a word of the vocabulary (..., V) out: vector times thought, and bias."""
        logits = product(thought, self.embedding.T)
        logits += self.output_bias
        return logits

    def nats(self, numbers: np.ndarray, following: np.ndarray) -> np.ndarray:
        """Returns -log p of each word of `following` (N, T) after the words of `numbers` (N, T) up to there."""
        thoughts, truth = self.thoughts(numbers).reshape(-1, self.embedding.shape[1]), following.reshape(-1)
        found = np.empty(len(truth), np.float32)
        # a few rows at a time, so that the numbers of all words are still at hand when they are added up
        for begin in range(0, len(truth), BLOCK):
            rows = slice(begin, begin + BLOCK)
            logits = self.logits(thoughts[rows])
            right = np.take_along_axis(logits, truth[rows, None], axis=1)[:, 0]
            highest = logits.max(axis=1)
            logits -= highest[:, None]
            found[rows] = np.log(np.exp(logits, out=logits).sum(axis=1)) + highest - right
        return found.reshape(following.shape)


class RNN(NextWord):
    """One LSTM: all words so far, in order."""

    name = "rnn"
    inner: ClassVar = {**lstm_shapes("lstm", inputs="embedding"), "speak_kernel": "units, embedding"}

    def __init__(self, arrays: Mapping[str, np.ndarray]):
        super().__init__(arrays)
        self.lstm = LSTM.of(self.own, "lstm")
        self.units = len(self.lstm.recurrent_kernel)

    def start(self, *rows: int) -> LSTMState:
        """Returns an empty memory: hidden state and cell are zero."""
        return LSTMState(np.zeros((*rows, self.units), np.float32), np.zeros((*rows, self.units), np.float32))

    def thoughts(self, numbers: np.ndarray) -> np.ndarray:
        """Walks all sentences side by side, one word a step."""
        state, hidden = self.start(len(numbers)), []
        for column in numbers.T:
            state = lstm_step(self.embedding[column], state, self.lstm).state
            hidden.append(state.hidden)
        return self.speak(np.stack(hidden, axis=1))


class CNN(NextWord):
    """Two gated convolutions (Dauphin et al. 2017): the last WINDOW words, in order."""

    name = "cnn"
    inner: ClassVar = {
        "first_kernel": f"{REACH}, embedding, 2 channels",
        "first_bias": "2 channels",
        "second_kernel": f"{REACH}, channels, 2 channels",
        "second_bias": "2 channels",
        "speak_kernel": "channels, embedding",
    }

    def thoughts(self, numbers: np.ndarray) -> np.ndarray:
        """Slides both windows over all sentences at once."""
        x = self.layer("first", self.embedding[numbers])
        return self.speak(x + self.layer("second", x))

    def layer(self, name: str, x: np.ndarray) -> np.ndarray:
        """One convolution that looks back only, (N, T, I) to (N, T, C); half of its channels gate the other half."""
        kernel, steps = self.own[f"{name}_kernel"], x.shape[1]
        padded = np.pad(x, ((0, 0), (REACH - 1, 0), (0, 0)))
        a = sum(product(padded[:, k : k + steps], kernel[k]) for k in range(REACH)) + self.own[f"{name}_bias"]
        value, gate = np.split(a, 2, axis=-1)
        return value * sigmoid(gate)


class MLP(NextWord):
    """Two layers over the sum of the vectors of all words so far: which words, in no order."""

    name = "mlp"
    inner: ClassVar = {
        "first_kernel": "embedding, hidden",
        "first_bias": "hidden",
        "second_kernel": "hidden, hidden",
        "second_bias": "hidden",
        "speak_kernel": "hidden, embedding",
    }

    def thoughts(self, numbers: np.ndarray) -> np.ndarray:
        """Fills the bag word by word; what is said depends on what is in it, not on how it got there."""
        count = np.arange(1, numbers.shape[1] + 1, dtype=np.float32)
        x = np.cumsum(self.embedding[numbers], axis=1) / np.sqrt(count)[:, None]
        for name in ("first", "second"):
            x = np.maximum(product(x, self.own[f"{name}_kernel"]) + self.own[f"{name}_bias"], 0)
        return self.speak(x)
