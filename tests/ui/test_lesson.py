"""What a teacher's link does with a page, and the form that makes it."""

import json

import pytest

from seqdemo.ui.lesson import LESSON
from seqdemo.ui.plan import LONGEST_QUESTION, Plan, written
from tests import pages


@pytest.mark.parametrize(
    "plan", [Plan(large=True), Plan(hidden=True), Plan(True, True, "What: next? <b>"), Plan(question="Why?")]
)
def test_a_plan_survives_the_address(plan):
    assert LESSON._read(written(plan)) == plan


@pytest.mark.parametrize("raw", ["", "maybe", "large,hidden", "large:" + "x" * (LONGEST_QUESTION + 1)])
def test_what_is_no_lesson_is_refused(raw):
    with pytest.raises(ValueError, match="which is no lesson"):
        LESSON._read(raw)


def page():
    import streamlit as st

    from seqdemo.ui.frame import page_header, share_link

    page_header("A page", "One sentence.", "many to one")
    st.markdown("The answer.")
    share_link("share")


def said(at):
    return " ".join(text.value for text in [*at.markdown, *at.info])


def test_a_question_comes_first_and_an_empty_answer_is_none():
    at = pages.run_script(page, lesson="large.hidden:What *comes* next?")
    assert r"What \*comes\* next\?" in said(at) and "The answer." not in said(at)
    show(at)
    assert "The answer." not in said(at)
    at.text_input(key="lesson_answer").set_value("<b>a</b> dog")
    show(at)
    assert "The answer." in said(at) and r"\<b\>a\<\/b\> dog" in said(at).replace("\u2060", "")
    styles = "".join(element.proto.body for element in at.get("html"))
    assert "font-size" in styles and "display: none" in styles
    at.button(key="lesson_leave").click().run()
    assert "comes" not in said(at) and "The answer." in said(at) and "lesson" not in at.query_params


def test_what_is_too_long_is_shortened_and_said():
    at = pages.run_script(page, share_lesson="true")
    at.text_input(key="share_question").set_value("why " * 100).run()
    assert "The question has 399 characters" in said(at)
    assert len(LESSON._read(json.loads(share_of(at))["lesson"]).question) <= LONGEST_QUESTION
    at = pages.run_script(page, lesson=":Why?")
    show(at)
    assert "Nothing is written" in said(at)
    at.text_input(key="lesson_answer").set_value("x" * 300)
    show(at)
    assert "x" * 199 + "…" in said(at) and "Nothing is written" not in said(at)


def test_who_left_a_lesson_can_come_to_the_next():
    at = pages.run_script(page, lesson=":First?")
    at.button(key="lesson_leave").click().run()
    assert "First" not in said(at) and "The answer." in said(at)
    at.query_params["lesson"] = ":Second?"
    at.run()
    assert "Second" in said(at) and "The answer." not in said(at)


def test_a_bad_lesson_is_one_sentence_and_the_page_is_there():
    at = pages.run_script(page, lesson="huge")
    assert "The link says lesson = “huge”" in said(at).replace("\\", "") and "The answer." in said(at)
    assert "lesson" not in at.query_params


def test_the_form_says_what_the_address_is_to_have():
    at = pages.run_script(page, share_lesson="true")
    assert share_of(at) == '{"lesson": ""}'
    at.text_input(key="share_question").set_value("  Why\tso? ").run()
    at.toggle(key="share_large").set_value(True).run()
    assert share_of(at) == '{"lesson": "large:Why so?"}'
    assert "comes" not in said(at) and "The answer." in said(at)


def show(at):
    next(button for button in at.button if button.label == "Now show me").click().run()


def share_of(at):
    parts = at.get("bidi_component")
    return next(part.proto.json for part in parts if "share_link" in part.proto.component_name)
