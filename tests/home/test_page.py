"""The front page without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from seqdemo.cookies.model import LONGEST, CookieModel
from seqdemo.home import say as home
from seqdemo.home.quiz import QUESTIONS
from seqdemo.registry import USE_CASES, part
from tests import pages

APP = str(Path(__file__).parents[2] / "app.py")


def _open(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def _bars(app: AppTest) -> str:
    return app.get("plotly_chart")[0].proto.alt


def test_front_page_works_before_anything_is_done():
    app = _open()
    assert not app.exception
    assert app.text_input(key="home_text").value == home.BEGINNING
    assert not app.info
    assert f"After “{home.BEGINNING}” the network expects “" in _bars(app)


def test_the_first_sight_is_lively():
    highest = float(re.search(r"at ([\d.]+)%", _bars(_open()))[1])
    assert highest < 50


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "x" * 100_000,
        "\N{GRINNING FACE} \N{COMBINING ACUTE ACCENT}",
        "שלום Oat",
        "\x00\x07 Oat",
        "<b>Oat</b> $a$",
    ],
    ids=["empty", "blank", "long", "emoji", "right to left", "control", "markup"],
)
def test_any_text_in_the_address(text):
    app = _open(home_text=text)
    assert not app.exception


def test_text_typed():
    app = _open()
    app.text_input(key="home_text").set_value("Ging").run()
    assert not app.exception
    assert "After “Ging” the network expects “e” at " in _bars(app)


def test_a_letter_that_the_network_never_saw():
    app = _open(home_text="Oat\N{GRINNING FACE}")
    assert len(app.info) == 1
    assert "Before the first letter" in _bars(app)


@pytest.mark.parametrize(
    ("step", "said"),
    [(0, "The next letter is yours, “M”"), (4, "reads it as its next input"), (5, "reads it as its next input")],
)
def test_the_link_holds_the_step(step, said):
    app = _open(home_tape_step=str(step))
    assert not app.info
    assert said in _bars(app)


def test_the_name_ends_where_the_network_says():
    name = CookieModel.load().bake(home.BEGINNING, 0.0, 0, 1)[0]
    assert len(name) < LONGEST
    assert "expects the end at" in _bars(_open(home_tape_step=str(len(name))))


def test_without_weights_the_rest_is_still_drawn(monkeypatch):
    pages.failing(monkeypatch, CookieModel, "The file is gone.")
    app = _open()
    assert not app.exception
    assert [error.value for error in app.error] == ["The file is gone\\."]
    assert app.radio(key="home_quiz")
    assert "The lesson, stop by stop" in [heading.value for heading in app.header]


def test_doors_lead_to_pages_that_exist():
    for about in USE_CASES:
        assert (Path(APP).parent / about.page).is_file()


def _said(app: AppTest) -> str:
    return " ".join(markdown.value for markdown in app.markdown)


def test_where_the_learner_has_been_is_marked_here_and_in_the_link():
    app = _open()
    assert home.MARK not in _said(app) and "home_been" not in app.query_params
    for count, about in enumerate(USE_CASES[:2], 1):
        app.switch_page(about.page).run()
        app.switch_page("pages/home.py").run()
        assert _said(app).count(home.MARK) == count
        assert f"**{count}. {about.idea}**{home.MARK}" in _said(app)
    been = ".".join(about.name for about in USE_CASES[:2])
    assert app.query_params["home_been"] in (been, [been])
    assert _said(_open(home_been=been)).count(home.MARK) == 2
    everywhere = _open(home_been=".".join(about.name for about in USE_CASES))
    assert home.been(len(USE_CASES), len(USE_CASES)) in _said(everywhere)


@pytest.mark.parametrize("been", ["nowhere", "toxicity.nowhere", "..", "x" * 10_000])
def test_a_link_that_names_no_page_is_said(been):
    app = _open(home_been=been)
    assert not app.exception and "are left out" in app.info[0].value
    assert home.MARK not in _said(app)


@pytest.mark.parametrize("about", USE_CASES, ids=lambda about: about.name)
def test_a_stop_opens_its_page_in_a_state_that_the_page_knows(about):
    page = pages.open_page(about.name, **about.opens)
    assert about.idea and not any(info.value.startswith("The link") for info in page.info)
    for name, value in about.opens.items():
        assert str(page.session_state[name]) == value


def test_the_questions_are_answered_one_by_one_and_what_was_wrong_is_offered_again():
    app = _open(home_questions="true")
    asked = [about for about in USE_CASES if about.name in QUESTIONS]
    assert len(asked) == len(QUESTIONS)
    right = 0
    for count, about in enumerate(asked, 1):
        question = QUESTIONS[about.name](*(kind.load() for kind in part(about.name, "glimpse").MODELS))
        assert question.answer in question.choices and len(set(question.choices)) == len(question.choices)
        wrong = next(choice for choice in question.choices if choice != question.answer)
        right += count % 2
        app.radio(key=f"home_quiz_{about.name}").set_value(question.answer if count % 2 else wrong).run()
        assert f"**{right} of {count} right**" in _said(app)
    again = [link for link in app.get("page_link") if link.proto.label.startswith("Look again")]
    assert len(again) == len(asked) - right


def test_guess_comes_before_the_answer():
    app = _open()
    assert not app.success
    app.radio(key="home_quiz").set_value("A network that reads them in order").run()
    assert app.success
