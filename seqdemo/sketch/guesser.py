"""Says what a drawing is: one LSTM over the points of a pen, a guess after every point; walked in NumPy.

>>> guesser = SketchModel.load().guesser
>>> trace = extend(guesser, Trace(), moves(points))      # trace.outputs[-1]: a probability for each class
>>> guesser.guess_wholes(trace.steps[-1].carry, endings)      # (endings, classes)

It reads the same points as the network that draws, and sees no picture either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from seqdemo.core.cells import LSTM, LSTMState, lstm_shapes, lstm_step, softmax
from seqdemo.core.pace import between_steps
from seqdemo.core.products import product
from seqdemo.core.trace import Step, walk
from seqdemo.sketch.features import Point, moves, side_by_side
from seqdemo.sketch.path import TOLD, along, along_last

SHAPES = {
    "seen_kernel": f"{TOLD}, seen",
    "seen_bias": "seen",
    **lstm_shapes("guesser_lstm", inputs="seen", units="guesser_units"),
    "guess_kernel": "guesser_units, classes",
    "guess_bias": "classes",
}


class Read(NamedTuple):
    """What goes from one point to the next."""

    state: LSTMState  # both (1, H)
    points: np.ndarray  # (N, 3): the drawing so far


class Guesser:
    """Reads one point a step; every output is a probability for each class. Immutable, so that threads may share it."""

    def __init__(self, arrays: Mapping[str, np.ndarray]):
        self.seen_kernel, self.seen_bias = arrays["seen_kernel"], arrays["seen_bias"]  # (TOLD, S), (S,)
        self.lstm = LSTM.of(arrays, "guesser_lstm")
        self.guess_kernel, self.guess_bias = arrays["guess_kernel"], arrays["guess_bias"]  # (H, classes), (classes,)
        self.units = len(self.guess_kernel)
        self.before = softmax(self.guess_bias)  # (classes,): what it says of an empty paper

    def start(self) -> Read:
        return Read(self._nothing(1), np.zeros((0, 3), np.float32))

    def step(self, item: Point, carry: Read) -> Step:
        """Reads one point. Step.output is (classes,), the state (H,); no page shows its gates, so none are kept."""
        points = np.concatenate([carry.points, np.array([item], np.float32)])
        cell = lstm_step(self._seen(along_last(points)[None]), carry.state, self.lstm)
        hidden = cell.state.hidden
        return Step(item, self._guess(hidden)[0], hidden[0], {}, Read(cell.state, points))

    def guess(self, drawings: Sequence[np.ndarray], after: np.ndarray) -> np.ndarray:
        """Returns the guesses about drawings, each (N, 3), after so many of their points: `after` (B, A), 1 <= A <= N.

        Probabilities (B, A, classes). All are walked side by side: give some of similar length at once.
        """
        return self._guess(self._hidden(_padded(drawings), self._nothing(len(drawings)), np.asarray(after)))

    def read(self, points: np.ndarray) -> Read:
        """Returns what goes on from the points (N, 3) of a drawing."""
        carry = self.start()
        for step in walk(self, moves(points)):
            carry = step.carry
        return carry

    def guess_wholes(self, begun: Read, endings: Sequence[np.ndarray]) -> np.ndarray:
        """Returns the guesses (endings, classes) about a drawing that has been read, with each of `endings` (n, 3)."""
        if not len(endings):
            return np.zeros((0, len(self.guess_bias)), np.float32)
        told = _padded([np.concatenate([begun.points, ending]) for ending in endings], since=len(begun.points))
        after = np.array([[len(ending)] for ending in endings])
        return self._guess(self._hidden(told, begun.state.rows(np.zeros(len(endings), int)), after))[:, 0]

    def _hidden(self, told: np.ndarray, state: LSTMState, after: np.ndarray) -> np.ndarray:
        """The hidden states (B, A, H) after so many steps over `told` (B, T, TOLD), from `state` on."""
        found = np.repeat(state.hidden[:, None], after.shape[1], axis=1)
        going, last = np.arange(len(told)), after.max(axis=1)
        # what does not depend on the step before is multiplied for all steps at once, those of the padding aside
        counts = np.arange(told.shape[1]) < last[:, None]
        seen = np.zeros((*counts.shape, len(self.seen_bias)), np.float32)
        seen[counts] = of_points = self._seen(told[counts])
        from_input = np.zeros((*counts.shape, self.lstm.kernel.shape[1]), np.float32)
        from_input[counts] = product(of_points, self.lstm.kernel)
        for time in range(int(last.max(initial=0))):
            between_steps()
            still = last[going] > time
            going, state = going[still], state.rows(still)
            state = lstm_step(seen, state, self.lstm, from_input[going, time]).state
            row, column = np.nonzero(after[going] == time + 1)
            found[going[row], column] = state.hidden[row]
        return found

    def _nothing(self, rows: int) -> LSTMState:
        zeros = np.zeros((rows, self.units), np.float32)
        return LSTMState(zeros, zeros)

    def _seen(self, told: np.ndarray) -> np.ndarray:
        return np.maximum(product(told, self.seen_kernel) + self.seen_bias, 0)

    def _guess(self, hidden: np.ndarray) -> np.ndarray:
        return softmax(hidden @ self.guess_kernel + self.guess_bias)


def _padded(drawings: Sequence[np.ndarray], since: int = 0) -> np.ndarray:
    """What is told of drawings side by side from point `since` on, (B, longest - since, TOLD)."""
    return along(side_by_side(drawings))[:, since:]
