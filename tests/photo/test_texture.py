"""The measures of texture: each is blind to something, together they are not."""

import numpy as np
import pytest
from scipy import ndimage

from seqdemo.photo.sizes import SIZE
from seqdemo.photo.texture import gradient_ratio, grid_decibels, inside, patch_distance, texture


@pytest.fixture(scope="module")
def photos():
    """Leather, more or less: smoothed noise on a grey square, white around it."""
    random = np.random.default_rng(0)
    made = np.ones((6, SIZE, SIZE, 3), np.float32)
    grain = ndimage.gaussian_filter(random.normal(0, 1, (6, SIZE, SIZE)), (0, 0.7, 0.7))
    made[:, 16:112, 16:112] = 0.5 + 0.06 * grain[:, 16:112, 16:112, None]
    return made


@pytest.fixture(scope="module")
def ink(photos):
    lines = np.zeros(photos.shape[:3], np.float32)
    lines[:, 64, 16:112] = 1
    return lines


def test_texture_counts_inside_and_away_from_lines(photos, ink):
    where = inside(photos, ink)
    assert not where[:, :16].any() and where[:, 30:50, 30:90].all()
    assert not where[:, 61:68, 20:100].any() and where[:, 68, 20:100].all()


def test_a_perfect_copy_has_the_texture_of_life(photos, ink):
    found = texture(photos, photos, ink)
    assert found["gradient_ratio"] == 1 and found["patch_distance"] == 0 and abs(found["grid_decibels"]) < 2


def test_a_blur_has_no_gradient_and_other_patches(photos, ink):
    where = inside(photos, ink)
    blurred = ndimage.gaussian_filter(photos, (0, 2, 2, 0))
    assert gradient_ratio(blurred, photos, where) < 0.6
    assert patch_distance(blurred, photos, where) > 4


def test_noise_of_the_same_gradient_has_other_patches(photos, ink):
    where = inside(photos, ink)
    noise = photos.copy()
    noise[where] = 0.5 + np.random.default_rng(1).normal(0, 0.03, (where.sum(), 1))
    for _ in range(3):
        noise[where] = 0.5 + (noise[where] - 0.5) / gradient_ratio(noise, photos, where)
    assert gradient_ratio(noise, photos, where) == pytest.approx(1, abs=0.1)
    assert patch_distance(noise, photos, where) > 3


def test_a_grid_is_heard_and_a_photo_is_not(photos, ink):
    where = inside(photos, ink)
    for rows, columns in ((2, 1), (1, 2)):
        striped = photos.copy()
        striped[:, ::rows, ::columns] += 0.02
        assert grid_decibels(striped, where) > grid_decibels(photos, where) + 6


def test_where_nothing_counts_all_measures_are_numbers(ink):
    white = np.ones((*ink.shape, 3), np.float32)
    assert np.isfinite(list(texture(white, white, ink).values())).all()
