"""What a network remembers: its hidden state after every step, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from seqdemo.ui.figures import heat_map, heat_map_sentence, similar_units
from seqdemo.ui.frame import clicked, figure
from seqdemo.ui.tape import still_tape

MOST_UNITS = 96
"""More rows than this are too thin to be seen and clicked."""


def memory(
    states: np.ndarray,
    items: Sequence[str],
    key: str,
    step: int,
    title: str = "What it remembers: the hidden state, step by step",
) -> int | None:
    """Draws the heat map of `states` (T, H) in a panel and returns the chosen unit; None while it is closed.

    Nothing is computed before the learner opens the panel.
    """
    panel = st.expander(title, key=key, on_change="rerun")
    if not panel.open:
        return None
    with panel:
        if len(states) == 0:
            st.write("Nothing yet: the memory is empty before the first step.")
            return None
        count = states.shape[1]
        liveliest = np.argsort(states.min(axis=0) - states.max(axis=0), kind="stable")
        unit = st.session_state.setdefault(f"{key}_unit", int(liveliest[0]))
        shown = np.union1d(liveliest[:MOST_UNITS], unit)
        order = shown[similar_units(states[:, shown])].tolist()
        sentence = heat_map_sentence(states, step)
        if len(shown) < count:
            sentence += f" The map shows those {len(shown)} of the {count} units that change most."
        figure(
            heat_map(states[:, order], items, [str(unit) for unit in order], step, chosen=order.index(unit)),
            sentence,
            key=f"{key}_map",
            on_select=lambda: _choose(key, count),
        )
        unit = st.selectbox(
            "Colour the input by one unit; choose it here, or click its row above",
            range(count),
            key=f"{key}_unit",
            format_func=lambda unit: f"unit {unit}",
            help="Orange: the unit is above zero after that step. Blue: below zero.",
        )
        still_tape(items, f"{key}_chips", colours=states[:, unit], step=step)
        return unit


def _choose(key: str, units: int) -> None:
    unit = clicked(st.session_state[f"{key}_map"], units)
    if unit is not None:
        st.session_state[f"{key}_unit"] = unit
