"""Shapes of weights in words: what two arrays share has one name, and is checked to be the same.

>>> SHAPES = {"kernel": "inputs, 4 units", "bias": "4 units"}
>>> fit(SHAPES, {"kernel": np.zeros((3, 8)), "bias": np.zeros(8)})     # {'inputs': 3, 'units': 2}
>>> concrete(SHAPES, inputs=3, units=2)                                # {'kernel': (3, 8), 'bias': (8,)}

An axis is a sum of whole numbers, names, and names with a factor before them: `9 + embedding`, `2 half + units`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Shapes = Mapping[str, str]
"""The name of each array, and its axes."""


def fit(shapes: Shapes, arrays: Mapping[str, np.ndarray], **known: int) -> dict[str, int]:
    """Returns the size behind every name, `known` ones included.

    Raises ValueError, one sentence, for an array that is missing or that fits neither the others nor `known`.
    """
    sizes = dict(known)
    # an axis with one name in it says that size; then all axes are checked with all sizes known
    for name, shape in shapes.items():
        axes = _axes(shape)
        found = arrays[name].shape if name in arrays else None
        if found is None or len(found) != len(axes):
            raise ValueError(f"has {found or 'nothing'} where {name} of shape ({shape}) belongs")
        for (number, terms), size in zip(axes, found, strict=True):
            if len(terms) == 1:
                symbol, factor = next(iter(terms.items()))
                sizes.setdefault(symbol, (size - number) // factor)
    for name, wanted in concrete(shapes, **sizes).items():
        if arrays[name].shape != wanted:
            raise ValueError(f"has {arrays[name].shape} where {name} of shape ({shapes[name]}) = {wanted} belongs")
    return sizes


def concrete(shapes: Shapes, **sizes: int) -> dict[str, tuple[int, ...]]:
    """Returns the shapes in numbers. Raises KeyError for a name without a size."""
    return {
        name: tuple(
            number + sum(factor * sizes[symbol] for symbol, factor in terms.items()) for number, terms in _axes(shape)
        )
        for name, shape in shapes.items()
    }


def _axes(shape: str) -> list[tuple[int, dict[str, int]]]:
    """The number and the factor of each name in every axis."""
    axes = []
    for axis in shape.split(","):
        number, terms = 0, {}
        for term in axis.split("+"):
            *factor, last = term.split()
            if last.isdecimal():
                number += int(last)
            else:
                terms[last] = int(factor[0]) if factor else 1
        axes.append((number, terms))
    return axes
