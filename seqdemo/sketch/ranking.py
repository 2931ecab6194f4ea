"""Best of n: many endings of one drawing, and how much the guesser believes that each makes it what it was called.

>>> ranked = completed(model, points, Asked("cat", temperature=0.3, seed=1, drawn=FOR_NINE, kept=9))
>>> ranked.endings[ranked.best]
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from seqdemo.core.trace import Step, walk
from seqdemo.sketch.features import items
from seqdemo.sketch.guesser import Read
from seqdemo.sketch.model import SketchModel, outside

FOR_ONE, FOR_NINE = 16, 40
"""So many endings are drawn to choose one or nine from."""
SEED = 12
"""The dice of the first sight: of thirteen those whose endings of the start drawings looked best."""
PRICE = 0.1
"""Nats of belief that each point costs by which an ending is longer or shorter than people's. The guesser looks for
parts that it knows and forgives what is scrawled between them: without a price it chose faces with three mouths and
bicycles with lines across the wheels."""

SURE = 0.7
"""Nats of belief that a nat costs by which the points of an ending surprise the network that drew it, on average. What
the guesser needs is often there before the ending begins, a circle with an eye: it then believes all endings alike, and
the network's own doubt tells strokes in their place from others. Dearer, it chooses tidy endings that say less: of
people's share of drawings that a judge on pixels names right, endings have 1.07 at 0, 1.03 at 0.7, 1.02 at 1; short of
a quarter of what people drew on are 2.4, 1.6 and 1.2 %."""


class Asked(NamedTuple):
    """Which endings: the best `kept` of `drawn`; where both are the same, those of the dice."""

    name: str  # of the class
    temperature: float
    seed: int
    drawn: int
    kept: int = 1


class Ranked(NamedTuple):
    """Some of the endings that were drawn, in the order of their dice."""

    endings: list[np.ndarray]  # each (n, 3)
    beliefs: np.ndarray  # (endings,): the guesser's probability of the class, for the drawing with each
    drawn: int  # of so many they are the best
    best: int  # the number of the ending that is shown alone


def completed(model: SketchModel, points: np.ndarray, asked: Asked, room: np.ndarray | None = None) -> Ranked:
    """The endings that are asked for, of the drawing that `points` (N, 3) begin; N may be 0."""
    *_, last = walk(model.of(asked.name), items(points))
    return best_of(model, last, model.guesser.read(points), asked, room)


def best_of(
    model: SketchModel,
    last: Step,
    read: Read,
    asked: Asked,
    room: np.ndarray | None = None,
    may_have_ended: bool = False,
) -> Ranked:
    """Draws endings of a drawing and keeps those that the guesser believes, as long as people's and of likely moves.

    `last` is the last step over the drawing of the network that draws, `read` what the guesser knows of it.
    The pen stays in its `room`, ((left, up), (right, down)) in pixels, (2, 2), where the network can help it, and
    endings that leave it come after the others. An ending has at least as many points as `SketchModel.least` says;
    none, where the drawing `may_have_ended`.
    """
    name, temperature, seed, drawn, count = asked
    begun = len(read.points)
    most, least = model.most(name, begun), 0 if may_have_ended else model.least(name, begun)
    endings = model.go_on(last.carry, last.output, name, temperature, seed, drawn, most, least, room=room)
    beliefs = model.guesser.guess_wholes(read, endings.points)[:, model.number(name)]
    leave = np.array([outside(np.cumsum(ending[:, :2], axis=0), room).any() for ending in endings.points], bool)
    lengths = np.array([len(ending) for ending in endings.points])
    worth = np.log(np.maximum(beliefs, 1e-12)) - PRICE * model.unusual(name, begun, lengths) - SURE * endings.nats
    kept = np.lexsort((-worth, leave))[:count]
    best, kept = kept[0], np.sort(kept)
    # where nothing was chosen among, the dice have the word
    place = int(np.flatnonzero(kept == best)[0]) if drawn > count else 0
    return Ranked([endings.points[i] for i in kept], beliefs[kept], drawn, place)
