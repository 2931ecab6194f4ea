"""The frame that every page shares: header, figures with their sentence, panels, presets, notices."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from plotly.basedatatypes import BaseFigure
from streamlit.runtime.pages_manager import PagesManager

from seqdemo.ui import lesson
from seqdemo.ui.history import row_of_presets, tidy_history
from seqdemo.ui.link import leave_other_pages
from seqdemo.ui.markdown import plain
from seqdemo.ui.setting import Panel, Switch
from seqdemo.ui.shapes import picture


def _through_the_front_door() -> None:
    """Lets app.py run first: until it has, Streamlit takes pages/ for its older kind of navigation.

    That happens when the very first visit of a new server is a link to a page.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


def page_header(title: str, sentence: str, shape: str) -> None:
    """Draws the title, one sentence and a small picture of the shape.

    `shape` is "many to one", "one to many", "many to many", "sequence to sequence" or "one to one".
    """
    _through_the_front_door()
    leave_other_pages()
    words, drawing = st.columns([3, 1], vertical_alignment="center")
    words.title(title)
    words.markdown(sentence)
    with drawing.container(key="page_shape"):
        st.image(picture(shape), caption=shape.capitalize(), width=150, alt=f"A picture of the shape {shape}.")
        tidy_history()
    lesson.begin()


class _Drawn(BaseFigure):
    """A figure that is already a dictionary; Streamlit validates all others, at 2 to 15 ms each."""

    def __init__(self, figure: dict[str, Any]) -> None:
        self._drawn = figure

    def to_dict(self) -> dict[str, Any]:
        return self._drawn


def figure(figure: dict[str, Any], sentence: str, key: str, on_select: Callable[[], None] | None = None) -> None:
    """Draws a Plotly figure, given as a dictionary; `sentence` is its alternative text and its caption.

    `on_select` is called after a click on one of its points, which st.session_state[key] then holds.
    """
    # Streamlit's browser side fills the template with the colours of the theme
    figure["layout"].setdefault("template", {"data": {}, "layout": {}})
    select: dict[str, Any] = {} if on_select is None else {"on_select": on_select, "selection_mode": "points"}
    config = {"displayModeBar": False, "scrollZoom": False}
    st.plotly_chart(_Drawn(figure), key=key, alt=sentence, config=config, **select)
    st.caption(plain(sentence))


def clicked(event: Any, count: int) -> int | None:
    """Returns the number, below `count`, that the clicked point of a figure carries; None where there is none."""
    # what a browser sends is not to be trusted; a second click on a point takes the selection back
    try:
        number = int(event["selection"]["points"][0]["customdata"])
    except (LookupError, TypeError, ValueError):
        return None
    return number if 0 <= number < count else None


def under_the_hood(formula: str, numbers: Mapping[str, str], functions: Sequence[Callable], key: str) -> None:
    """Draws a panel with the formula (rows of LaTeX), this step's numbers and the source of `functions`."""
    panel = Panel(key).expander("Under the hood: the formula, the numbers, the code")
    if panel is None:
        return
    with panel:
        st.latex(rf"\begin{{aligned}}{formula}\end{{aligned}}")
        for name, value in numbers.items():
            st.markdown(f"**{plain(name)}**: {plain(value)}")
        for function in functions:
            st.code(inspect.getsource(function), language="python", wrap_lines=True)


def presets(options: Mapping[str, Any], key: str, take: Callable[[Any], None], masked: bool = False) -> None:
    """Draws a button for every label; a click calls `take`, the `put` of a setting for example, with its value.

    Masked presets stay out of sight until the learner asks for them.
    """
    if masked and not Switch(f"{key}_shown").toggle("Show the examples with rude words"):
        return
    with row_of_presets(key):
        for number, (label, value) in enumerate(options.items()):
            st.button(plain(label), key=f"{key}_{number}", on_click=take, args=(value,))


def predict_then_reveal(question: str, choices: Sequence[str], answer: str, explanation: str, key: str) -> bool | None:
    """Asks first; says whether the guess was right, and why, once the learner has chosen.

    Returns whether it was right, None before there is one.
    """
    guess = st.radio(plain(question), list(choices), index=None, key=key, format_func=plain)
    if guess is None:
        st.caption("Choose one; the answer comes after.")
    elif guess == answer:
        st.success(f"Yes. {plain(explanation)}", icon=":material/check:")
    else:
        st.info(f"Not quite: the answer is “{plain(answer)}”. {plain(explanation)}", icon=":material/lightbulb:")
    return None if guess is None else guess == answer


_share = st.components.v2.component(
    "seqdemo_share_link",
    html='<button type="button">Copy a link to this very state</button><button type="button">Open it beside</button>'
    '<span role="status"></span>',
    css="""
button { font: inherit; color: var(--st-text-color); background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color); border-radius: 8px; padding: 8px 14px; cursor: pointer;
  margin: 0 10px 6px 0; }
button[hidden] { display: none; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
span { color: var(--st-text-color); font-family: var(--st-font); overflow-wrap: anywhere; }
""",
    js="""
export default function ({ parentElement, data }) {
  const [button, other] = parentElement.querySelectorAll("button")
  const status = parentElement.querySelector("span")
  const addressOf = () => {
    const address = new URL(window.location.href)
    if (data?.lesson) address.searchParams.set("lesson", data.lesson)
    return address.href
  }
  other.hidden = !data?.lesson
  other.onclick = () => window.open(addressOf(), "_blank", "noopener")
  button.onclick = async () => {
    const address = addressOf()
    try {
      await navigator.clipboard.writeText(address)
      status.textContent = "Copied."
    } catch {
      // browsers keep the clipboard from pages without https
      status.textContent = "Copy it from here: " + address
    }
  }
}
""",
)


@st.fragment
def share_link(key: str) -> None:
    """Draws a button that copies the address of the page, which holds its whole state, and a teacher's form."""
    place = st.container()
    asked = lesson.form(key)
    with place:
        _share(key=key, data={"lesson": asked})
    st.caption("The address of this page holds all that you see: whoever opens the link finds the same state.")
