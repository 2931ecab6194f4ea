"""Pairs as a learner might draw them: moved, resized, wobbly, with gaps, without the detail that nobody draws.

The edges to learn from are thin and complete; a pen is neither. Handbags to learn from are smaller and paler than
those that are met later, so they are made larger and livelier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy import ndimage
from skimage.morphology import skeletonize

from seqdemo.photo.reader import INK_BELOW, PAPER, Pairs, at_points, small
from seqdemo.photo.sizes import SIZE
from seqdemo.photo.style import style_of, told, unknown

MARGIN = 64
"""White pixels around a photo, so that it can be made smaller and moved."""
SCALES = ((0.8, 1.2), (0.9, 1.5))
"""How much the objects of each class are made smaller and larger."""
CONTRASTS = ((0.85, 1.3), (0.95, 2.0))
"""By how much the colours of each class are moved away from their mean."""
WITHOUT_STYLE = 0.5
"""The share of pairs of which no style is told, unless a training asks for another."""


@dataclass(frozen=True)
class Source:
    """A pair made ready to be varied; pictures of 0..255 have white around them, points are (row, column) at 256."""

    photo: Image.Image  # with MARGIN around it
    inside: Image.Image  # 255 where the object is, in the same frame
    points: np.ndarray  # (N, 2), the middle of the lines
    parts: np.ndarray  # (N,), the connected line that each point is of
    outer: np.ndarray  # (N,), whether it lies on the outline
    number: int  # its class
    box: np.ndarray  # (2, 2), the first and the last row and column of the object at 256


def inside_of(photo: np.ndarray) -> np.ndarray:
    """Where the object of a photo (H, W, 3) of 0..255 is: what is not near white, its holes filled."""
    return ndimage.binary_fill_holes(photo.min(axis=-1) < PAPER)


def source(photo: np.ndarray, edges: np.ndarray, number: int) -> Source:
    """Makes a pair (256, 256, 3) and (256, 256) of 0..255 ready."""
    lines = skeletonize(edges < INK_BELOW)
    points = np.argwhere(lines)
    parts, _ = ndimage.label(lines, np.ones((3, 3)))
    inside = inside_of(photo)
    depth = ndimage.distance_transform_edt(np.pad(inside, 1))[1:-1, 1:-1]
    at = tuple(points.T)
    padded = np.pad(photo, ((MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)), constant_values=255)
    padded_inside = np.pad(inside.astype(np.uint8) * 255, MARGIN)
    there = np.argwhere(inside) if inside.any() else np.array([[0, 0], [255, 255]])
    box = np.stack([there.min(axis=0), there.max(axis=0)])
    pictures = Image.fromarray(padded), Image.fromarray(padded_inside)
    return Source(*pictures, points, parts[at], depth[at] < 5, number, box)


def sources(pairs: Pairs) -> list[Source]:
    """All pairs made ready."""
    return [source(*pair) for pair in zip(pairs.photos, pairs.edges, pairs.classes.tolist(), strict=True)]


def varied(
    pair: Source, random: np.random.Generator, without_style: float = WITHOUT_STYLE
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns ink (SIZE, SIZE) of 0 and 1, what is told, and the photo (SIZE, SIZE, 3) of 0..1, each time others.

    No style is told with a chance of `without_style`.
    """
    corner, size = window(pair, random)
    # at the margin's very edge a sum may be rounded to beyond it
    ends = np.clip(np.stack([corner, corner + size]) + MARGIN, 0, 256 + 2 * MARGIN)
    box = tuple(ends[:, ::-1].ravel().tolist())
    cut = (np.asarray(picture.resize((SIZE, SIZE), Image.Resampling.BOX, box)) for picture in (pair.photo, pair.inside))
    photo, inside = next(cut).astype(np.float32) / 255, next(cut) > 127
    given = random.random() >= without_style
    photo = recoloured(photo, inside, pair.number, given, random)
    style = style_of(photo, inside) if given else unknown()
    points = (drawn(pair, random) - corner) * (SIZE / size)
    ink = at_points(points)
    if random.random() < 0.5:
        ink, photo = ink[:, ::-1], photo[:, ::-1]
    return ink.astype(np.float32), told(pair.number, style), photo


def window(pair: Source, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The corner and the size (row, column) of what is cut out, in pixels of 256; most of the object is in it."""
    low, high = SCALES[pair.number]
    first, last = pair.box
    most = max(low, 262 / (last - first).max())
    scale = min(most, np.exp(random.uniform(np.log(low), np.log(high)))) * np.exp(random.normal(0, 0.05, 2))
    size = 256 / scale
    free = np.clip((size - (last - first)) / 2, 0, 24) + 3
    middle = (first + last) / 2 + random.uniform(-1, 1, 2) * free
    size = np.minimum(size, 2 * np.minimum(middle + MARGIN, 256 + MARGIN - middle))
    return middle - size / 2, size


def recoloured(
    photo: np.ndarray, inside: np.ndarray, number: int, freely: bool, random: np.random.Generator
) -> np.ndarray:
    """The object with its colours further from their mean, and `freely` now and then another mean; paper stays."""
    if not inside.any():
        return photo
    low, high = CONTRASTS[number]
    mean = photo[inside].mean(axis=0)
    away = np.exp(random.uniform(np.log(low), np.log(high)))
    seen = mean + away * (photo - mean)
    if freely and random.random() < 0.5:
        # what is told of the colour is worth more where any object can have any
        mean_to = random.uniform(0.05, 0.9, 3) if random.random() < 0.5 else mean[random.permutation(3)]
        seen = seen - mean + 0.3 * mean + 0.7 * mean_to
    return np.where(inside[..., None], np.clip(seen, 0, 1), photo).astype(np.float32)


def drawn(pair: Source, random: np.random.Generator) -> np.ndarray:
    """The points (N, 2) of a pair's lines as somebody might draw them."""
    kept = np.ones(len(pair.points), bool)
    way = random.random()
    if way < 0.15:  # the outline alone
        kept = pair.outer.copy()
    elif way < 0.6:  # some of the lines within
        share = random.uniform(0.2, 1)
        of_part = random.random(pair.parts.max(initial=0) + 1) < share
        kept = of_part[pair.parts] | pair.outer
    points = pair.points[kept].astype(np.float32)
    if random.random() < 0.4:
        points = with_gaps(points, random)
    return wobbly(points, random) if random.random() < 0.6 else points


def with_gaps(points: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Without what lies in some small circles around points of the drawing."""
    if len(points) == 0:
        return points
    holes = points[random.integers(len(points), size=random.integers(1, 9))]
    near = ((points[:, None] - holes) ** 2).sum(axis=2) < random.uniform(2, 9, len(holes)) ** 2
    return points[~near.any(axis=1)]


def wobbly(points: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Moved by a field that changes slowly over the paper, by about two pixels of 256."""
    coarse = random.normal(0, random.uniform(0.5, 2.5), (2, 10, 10))
    at = (points / 256 * 8 + 0.5).T
    return points + np.stack([ndimage.map_coordinates(field, at, order=1, mode="nearest") for field in coarse], axis=1)


def plain(pair: Pairs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All pairs as they are: ink (N, SIZE, SIZE), told without style, photos (N, SIZE, SIZE, 3)."""
    from seqdemo.photo.reader import middle

    ink = np.stack([middle(edges < INK_BELOW) for edges in pair.edges]).astype(np.float32)
    return ink, np.stack([told(number, unknown()) for number in pair.classes]), small(pair.photos)
