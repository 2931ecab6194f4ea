"""What a teacher's link adds to a page: large type for a projector, controls hidden, a question to answer first.

The address has it as `lesson=large.hidden:What comes next?`; the form in the panel for teachers makes it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from seqdemo.ui.markdown import plain
from seqdemo.ui.notices import notice
from seqdemo.ui.plan import LONGEST_QUESTION, Plan, written
from seqdemo.ui.setting import Panel, Setting

_STYLES = Path(__file__).parent
_ANSWERS, _EMPTY, _NONE = "_lesson_answers", "_lesson_empty", "none"


@dataclass(frozen=True)
class _Lesson(Setting[Plan]):
    def _read(self, raw: str) -> Plan:
        words, _, question = ("" if raw == _NONE else raw).partition(":")
        asked = set(words.split(".")) - {""}
        question = " ".join(question.split())
        if not raw or not asked <= {"large", "hidden"} or len(question) > LONGEST_QUESTION:
            raise ValueError(
                "which is no lesson: it may have “large”, “hidden” and, after a colon, a question of at most "
                f"{LONGEST_QUESTION} characters, as in large.hidden:What comes next?"
            )
        return Plan("large" in asked, "hidden" in asked, question)

    def _checked(self, value: Any) -> Plan:
        return value if isinstance(value, Plan) else self.default

    def _written(self, value: Plan) -> str:
        return written(value) or _NONE


LESSON = _Lesson("lesson", Plan())


def begin() -> None:
    """Does what the link asks; call it under the title of a page. Until the question is answered, nothing follows."""
    plan = LESSON.value()
    if not any(plan):
        return
    names = [name for name, asked in (("large", plan.large), ("hidden", plan.hidden)) if asked]
    if names:
        st.html("<style>" + "".join(_style(name) for name in names) + "</style>")
    with st.container(key="lesson_line"):
        if plan.question:
            _ask(plan.question)
        st.button(
            "Leave the lesson: all controls, usual size",
            icon=":material/close:",
            key="lesson_leave",
            type="tertiary",
            on_click=_leave,
        )
    if plan.question and plan.question not in _answers():
        st.stop()


def form(key: str) -> str:
    """Draws the panel in which a teacher makes a link for a lesson; returns what the address is to have, or nothing."""
    panel = Panel(f"{key}_lesson").expander("For teachers: a link for a lesson")
    if panel is None:
        return ""
    with panel:
        typed = st.text_input("A question that is answered before anything is seen", key=f"{key}_question")
        question = " ".join(typed.split())
        if len(question) > LONGEST_QUESTION:
            notice(f"The question has {len(question):,} characters; the first {LONGEST_QUESTION} are taken.")
        left, right = st.columns(2)
        large = left.toggle("Large type, for a projector", key=f"{key}_large")
        hidden = right.toggle("Hide the controls; input, tape and figures stay", key=f"{key}_hidden")
        st.caption("The button copies the state that you see with what you choose here; this page stays as it is.")
    return written(Plan(large, hidden, question[:LONGEST_QUESTION].strip()))


def _ask(question: str) -> None:
    """The question with a field for the answer, then both side by side."""
    st.markdown(f"### {plain(question)}")
    known = _answers().get(question)
    if known is not None:
        st.markdown(f"You said: **{plain(known)}**. Now look.")
        return
    with st.form("lesson_form", border=False):
        st.text_input("What do you expect?", key="lesson_answer")
        st.form_submit_button("Now show me", on_click=_answer, args=(question,), type="primary")
    if st.session_state.pop(_EMPTY, False):
        notice("Nothing is written in the field yet: write what you expect, then press the button.")
    st.caption("Any guess will do; it stays on this page and is not judged.")


def _answer(question: str) -> None:
    answer = str(st.session_state.lesson_answer).strip()
    if len(answer) > LONGEST_QUESTION:
        answer = answer[: LONGEST_QUESTION - 1] + "…"
    if answer:
        _answers()[question] = answer
    st.session_state[_EMPTY] = not answer


def _answers() -> dict[str, str]:
    return st.session_state.setdefault(_ANSWERS, {})


def _leave() -> None:
    # only the address: the next link of the same teacher asks anew
    with suppress(KeyError):
        del st.query_params[LESSON.name]


def _style(name: str) -> str:
    return (_STYLES / f"lesson_{name}.css").read_text(encoding="utf-8")
