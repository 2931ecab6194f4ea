"""Where the learner has been, without an account: kept in the session, and in the link of the page that shows it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from seqdemo.ui.kept import Kept

_VISITED = "_visited"


def visit(name: str) -> None:
    """Remembers that the learner has been on the page `name`."""
    st.session_state.setdefault(_VISITED, set()).add(name)


def visited(key: str, names: Sequence[str]) -> tuple[str, ...]:
    """Returns which of `names` the learner has been on, here or where the link was copied, in their order."""
    kept = Kept[tuple[str, ...]](
        key,
        (),
        ".".join,
        lambda text: found if set(found := tuple(text.split("."))) <= set(names) else None,
        "The link names pages that you have been on and that are not here; they are left out.",
    )
    been = {*kept.value(), *st.session_state.get(_VISITED, ())}
    kept.put(tuple(name for name in names if name in been))
    return kept.value()
