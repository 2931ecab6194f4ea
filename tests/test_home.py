"""The front page without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from seqdemo.ui import home

APP = str(Path(__file__).parent.parent / "app.py")


def _open(**query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_front_page_works_before_anything_is_done():
    app = _open()
    assert not app.exception
    assert app.text_input(key="home_text").value == "we are going to"
    assert "“the” at 55%" in app.get("plotly_chart")[0].proto.alt


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "x" * 100_000,
        "\N{GRINNING FACE} \N{COMBINING ACUTE ACCENT}",
        "שלום we",
        "\x00\x07 we",
        "<b>we</b> $a$",
    ],
    ids=["empty", "blank", "long", "emoji", "right to left", "control", "markup"],
)
def test_any_text_in_the_address(text):
    app = _open(home_text=text)
    assert not app.exception


def test_text_typed():
    app = _open()
    app.text_input(key="home_text").set_value("I").run()
    assert not app.exception
    assert "“am” at 70%" in app.get("plotly_chart")[0].proto.alt


def test_doors_lead_to_pages_that_exist():
    for door in home.DOORS:
        assert (Path(APP).parent / door.page).is_file()


def test_toy_is_a_table_of_chances():
    for followers in home.FOLLOWERS.values():
        assert sum(followers.values()) == pytest.approx(1)


def test_guess_comes_before_the_answer():
    app = _open()
    assert not app.success
    app.radio(key="home_quiz").set_value("A network that reads them in order").run()
    assert app.success
