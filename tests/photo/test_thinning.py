"""Thin lines are those of the whole library."""

import numpy as np
import pytest
from scipy import ndimage
from skimage.morphology import skeletonize

from seqdemo.photo.thinning import thinned


@pytest.mark.parametrize("seed", range(20))
def test_lines_are_as_thin_as_scikit_image_makes_them(seed):
    random = np.random.default_rng(seed)
    ink = ndimage.gaussian_filter(random.normal(size=random.integers(3, 90, 2)), random.uniform(0.1, 4)) > 0
    found = thinned(ink)
    assert found.dtype == bool
    np.testing.assert_array_equal(found, skeletonize(ink))


def test_a_picture_that_is_a_view_or_numbers_is_taken_too():
    ink = np.zeros((20, 30), np.uint8)
    ink[5:9, 2:25] = 1
    np.testing.assert_array_equal(thinned(ink.T), skeletonize(ink.T))
