"""A row of buttons: what could be taken in the place of what was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from seqdemo.ui.markdown import plain


def alternatives(
    names: Sequence[str],
    chosen: int | None,
    take: Callable[..., None],
    arguments: Sequence[tuple[Any, ...]],
    key: str,
    *,
    disabled: bool = False,
    language: str = "en",
) -> None:
    """A button for every name but that of index `chosen`; a click calls `take` with its `arguments`.

    `language` is that of the names, for those who hear them.
    """
    others = [i for i in range(len(names)) if i != chosen]
    with st.container(horizontal=True, key=f"{key}_in_{language}"):
        # numbered without a gap, so that the keyboard stays on its button when other names come
        for number, i in enumerate(others):
            st.button(plain(names[i]), key=f"{key}_{number}", on_click=take, args=arguments[i], disabled=disabled)
