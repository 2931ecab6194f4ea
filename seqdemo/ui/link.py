"""Values from the address of the page, which anyone may have written by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from seqdemo.ui.frame import notice

Number = TypeVar("Number", int, float)
_LONGEST_ITEM = 60


def url_number(name: str, default: Number, low: Number, high: Number) -> Number:
    """Returns the number `name` of the address if it lies in low..high; else `default`, with a notice.

    Whole numbers where `default` is one. Call it before the widget that is bound to `name`.
    """
    raw = st.query_params.get(name)
    if raw is None:
        return default
    try:
        value = type(default)(raw)
    except ValueError:
        value = math.nan
    if math.isfinite(value) and low <= value <= high:
        return value
    _fell_back(name, raw, f"is not a {'whole ' * isinstance(default, int)}number from {low} to {high}", str(default))
    return default


def url_choice(name: str, default: str, choices: Sequence[str]) -> str:
    """Returns the value `name` of the address if it is one of `choices`; else `default`, with a notice."""
    raw = st.query_params.get(name)
    if raw is None or raw in choices:
        return default if raw is None else raw
    _fell_back(name, raw, "is not among the choices", default)
    return default


def url_text(name: str, default: str, longest: int) -> str:
    """Returns the text `name` of the address, cut to `longest` characters with a notice."""
    raw = st.query_params.get(name)
    if raw is None:
        return default
    if len(raw) > longest:
        notice(f"The link has a text of {len(raw):,} characters; the first {longest:,} are used.")
    return raw[:longest]


def keep_in_address(name: str, value: str) -> None:
    """Puts a value that no widget is bound to into the address of the page; an empty one is taken out."""
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def shorten(text: str, longest: int = _LONGEST_ITEM) -> str:
    """Returns `text`, or its head and an ellipsis where it is longer than `longest`."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _fell_back(name: str, raw: str, why: str, default: str) -> None:
    notice(f"The link says {name} = “{shorten(raw)}”, which {why}; {default} is used instead.")
