"""Whether the inside of an object looks like material: three measures that count together.

Noise fools the first alone, a blur the third, a grid the first two. All look only at the inside of an object:
not near white, and three pixels from any drawn line. Photos are (N, SIZE, SIZE, 3) of 0..1, ink (N, SIZE, SIZE).
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from seqdemo.photo.reader import PAPER
from seqdemo.photo.style import LUMINANCE

FROM_INK = 3
"""Pixels between a drawn line and what counts."""
DIRECTIONS = 256
PATCH = 7
MOST_PATCHES = 40_000
_SMOOTH = np.array([1, 4, 6, 4, 1]) / 16
_NEIGHBOURS = 3
"""Frequencies on each side of one that are its neighbours."""


def inside(photos: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """Returns where texture counts, (N, SIZE, SIZE) of bool."""
    far = np.stack([ndimage.distance_transform_edt(np.pad(lines < 0.5, 1, constant_values=True)) for lines in ink])
    return (photos.min(axis=-1) < PAPER / 255) & (far[:, 1:-1, 1:-1] > FROM_INK)


def gradient_ratio(made: np.ndarray, photos: np.ndarray, where: np.ndarray) -> float:
    """The mean gradient of the luminance of what was made over that of the real photos; 1 is as in life."""
    return mean_gradient(made, where) / max(mean_gradient(photos, where), 1e-9)


def mean_gradient(photos: np.ndarray, where: np.ndarray) -> float:
    """The mean length of the luminance's gradient (forward differences)."""
    light = photos @ LUMINANCE
    down, right = np.diff(light, axis=1)[:, :, :-1], np.diff(light, axis=2)[:, :-1]
    there = where[:, :-1, :-1]
    return float(np.hypot(down, right)[there].mean()) if there.any() else 0.0


def patch_distance(
    made: np.ndarray, photos: np.ndarray, where: np.ndarray, where_made: np.ndarray | None = None
) -> float:
    """1000 times the sliced Wasserstein distance between patches of the Laplacian pyramid's second level.

    Karras et al. 2018, "Progressive Growing of GANs", but without dividing by the deviation: a blur is not a photo.
    """
    random = np.random.default_rng(0)
    ours = _patches(made, where if where_made is None else where_made)
    theirs = _patches(photos, where)
    count = min(len(ours), len(theirs), MOST_PATCHES)
    if count == 0:
        return 0.0
    # the same places where the sets are as large, so that a perfect copy has a distance of 0
    ours, theirs = (patches[np.random.default_rng(1).permutation(len(patches))[:count]] for patches in (ours, theirs))
    directions = random.standard_normal((ours.shape[1], DIRECTIONS)).astype(np.float32)
    directions /= np.linalg.norm(directions, axis=0)
    apart = [
        np.abs(np.sort(ours @ way, axis=0) - np.sort(theirs @ way, axis=0)).mean()
        for way in np.split(directions, 8, axis=1)
    ]
    return 1000 * float(np.mean(apart))


def _patches(photos: np.ndarray, where: np.ndarray) -> np.ndarray:
    """(M, PATCH * PATCH * 3): patches at half resolution whose middle lies inside."""
    half = _halved(photos)
    level = half - _doubled(_halved(half))
    margin = PATCH // 2
    found = np.lib.stride_tricks.sliding_window_view(level, (PATCH, PATCH), axis=(1, 2))
    middles = where[:, ::2, ::2][:, margin:-margin, margin:-margin]
    return np.ascontiguousarray(found[middles].reshape(-1, 3 * PATCH * PATCH), np.float32)


def _halved(photos: np.ndarray) -> np.ndarray:
    return _smooth(photos)[:, ::2, ::2]


def _doubled(photos: np.ndarray) -> np.ndarray:
    count, height, width, channels = photos.shape
    larger = np.zeros((count, 2 * height, 2 * width, channels), photos.dtype)
    larger[:, ::2, ::2] = 4 * photos
    return _smooth(larger)


def _smooth(photos: np.ndarray) -> np.ndarray:
    down = ndimage.convolve1d(photos, _SMOOTH, axis=1, mode="mirror")
    return ndimage.convolve1d(down, _SMOOTH, axis=2, mode="mirror")


def grid_decibels(made: np.ndarray, where: np.ndarray) -> float:
    """How far the power at a period of two pixels stands above that of its neighbours, in decibels; 0 is no grid.

    The frequencies are those of stripes across, stripes down and a chequerboard, each over the median of its
    neighbours; what the edge of the inside would add there is smoothed away. The mean of the three is returned.
    """
    light, mask = made @ LUMINANCE, where.astype(np.float32)
    share = _blurred(mask)
    fine = light - _blurred(light * mask) / np.maximum(share, 1e-3)
    power = (np.abs(np.fft.fft2(fine * np.clip(2 * share - 1, 0, 1))) ** 2).mean(axis=0)
    half, reach = power.shape[0] // 2, _NEIGHBOURS
    around = np.roll(power, (reach, reach), axis=(0, 1))  # row and column 0 are at `reach`
    found = []
    for row, column in ((half, 0), (0, half), (half, half)):
        near = around[row : row + 2 * reach + 1, column : column + 2 * reach + 1]
        others = np.delete(near.ravel(), near.size // 2)
        found.append(near[reach, reach] / max(float(np.median(others)), 1e-12))
    return 10 * float(np.log10(max(float(np.mean(found)), 1e-12)))


def _blurred(pictures: np.ndarray) -> np.ndarray:
    return ndimage.gaussian_filter(pictures, (0, 1.5, 1.5))


def texture(made: np.ndarray, photos: np.ndarray, ink: np.ndarray) -> dict[str, float]:
    """All three measures of what was made from `ink` where the real photos are `photos`."""
    where = inside(photos, ink)
    return {
        "gradient_ratio": gradient_ratio(made, photos, where),
        "patch_distance": patch_distance(made, photos, where),
        "grid_decibels": grid_decibels(made, where),
    }
