"""The page of cookie names, from the front door, with every kind of bad input."""

from functools import partial

import numpy as np
import pytest
import streamlit as st

from seqdemo.cookies import say
from seqdemo.cookies.model import FIRST, CookieModel
from seqdemo.core.trace import Trace, extend
from tests import pages
from tests.cookies.test_model import LETTERS, arrays


@pytest.fixture
def model(monkeypatch):
    yield from pages.serving(monkeypatch, CookieModel, CookieModel(arrays(), {"characters": LETTERS}))


open_page = partial(pages.open_page, "cookies")


def said(at):
    return " ".join(m.value for m in [*at.markdown, *at.caption])


def notices(at):
    return [info.value for info in at.info]


def test_a_tray_is_there_at_once_and_follows_the_seed(model):
    at = open_page()
    for name in model.bake(say.START, 0.8, 1, 12):
        assert say.plain(name) in said(at)
    at.number_input(key="cookies_seed").set_value(2).run()
    assert say.plain(model.bake(say.START, 0.8, 2, 12)[3]) in said(at)


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
        ("cookies_branches", "0.x.9"),
        ("cookies_branches", "5.1.9"),
        ("cookies_branch", "branch 1"),
        ("cookies_game", "0.0.0.0.0"),
        ("cookies_game", "99.1.5.10.10"),
        ("cookies_game", "0.3.2.10.10"),
        ("cookies_game", "0.1.2.-10.10"),
        ("cookies_game", "x" * 10_000),
    ],
)
def test_a_bad_link_is_one_sentence(model, name, value):
    assert len(notices(open_page(**{name: value}))) == 1


def test_a_letter_is_replaced_and_the_branch_stays(model):
    at = open_page()
    next(b for b in at.button if (b.key or "").startswith("cookies_grow_")).click().run()
    assert not at.exception
    assert at.radio(key="cookies_branch").options == ["the name", "branch 1"]
    assert at.radio(key="cookies_branch").value == 1
    shared = open_page(**address(at))
    assert shared.radio(key="cookies_branch").options == ["the name", "branch 1"]
    assert shared.radio(key="cookies_branch").value == 1


def address(at):
    values = {name: at.query_params[name] for name in ("cookies_branches", "cookies_branch", "cookies_game")
              if name in at.query_params}  # fmt: skip
    return {name: value[0] if isinstance(value, list) else value for name, value in values.items()}


@pytest.mark.parametrize("step", [1, 3])
def test_any_letter_can_take_the_place_of_an_earlier_one(model, step):
    at = open_page(cookies_tape_step=str(step))
    buttons = {b.label for b in at.button if (b.key or "").startswith("cookies_grow_")}
    others = at.selectbox(key="cookies_other_0").options
    drawn = model.bake(say.START, 0.8, 1, 1)[0][step - 1]
    assert {*buttons, *others, say.spoken(drawn)} == {say.spoken(c) for c in LETTERS} | {say.THE_END}
    assert not buttons & {*others}
    letter = next(c for c in others if c in LETTERS)
    at.selectbox(key="cookies_other_0").set_value(letter).run()
    assert not at.exception
    assert at.selectbox(key="cookies_other_1").value is None
    assert say.decode(address(at)["cookies_branches"], model) == [say.Branch(0, step - 1, letter)]
    assert at.radio(key="cookies_branch").value == 1


def test_no_more_branches_than_fit(model):
    at = open_page(cookies_branches="~".join(["0.1.5"] * say.MOST_BRANCHES))
    assert at.selectbox(key=f"cookies_other_{say.MOST_BRANCHES}").disabled
    assert "another name or seed begins anew" in said(at)


def bid(at, letter):
    at.selectbox(key="cookies_guess").set_value(letter)
    next(b for b in at.button if b.label.startswith("Bid")).click().run()
    assert not at.exception


def score(at):
    return next(m.value for m in at.markdown if m.value.startswith("Bits per letter"))


def test_bidding_keeps_the_score(model):
    at = open_page()
    assert len(at.get("plotly_chart")) == 1 and not address(at)
    bid(at, "o")
    assert len(at.get("plotly_chart")) == 2
    assert "(1 bid)" in said(at) and "It was o" in said(at)


def test_the_link_holds_the_game(model):
    at = open_page()
    truth = model.puzzles[0]
    for letter in truth.lower():
        bid(at, letter)
    shared = open_page(**address(at))
    assert score(shared) == score(at) and f"({len(truth)} bids)" in score(at)
    assert plain_bars(shared) == plain_bars(at)
    for page in (at, shared):
        bid(page, say.THE_END)
        assert f"The name was {truth}" in said(page)
    assert score(shared) == score(at)
    assert address(shared)["cookies_game"] == address(at)["cookies_game"]
    assert address(at)["cookies_game"].startswith(f"1.0.{len(truth) + 1}.")


def plain_bars(at):
    return at.get("plotly_chart")[1].proto.alt


def test_missing_weights_are_one_sentence(monkeypatch):
    pages.failing(monkeypatch, CookieModel, "The file is missing.")
    at = open_page()
    assert [error.value for error in at.error] == [say.plain("The file is missing.")]
    st.cache_resource.clear()


def test_bits_of_a_bid():
    assert say.learner_bits("a", "certain", "a", 40) < 0.1
    assert say.learner_bits("a", "certain", "b", 40) > say.learner_bits("a", "a hunch", "b", 40)


def test_the_game_survives_the_address(model):
    for game in (say.Game(), say.Game(1, 2, 5, 1234, 7)):
        assert say.decode_game(say.encode_game(game), model) == game


def test_the_first_sight_is_lively():
    """At the step on show at first the network does not know which letter comes."""
    shipped = CookieModel.load()
    chances = extend(shipped, Trace(), [FIRST, *say.START]).outputs[-1].astype(float)
    assert -(chances * np.log2(np.maximum(chances, 1e-12))).sum() > 2


def test_branches_survive_the_address(model):
    grown = [say.Branch(0, 3, "e"), say.Branch(1, 5, "")]
    assert say.decode(say.encode(grown, model), model) == grown
    for bad in ("x", "0.1", "9.1.5", "0.1.0", "0.1.9999", "~".join(["0.1.5"] * 9)):
        assert say.decode(bad, model) is None
