"""Sizes are found behind their names, and what does not fit is named."""

import numpy as np
import pytest

from seqdemo.core.shapes import concrete, fit

SHAPES = {
    "table": "words + 1, size",
    "kernel": "size, 4 units",
    "mixed": "9 + size, 6 parts + 3",
    "sum": "units + 2 size",
}
SIZES = {"words": 5, "size": 3, "units": 2, "parts": 4}


def made(**sizes):
    return {name: np.zeros(shape) for name, shape in concrete(SHAPES, **{**SIZES, **sizes}).items()}


def test_sizes_are_found_whatever_the_order():
    assert fit(SHAPES, made()) == SIZES
    turned = dict(reversed(SHAPES.items()))
    assert fit(turned, made()) == SIZES


def test_shapes_become_numbers():
    assert concrete(SHAPES, **SIZES) == {"table": (6, 3), "kernel": (3, 8), "mixed": (12, 27), "sum": (8,)}
    with pytest.raises(KeyError):
        concrete(SHAPES, words=5)


@pytest.mark.parametrize("name", SHAPES)
def test_an_array_that_does_not_fit_the_others_is_named(name):
    for wrong in (np.zeros(np.array(made()[name].shape) + 1), np.zeros((1, 1, 1)), None):
        arrays = {key: value for key, value in {**made(), name: wrong}.items() if value is not None}
        with pytest.raises(ValueError, match="belongs"):
            fit(SHAPES, arrays)


def test_what_is_known_counts():
    with pytest.raises(ValueError, match="table"):
        fit(SHAPES, made(), words=6)
