"""The front page: what a sequence model is, how it differs from others, and the doors."""

import numpy as np
import streamlit as st

from seqdemo import figures
from seqdemo.ui import home
from seqdemo.ui.frame import figure, page_header, plain, predict_then_reveal
from seqdemo.ui.tape import step_tape

page_header(
    "Sequence models, one step at a time",
    "A sequence model is **one function, applied over and over**. At each step it takes an item and what it "
    "remembers, and gives an answer and a new memory. Here you watch trained networks do that, "
    "on words and letters of your own.",
    "many to many",
)

st.subheader("See it: what comes out goes back in")
controls, stage = st.columns([1, 2], gap="large")
with controls:
    start = st.text_input(
        "A beginning",
        value="we are going to",
        key="home_text",
        max_chars=home.LONGEST,
        live="200ms",
        bind="query-params",
        help="The example knows a handful of words only; others it reads, and forgets.",
    )
    st.caption(
        "A toy of a few lines, made for this page: it remembers no more than the last word it knew. "
        "The networks behind the doors below remember much more."
    )
words, chances = home.continue_text(start[: home.LONGEST])
with stage:
    items = [*words.given, *words.added]
    step = step_tape(
        items,
        "home_tape",
        colours=[0.0] * len(words.given) + [0.7] * len(words.added),
        notes=home.notes(words),
        start=min(len(words.given), len(items)),
    )
    st.caption(
        "Plain chips are yours. Orange chips the toy wrote itself: "
        "press play, and each becomes its next input."
    )
names, values = chances(step)
if names:
    figure(
        figures.bars(names, values, chosen=int(np.argmax(values))),
        home.sentence(items, step, names, values),
        key="home_bars",
    )

st.divider()
st.subheader("How is that different?")
for column, (title, text) in zip(st.columns(3), home.DIFFERENCES.items(), strict=True):
    with column.container(border=True, height="stretch"):
        st.markdown(f"**{title}**")
        st.markdown(text)

predict_then_reveal(
    "“The dog bit the man” and “The man bit the dog”: who can tell them apart?",
    ["A network that only counts the words", "A network that reads them in order", "Neither"],
    "A network that reads them in order",
    "Both sentences have the same words, so their counts are equal. "
    "A memory that is updated word by word differs from the second word on.",
    key="home_quiz",
)

st.divider()
st.subheader("Come in")
for column, door in zip(st.columns(2), home.DOORS, strict=True):
    with column.container(border=True, height="stretch"):
        st.markdown(f"**{door.title}** · {door.shape}")
        st.markdown(door.text)
        st.page_link(door.page, label=f"Open {door.title.lower()}", icon=door.icon)
st.markdown("**Still being built**, so there is no door yet: " + plain(home.TO_COME))
st.caption("Nothing that you type is stored or sent on. All networks here run on this app's own processor.")
