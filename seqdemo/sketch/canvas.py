"""What the drawing canvas sends, into strokes, and strokes into what it shows.

The canvas is streamlit-drawable-canvas, which speaks the JSON of Fabric. Nothing it sends is trusted.

>>> strokes, notices = from_canvas(result.json_data, 400, 400)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from seqdemo.core.errors import InputError
from seqdemo.sketch.reader import FRAME, MOST_STROKES, pair, too_many

MOST_COMMANDS = 2_000  # a longer path is read at every second, third, ... command
CURVE = np.arange(1, 9) / 8  # where a curve is sampled, 0..1
_FURTHEST = 1e6  # a coordinate beyond this is no drawing
_CONTROLS = {"L": 1, "Q": 2, "C": 3}  # points that follow each command of a path


def from_canvas(json_data: object, width: float, height: float) -> tuple[list[np.ndarray], list[str]]:
    """Returns the strokes on a canvas of `width` x `height`, in the frame, and a notice for each thing left out.

    `json_data` is Fabric's JSON as streamlit-drawable-canvas hands it out; None is an empty canvas.
    Raises InputError when it is no drawing at all.
    """
    if json_data is None:
        return [], []
    objects = json_data.get("objects") if isinstance(json_data, dict) else None
    if not isinstance(objects, list):
        raise InputError("The canvas sent something that is not a drawing; clear it and draw again.")
    strokes: list[np.ndarray] = []
    notices: list[str] = []
    unread = outside = 0
    for thing in objects:
        if len(strokes) == MOST_STROKES:
            notices.append(too_many())
            break
        stroke = _path(thing)
        if stroke is None:
            unread += 1
            continue
        stroke *= FRAME / max(width, height)
        inside = np.clip(stroke, 0, FRAME - 1)
        outside += bool((np.abs(inside - stroke) > 1).any())
        strokes.append(inside)
    if unread:
        things = "One thing on the canvas is" if unread == 1 else f"{unread:,} things on the canvas are"
        notices.append(f"{things} not drawn with the pen and left out.")
    if outside:
        notices.append("What was drawn outside the canvas is moved to its edge.")
    return strokes, notices


def to_canvas(
    strokes: Sequence[np.ndarray], width: float, height: float, colours: Sequence[str], pen: float = 4
) -> dict[str, Any]:
    """Returns JSON that shows strokes on a canvas (its `initial_drawing`), each in its colour, `pen` pixels wide."""
    scale = max(width, height) / FRAME
    objects = []
    for stroke, colour in zip(strokes, colours, strict=True):
        vertices = np.round(pair(stroke) * scale, 2)
        if (vertices == vertices[0]).all():
            vertices[0, 0] -= 0.01  # browsers draw no line of length zero
        path = [["M" if i == 0 else "L", x, y] for i, (x, y) in enumerate(vertices.tolist())]
        look = {"stroke": colour, "strokeWidth": pen, "strokeLineCap": "round", "strokeLineJoin": "round", "fill": None}
        objects.append({"type": "Path", "path": path, **look})
    return {"objects": objects}


def _path(thing: object) -> np.ndarray | None:
    """Vertices (n, 2) of one object in pixels of the canvas; None when it is no path or cannot be read."""
    if not isinstance(thing, dict) or thing.get("type") not in ("path", "Path"):
        return None
    path = thing.get("path")
    if not isinstance(path, list) or not path or not _is_command(path[0], "M", 1):
        return None
    begin = here = path[0][1:]
    curves, outlines = [], []
    step = math.ceil(len(path) / MOST_COMMANDS)
    for command in reversed(path[:0:-step]):  # counted from the end, so that the last is among them
        letter = command[0] if isinstance(command, list) and command else None
        count = _CONTROLS.get(letter) if isinstance(letter, str) else None
        if count is None or not _is_command(command, letter, count):
            return None
        *controls, x, y = command[1:]
        curves.append([*here, *_cubic(here, controls, [x, y]), x, y])
        # Fabric 7 measures a Q as if it were a C with its one control point twice
        outlines.append([*here, *(controls * 2 if count == 2 else curves[-1][2:6]), x, y])
        here = [x, y]
    outline = _sampled(begin, outlines)
    return _placed(_sampled(begin, curves), (outline.min(axis=0) + outline.max(axis=0)) / 2, thing)


def _is_command(command: object, letter: str, count: int) -> bool:
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


def _placed(stroke: np.ndarray, middle: np.ndarray, thing: dict[str, Any]) -> np.ndarray | None:
    """Moves a stroke around `middle` to where the canvas shows it.

    Fabric keeps the numbers of a path when a learner moves, stretches or turns it with the edit tool, and says in
    `left`, `top`, `scaleX` ... where its middle went. A path that was never shown has no `left`.
    """
    if thing.get("originX") != "center" or thing.get("originY") != "center":
        return stroke
    wanted = {"left": None, "top": None, "scaleX": 1, "scaleY": 1, "angle": 0, "skewX": 0, "skewY": 0}
    values = {name: thing.get(name, default) for name, default in wanted.items()}
    if not all(_is_number(value) for value in values.values()):
        return None
    angle, skew_x, skew_y = (math.radians(values[name]) for name in ("angle", "skewX", "skewY"))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    flips = [-1 if thing.get(flip) is True else 1 for flip in ("flipX", "flipY")]
    stretch = np.diag([values["scaleX"] * flips[0], values["scaleY"] * flips[1]])
    skew = np.array([[1, math.tan(skew_x)], [0, 1]]) @ np.array([[1, 0], [math.tan(skew_y), 1]])
    return (stroke - middle) @ (turn @ stretch @ skew).T + [values["left"], values["top"]]
