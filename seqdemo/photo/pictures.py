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
    return middle(_drawn(strokes)).astype(np.float32)


def _drawn(strokes: Sequence[np.ndarray]) -> np.ndarray:
    """(FRAME, FRAME) of bool: what the pen went over."""
    paper = Image.new("L", (FRAME, FRAME))
    pen = ImageDraw.Draw(paper)
    for stroke in strokes:
        ends = [tuple(vertex) for vertex in np.asarray(stroke, float).tolist()]
        pen.line(ends, fill=1, width=PEN, joint="curve")
        for x, y in (ends[0], ends[-1]):
            pen.ellipse((x - PEN / 2, y - PEN / 2, x + PEN / 2, y + PEN / 2), fill=1)
    return np.array(paper) > 0


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
    image.save(buffer, "PNG", compress_level=1)  # a seventh of the time of the best, for a sixth more bytes
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
    image = Image.fromarray(bytes_of(np.concatenate(lines))).quantize(64, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def map_grid(maps: np.ndarray, columns: int = 8, rows: int = 2) -> tuple[np.ndarray, int]:
    """The liveliest of maps (H, W, C) as one grey picture (.., .., 3) of 0..1, and how many are shown."""
    deviations = maps.std(axis=(0, 1))
    best = np.argsort(-deviations)[: columns * rows]
    shown = (maps[..., best] - maps[..., best].mean(axis=(0, 1))) / np.maximum(4 * deviations[best], 1e-6) + 0.5
    larger = np.clip(shown, 0, 1).repeat(SIZE // 2 // len(maps), axis=0).repeat(SIZE // 2 // len(maps), axis=1)
    cells = [np.pad(larger[..., i], 1, constant_values=1) for i in range(len(best))]
    cells += [np.ones_like(cells[0])] * (columns * rows - len(cells))
    lines = [np.concatenate(cells[i : i + columns], axis=1) for i in range(0, len(cells), columns)]
    return np.repeat(np.concatenate(lines)[..., None], 3, axis=-1), len(best)


def believed(photo: np.ndarray, belief: np.ndarray) -> np.ndarray:
    """A photo under what the critic believes of each patch: orange for real, blue for made."""
    logits = np.kron(belief, np.ones((SIZE // len(belief),) * 2))[..., None]
    colour = np.where(logits > 0, np.array([0.84, 0.37, 0.0]), np.array([0.0, 0.45, 0.70]))
    share = 0.6 * np.clip(np.abs(logits) / 3, 0.1, 1)
    grey = np.repeat(photo.mean(axis=-1, keepdims=True), 3, axis=-1)
    return (1 - share) * grey + share * colour


def covered(strokes: Sequence[np.ndarray]) -> float:
    """The share of the paper under the strokes, before they are thinned."""
    return float(_drawn(strokes).mean())
