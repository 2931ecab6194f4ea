"""What the state strip of a tape draws: under each chip the liveliest units after it, as small as bytes can be.

>>> strip([trace.states], key="tape", asked=None)   # one block of rows a network
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from seqdemo.ui.figures import similar_units

ROWS = 16
"""So many units are shown, and one more where the learner asked for it."""
ENOUGH = 8
"""Steps after which the order of the rows is no longer preliminary."""
_ROWS = "_strip_rows"


def strip(states: Sequence[np.ndarray], key: str, asked: int | None, like: bool = False) -> list[dict[str, Any]]:
    """Returns a block for each of `states` (T, H), which stand one after the other on the tape `key`.

    A block has the numbers of its rows, from top to bottom, counted over all blocks, and one signed byte a unit and
    step, -127..127 for -1..1, step by step. `asked` is a unit that has a row in any case. With `like` the rows are
    those that the tape `key` has already.
    """
    first, blocks = 0, []
    for number, block in enumerate(states):
        count = block.shape[1] if block.ndim == 2 else 0
        if len(block):
            own = None if asked is None or not 0 <= asked - first < count else asked - first
            rows = _rows(block, f"{key}_{number}", own, like)
            blocks.append(
                {
                    "first": first,
                    "of": count,
                    "units": (first + rows).tolist(),
                    "numbers": base64.b64encode(_bytes(block[:, rows])).decode("ascii"),
                }
            )
        first += count
    return blocks


def units_of(states: Sequence[np.ndarray]) -> int:
    """How many units all blocks have together."""
    return sum(block.shape[1] for block in states if block.ndim == 2)


def _rows(states: np.ndarray, key: str, asked: int | None, like: bool) -> np.ndarray:
    """The units to show, similar ones together; those of the last time stay while half of them are lively.

    So a row keeps its place while the learner types.
    """
    kept = st.session_state.setdefault(_ROWS, {})
    # the memory is empty before the first step, so one step is enough to change
    change = np.maximum(states.max(axis=0), 0) - np.minimum(states.min(axis=0), 0)
    lively = np.argsort(-change, kind="stable")[:ROWS]
    shown, steps = kept.get(key, (lively[:0], 0))
    fits = shown.max(initial=0) < len(change) and 2 * np.isin(lively, shown).sum() >= len(lively)
    # a few steps say little about who is alike
    if not (like and len(shown)) and (not fits or steps < ENOUGH <= len(states)):
        shown = np.sort(lively)
        shown = shown[similar_units(states[:, shown])]
        kept[key] = shown, len(states)
    return shown if asked is None or asked in shown else np.append(shown, asked)


def _bytes(values: np.ndarray) -> bytes:
    return np.round(127 * np.clip(values, -1, 1)).astype(np.int8).tobytes()
