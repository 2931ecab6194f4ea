"""The step tape: a sequence as a row of chips, what the network remembers after each, and one step of it on show.

>>> step = step_tape(["to", "be"], key="tape", states=trace.states)   # 2: "after step 2"
>>> asked_unit("tape")                                                # the unit whose row was clicked, or None
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from seqdemo.ui.link import from_history, keep_in_address, shorten
from seqdemo.ui.setting import Number
from seqdemo.ui.strip import strip, units_of

_HERE = Path(__file__).parent
_FOLLOW = -1
_NOBODY = -1
_MILLISECONDS = 600
_UNITS = "_tape_units"

_component = st.components.v2.component(
    "seqdemo_step_tape",
    html=(_HERE / "tape.html").read_text(encoding="utf-8"),
    css=(_HERE / "tape.css").read_text(encoding="utf-8"),
    js="\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("strip.js", "tape.js")),
    isolate_styles=True,
)


def step_tape(
    items: Sequence[str],
    key: str,
    *,
    colours: Sequence[float] | None = None,
    notes: Sequence[str] | None = None,
    start: int | None = None,
    states: np.ndarray | Sequence[np.ndarray] | None = None,
    struck: int | None = None,
    since: int | None = None,
    language: str = "",
) -> int:
    """Draws the tape and returns the step on show, 0..len(items): "after step t".

    `colours` has one value in -1..1 an item (blue below zero, orange above), `notes` one line an item.
    `states` (T, H) are what the network remembers after each item, drawn as a column under its chip; the last items
    may have none. Several networks that stand one after the other on the tape have one array each.
    The item with the index `struck` is struck through; those from the index `since` on are in `language`, "fr" for
    example, where the others are English.
    The tape rests at `start`, or at its end, which it follows: typing on carries a moved tape along.
    Where the items up to the step on show are replaced, it goes back to rest.
    The address of the page keeps the step as `<key>_step`, unless the tape rests.
    """
    rest = len(items) if start is None else max(0, min(start, len(items)))
    if from_history():
        _begin_anew(key)
    drawn = key in st.session_state and key in st.session_state.get("_tape_steps", {})
    moved = _moved(key) if drawn else _from_address(key, rest, len(items))
    if _replaced(key, items, moved, at_the_end=start is None):
        reset_tape(key)
        moved = _FOLLOW
    st.session_state.setdefault("_tape_steps", {})[key] = moved
    blocks = (states,) if isinstance(states, np.ndarray) else states or ()
    unit = _asked(key, units_of(blocks))
    data = _data(key, items, colours, notes, start, moved, still=False)
    _component(
        key=key,
        data=data
        | {
            "unit": unit,
            "strip": strip(blocks, key, unit),
            "struck": struck,
            "since": len(items) if since is None else since,
            "language": language,
        },
        default={"step": None, "unit": unit},
        on_step_change=lambda: _to_address(key),
        on_unit_change=lambda: _unit_to_address(key),
    )
    return rest if moved == _FOLLOW else min(moved, len(items))


def asked_unit(key: str) -> int | None:
    """Returns the unit whose row of the strip was clicked, counted over all networks on the tape; None without one."""
    unit = st.session_state.get(_UNITS, {}).get(key, _NOBODY)
    return None if unit == _NOBODY else unit


def still_tape(
    items: Sequence[str],
    key: str,
    *,
    colours: Sequence[float] | np.ndarray | None = None,
    step: int,
    states: np.ndarray | None = None,
    rows_of: str = "",
) -> None:
    """Draws the chips of a tape without its controls; the chip of `step` is outlined.

    `states` (T, H) are drawn under the chips, in the rows that the tape `rows_of` has on this page.
    """
    data = _data(key, items, colours, None, step, _FOLLOW, still=True)
    _component(
        key=key,
        data=data if states is None else data | {"strip": strip((states,), rows_of or key, asked_unit(rows_of), True)},
        default={"step": None, "unit": _NOBODY},
        on_step_change=lambda: None,
        on_unit_change=lambda: None,
    )


def reset_tape(key: str) -> None:
    """Lets the tape rest again where it starts; call it in a callback, before the tape is drawn."""
    _begin_anew(key)
    keep_in_address(_in_address(key), None)


def move_tape(key: str, step: int) -> None:
    """Puts the tape after `step`, whatever its items are by then; call it in a callback, before the tape is drawn."""
    _begin_anew(key)
    keep_in_address(_in_address(key), str(step))


def hold_tape(key: str) -> None:
    """Leaves the tape where it is, whatever its items are by then; call it in a callback, before the tape is drawn."""
    step = _moved(key)
    if step != _FOLLOW:
        move_tape(key, step)


def _begin_anew(key: str) -> None:
    """Forgets where the tape was and what was on it; the browser side hears of it by the version."""
    versions = st.session_state.setdefault("_tape_versions", {})
    versions[key] = versions.get(key, 0) + 1
    for kept in ("_tape_items", "_tape_steps"):
        st.session_state.setdefault(kept, {}).pop(key, None)
    if key in st.session_state:
        del st.session_state[key]


def _in_address(key: str) -> str:
    return f"{key}_step"


def _from_address(key: str, rest: int, last: int) -> int:
    name = _in_address(key)
    if name not in st.query_params and not from_history():
        # the learner comes back from another page
        moved = st.session_state.get("_tape_steps", {}).get(key, _FOLLOW)
    else:
        step = Number(name, rest, 0, last).value()
        moved = _FOLLOW if step == rest else step
    keep_in_address(name, None if moved == _FOLLOW else str(moved))
    return moved


def _to_address(key: str) -> None:
    if from_history():
        # the browser moved the tape before it went back, and tells only now
        return
    moved = _moved(key)
    keep_in_address(_in_address(key), None if moved == _FOLLOW else str(moved))


def _asked(key: str, count: int) -> int:
    """The unit that the learner asked for, below `count`, or nobody; kept beside the component, which may be anew."""
    if count == 0:
        return _NOBODY
    known = st.session_state.setdefault(_UNITS, {})
    if key in known and not from_history():
        unit = known[key]
    else:
        unit = Number(_unit_in_address(key), _NOBODY, _NOBODY, count - 1).value()
    unit = unit if unit < count else _NOBODY
    known[key] = unit
    keep_in_address(_unit_in_address(key), None if unit == _NOBODY else str(unit))
    return unit


def _unit_to_address(key: str) -> None:
    if from_history():
        return
    unit = _whole(_sent(st.session_state.get(key), "unit"), _NOBODY)
    st.session_state.setdefault(_UNITS, {})[key] = unit


def _unit_in_address(key: str) -> str:
    return f"{key}_unit"


def _replaced(key: str, items: Sequence[str], moved: int, at_the_end: bool) -> bool:
    """Whether the items up to the step on show are others now, or, where the tape rests at its end, whether it grew."""
    seen = st.session_state.setdefault("_tape_items", {})
    before, seen[key] = seen.get(key), list(items)
    if before is None or moved == _FOLLOW:
        return False
    # of what is typed at the end the last item may be another word by now
    typed_on = at_the_end and before != seen[key] and before[:-1] == seen[key][: len(before) - 1]
    return typed_on or before[:moved] != seen[key][:moved]


def _data(key, items, colours, notes, start, moved, still) -> dict:
    return {
        "version": _version(key),
        "items": [shorten(item) for item in items],
        "colours": None if colours is None else [_unit(value) for value in colours],
        "notes": None if notes is None else [shorten(note, 300) for note in notes],
        "start": start,
        "step": moved,
        "unit": _NOBODY,
        "still": still,
        "milliseconds": _MILLISECONDS,
    }


def _unit(value: float) -> float:
    value = float(value)
    return round(max(-1.0, min(1.0, value)), 3) if math.isfinite(value) else 0.0


def _moved(key: str) -> int:
    """The step that the browser told last, unless the page has asked for another one since."""
    match _sent(st.session_state.get(key), "step"):
        case [version, step] if version == _version(key):
            return _whole(step, _FOLLOW)
    return st.session_state.get("_tape_steps", {}).get(key, _FOLLOW)


def _version(key: str) -> int:
    return st.session_state.get("_tape_versions", {}).get(key, 0)


def _sent(state: Any, name: str) -> Any:
    return state.get(name) if hasattr(state, "get") else getattr(state, name, None)


def _whole(number: Any, otherwise: int) -> int:
    # what a browser sends is not to be trusted
    whole = isinstance(number, int) and not isinstance(number, bool) and number >= 0
    return number if whole else otherwise
