"""What was computed for this visitor, kept until something else is asked.

>>> encoded = once("tr_encoded", text, lambda: model.encode(text))
>>> trace = walked("tox_trace", model, words)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

import streamlit as st

from seqdemo.core.trace import SequenceModel, Trace, extend

T = TypeVar("T")


def once(name: str, asked: Hashable, make: Callable[[], T], last: int = 1) -> T:
    """Returns make(), computed anew only where `asked` is not among the `last` things asked for under this name."""
    known = st.session_state.setdefault(name, {})
    if asked not in known:
        known[asked] = make()
    # the one just asked for is the last to be dropped
    known[asked] = known.pop(asked)
    for old in list(known)[:-last]:
        del known[old]
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
    return trace
