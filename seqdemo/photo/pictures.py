"""Strokes to ink and pictures to files: what the networks read, and what the learner takes home."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from seqdemo.core.strokes import FRAME
from seqdemo.photo.reader import middle
from seqdemo.photo.sizes import SIZE

PEN = 3
"""How wide strokes are drawn, in pixels of the frame, before their middle is read."""
BETWEEN = 4
"""White pixels between the pictures of a sheet."""


def rasterised(strokes: Sequence[np.ndarray]) -> np.ndarray:
    """Strokes, each (n, 2) x and y in pixels of the frame, as ink (SIZE, SIZE) of 0 and 1: the middle of the lines.

    The order of the strokes, and where each begins, leave no trace.
    """
    paper = Image.new("L", (FRAME, FRAME))
    pen = ImageDraw.Draw(paper)
    for stroke in strokes:
        ends = [tuple(vertex) for vertex in np.asarray(stroke, float).tolist()]
        pen.line(ends, fill=1, width=PEN, joint="curve")
        for x, y in (ends[0], ends[-1]):
            pen.ellipse((x - PEN / 2, y - PEN / 2, x + PEN / 2, y + PEN / 2), fill=1)
    return middle(np.array(paper) > 0).astype(np.float32)


def on_paper(ink: np.ndarray) -> np.ndarray:
    """Ink (H, W), 1 where a line is, as a picture (H, W, 3) of 0..1: black on white."""
    return np.repeat(1 - np.asarray(ink, np.float32)[..., None], 3, axis=-1)


def bytes_of(picture: np.ndarray) -> np.ndarray:
    """A picture of 0..1 in whole numbers of 0..255."""
    return np.round(255 * np.clip(picture, 0, 1)).astype(np.uint8)


def png(picture: np.ndarray, side: int | None = None) -> bytes:
    """A picture (H, W, 3) of 0..1 as a PNG file, its height `side` pixels where that is given."""
    image = Image.fromarray(bytes_of(picture))
    if side is not None:
        image = image.resize((round(side * image.width / image.height), side), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def pair(ink: np.ndarray, photo: np.ndarray) -> np.ndarray:
    """Drawing and photo side by side, (SIZE, 2 SIZE, 3)."""
    return np.concatenate([on_paper(ink), photo], axis=1)


def sheet(rows: Sequence[Sequence[np.ndarray]], columns: int) -> bytes:
    """A PNG file of drawings, each with the photos made of it beside it, `columns` of them in a row."""
    cells = [np.concatenate([on_paper(ink), *photos], axis=1) for ink, *photos in rows]
    cells += [np.ones_like(cells[0])] * (-len(cells) % columns)
    framed = [np.pad(cell, ((0, BETWEEN), (0, BETWEEN), (0, 0)), constant_values=1) for cell in cells]
    lines = [np.concatenate(framed[i : i + columns], axis=1) for i in range(0, len(framed), columns)]
    image = Image.fromarray(bytes_of(np.concatenate(lines))).quantize(255, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def thumbnail(picture: np.ndarray) -> np.ndarray:
    """A picture (H, W, 3) of 0..1 at SIZE x SIZE."""
    image = Image.fromarray(bytes_of(picture)).resize((SIZE, SIZE), Image.Resampling.BOX)
    return np.asarray(image, np.float32) / 255
