"""The cookbook as a tree of letters, and the badge that says how near a name is to it.

The list of names is not shipped. What is shipped is a tree: names that begin alike share
their beginning, and a walk from the root spells them. It is written down as that walk:
letters on the way out, and after each name how many letters to go back to the next fork.
The walk is then deflated. A name is known when the tree can spell it; for a near match
every name in the tree is measured by edit distance, so the nearest one is the nearest there is.

    >>> book = Cookbook(spell(grow(["Oat Bars", "Oat Cookies"])))
    >>> book.badge("Oat Barks")     # Badge(kind="nearly", nearest="Oat Bars", distance=1)
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from seqdemo.core.errors import WeightsError

BACK = 0xE000
"""Private-use characters from here on mean: this name ends; go back so many letters."""
DEEPEST = 0x1000
NEAR = 0.2
"""Up to this share of its letters may differ for a name to count as nearly copied."""

Kind = Literal["copied", "nearly", "new"]


class Badge(NamedTuple):
    """How near a name is to the cookbook. `distance` counts letters to insert, delete or swap."""

    kind: Kind
    nearest: str
    distance: int


def grow(names: Iterable[str]) -> np.ndarray:
    """Returns the tree of `names` as bytes 0..255 in an array (float16 holds them exactly)."""
    walk, last = [], ""
    for name in sorted(set(names)):
        shared = len(os.path.commonprefix([last, name]))  # noqa: RUF071 (characters are meant)
        if last:
            walk.append(chr(BACK + len(last) - shared))
        walk.append(name[shared:])
        last = name
    packed = zlib.compress("".join(walk).encode("utf-8"), 9)
    return np.frombuffer(packed, np.uint8).astype(np.float32)


def spell(tree: np.ndarray) -> list[str]:
    """Returns all names that the tree spells. Raises WeightsError when it is damaged."""
    try:
        walk = zlib.decompress(tree.astype(np.uint8).tobytes()).decode("utf-8")
    except (zlib.error, ValueError) as error:
        raise WeightsError("The cookbook inside the weights file cannot be read.") from error
    names, path = [], ""
    for letter in walk:
        back = ord(letter) - BACK
        if 0 <= back < DEEPEST:
            names.append(path)
            path = path[: len(path) - back]
        else:
            path += letter
    return [*names, path] if path else names


class Cookbook:
    """Names to compare with, capitals and spaces at the ends put aside."""

    def __init__(self, names: list[str]):
        self.names = names
        self.folded = [_fold(name) for name in names]
        self.known = dict(zip(self.folded, names, strict=True))

    def __len__(self) -> int:
        return len(self.names)

    def badge(self, name: str) -> Badge:
        """Says whether `name` is copied, nearly copied or new, with the nearest real name."""
        folded = _fold(name)
        if folded in self.known:
            return Badge("copied", self.known[folded], 0)
        if not self.names:
            return Badge("new", "", len(folded))
        _, distance, index = process.extractOne(folded, self.folded, scorer=Levenshtein.distance)
        nearest = self.names[index]
        near = distance <= max(1, NEAR * max(len(folded), len(nearest))) and bool(folded)
        return Badge("nearly" if near else "new", nearest, int(distance))


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
