"""Reads pairs of a photo and its edges, and pen lines of any thickness as their middle.

A folder of pairs is what the pix2pix data sets are: pictures of 512 x 256, the photo left, the edges right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from seqdemo.core.errors import DataError
from seqdemo.photo.sizes import CLASSES, SIZE
from seqdemo.photo.thinning import thinned

PAIR = (2 * 256, 256)
"""Width and height of a file: two squares side by side."""
INK_BELOW = 160
"""A pixel of the edges darker than this, of 255, is ink: JPEG leaves grey around a line."""
PAPER = 240
"""A pixel of a photo whose darkest channel is lighter than this, of 255, is background."""


@dataclass(frozen=True)
class Pairs:
    """Photos (N, 256, 256, 3) and edges (N, 256, 256), both 0..255, and the class of each, (N,), as in CLASSES."""

    photos: np.ndarray
    edges: np.ndarray
    classes: np.ndarray

    def __len__(self) -> int:
        return len(self.photos)

    def take(self, rows: np.ndarray) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.photos[rows], self.edges[rows], self.classes[rows])


def files(directory: Path) -> list[Path]:
    """The pictures of a folder in the order of their names. Raises DataError where there are none."""
    found = sorted(path for path in directory.glob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    if not found:
        raise DataError(f"{directory} has no pictures; give a folder of pairs of {PAIR[0]} x {PAIR[1]} pixels.")
    return found


def read_pairs(paths: Sequence[Path], name: str) -> Pairs:
    """Reads pictures of the class `name`. Raises DataError where one is not a pair."""
    both = np.stack([_pair(path) for path in paths])
    photos, edges = both[:, :, : PAIR[1]], both[:, :, PAIR[1] :].min(axis=3)
    return Pairs(photos.copy(), edges, np.full(len(paths), CLASSES.index(name)))


def _pair(path: Path) -> np.ndarray:
    """One file as (256, 512, 3), 0..255."""
    try:
        with Image.open(path) as opened:
            if opened.size != PAIR:
                width, height = opened.size
                raise DataError(f"{path} is {width} x {height} pixels; a pair is {PAIR[0]} x {PAIR[1]}.")
            return np.asarray(opened.convert("RGB"))
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise DataError(f"{path} cannot be read as a picture.") from error


def class_of(directory: Path) -> str:
    """The class that a folder's name, or that of a folder above it, tells. Raises DataError where none does."""
    for part in reversed(directory.resolve().parts):
        for name in CLASSES:
            if name in part:
                return name
    raise DataError(f"The name of {directory} has none of {' or '.join(CLASSES)} in it; say which with --class.")


def small(pictures: np.ndarray) -> np.ndarray:
    """Means over blocks, so that a side is SIZE long: (..., H, W, C) of 0..255 -> (..., SIZE, SIZE, C) of 0..1."""
    *before, height, width, channels = pictures.shape
    of_blocks = pictures.reshape(*before, SIZE, height // SIZE, SIZE, width // SIZE, channels)
    return of_blocks.mean(axis=(-4, -2), dtype=np.float32) / 255


def middle(ink: np.ndarray) -> np.ndarray:
    """The middle of lines of any thickness, one pixel thin: (H, W) of bool -> the same, at SIZE x SIZE.

    Lines are thinned at the size they come in, brought to SIZE, and thinned where that put two side by side;
    so a thick pen says the same as a thin one.
    """
    height, width = ink.shape
    points = np.argwhere(thinned(ink)) * [SIZE / height, SIZE / width]
    return at_points(points)


def at_points(points: np.ndarray) -> np.ndarray:
    """The middle of lines given by close points (N, 2: row, column), as (SIZE, SIZE) of bool; others fall away."""
    cells = np.floor(points).astype(int)
    cells = cells[((cells >= 0) & (cells < SIZE)).all(axis=1)]
    drawn = np.zeros((SIZE, SIZE), bool)
    drawn[cells[:, 0], cells[:, 1]] = True
    return thinned(drawn)
