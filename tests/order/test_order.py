"""Order matters: shuffles and swaps, and the page from the front door with every kind of bad input."""

from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from seqdemo.benchmark import steps
from seqdemo.language.model import LanguageModel
from seqdemo.order import figures, say
from seqdemo.order.shuffling import SHUFFLES, Study, bits, in_order, movable, order_of, swapped
from tests import pages
from tests.language.stub import stub

SENTENCE = "we are going to have a party."


@pytest.fixture
def model(monkeypatch):
    yield from pages.serving(monkeypatch, LanguageModel, stub())


open_page = partial(pages.open_page, "order")


def said(at: AppTest) -> str:
    return " ".join(m.value for m in [*at.markdown, *at.caption])


def tape_of(at: AppTest) -> list[str]:
    return at.session_state["_tape_items"]["order_tape"]


def test_an_order_has_every_word_once_and_the_last_sign_stays():
    words = stub().read(SENTENCE)
    for seed in range(30):
        order = order_of(words, seed)
        assert sorted(order) == list(range(len(words))) and order[-1] == len(words) - 1
    assert order_of(words, 0) == tuple(range(len(words)))
    assert len({order_of(words, seed) for seed in range(30)}) > 25
    assert movable(stub().read("we are")) == 2
    assert swapped(4, 1) == (0, 2, 1, 3)


def test_a_study_is_what_each_sentence_alone_would_give():
    model = stub()
    words = model.read(SENTENCE)
    study = Study.of(model, words)
    for name in model.networks:
        plain = bits(model, [words])[name][0]
        np.testing.assert_allclose(study.typed[name], plain, rtol=1e-4)
        assert study.increase[name].shape == (SHUFFLES,) and study.swaps[name].shape == (len(words) - 2,)
        other = bits(model, [in_order(words, order_of(words, 7))])[name][0]
        assert study.increase[name][6] == pytest.approx(other.mean() - plain.mean(), abs=1e-4)
        other = bits(model, [in_order(words, swapped(len(words), 2))])[name][0]
        assert study.swaps[name][2] == pytest.approx(other.mean() - plain.mean(), abs=1e-4)


def test_at_the_end_the_bag_says_the_same_in_every_order():
    model = stub()
    words = model.read(SENTENCE)
    orders = [in_order(words, order_of(words, seed)) for seed in range(10)]
    ends = {name: rows[:, -1] for name, rows in bits(model, orders).items()}
    np.testing.assert_allclose(ends["mlp"], ends["mlp"][0], atol=1e-4)
    assert np.ptp(ends["rnn"]) > 1e-3


def test_the_page_shows_the_order_of_the_link_and_goes_back(model):
    at = open_page(order_text=SENTENCE)
    assert tape_of(at) == ["we", "are", "going", "to", "have", "a", "party", ".", say.THE_END]
    at.button(key="order_again").click().run()
    words = model.read(SENTENCE)
    assert tape_of(at) == say.chips(in_order(words, order_of(words, 1)))
    assert at.query_params["order_shuffle"] == "1"
    assert "in this order" in said(at)
    at.button(key="order_back").click().run()
    assert tape_of(at)[0] == "we" and "in this order" not in said(at)


def test_another_order_of_the_same_sentence_studies_nothing_anew(model, monkeypatch):
    at = open_page(order_text=SENTENCE)
    asked = []
    monkeypatch.setattr(
        model, "surprise", lambda lists, name, real=model.surprise: asked.append(len(lists)) or real(lists, name)
    )
    at.button(key="order_again").click().run()
    assert asked == [1] * len(model.networks)
    with steps.counted() as counter:
        at.run()
    assert counter.steps == 0 and len(asked) == len(model.networks)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("we’re here", 1),
        ("WE ARE", 0),
        ("we are Zyx", 1),
        ("we are 4711", 1),
        ("we", 1),
        ("we.", 1),
        ("", 1),
        (". . . .", 0),
        ("x" * 10_000, 1),
        ("we are " * 60, 1),
        ("<b>we</b> *are* \x00", 1),
    ],
)
def test_whatever_is_typed_is_read_and_stays_in_the_box(model, typed, told):
    at = open_page()
    at.text_input(key="order_text").set_value(typed).run()
    assert not at.exception and not at.error
    assert (len(at.info) > 0) == bool(told), [info.value for info in at.info]
    assert "<b>" not in said(at)
    assert at.text_input(key="order_text").value == typed[: say.LONGEST_TEXT]


def test_unknown_words_are_marked(model):
    at = open_page(order_text="we are Zyx")
    assert tape_of(at) == ["we", "are", "Zyx (?)", say.THE_END]


def test_the_swap_that_is_named_is_the_one_that_costs_most():
    model = stub()
    words = model.read(SENTENCE)
    study = Study.of(model, words)
    place = int(np.abs(study.swaps["rnn"]).argmax())
    found = say.swap_sentence(words, study)
    assert f"“{words[place].text}” and “{words[place + 1].text}” change places" in found


def test_contexts_are_drawn_and_said_with_their_numbers():
    perplexity = {name: {"1": 90.0 + i, "5": 50.0, "12": 40.0 - i} for i, name in enumerate(figures.NAMES)}
    drawn = figures.contexts(perplexity)
    assert drawn["data"][0]["y"] == [90.0, 50.0, 40.0]
    assert "RNN from 90 with one word to 40 with 12" in say.contexts_sentence(perplexity)
