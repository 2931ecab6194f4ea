"""The page of cookie names, from the front door, with every kind of bad input."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from seqdemo.errors import WeightsError
from seqdemo.models.cookies import CookieModel
from seqdemo.ui import cookies_words as say
from tests.test_cookies import LETTERS, arrays

APP = Path(__file__).parent.parent / "app.py"


@pytest.fixture
def model(monkeypatch):
    made = CookieModel(arrays(), {"characters": LETTERS})
    monkeypatch.setattr(CookieModel, "load", classmethod(lambda cls: made))
    st.cache_resource.clear()
    yield made
    st.cache_resource.clear()


def open_page(**query):
    at = AppTest.from_file(str(APP), default_timeout=30).run()
    for name, value in query.items():
        at.query_params[name] = value
    at.switch_page("pages/cookies.py").run()
    assert not at.exception
    return at


def said(at):
    return " ".join(m.value for m in [*at.markdown, *at.caption])


def notices(at):
    return [info.value for info in at.info]


def test_a_tray_is_there_at_once_and_follows_the_seed(model):
    at = open_page()
    for name in model.bake("Choc", 0.8, 1, 12):
        assert say.plain(name) in said(at)
    at.number_input(key="cookies_seed").set_value(2).run()
    assert say.plain(model.bake("Choc", 0.8, 2, 12)[3]) in said(at)


@pytest.mark.parametrize("text", ["x" * 100_000, "🍪", "עוגיה", "a\x00b", "<b>*Choc*</b>"])
def test_a_bad_start_is_one_sentence(model, text):
    at = open_page()
    at.text_input(key="cookies_start").set_value(text).run()
    assert not at.exception and len(notices(at)) == 1
    assert "<b>" not in said(at)


def test_an_empty_start_is_fine(model):
    at = open_page()
    at.text_input(key="cookies_start").set_value("").run()
    assert not at.exception and not notices(at)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cookies_temperature", "NaN"),
        ("cookies_temperature", "99"),
        ("cookies_seed", "-4"),
        ("cookies_row", "x"),
        ("cookies_branches", "0.x.9"),
        ("cookies_branches", "5.1.9"),
    ],
)
def test_a_bad_link_is_one_sentence(model, name, value):
    assert len(notices(open_page(**{name: value}))) == 1


def test_a_letter_is_replaced_and_the_branch_stays(model):
    at = open_page()
    next(b for b in at.button if (b.key or "").startswith("cookies_grow_")).click().run()
    assert not at.exception
    assert at.radio(key="cookies_branch").options == ["the name", "branch 1"]
    assert at.radio(key="cookies_branch").value == "branch 1"
    code = at.query_params["cookies_branches"]
    shared = open_page(cookies_branches=code[0] if isinstance(code, list) else code)
    assert shared.radio(key="cookies_branch").options == ["the name", "branch 1"]


def test_bidding_keeps_the_score(model):
    at = open_page()
    at.selectbox(key="cookies_guess").set_value("o")
    next(b for b in at.button if b.label.startswith("Bid")).click().run()
    assert len(at.get("plotly_chart")) == 2
    assert not at.exception and "(1 bid)" in said(at)


def test_missing_weights_are_one_sentence(monkeypatch):
    def missing(cls):
        raise WeightsError("The file is missing.")

    monkeypatch.setattr(CookieModel, "load", classmethod(missing))
    st.cache_resource.clear()
    at = open_page()
    assert [error.value for error in at.error] == [say.plain("The file is missing.")]
    st.cache_resource.clear()


def test_bits_of_a_bid():
    assert say.learner_bits("a", "certain", "a", 40) < 0.1
    assert say.learner_bits("a", "certain", "b", 40) > say.learner_bits("a", "a hunch", "b", 40)


def test_branches_survive_the_address(model):
    grown = [say.Branch(0, 3, "e"), say.Branch(1, 5, "")]
    assert say.decode(say.encode(grown, model), model) == grown
    for bad in ("x", "0.1", "9.1.5", "0.1.0", "0.1.9999", "~".join(["0.1.5"] * 9)):
        assert say.decode(bad, model) is None
