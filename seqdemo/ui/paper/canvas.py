"""What the drawing canvas sends, into lines, and lines into what it shows.

The canvas is streamlit-drawable-canvas, which speaks the JSON of Fabric. Nothing it sends is trusted.

>>> lines, notices = from_canvas(result.json_data, 400, 400)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from seqdemo.core.errors import InputError
from seqdemo.core.strokes import FRAME, MOST_STROKES, pair

MOST_COMMANDS = 20_000  # of a whole canvas with more, every second, third, ... command is read
MOST_LINES = 2 * MOST_STROKES  # those of an eraser come beside the strokes
CURVE = np.arange(1, 9) / 8  # where a curve is sampled, 0..1
_FURTHEST = 1e6  # a coordinate beyond this is no drawing
_CONTROLS = {"L": 1, "Q": 2, "C": 3}  # points that follow each command of a path


class Line(NamedTuple):
    """What a pen drew between touching the canvas and leaving it."""

    vertices: np.ndarray  # (n, 2) pixels of the frame
    colour: str  # "" where the canvas named none


def from_canvas(json_data: object, width: float, height: float) -> tuple[list[Line], list[str]]:
    """Returns the lines on a canvas of `width` x `height`, and a notice for each thing left out.

    `json_data` is Fabric's JSON as streamlit-drawable-canvas hands it out; None is an empty canvas.
    Raises InputError when it is no drawing at all. Each command of a path is looked at once.
    """
    if json_data is None:
        return [], []
    objects = json_data.get("objects") if isinstance(json_data, dict) else None
    if not isinstance(objects, list):
        raise InputError("The canvas sent something that is not a drawing; clear it and draw again.")
    lines: list[Line] = []
    notices: list[str] = []
    unread = outside = 0
    every = max(1, math.ceil(sum(len(_commands(thing)) for thing in objects) / MOST_COMMANDS))
    for thing in objects:
        if len(lines) == MOST_LINES:
            break
        stroke = _vertices(_commands(thing), every)
        if stroke is None:
            unread += 1
            continue
        stroke *= FRAME / max(width, height)
        inside = np.clip(stroke, 0, FRAME - 1)
        outside += bool((np.abs(inside - stroke) > 1).any())
        colour = thing.get("stroke")
        lines.append(Line(inside, colour if isinstance(colour, str) else ""))
    if unread:
        things = "One thing on the canvas is" if unread == 1 else f"{unread:,} things on the canvas are"
        notices.append(f"{things} not drawn with the pen and left out.")
    if outside:
        notices.append("What was drawn outside the canvas is moved to its edge.")
    return lines, notices


def to_canvas(lines: Sequence[Line], width: float, height: float, pen: float) -> dict[str, Any]:
    """Returns JSON that shows lines on a canvas (its `initial_drawing`), `pen` pixels wide."""
    scale = max(width, height) / FRAME
    objects = []
    for line in lines:
        vertices = np.round(pair(line.vertices) * scale, 2)
        if (vertices == vertices[0]).all():
            vertices[0, 0] -= 0.01  # browsers draw no line of length zero
        path = [["M" if i == 0 else "L", x, y] for i, (x, y) in enumerate(vertices.tolist())]
        look = {"strokeWidth": pen, "strokeLineCap": "round", "strokeLineJoin": "round", "fill": None}
        objects.append({"type": "Path", "path": path, "stroke": line.colour, **look})
    return {"objects": objects}


def _commands(thing: object) -> list[Any]:
    """The path of one object on the canvas, unread; nothing when it has none."""
    path = thing.get("path") if isinstance(thing, dict) and thing.get("type") in ("path", "Path") else None
    return path if isinstance(path, list) else []


def _vertices(path: list[Any], every: int) -> np.ndarray | None:
    """Vertices (n, 2) of one path in pixels of the canvas; None when there is something else in it.

    Of its commands the first, the last and, counted from there, every second, third, ... are read.
    """
    if not path or not _is_command(path[0], "M", 1):
        return None
    begin = here = path[0][1:]
    curves = []
    for command in reversed(path[:0:-every]):
        letter = command[0] if isinstance(command, list) and command else None
        count = _CONTROLS.get(letter) if isinstance(letter, str) else None
        if count is None or not _is_command(command, letter, count):
            return None
        *controls, x, y = command[1:]
        curves.append([*here, *_cubic(here, controls, [x, y]), x, y])
        here = [x, y]
    return _sampled(begin, curves)


def _is_command(command: object, letter: object, count: int) -> bool:
    return (
        isinstance(command, list)
        and len(command) == 1 + 2 * count
        and command[0] == letter
        and all(_is_number(value) for value in command[1:])
    )


def _is_number(value: object) -> bool:
    # a comparison is false for NaN, and cannot overflow
    return isinstance(value, int | float) and not isinstance(value, bool) and -_FURTHEST <= value <= _FURTHEST


def _cubic(begin: list[float], controls: list[float], end: list[float]) -> list[float]:
    """The two control points (4 numbers) with which a cubic Bézier curve is the given line or curve."""
    if len(controls) == 4:
        return controls
    if not controls:
        return [*begin, *end]
    # a quadratic curve: 1/3 end + 2/3 control
    return [(ends + 2 * control) / 3 for ends, control in zip([*begin, *end], controls * 2, strict=True)]


def _sampled(begin: list[float], curves: list[list[float]]) -> np.ndarray:
    """Vertices (n, 2) along cubic Bézier curves (8 numbers each); of a straight one only the end."""
    controls = np.array(curves, float).reshape(-1, 4, 2)
    t = CURVE[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])  # (S, 4)
    along = weights @ controls  # (k, S, 2)
    straight = (controls[:, 0] == controls[:, 1]).all(axis=1) & (controls[:, 2] == controls[:, 3]).all(axis=1)
    wanted = ~straight[:, None] | (CURVE == 1)  # (k, S)
    return np.vstack([np.array([begin], float), along[wanted]])
