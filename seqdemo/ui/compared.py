"""An RNN, a CNN and an MLP on one page: a text and the order of its words, and the three side by side."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from seqdemo.ui.families import NAMES, TITLES
from seqdemo.ui.sees import picture
from seqdemo.ui.setting import Number, Text


def text_and_order(text: Text, label: str, order: Number, key: str) -> tuple[str, int]:
    """Draws the text, the seed of the order of its words, and two buttons: the next order, and that of the text."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    typed = text.field(label, left, live="150ms")
    seed = order.field("Order: 0 as typed, others at random", right)
    following = min(seed + 1, int(order.high))
    with st.container(horizontal=True):
        st.button("Shuffle", icon=":material/shuffle:", on_click=order.put, args=(following,), key=f"{key}_again")
        st.button("As typed", icon=":material/undo:", on_click=order.put, args=(0,), key=f"{key}_back")
    return typed, seed


def three_networks(sees: Mapping[str, str], weights: Mapping[str, str], window: int) -> None:
    """A card for each: its picture, what it sees and does not see, and how many weights it has, in Markdown."""
    for name, column in zip(NAMES, st.columns(3), strict=True):
        with column.container(border=True, height="stretch"):
            st.markdown(f"**{TITLES[name]}**")
            st.image(picture(name, window), width=300, alt=f"{NAMES[name]}: {sees[name].replace('**', '')}")
            st.markdown(sees[name])
            st.caption(weights[name])
