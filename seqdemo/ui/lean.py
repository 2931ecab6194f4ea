"""Streamlit without pandas, which it imports for two questions that this app never asks: 104 MB a process.

It reads a pause such as "60ms" with it, and looks with it whether what a component is given may be a table.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from streamlit.components.v2.bidi_component import serialization
from streamlit.elements.widgets import text_widgets

_FORMS = (dict, list)
"""What our components are given beside plain values; a table is of another form."""


@cache
def spare_pandas() -> None:
    """From now on Streamlit answers both by itself. A version that asks elsewhere goes on as it is."""
    for module, name, answer in (
        (text_widgets, "time_to_seconds", _seconds),
        (serialization, "is_dataframe_like", _is_table),
    ):
        if hasattr(module, name):
            setattr(module, name, partial(answer, getattr(module, name)))


def _seconds(otherwise: Callable[..., Any], pause: Any, **options: Any) -> Any:
    number = pause.removesuffix("ms") if isinstance(pause, str) else ""
    return int(number) / 1000 if number.isdecimal() and number != pause else otherwise(pause, **options)


def _is_table(otherwise: Callable[[object], bool], value: object) -> bool:
    return type(value) not in _FORMS and otherwise(value)
