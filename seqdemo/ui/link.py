"""The address of the page: what it says beside the settings of widgets, and how the learner came to it."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_LONGEST_ITEM = 60
OWNERS = "_address_owners"
SETTINGS: set[str] = set()
"""The names of all settings that this process has met."""
_SENT = "_address_sent"


def from_history() -> bool:
    """Whether the learner came here with the buttons Back or Forward: then all is as the address says."""
    # Streamlit 1.65 does not know this yet
    return getattr(get_script_run_ctx(), "is_history_navigation", False)


def keep_in_address(name: str, value: str | None) -> None:
    """Puts a value that no widget is bound to into the address of the page; None takes it out."""
    sent, asked_with = st.session_state.setdefault(_SENT, {}), st.query_params.get(name)
    # who clicks before the browser has heard of the last change asks with the address before it
    if asked_with != value or sent.get(name, value) != value:
        if value is not None or asked_with is None:
            st.query_params[name] = value or ""
        if value is None:
            del st.query_params[name]
    sent[name] = value
    st.session_state.setdefault(OWNERS, {})[name] = _page()


def leave_other_pages() -> None:
    """Takes out of the address what other pages have put there; those of widgets Streamlit takes out itself."""
    owners = st.session_state.get(OWNERS, {})
    for name in [name for name in st.query_params if owners.get(name, _page()) != _page()]:
        del st.query_params[name]


def unused() -> dict[str, str]:
    """What the address says that neither a setting nor the page has a use for; call it when the page is drawn."""
    known = SETTINGS | set(st.session_state.get(OWNERS, {}))
    return {name: st.query_params[name] for name in st.query_params if name not in known}


def shorten(text: str, longest: int = _LONGEST_ITEM) -> str:
    """Returns `text`, or its head and an ellipsis where it is longer than `longest`."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _page() -> str:
    context = get_script_run_ctx()
    return context.page_script_hash if context else ""
