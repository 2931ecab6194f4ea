"""The step tape: a sequence as a row of chips, and one step of it on show.

>>> step = step_tape(["to", "be"], key="tape")   # 2: "after step 2"
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from seqdemo.ui.link import from_history, keep_in_address, shorten
from seqdemo.ui.setting import Number

_HERE = Path(__file__).parent
_FOLLOW = -1
_MILLISECONDS = 600

_component = st.components.v2.component(
    "seqdemo_step_tape",
    html=(_HERE / "tape.html").read_text(encoding="utf-8"),
    css=(_HERE / "tape.css").read_text(encoding="utf-8"),
    js=(_HERE / "tape.js").read_text(encoding="utf-8"),
    isolate_styles=True,
)


def step_tape(
    items: Sequence[str],
    key: str,
    *,
    colours: Sequence[float] | None = None,
    notes: Sequence[str] | None = None,
    start: int | None = None,
) -> int:
    """Draws the tape and returns the step on show, 0..len(items): "after step t".

    `colours` has one value in -1..1 an item (blue below zero, orange above), `notes` one line an item.
    The tape rests at `start`, or at its end; it follows a growing end until the learner moves it.
    Where the items up to the step on show are replaced, it goes back to rest.
    The address of the page keeps the step as `<key>_step`, unless the tape rests.
    """
    rest = len(items) if start is None else max(0, min(start, len(items)))
    if from_history():
        _begin_anew(key)
    drawn = key in st.session_state
    moved = _moved(st.session_state[key]) if drawn else _from_address(key, rest, len(items))
    if _replaced(key, items, moved):
        reset_tape(key)
        moved = _FOLLOW
    st.session_state.setdefault("_tape_steps", {})[key] = moved
    _component(
        key=key,
        data=_data(key, items, colours, notes, start, moved, still=False),
        default={"step": moved},
        on_step_change=lambda: _to_address(key),
    )
    return rest if moved == _FOLLOW else min(moved, len(items))


def still_tape(items: Sequence[str], key: str, *, colours: Sequence[float], step: int) -> None:
    """Draws the chips of a tape without its controls; the chip of `step` is outlined."""
    _component(
        key=key,
        data=_data(key, items, colours, None, step, _FOLLOW, still=True),
        default={"step": _FOLLOW},
        on_step_change=lambda: None,
    )


def reset_tape(key: str) -> None:
    """Lets the tape rest again where it starts; call it in a callback, before the tape is drawn."""
    _begin_anew(key)
    keep_in_address(_in_address(key), None)


def move_tape(key: str, step: int) -> None:
    """Puts the tape after `step`, whatever its items are by then; call it in a callback, before the tape is drawn."""
    _begin_anew(key)
    keep_in_address(_in_address(key), str(step))


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
    moved = _moved(st.session_state.get(key))
    keep_in_address(_in_address(key), None if moved == _FOLLOW else str(moved))


def _replaced(key: str, items: Sequence[str], moved: int) -> bool:
    seen = st.session_state.setdefault("_tape_items", {})
    before, seen[key] = seen.get(key), list(items)
    return before is not None and moved > 0 and before[:moved] != seen[key][:moved]


def _data(key, items, colours, notes, start, moved, still) -> dict:
    return {
        "version": st.session_state.get("_tape_versions", {}).get(key, 0),
        "items": [shorten(item) for item in items],
        "colours": None if colours is None else [_unit(value) for value in colours],
        "notes": None if notes is None else [shorten(note, 300) for note in notes],
        "start": start,
        "step": moved,
        "still": still,
        "milliseconds": _MILLISECONDS,
    }


def _unit(value: float) -> float:
    value = float(value)
    return round(max(-1.0, min(1.0, value)), 3) if math.isfinite(value) else 0.0


def _moved(state) -> int:
    # what a browser sends is not to be trusted
    step = state.get("step") if hasattr(state, "get") else getattr(state, "step", None)
    return step if isinstance(step, int) and not isinstance(step, bool) and step >= 0 else _FOLLOW
