"""What was computed for this visitor, kept until something else is asked.

>>> encoded = once("tr_encoded", text, lambda: model.encode(text))
>>> trace = walked("tox_trace", model, words)

What many see alike, because it shipped with the app, is computed once a process.

>>> tray = once("cookies_tray", asked, bake, heavy=True, alike=text in SHIPPED)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import is_dataclass
from typing import Any, TypeVar

import numpy as np
import streamlit as st

from seqdemo.core.trace import SequenceModel, Trace, extend
from seqdemo.ui.cached import shipped
from seqdemo.ui.turn import in_turn

T = TypeVar("T")
_KEPT = "_remembered"
MOST_MEGABYTES = 1
"""Of more than this in one session, what other pages than the present one keep is forgotten, the oldest first."""


def once(
    name: str, asked: Hashable, make: Callable[[], T], last: int = 1, *, heavy: bool = False, alike: bool = False
) -> T:
    """Returns make(), computed anew only where `asked` is not among the `last` things asked for under this name.

    Heavy work waits for its turn. `alike` says that nothing in `asked` is a visitor's own: then what was made is kept
    for all of them, see `seqdemo.ui.cached.shipped`.
    """
    known = st.session_state.setdefault(name, {})
    if asked not in known:
        work = (lambda: in_turn(make)) if heavy else make
        known[asked] = shipped(name, asked, work) if alike else work()
    # the one just asked for is the last to be dropped
    known[asked] = known.pop(asked)
    for old in list(known)[:-last]:
        del known[old]
    _keep_within_bounds(name)
    return known[asked]


def walked(name: str, model: SequenceModel, items: Sequence[Any], of: Hashable = None, last: int = 1) -> Trace:
    """Returns the walk over `items`; only the steps that the one before, `of` the same thing, lacks are computed."""
    known = st.session_state.setdefault(name, {})
    trace = known.pop(of, Trace())
    if trace.items != tuple(items):
        trace = extend(model, trace, items)
    known[of] = trace
    for old in list(known)[:-last]:
        del known[old]
    _keep_within_bounds(name)
    return trace


def _keep_within_bounds(name: str) -> None:
    """Looks at what is kept when the learner comes to another page, and not at every key press."""
    names: dict[str, None] = st.session_state.setdefault(_KEPT, {})
    came = bool(names) and _page(next(reversed(names))) != _page(name)
    names.pop(name, None)
    names[name] = None
    if not came:
        return
    sizes = {one: size_of(st.session_state.get(one, {})) for one in names}
    for oldest in [one for one in names if _page(one) != _page(name)]:
        if sum(sizes.values()) <= MOST_MEGABYTES * 1e6:
            break
        st.session_state.get(oldest, {}).clear()
        del sizes[oldest], names[oldest]


def _page(name: str) -> str:
    # names begin with their page
    return name.split("_")[0]


def size_of(value: Any) -> int:
    """Bytes of all arrays in a value, however deep in tuples, lists, dictionaries and dataclasses."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, (list, tuple)):
        return sum(map(size_of, value))
    if isinstance(value, dict):
        return sum(map(size_of, value.values()))
    return sum(map(size_of, vars(value).values())) if is_dataclass(value) else 0
