"""What a network remembers: its hidden state after every step, unit by unit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from seqdemo.ui.figures import heat_map, heat_map_sentence, similar_units
from seqdemo.ui.frame import clicked, figure
from seqdemo.ui.setting import Choice, Panel
from seqdemo.ui.tape import still_tape

MOST_UNITS = 96
"""More rows than this are too thin to be seen and clicked."""
_LIVELIEST = -1


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
    asked = Choice(f"{key}_unit", _LIVELIEST)  # known to the address before the panel is open
    panel = Panel(key).expander(title)
    if panel is None:
        return None
    with panel:
        if len(states) == 0:
            st.write("Nothing yet: the memory is empty before the first step.")
            return None
        count = states.shape[1]
        liveliest = np.argsort(states.min(axis=0) - states.max(axis=0), kind="stable")
        which = asked.among((_LIVELIEST, *range(count)), _unit_name)
        chosen = which.value()
        unit = int(liveliest[0]) if chosen == _LIVELIEST else chosen
        shown = np.union1d(liveliest[:MOST_UNITS], unit)
        order = shown[similar_units(states[:, shown])].tolist()
        sentence = heat_map_sentence(states, step)
        if len(shown) < count:
            sentence += f" The map shows those {len(shown)} of the {count} units that change most."
        figure(
            heat_map(states[:, order], items, [str(unit) for unit in order], step, chosen=order.index(unit)),
            sentence,
            key=f"{key}_map",
            on_select=lambda: _choose(f"{key}_map", which, count),
        )
        which.select(
            "Colour the input by one unit; choose it here, or click its row above",
            help="Orange: the unit is above zero after that step. Blue: below zero.",
        )
        st.caption(f"The colours are those of unit {unit}.")
        still_tape(items, f"{key}_chips", colours=states[:, unit], step=step)
        return unit


def _choose(figure_key: str, which: Choice[int], units: int) -> None:
    unit = clicked(st.session_state[figure_key], units)
    if unit is not None:
        which.put(unit)


def _unit_name(unit: int) -> str:
    return "the unit that changes most" if unit == _LIVELIEST else f"unit {unit}"
