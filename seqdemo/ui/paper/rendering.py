"""Strokes into pictures: SVG that draws itself, PNG, animated GIF, and a sheet of many drawings.

A layer is its strokes (arrays (n, 2) of x, y, y downward) and their colour, or a list of one colour a segment.

>>> svg([(mine, "#000000"), (ending, "#D55E00")], seconds=2, title="A mosquito")
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image, ImageDraw

from seqdemo.core.strokes import FRAME

Layer = tuple[Sequence[np.ndarray], str | Sequence[str]]
View = tuple[float, float, float]
"""Left, top and side of the square that a picture shows."""

INK, PAPER = "#1B2530", "#FBFAF5"
"""What the learner draws, and on what: the same by day and by night, as on paper."""
PEN = 3.0
"""How wide the pen is where a picture shows the frame and no more."""
MARGIN = 4.0
WHITE = "#ffffff"
FRAMES_A_SECOND = 20
PAUSE = 1.5
"""Seconds for which an animated picture rests before it begins again."""
_FINER = 3  # pictures are drawn so many times larger, then reduced: soft edges
_SHADES = 64
_SMALLEST = FRAME / 4  # a sheet does not enlarge a single dot to the whole cell
# a line of length 1 begins inside a gap of 1.1; a round cap would show if they met at its end
_DRAWS_ITSELF = (
    "<style>.draw{stroke-dasharray:1 1.1;stroke-dashoffset:1.05;animation:draw linear forwards}"
    "@keyframes draw{to{stroke-dashoffset:0}}"
    "@media (prefers-reduced-motion:reduce){.draw{stroke-dasharray:none;animation:none!important}}</style>"
)


def view(layers: Sequence[Layer]) -> View:
    """Returns the square with the whole frame and all that was drawn outside it."""
    return _around(np.vstack([_points(layers), np.zeros((1, 2)), np.full((1, 2), FRAME - 1.0)]))


def svg(
    layers: Sequence[Layer],
    size: int = 256,
    seconds: float = 0.0,
    title: str = "",
    background: str = "",
    shows: View | None = None,
) -> str:
    """Returns an SVG picture of the layers in their order, `size` pixels wide and high.

    With `seconds` the last layer draws itself, one stroke after the other, unless the reader asked for less motion.
    It holds no script, so it moves inside an <img> too. `shows` is what it shows, `view(layers)` by default.
    """
    left, top, side = shows or view(layers)
    width = PEN * side / _plain_side()
    title = html.escape("".join(character for character in title if character.isprintable()))
    moves = seconds > 0 and len(layers) > 0
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{size}" height="{size}"'
        f' viewBox="{left:g} {top:g} {side:g} {side:g}"><title>{title}</title>',
        _DRAWS_ITSELF * moves,
    ]
    if background:
        fill = html.escape(background)
        parts.append(f'<rect x="{left:g}" y="{top:g}" width="{side:g}" height="{side:g}" fill="{fill}"/>')
    parts.append(f'<g fill="none" stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round">')
    for number, layer in enumerate(layers, 1):
        pieces = _pieces(layer)
        times = _times(pieces, seconds) if moves and number == len(layers) else [""] * len(pieces)
        for (vertices, colour), time in zip(pieces, times, strict=True):
            parts.append(f'<path d="{_path(vertices)}" stroke="{html.escape(colour)}"{time}/>')
    return "".join([*parts, "</g></svg>"])


def png(layers: Sequence[Layer], size: int = 512, shows: View | None = None) -> bytes:
    """Returns a PNG picture of the layers on white, `size` pixels wide and high."""
    *_, picture = _frames(layers, size, 1, shows or view(layers))
    return _saved(picture, "PNG", optimize=True)


def gif(layers: Sequence[Layer], size: int = 384, seconds: float = 3.0, shows: View | None = None) -> bytes:
    """Returns an animated GIF: the layers draw themselves in their order, rest for PAUSE, and begin again."""
    count = max(1, round(seconds * FRAMES_A_SECOND))
    frames = list(_frames(layers, size, count, shows or view(layers)))
    # one palette for all, taken from the last: it has every colour
    palette = frames[-1].quantize(_SHADES, dither=Image.Dither.NONE)
    first, *others = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    tick = round(1000 / FRAMES_A_SECOND)
    durations = [tick] * len(others) + [round(1000 * PAUSE)]
    return _saved(first, "GIF", save_all=True, append_images=others, duration=durations, loop=0)


def sheet(drawings: Sequence[Sequence[Layer]], columns: int = 6, size: int = 160) -> bytes:
    """Returns a PNG picture of many drawings in rows; each has layers, and fills its cell of `size` pixels."""
    rows = -(-len(drawings) // columns)
    paper = Image.new("RGB", (columns * size, max(rows, 1) * size), WHITE)
    for number, layers in enumerate(drawings):
        points = _points(layers)
        *_, cell = _frames(layers, size, 1, _around(points, _SMALLEST) if len(points) else view(layers))
        row, column = divmod(number, columns)
        paper.paste(cell, (column * size, row * size))
    # a few shades do for thin lines, in a third of the bytes
    return _saved(paper.quantize(_SHADES), "PNG", optimize=True)


def _plain_side() -> float:
    return FRAME - 1 + 2 * MARGIN


def _points(layers: Sequence[Layer]) -> np.ndarray:
    return np.vstack([np.zeros((0, 2)), *(stroke for strokes, _ in layers for stroke in strokes)])


def _around(points: np.ndarray, least: float = 0.0) -> View:
    low, high = points.min(axis=0), points.max(axis=0)
    side = max(float((high - low).max()), least) * (1 + 2 * MARGIN / (FRAME - 1))
    left, top = ((low + high - side) / 2).tolist()
    return left, top, side


def _pieces(layer: Layer) -> list[tuple[np.ndarray, str]]:
    """What has one colour: whole strokes, or single segments."""
    strokes, colour = layer
    if isinstance(colour, str):
        return [(stroke, colour) for stroke in strokes]
    segments = [stroke[i : i + 2] for stroke in strokes for i in range(len(stroke) - 1)]
    return list(zip(segments, colour, strict=True))


def _lengths(lines: np.ndarray) -> np.ndarray:
    """Lengths of segments (..., 2, 2); a dot counts as long as the pen is wide."""
    return np.maximum(np.linalg.norm(lines[..., 1, :] - lines[..., 0, :], axis=-1), PEN)


def _segments(vertices: np.ndarray) -> np.ndarray:
    """(n - 1, 2, 2): from where and to where."""
    return np.stack([vertices[:-1], vertices[1:]], axis=1)


def _times(pieces: Sequence[tuple[np.ndarray, str]], seconds: float) -> Iterator[str]:
    """Attributes that make each piece draw itself when those before it are done."""
    lengths = np.array([_lengths(_segments(vertices)).sum() for vertices, _ in pieces])
    durations = seconds * lengths / max(lengths.sum(), PEN)
    delays = np.cumsum(durations) - durations
    for duration, delay in zip(durations, delays, strict=True):
        style = f"animation-duration:{duration:.3f}s;animation-delay:{delay:.3f}s"
        yield f' pathLength="1" class="draw" style="{style}"'


def _path(vertices: np.ndarray) -> str:
    vertices = np.round(vertices, 1)
    (x, y), *others = vertices.tolist()
    if (vertices == vertices[0]).all():  # browsers draw no dashes on a line of length zero
        return f"M{x:g} {y:g}h.01"
    return f"M{x:g} {y:g}L" + " ".join(f"{x:g} {y:g}" for x, y in others)


def _frames(layers: Sequence[Layer], size: int, count: int, shows: View) -> Iterator[Image.Image]:
    """Yields `count` pictures; with each, the pen has gone on by the same length."""
    left, top, side = shows
    scale = size * _FINER / side
    width = PEN * size * _FINER / _plain_side()
    pieces = [piece for layer in layers for piece in _pieces(layer)]
    lines = np.concatenate([np.zeros((0, 2, 2)), *(_segments(vertices) for vertices, _ in pieces)])
    colours = [colour for vertices, colour in pieces for _ in vertices[1:]]
    lengths = _lengths(lines)
    starts = np.cumsum(lengths) - lengths
    lines = (lines - [left, top]) * scale
    paper = Image.new("RGB", (size * _FINER, size * _FINER), WHITE)
    pen = ImageDraw.Draw(paper)
    before = np.zeros(len(lines))
    for target in np.linspace(0, lengths.sum(), count + 1)[1:]:
        reached = np.clip((target - starts) / lengths, 0, 1)  # share of each segment that is drawn
        for i in np.flatnonzero(reached > before):
            begin, end = lines[i]
            way = end - begin
            _draw(pen, begin + before[i] * way, begin + reached[i] * way, colours[i], width)
        before = reached
        yield paper.reduce(_FINER)


def _draw(pen: ImageDraw.ImageDraw, begin: np.ndarray, end: np.ndarray, colour: str, width: float) -> None:
    """A line with round ends."""
    pen.line([*begin, *end], fill=colour, width=round(width))
    for x, y in (begin, end):
        pen.ellipse([x - width / 2, y - width / 2, x + width / 2, y + width / 2], fill=colour)


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
