"""Finishes a drawing: one LSTM over the points of a pen, told what is to be drawn; walked in NumPy.

>>> model = SketchModel.load()
>>> pen = model.of("mosquito")                                  # a sequence model of one class
>>> trace = extend(pen, Trace(), [FIRST, Point(30, -4, DRAW)])  # trace.outputs[-1]: where it could go next
>>> model.complete(points, "mosquito", temperature=0.4, seed=1, count=9)

The decoder of sketch-RNN (Ha and Eck 2017) for all classes at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from seqdemo.core import weights
from seqdemo.core.cells import LSTM, LSTMState, lstm_shapes, lstm_step
from seqdemo.core.errors import InputError
from seqdemo.core.pace import between_steps
from seqdemo.core.sampling import dice
from seqdemo.core.strokes import MOST_POINTS
from seqdemo.core.trace import Step, walk
from seqdemo.sketch import guesser
from seqdemo.sketch.features import FEATURES, FIRST, Place, Point, items, side_by_side, what_is_told
from seqdemo.sketch.guesser import Guesser
from seqdemo.sketch.mixture import DRAW, END, LIFT, Mixture, draw, mixture, nats_of
from seqdemo.sketch.surroundings import CELLS, last_surroundings

ROWS = 256  # drawings walked side by side when many are measured
TRIES, APART = 16, 1000
"""How often a move that would leave the paper is thrown anew; each time with the dice of so many rows further on."""
SHAPES = {
    "class_embedding": "classes, embedding",
    "around_kernel": f"{CELLS}, around",
    "around_bias": "around",
    **lstm_shapes("lstm", inputs=f"{FEATURES} + embedding + around"),
    "dense_kernel": "units, 6 gaussians + 3",
    "dense_bias": "6 gaussians + 3",
    **guesser.SHAPES,
}


class Carry(NamedTuple):
    """What goes from one point to the next."""

    state: LSTMState  # both (B, H)
    place: Place  # (B, ...)


class SketchModel:
    """Reads one point a step and says where the pen could go next. Immutable, so that threads may share it."""

    def __init__(self, arrays: dict[str, np.ndarray], card: dict[str, Any]):
        self.card = card
        self.classes: tuple[str, ...] = tuple(card.get("classes", ()))
        self.units = weights.fit("sketch", SHAPES, arrays, classes=len(self.classes))["units"]
        self.class_embedding = arrays["class_embedding"]  # (classes, E)
        self.around_kernel, self.around_bias = arrays["around_kernel"], arrays["around_bias"]  # (CELLS, A), (A,)
        self.lstm = LSTM.of(arrays, "lstm")
        self.dense_kernel, self.dense_bias = arrays["dense_kernel"], arrays["dense_bias"]  # (H, 6M + 3), (6M + 3,)
        self.guesser = Guesser(arrays)
        # (classes,): three of four people drew more points than so many; an ending does not stop before
        self.few_points = np.array(card.get("few_points", [0] * len(self.classes)), int)
        # (classes,): three of four people drew at most so many
        self.usual_points = np.array(card["usual_points"], int) if "usual_points" in card else None

    @classmethod
    def load(cls, directory: Path = weights.MODELS) -> SketchModel:
        """Reads weights and card. Raises WeightsError, one sentence."""
        return cls(*weights.load("sketch", SHAPES, directory))

    def of(self, name: str) -> Sketcher:
        """Returns the sequence model that draws one class. Raises InputError for a class it does not know."""
        return Sketcher(self, self.number(name))

    def number(self, name: str) -> int:
        """Returns the number of a class. Raises InputError."""
        if name in self.classes:
            return self.classes.index(name)
        near = get_close_matches(name, self.classes, n=3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise InputError(f"The network never saw a drawing of “{name[:40]}”; choose one of its classes.{hint}")

    def least(self, name: str, begun: int) -> int:
        """Returns how many points an ending after `begun` points has at least: few, as people draw them, and one."""
        return max(1, int(self.few_points[self.number(name)]) - begun)

    def most(self, name: str, begun: int) -> int:
        """Returns how many points an ending after `begun` points has at most.

        As many as a whole drawing, or as make this one half as long again as is usual: what goes on longer scrawls.
        """
        room = max(0, MOST_POINTS - begun)
        if self.usual_points is None:
            return room
        usual = int(self.usual_points[self.number(name)])
        return min(room, max(usual, 3 * usual // 2 - begun))

    def stopped(self, name: str, begun: int, length: int) -> bool:
        """Whether an ending of `length` after `begun` points was stopped there, before the network said its end."""
        return length >= self.most(name, begun)

    def unusual(self, name: str, begun: int, lengths: np.ndarray) -> np.ndarray:
        """Returns by how many points endings of `lengths` (...) after `begun` points are too long or too short.

        Too long is what makes the drawing longer than is usual, too short what is less than half of the way there;
        0 where that is unknown.
        """
        lengths = np.asarray(lengths)
        if self.usual_points is None:
            return np.zeros_like(lengths)
        missing = int(self.usual_points[self.number(name)]) - begun
        return np.maximum(0, lengths - max(0, missing)) + np.maximum(0, missing / 2 - lengths)

    def begin(self, rows: int) -> Carry:
        """Returns what is carried into the first step of `rows` drawings."""
        zeros = np.zeros((rows, self.units), np.float32)
        return Carry(LSTMState(zeros, zeros), Place.at_first(rows))

    def advance(self, classes: np.ndarray, points: np.ndarray | None, carry: Carry) -> tuple[Carry, np.ndarray]:
        """One step for drawings of `classes` (B,) side by side: `points` (B, 3), or None for the first step.

        Returns the new carry and the raw numbers of the mixture (B, 6M + 3).
        """
        place = carry.place if points is None else carry.place.after(points)
        x = self.inputs(classes, points, place)
        state = lstm_step(x, carry.state, self.lstm).state
        return Carry(state, place), state.hidden @ self.dense_kernel + self.dense_bias

    def inputs(self, classes: np.ndarray, points: np.ndarray | None, place: Place) -> np.ndarray:
        """What the LSTM reads in one step: the features, the class, and what lies around the pen; (B, I)."""
        around = np.maximum(last_surroundings(place.drawn) @ self.around_kernel + self.around_bias, 0)
        return np.concatenate([what_is_told(points, place), self.class_embedding[classes], around], axis=-1)

    def complete(
        self,
        points: np.ndarray,
        name: str,
        temperature: float,
        seed: int,
        count: int,
        most: int = MOST_POINTS,
        least: int = 1,
    ) -> list[np.ndarray]:
        """Returns `count` endings, each (n, 3), of the drawing that `points` (N, 3) begins; N may be 0.

        Ending i is thrown with the dice of row i. An ending has at least `least` points, and begun drawing
        and ending together have at most `most`.
        """
        *_, last = walk(self.of(name), items(points))
        return self.go_on(last.carry, last.output, name, temperature, seed, count, most - len(points), least).points

    def go_on(
        self,
        carry: Carry,
        raw: np.ndarray,
        name: str,
        temperature: float,
        seed: int,
        count: int,
        most: int,
        least: int = 1,
        one_stroke: bool = False,
        room: np.ndarray | None = None,
    ) -> Endings:
        """Returns `count` endings, each with `least` to `most` points, of one drawing that was read already.

        `carry` and `raw` are those of its last step. With `one_stroke` an ending stops where the pen lifts.
        A move that would leave the `room` of the pen, ((left, up), (right, down)) in pixels, (2, 2), is thrown anew,
        up to TRIES times; where none of them stays in it, the ending takes over what another, which stayed, has drawn
        so far, and goes on with its own dice (the resampling of a particle filter, Gordon et al. 1993).
        """
        classes = np.full(count, self.number(name))
        carry = _rows(carry, np.zeros(count, int))
        raw = np.repeat(raw.reshape(1, -1), count, axis=0)
        length = max(0, most)
        throws = _throws(seed, range(count), length)
        others: list[np.ndarray] = []  # throws for second and later tries, made once they are needed
        endings = np.zeros((count, length, 3))
        lengths = np.zeros(count, int)
        nats = np.zeros(count)
        pen_at = np.zeros((count, 2))
        going = np.arange(count)
        for time in range(length):
            between_steps()
            m = mixture(raw, temperature)
            if time < least:
                m = m._replace(pen=with_no_end(m.pen))
            offsets, pens = draw(m, throws[going, time])
            for number in range(TRIES if room is not None else 0):
                out = outside(pen_at[going] + offsets, room) & (pens != END)
                if not out.any():
                    break
                if number == len(others):
                    rows = range(APART * (number + 1), APART * (number + 1) + count)
                    others.append(_throws(seed, rows, length))
                offsets[out], _ = draw(Mixture(*(part[out] for part in m)), others[number][going[out], time])
            drawn = going[pens != END]
            endings[drawn, time] = np.column_stack([offsets, pens])[pens != END]
            nats[drawn] += nats_of(mixture(raw), offsets, pens)[pens != END]
            pen_at[going] += offsets
            lengths[drawn] = time + 1
            still = (pens == DRAW) | ((pens == LIFT) & (not one_stroke))
            left = outside(pen_at[going], room) & (pens != END)
            source = _in_place_of(left, still & ~left, time)
            for array in (endings, lengths, nats, pen_at):
                array[going] = array[going[source]]
            still = still[source]
            going, source = going[still], source[still]
            if len(going) == 0 or time + 1 == length:
                break
            carry, raw = self.advance(classes[going], endings[going, time], _rows(carry, source))
        points = [ending[:n] for ending, n in zip(endings, lengths, strict=True)]
        return Endings(points, nats / np.maximum(lengths, 1))

    def surprise(self, points: np.ndarray, name: str) -> np.ndarray:
        """Returns the nats that each point of (N, 3) cost: its offset in pixels and its pen state; (N,)."""
        nats, _ = self._nats([np.asarray(points, np.float32)], np.array([self.number(name)]))
        return nats[0]

    def measure(self, drawings: Sequence[np.ndarray], classes: np.ndarray) -> np.ndarray:
        """Returns the nats that each whole drawing costs, its end included; `classes` (drawings,) are numbers.

        All are walked side by side, as long as the longest: give some ROWS of similar length at once.
        """
        nats, ends = self._nats(drawings, classes)
        return nats.sum(axis=1) + ends

    def _nats(self, drawings: Sequence[np.ndarray], classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Nats of every point (B, longest), 0 after the last, and of every end (B,)."""
        lengths = np.array([len(points) for points in drawings])
        padded = side_by_side(drawings)
        nats, ends = np.zeros(padded.shape[:2]), np.zeros(len(drawings))
        carry, point = self.begin(len(drawings)), None
        for time in range(padded.shape[1] + 1):
            carry, raw = self.advance(classes, point, carry)
            m = mixture(raw)
            ends[lengths == time] = -np.log(np.maximum(m.pen[lengths == time, END], 1e-300))
            if time < padded.shape[1]:
                point = padded[:, time]
                nats[:, time] = nats_of(m, point[:, :2], point[:, 2].astype(int)) * (time < lengths)
        return nats, ends


class Endings(NamedTuple):
    """Endings of one drawing, in the order of their dice."""

    points: list[np.ndarray]  # each (n, 3)
    nats: np.ndarray  # (endings,): what a point of each costs on average at temperature 1; 0 where there is none


class Sketcher:
    """The network told to draw one class; every step gives the raw numbers of a mixture, (6M + 3,)."""

    def __init__(self, model: SketchModel, number: int):
        self.model, self.number = model, number

    def start(self) -> Carry:
        return self.model.begin(1)

    def step(self, item: str | Point, carry: Carry) -> Step:
        """Reads FIRST or one point. Step.output is for `seqdemo.sketch.mixture.mixture`, the state is (H,).

        No page shows its gates, so none are kept.
        """
        point = None if item == FIRST else np.array([item], np.float32)
        after, raw = self.model.advance(np.array([self.number]), point, carry)
        return Step(item, raw[0], after.state.hidden[0], {}, after)


def outside(places: np.ndarray, room: np.ndarray | None) -> np.ndarray:
    """Which places (..., 2) of the pen lie outside its room (2, 2); none where there is no room."""
    if room is None:
        return np.zeros(places.shape[:-1], bool)
    return ((places < room[0]) | (places > room[1])).any(axis=-1)


def with_no_end(pen: np.ndarray) -> np.ndarray:
    """Returns pen states (..., 3) in which the drawing cannot end; a pen that could only end draws on."""
    rest = pen[..., :END].sum(axis=-1, keepdims=True)
    kept = np.where(rest > 0, pen[..., :END] / np.maximum(rest, 1e-300), [1.0, 0.0])
    return np.concatenate([kept, np.zeros((*pen.shape[:-1], 1))], axis=-1)


def _throws(seed: int, rows: range, length: int) -> np.ndarray:
    """Four throws for each of `length` moves, by the dice of each row; (rows, length, 4)."""
    return np.stack([dice(seed, row, 4 * length).reshape(length, 4) for row in rows])


def _in_place_of(left: np.ndarray, stayed: np.ndarray, turn: int) -> np.ndarray:
    """For each row itself or, where it `left` and others `stayed` (rows,), one of those in turn; (rows,)."""
    source, others = np.arange(len(left)), np.flatnonzero(stayed)
    if len(others):
        source[left] = others[(turn + np.arange(left.sum())) % len(others)]
    return source


def _rows(carry: Carry, rows: np.ndarray) -> Carry:
    return Carry(carry.state.rows(rows), Place(*(part[rows] for part in carry.place)))
