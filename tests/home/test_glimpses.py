"""The one figure of each stop on the front page, and the question beside it."""

from __future__ import annotations

import json
import re

import pytest

from seqdemo.core.errors import InputError
from seqdemo.registry import USE_CASES, part
from tests import pages

GLIMPSES = {about.name: part(about.name, "glimpse") for about in USE_CASES}
TYPED = {name: found for name, found in GLIMPSES.items() if found.ASKS}
HOSTILE = ["", "   ", "?", "x" * 240, "<b>a</b> $x$ `y`", "\N{GRINNING FACE}", "שלום", "\x00\x07"]


def _of(name: str, text: str):
    return GLIMPSES[name].glimpse(*(kind.load() for kind in GLIMPSES[name].MODELS), text)


@pytest.mark.parametrize("name", GLIMPSES)
def test_a_figure_and_a_sentence_with_its_numbers(name):
    asks = GLIMPSES[name].ASKS
    figure, sentence = _of(name, asks[1] if asks else "")
    assert figure["data"] and json.dumps(figure)
    assert re.search(r"\d", sentence) and sentence.endswith(".")


@pytest.mark.parametrize("name", TYPED)
def test_it_is_computed_from_what_is_typed(name):
    label, example = TYPED[name].ASKS
    other = {"sketch": "cat", "photo": "tote bag"}.get(name, "no house is red")
    assert label and _of(name, example)[0]["data"] != _of(name, other)[0]["data"]


def test_a_thing_with_capitals_may_be_typed_in_any_letters():
    assert _of("sketch", "the eiffel tower") == _of("sketch", "The Eiffel Tower")


@pytest.mark.parametrize("name", TYPED)
def test_what_cannot_be_used_is_refused_with_a_sentence(name):
    for text in HOSTILE:
        try:
            figure, sentence = _of(name, text)
        except InputError as error:
            figure, sentence = {}, str(error)
        assert sentence.endswith(".")
        json.dumps(figure)


def test_each_stop_opens_where_it_stands_with_its_figure_and_its_question():
    at = pages.open_page("home")
    closed = len(at.get("plotly_chart"))
    for about in USE_CASES:
        at.button(key=f"home_look_at_{about.name}").click().run()
        assert not at.exception and at.query_params["home_look"] in (about.name, [about.name])
        assert len(at.get("plotly_chart")) == closed + 1
        asked = at.radio(key=f"home_look_question_{about.name}")
        asked.set_value(asked.options[0]).run()
        assert not at.exception and len(at.success) + len(at.info) == 1
    at.button(key=f"home_look_at_{USE_CASES[-1].name}").click().run()
    assert len(at.get("plotly_chart")) == closed and "home_look" not in at.query_params


def test_the_link_holds_the_stop_and_what_was_typed():
    at = pages.open_page("home", home_look="sketch", home_try_sketch="cat")
    assert at.text_input(key="home_try_sketch").value == "cat" and not at.info
    assert "this cat is done" in " ".join(caption.value for caption in at.caption)
    at.text_input(key="home_try_sketch").set_value("dragonfruit").run()
    assert not at.exception and "never saw a drawing of “dragonfruit”" in at.info[0].value
    assert "all are closed" in pages.open_page("home", home_look="nowhere").info[0].value
