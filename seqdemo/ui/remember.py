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
MOST_MEGABYTES = 2
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
    _keep_within_bounds(name, asked, known[asked])
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
    _keep_within_bounds(name, of, trace)
    return trace


def _keep_within_bounds(name: str, asked: Hashable, value: Any) -> None:
    sizes: dict[tuple[str, Hashable], tuple[int, int]] = st.session_state.setdefault(_KEPT, {})
    known_as, size = sizes.pop((name, asked), (0, 0))
    sizes[name, asked] = id(value), size if known_as == id(value) else size_of(value)
    for gone in [one for one in sizes if one[1] not in st.session_state.get(one[0], ())]:
        del sizes[gone]
    # names begin with their page
    others = [one for one in sizes if one[0].split("_")[0] != name.split("_")[0]]
    while others and sum(size for _, size in sizes.values()) > MOST_MEGABYTES * 1e6:
        of, oldest = others.pop(0)
        del sizes[of, oldest], st.session_state[of][oldest]


def size_of(value: Any) -> int:
    """Bytes of all arrays in a value, however deep in tuples, lists, dictionaries and dataclasses."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, (list, tuple)):
        return sum(map(size_of, value))
    if isinstance(value, dict):
        return sum(map(size_of, value.values()))
    return sum(map(size_of, vars(value).values())) if is_dataclass(value) else 0
