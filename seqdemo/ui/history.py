"""Back and Forward: a page and a preset make an entry in the browser's history; all other changes replace it.

Streamlit makes an entry whenever the server changes the address, so also for each step of a tape and each stroke.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_HERE = Path(__file__).parent
_PARTS = ("connection.js", "leaving.js", "language.js")
_component = st.components.v2.component(
    "seqdemo_history",
    js="\n".join((_HERE / name).read_text(encoding="utf-8") for name in (*_PARTS, "history.js")),
    css=(_HERE / "page.css").read_text(encoding="utf-8"),
    # so that the style is that of the page
    isolate_styles=False,
)


def tidy_history() -> None:
    """Keeps the history of the browser tidy from now on, and lets pages be left in order.

    It also names the language of parts that are not English, runs the page again after a lost connection, and adds
    page.css to all pages.
    """
    _component(key="seqdemo_history", height=0, on_back_change=lambda: None)


def row_of_presets(key: str, gap: Literal["small", "xsmall"] = "small") -> DeltaGenerator:
    """Returns a row for buttons; whatever one of them changes in the address makes one entry in the history."""
    return st.container(horizontal=True, gap=gap, key=f"{key}_makes_entry")
