"""How well the finisher of drawings expects the strokes of people: nats a point.

The negative log density of each offset, in pixels of the 256 x 256 frame, plus that of its pen state, plus
that of the end in the step after the last point; divided by the number of points.

    python -m seqdemo.evaluate sketch FILE [--class NAME] [--limit N]
    python -m seqdemo.evaluate sketch FILE --class mosquito --pictures DIR

The second form also draws sheets of 36 drawings from nothing, and of 36 endings of a start drawing.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from tqdm import tqdm

from seqdemo.core import weights
from seqdemo.core.errors import DataError
from seqdemo.core.strokes import to_points, to_strokes
from seqdemo.evaluate.tables import read_arrays
from seqdemo.sketch.model import ROWS, SketchModel
from seqdemo.sketch.starts import STARTS
from seqdemo.ui.figures import COLOURS
from seqdemo.ui.paper.rendering import sheet

ARRAYS = ("points", "lengths", "class_ids", "class_names")
FORM = f"an .npz file with {', '.join(ARRAYS[:-1])} and {ARRAYS[-1]}"
SHEET, TEMPERATURES, BLACK = 36, (0.3, 0.6, 0.9), "#000000"
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


def evaluate(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns drawings, points, nats_per_point and, of a file with many classes, `of` some classes alone."""
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
    nats, order = np.zeros(len(counts)), np.argsort(counts, kind="stable")
    with tqdm(total=len(counts), unit="drawing", desc="reading (fewer with --limit N)") as bar:
        for begin in range(0, len(order), ROWS):
            rows = order[begin : begin + ROWS]
            nats[rows] = model.measure([drawings.points[i] for i in rows], numbers[rows])
            bar.update(len(rows))
    result: dict[str, Any] = {
        "drawings": len(counts),
        "points": int(counts.sum()),
        "nats_per_point": float(nats.sum() / counts.sum()),
    }
    if not arguments.of_class:
        rows_of = {name: numbers == model.classes.index(name) for name in TOLD_APART if name in model.classes}
        result["of"] = {name: float(nats[r].sum() / counts[r].sum()) for name, r in rows_of.items() if r.any()}
    if arguments.pictures:
        pictures(model, arguments.pictures)
    return result


def pictures(model: SketchModel, directory: Path) -> None:
    """Writes NAME-nothing.png and NAME-TEMPERATURE.png for each class that has a start drawing."""
    directory.mkdir(parents=True, exist_ok=True)
    begun = {start.name: start.strokes for start in reversed(STARTS) if start.strokes and start.name in model.classes}
    for name, strokes in begun.items():
        sheets: dict[str, Any] = {"nothing": ([], TEMPERATURES[0])} | {str(t): (strokes, t) for t in TEMPERATURES}
        for title, (given, temperature) in sheets.items():
            points, origin = to_points(given)
            endings = model.complete(points, name, temperature, seed=0, count=SHEET)
            pen, down = (given[-1][-1], False) if given else (origin, True)
            drawn = [[(given, BLACK), (to_strokes(ending, pen, down), COLOURS[1])] for ending in endings]
            (directory / f"{name}-{title}.png").write_bytes(sheet(drawn, columns=9, size=96))


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
