"""Finds units that mean something, by measurement: how well does a unit follow a feature of the text?

    >>> name_units(model.states(names), names)      # [{"meaning": "vowel", "unit": 17, ...}, ...]

The unit is picked on one half of the names and its correlation is reported on the other half,
so that the best of 512 by luck does not look better than it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Feature = Callable[[str, int], float]

FEATURES: dict[str, Feature] = {
    "the first letter of a word": lambda name, i: name[i] != " " and (i == 0 or name[i - 1] == " "),
    "a vowel": lambda name, i: name[i].lower() in "aeiou",
    "the end of the name": lambda name, i: i == len(name) - 1,
    "the last letter of a word": lambda name, i: name[i] != " " and (i == len(name) - 1 or name[i + 1] == " "),
    "a space": lambda name, i: name[i] == " ",
    "how far into the name we are": lambda name, i: float(i),
}


def name_units(
    states: np.ndarray, names: Sequence[str], features: dict[str, Feature] = FEATURES
) -> list[dict[str, Any]]:
    """Returns for every feature the unit that follows it best. `states` is (characters of all names, H)."""
    first_half = np.repeat(np.arange(len(names)) % 2 == 0, [len(name) for name in names])
    found = []
    for meaning, feature in features.items():
        values = np.array([float(feature(name, i)) for name in names for i in range(len(name))])
        picked = correlations(states[first_half], values[first_half])
        unit = int(np.abs(picked).argmax())
        measured = correlations(states[~first_half][:, unit : unit + 1], values[~first_half])[0]
        found.append({"meaning": meaning, "unit": unit, "correlation": round(float(measured), 3)})
    return found


def correlations(states: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Pearson correlation of every column of `states` (N, H) with `values` (N,); 0 where one is constant."""
    centred, wanted = states - states.mean(axis=0), values - values.mean()
    spread = np.sqrt((centred**2).sum(axis=0) * (wanted**2).sum())
    return np.divide(wanted @ centred, spread, out=np.zeros(states.shape[1]), where=spread > 1e-12)
