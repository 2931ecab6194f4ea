"""Settings, each on a page of its own: from the link, from the learner, before and after their widget."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import run_script


def _page():
    import streamlit as st

    from seqdemo.ui.setting import Choice, Number, Panel, Switch, Text

    settings = {
        Number("whole", 3, 0, 5): Number.field,
        Number("share", 0.8, 0.1, 2.0, 0.1): Number.slider,
        Choice("fruit", "b", ("a", "b", "c"), str.upper): Choice.select,
        Choice("place", 2, tuple(range(20)), "place {}".format): Choice.segments,
        Choice("side", "left", ("left", "right")): Choice.radio,
        Text("words", "hello", 8): Text.field,
        Switch("on", True): Switch.toggle,
        Switch("off"): Switch.toggle,
    }
    before = {setting.name: setting.value() for setting in settings}
    drawn = {setting.name: draw(setting, setting.name) for setting, draw in settings.items()}
    before["open"] = Panel("open").value()
    drawn["open"] = Panel("open").expander("a panel") is not None
    st.text(repr(before))
    st.text(repr(drawn))


DEFAULTS = {
    "whole": 3,
    "share": 0.8,
    "fruit": "b",
    "place": 2,
    "side": "left",
    "words": "hello",
    "on": True,
    "off": False,
    "open": False,
}
GOOD = {
    "whole": ("5", 5),
    "share": ("0.3", 0.3),
    "fruit": ("C", "c"),
    "place": ("place 11", 11),
    "side": ("right", "right"),
    "words": ("", ""),
    "on": ("false", False),
    "off": ("True", True),
    "open": ("true", True),
}


def _read(app: AppTest) -> list[dict]:
    return [eval(text.value) for text in app.text]


@pytest.mark.parametrize("name", GOOD)
def test_a_link_sets_a_value_that_is_there_before_its_widget(name):
    raw, value = GOOD[name]
    app = run_script(_page, **{name: raw})
    for _ in range(2):
        assert _read(app) == [DEFAULTS | {name: value}] * 2
        assert not app.info
        app.run()


@pytest.mark.parametrize(
    ("name", "raw", "allowed"),
    [
        ("whole", "9", "not a whole number from 0 to 5; 3 is used instead"),
        ("whole", "-1", "from 0 to 5"),
        ("whole", "NaN", "from 0 to 5"),
        ("whole", "1e400", "from 0 to 5"),
        ("whole", "-inf", "from 0 to 5"),
        ("whole", "", "from 0 to 5"),
        ("whole", "2.5", "not a whole number"),
        ("share", "nan", "not a number from 0.1 to 2.0; 0.8 is used instead"),
        ("share", "inf", "from 0.1 to 2.0"),
        ("share", "-inf", "from 0.1 to 2.0"),
        ("share", "7", "from 0.1 to 2.0"),
        ("share", "x" * 10_000, "from 0.1 to 2.0"),
        ("fruit", "c", "not among the choices (A, B, C); B is used instead"),
        ("fruit", "", "(A, B, C)"),
        ("place", "1", "place 7 and 12 more); place 2 is used"),
        ("side", "up", "(left, right); left is used"),
        ("side", "", "(left, right); left is used"),
        ("place", "", "place 2 is used"),
        ("on", "perhaps", "neither true nor false; true is used"),
        ("off", "1", "neither true nor false; false is used"),
        ("open", "", "neither true nor false; false is used"),
    ],
)
def test_a_bad_link_gives_the_default_with_one_notice(name, raw, allowed):
    app = run_script(_page, **{name: raw})
    assert _read(app) == [DEFAULTS] * 2
    (notice,) = (info.value.replace("\\", "") for info in app.info)
    assert f"The link says {name} = “{raw[:10]}" in notice and allowed in notice and len(notice) < 300
    assert name not in app.query_params
    assert app.session_state[name] == DEFAULTS[name], "the widget shows something else"
    app.run()
    assert _read(app) == [DEFAULTS] * 2 and not app.info


def test_of_a_long_text_in_the_link_the_beginning_is_used():
    app = run_script(_page, words="0123456789")
    assert _read(app) == [DEFAULTS | {"words": "01234567"}] * 2
    assert "10 characters; the first 8 are used" in app.info[0].value.replace("\\", "")


def test_of_a_long_text_that_is_pasted_the_beginning_is_taken_and_that_stays_said():
    app = run_script(_page)
    app.text_input(key="words").set_value("0123456789").run()
    for _ in range(2):
        assert _read(app)[1]["words"] == "01234567" == app.text_input(key="words").value
        assert "This text has 10 characters; the first 8 are taken" in app.info[0].value.replace("\\", "")
        app.run()
    app.text_input(key="words").set_value("0123").run()
    assert not app.info and _read(app)[1]["words"] == "0123"


def test_a_field_refuses_no_paste():
    # Chromium drops in silence what would make a field longer than its bound
    assert not run_script(_page).text_input(key="words").proto.max_chars


def test_what_the_learner_sets_is_there_before_the_widget_too():
    app = run_script(_page, share="0.3")
    app.slider(key="share").set_value(1.5)
    app.selectbox(key="fruit").set_value("a")
    app.text_input(key="words").set_value("hi")
    app.toggle(key="on").set_value(False).run()
    assert _read(app) == [DEFAULTS | {"share": 1.5, "fruit": "a", "words": "hi", "on": False}] * 2


def test_bounds_hold_on_the_server_too():
    app = run_script(_page)
    app.number_input(key="whole").set_value(99)
    app.slider(key="share").set_value(float("nan"))
    app.text_input(key="words").set_value("x" * 100).run()
    assert not app.exception
    for read in _read(app):
        assert (read["whole"], read["share"], read["words"]) == (3, 0.8, "x" * 8)


def test_choices_may_come_late_and_a_default_that_is_not_among_them_gives_way():
    def script():
        import streamlit as st

        from seqdemo.ui.setting import Choice

        st.text(Choice("unit", "").among(["x", "y"]).select("Unit"))
        st.text(Choice("kind", "y").among(["x", "y"]).select("Kind"))

    assert [text.value for text in run_script(script).text] == ["x", "y"]
