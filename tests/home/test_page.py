"""The front page without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from seqdemo.cookies.model import LONGEST, CookieModel
from seqdemo.home import say as home
from seqdemo.registry import USE_CASES
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
    assert "Come in" in [heading.value for heading in app.header]


def test_doors_lead_to_pages_that_exist():
    for about in USE_CASES:
        assert (Path(APP).parent / about.page).is_file()


def test_guess_comes_before_the_answer():
    app = _open()
    assert not app.success
    app.radio(key="home_quiz").set_value("A network that reads them in order").run()
    assert app.success
