"""A training that goes on from weights learnt before, though there are more pieces now.

>>> known = extended((weights.MODELS / FILE).read_bytes(), letters, work)
>>> begin_from(weights.MODELS, variables(model), known)
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from seqdemo.core import weights
from seqdemo.translation.across import NAME, NUMBER, SIGN
from seqdemo.translation.lessons import COUNTING, NAMES
from seqdemo.translation.model import SHAPES
from seqdemo.translation.pieces import PLACEHOLDERS, Pieces

APART = 0.5
"""How far placeholders of one kind begin from each other, in standard deviations of the table."""
LIKE = {NAME: " ".join(NAMES), NUMBER: " ".join([*COUNTING, *COUNTING.values()]), SIGN: ". !"}
"""Words that stand where a placeholder of each kind stands."""


def begin_from(directory: Path, variables: Mapping[str, Any], known: Pieces) -> None:
    """Gives `variables` the weights in `directory`; a new piece begins from the mean of its old pieces."""
    arrays, _ = weights.load("translation", SHAPES, directory)
    rows = old_rows(Pieces.load(directory), known)
    for name, variable in variables.items():
        if name not in ("embedding", "output_bias"):
            variable.assign(arrays[name])
            continue
        table = np.stack([arrays[name][numbers].mean(axis=0) for numbers in rows])
        if name == "embedding":
            random = np.random.default_rng(0)
            placed = [known.numbers[piece] for piece in PLACEHOLDERS]
            table[placed] += APART * arrays[name].std() * random.standard_normal((len(placed), table.shape[1]))
        variable.assign(table)


def old_rows(old: Pieces, known: Pieces) -> list[list[int]]:
    """Returns for every piece the numbers of the old ones that it begins from: its own, or those that spell it."""
    like = {piece: LIKE[piece[2:-2]] for piece in PLACEHOLDERS}
    return [
        [old.numbers[piece]] if piece in old.numbers else old.encode(like.get(piece, piece)) for piece in known.pieces
    ]
