"""How well the finisher of drawings expects the strokes of people, and how often the guesser names their drawings.

Nats a point: the negative log density of each offset, in pixels of the 256 x 256 frame, plus that of its pen state,
plus that of the end in the step after the last point; divided by the number of points. Of the guesses: the share of
drawings named right at first, among the first three, and at first when half of the points are drawn.

    python -m seqdemo.evaluate sketch FILE [--class NAME] [--limit N]
    python -m seqdemo.evaluate sketch FILE --complete OUT.npz [--seed N] [--temperature T] [--first]
    python -m seqdemo.evaluate sketch FILE --class mosquito --pictures DIR

The second form begins each drawing with whole strokes until at least 40 % of its points are drawn, lets the network
end it as the page shows it first, and writes the wholes in the form of FILE, for anybody's judge. The third form
draws a sheet of nine endings of each start drawing.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from tqdm import tqdm

from seqdemo.core import weights
from seqdemo.core.drawing import Drawing, Stroke
from seqdemo.core.errors import DataError
from seqdemo.core.strokes import to_strokes
from seqdemo.evaluate.tables import read_arrays
from seqdemo.sketch.geometry import room_of
from seqdemo.sketch.model import ROWS, SketchModel
from seqdemo.sketch.ranking import FOR_NINE, FOR_ONE, SEED, Asked, completed
from seqdemo.sketch.starts import STARTS
from seqdemo.ui.figures import COLOURS
from seqdemo.ui.paper.rendering import sheet

ARRAYS = ("points", "lengths", "class_ids", "class_names")
FORM = f"an .npz file with {', '.join(ARRAYS[:-1])} and {ARRAYS[-1]}"
NINE, TEMPERATURE, BLACK = 9, 0.3, "#000000"
BEGUN = 0.4  # the share of the points that a beginning has at least
SHORT = 0.25  # an ending with a smaller share of the points that the person drew is a short one
TOLD_APART = ("mosquito", "bicycle", "bird", "dog", "rabbit", "sheep")
"""Classes that get a number of their own: one decoder a class was published for them to compare with."""


class Drawings(NamedTuple):
    """Whole drawings, each (N, 3) int16 in the form of the data, their classes (drawings,), and the classes' names."""

    points: list[np.ndarray]
    classes: np.ndarray
    names: list[str]

    def take(self, rows: np.ndarray) -> Drawings:
        return Drawings([self.points[i] for i in rows], self.classes[rows], self.names)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=".npz with points, lengths, class_ids and class_names")
    parser.add_argument("--class", dest="of_class", metavar="NAME", help="measure the drawings of one class")
    parser.add_argument("--limit", type=int, metavar="N", help="measure only the first N drawings: quicker, less exact")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="also draw sheets of drawings into DIR")
    parser.add_argument("--complete", type=Path, metavar="OUT", help="also end the drawings, and write them to OUT.npz")
    parser.add_argument("--seed", type=int, default=SEED, help=f"the dice of the endings ({SEED})")
    parser.add_argument("--temperature", type=float, default=TEMPERATURE, help=f"of the endings ({TEMPERATURE})")
    parser.add_argument("--first", action="store_true", help="the first ending, instead of the guesser's choice")


def evaluate(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns drawings, points, nats_per_point, first_guess, first_three, half_drawn and, of many classes, `of` some.

    With --complete also `completed`: how many, and the share of short endings.
    """
    if arguments.of_class and arguments.card:
        raise DataError("The card tells of all classes of a file: leave out --class, or --card.")
    model = SketchModel.load(directory=weights.MODELS)
    drawings = read_drawings(arguments.file)
    unknown = sorted(set(drawings.names) - set(model.classes))
    if unknown:
        raise DataError(f"{arguments.file} has drawings of “{unknown[0]}”, a class that the network does not know.")
    if arguments.of_class:
        model.number(arguments.of_class)
        wanted = drawings.names.index(arguments.of_class) if arguments.of_class in drawings.names else -1
        drawings = drawings.take(np.flatnonzero(drawings.classes == wanted))
    drawings = drawings.take(np.arange(len(drawings.points))[: arguments.limit])
    if not drawings.points:
        raise DataError(f"No drawing in {arguments.file} is left to measure: leave out --class or --limit.")
    numbers = np.array([model.number(name) for name in drawings.names])[drawings.classes]
    # drawings of similar length walk together, so that few rows wait for a long one
    counts = np.array([len(points) for points in drawings.points])
    nats, ranks = np.zeros(len(counts)), np.zeros((len(counts), 2), int)
    order = np.argsort(counts, kind="stable")
    with tqdm(total=len(counts), unit="drawing", desc="reading (fewer with --limit N)") as bar:
        for begin in range(0, len(order), ROWS):
            rows = order[begin : begin + ROWS]
            some = [drawings.points[i] for i in rows]
            nats[rows] = model.measure(some, numbers[rows])
            guesses = model.guesser.guess(some, np.stack([counts[rows], (counts[rows] + 1) // 2], axis=1))
            right = np.take_along_axis(guesses, numbers[rows, None, None], axis=-1)
            ranks[rows] = (guesses > right).sum(axis=-1)
            bar.update(len(rows))
    result: dict[str, Any] = {
        "drawings": len(counts),
        "points": int(counts.sum()),
        "nats_per_point": float(nats.sum() / counts.sum()),
        "first_guess": float((ranks[:, 0] < 1).mean()),
        "first_three": float((ranks[:, 0] < 3).mean()),
        "half_drawn": float((ranks[:, 1] < 1).mean()),
    }
    if not arguments.of_class:
        rows_of = {name: numbers == model.classes.index(name) for name in TOLD_APART if name in model.classes}
        result["of"] = {name: float(nats[r].sum() / counts[r].sum()) for name, r in rows_of.items() if r.any()}
    if arguments.complete:
        if not arguments.temperature >= 0:
            raise DataError(f"--temperature is {arguments.temperature}; give 0 or more.")
        wholes, rows, short = complete(
            model, drawings, arguments.temperature, arguments.seed, 1 if arguments.first else FOR_ONE
        )
        write_drawings(arguments.complete, drawings.take(rows)._replace(points=wholes))
        result["completed"] = {"drawings": len(rows), "short_endings": float(short.mean())}
    if arguments.pictures:
        pictures(model, arguments.pictures)
    return result


def complete(
    model: SketchModel, drawings: Drawings, temperature: float, seed: int, drawn: int
) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Ends the beginnings of drawings, each with the best of `drawn` endings.

    Returns the wholes, the rows of the drawings they come from (those with nothing left to draw are left out), and
    which endings are short.
    """
    wholes, kept, short = [], [], []
    for row, points in enumerate(tqdm(drawings.points, unit="drawing", desc="ending")):
        begun = beginning(points)
        if len(begun) == len(points):
            continue
        name = drawings.names[drawings.classes[row]]
        ranked = completed(model, begun, Asked(name, temperature, seed, drawn))
        ending = ranked.endings[ranked.best]
        # places are rounded and not moves, whose roundings would add up
        places = np.round(np.cumsum(np.concatenate([begun, ending])[:, :2], axis=0))
        pen = np.concatenate([begun[:, 2], ending[:, 2]])
        wholes.append(np.column_stack([np.diff(places, axis=0, prepend=0), pen]).astype(np.int16))
        kept.append(row)
        short.append(len(ending) < SHORT * (len(points) - len(begun)))
    if not kept:
        raise DataError("No drawing is left to end: each of them has a single stroke.")
    return wholes, np.array(kept), np.array(short)


def beginning(points: np.ndarray) -> np.ndarray:
    """Returns whole strokes of a drawing (N, 3), as few as have the share BEGUN of its points."""
    ends = np.flatnonzero(points[:, 2]) + 1
    enough = ends[ends >= BEGUN * len(points)]
    return points[: enough[0]] if len(enough) else points


def pictures(model: SketchModel, directory: Path) -> None:
    """Writes NAME.png for each class that has a start drawing: the nine endings that the page shows."""
    directory.mkdir(parents=True, exist_ok=True)
    begun = {start.name: start.strokes for start in reversed(STARTS) if start.strokes and start.name in model.classes}
    for name, strokes in begun.items():
        drawing = Drawing()
        drawing.take([Stroke(line) for line in strokes])
        ranked = completed(model, drawing.points, Asked(name, TEMPERATURE, SEED, FOR_NINE, NINE), room_of(drawing))
        drawn = [
            [(strokes, BLACK), (to_strokes(ending, strokes[-1][-1], False), COLOURS[1])] for ending in ranked.endings
        ]
        (directory / f"{name}.png").write_bytes(sheet(drawn, columns=NINE, size=120))


def write_drawings(path: Path, drawings: Drawings) -> None:
    """Writes drawings in the form of the data. Raises DataError."""
    try:
        np.savez_compressed(
            path,
            points=np.concatenate(drawings.points),
            lengths=np.array([len(points) for points in drawings.points], np.int32),
            class_ids=drawings.classes.astype(np.int32),
            class_names=np.array(drawings.names),
        )
    except OSError as error:
        raise DataError(f"The drawings cannot be written to {path}: {error.strerror or error}.") from error


def read_drawings(path: Path) -> Drawings:
    """Reads drawings from an .npz file. Raises DataError."""
    points, lengths, classes, names = read_arrays(path, ARRAYS, FORM).values()
    sound = (
        all(array.dtype.kind in "iuf" for array in (points, lengths, classes))
        and lengths.ndim == classes.ndim == names.ndim == 1
        and points.ndim == 2
        and points.shape[1] == 3
        and len(lengths) == len(classes) > 0
        and lengths.min() > 0
        and lengths.sum() == len(points)
        and np.isin(points[:, 2], (0, 1)).all()
        and 0 <= classes.min() <= classes.max() < len(names)
    )
    if not sound:
        raise DataError(
            f"The arrays in {path} do not fit each other: points must be (N, 3) with 0 or 1 last, lengths from 1 "
            "that add up to N, class_ids as many as lengths and below the number of class_names."
        )
    ends = np.cumsum(lengths.astype(int))[:-1]
    return Drawings(np.split(points, ends), classes.astype(int), [str(name) for name in names])
