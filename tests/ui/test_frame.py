"""The shared parts of the pages, each on a page of its own."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqdemo.ui import figures
from seqdemo.ui.frame import clicked
from seqdemo.ui.link import shorten
from seqdemo.ui.markdown import plain
from seqdemo.ui.memory import MOST_UNITS
from tests.pages import run_script


def test_plain_escapes_what_would_be_rendered():
    for text in ("*a*", "<b>", "$x$", "`c`", "[a](b)", "# a", "~~a~~"):
        assert plain(text).startswith("\\")
    assert ":smile:" not in plain(":smile:").replace("\\", "")
    assert "http:/" not in plain("http://a.org").replace("\\", "")
    assert plain("red and green") == "red and green"


@given(st.text())
def test_plain_loses_no_visible_character(text):
    shown = plain(text).replace("\\\\", "\0").replace("\\", "").replace("\0", "\\").replace("\u2060", "")
    wanted = [c for c in text if c.isprintable() and not c.isspace() and c != "\u2060"]
    assert [c for c in shown if c.isprintable() and not c.isspace()] == wanted


def test_tape_rests_at_its_end_or_at_start():
    def script():
        import streamlit as st

        from seqdemo.ui.tape import step_tape

        st.text(str([step_tape(list("abc"), "a"), step_tape(list("abc"), "b", start=1), step_tape([], "c")]))

    assert run_script(script).text[0].value == "[3, 1, 0]"


def _tape_page():
    import streamlit as st

    from seqdemo.ui.tape import step_tape

    text = st.text_input("t", "abcd", key="text")
    st.text(str(step_tape(list(text), "tape", start=1)))


def _growing_page():
    import streamlit as st

    from seqdemo.ui.tape import step_tape

    text = st.text_input("t", "you are not", key="text")
    st.text(str(step_tape(text.split(), "tape")))


@pytest.mark.parametrize(
    ("text", "step"),
    [("you are not bad", "4"), ("you are nothing", "3"), ("you are", "2"), ("you is not", "1"), ("we are not", "3")],
)
def test_typing_on_carries_a_moved_tape_to_the_end(text, step):
    app = run_script(_growing_page, tape_step="1")
    assert app.text[0].value == "1"
    app.text_input(key="text").set_value(text).run()
    assert app.text[0].value == step


def test_tape_finds_its_step_in_the_address():
    app = run_script(_tape_page, tape_step="3")
    for _ in range(2):
        assert app.text[0].value == "3"
        assert app.query_params["tape_step"] in ("3", ["3"])
        assert not app.info
        app.run()
    app.text_input(key="text").set_value("abce").run()  # after the step on show
    assert app.text[0].value == "3"
    app.text_input(key="text").set_value("xbce").run()
    assert app.text[0].value == "1"
    assert "tape_step" not in app.query_params


@pytest.mark.parametrize("raw", ["NaN", "-3", "999", "5", "2,0", "", "x" * 10_000])
def test_bad_step_in_the_address(raw):
    app = run_script(_tape_page, tape_step=raw)
    assert app.text[0].value == "1"
    assert "1 is used instead" in app.info[0].value.replace("\\", "")
    assert "tape_step" not in app.query_params
    app.run()
    assert app.text[0].value == "1"
    assert not app.info


def test_tape_at_rest_is_not_in_the_address():
    assert "tape_step" not in run_script(_tape_page).query_params
    assert "tape_step" not in run_script(_tape_page, tape_step="1").query_params


def test_presets_fill_their_target_and_masked_ones_wait():
    def script():
        from seqdemo.ui.frame import presets
        from seqdemo.ui.setting import Text

        text = Text("text", "", 10)
        presets({"a": "A"}, "open", text.put)
        presets({"b": "B"}, "rude", text.put, masked=True)
        text.field("t")

    app = run_script(script)
    assert [button.label for button in app.button] == ["a"]
    app.toggle[0].set_value(True).run()
    app.button(key="rude_0").click().run()
    assert app.text_input(key="text").value == "B"


def test_memory_is_drawn_when_it_is_opened():
    def script():
        import numpy as np

        from seqdemo.ui.memory import memory

        memory(np.tanh(np.arange(20.0).reshape(5, 4) - 9), list("abcde"), "memory", 2)

    app = run_script(script)
    assert not app.get("plotly_chart")
    app.session_state["memory"] = True
    app.run()
    assert not app.exception
    assert "units moved" in app.get("plotly_chart")[0].proto.alt


def test_of_many_units_the_memory_shows_those_that_change_and_the_chosen_one():
    def script():
        import numpy as np

        from seqdemo.ui.memory import memory

        states = np.random.default_rng(0).normal(0, np.linspace(0, 0.3, 500), (6, 500))
        memory(states, list("abcdef"), "memory", 2)

    app = run_script(script)
    app.session_state["memory"] = True
    app.session_state["memory_unit"] = 3  # hardly changes
    app.run()
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    shown = [int(unit) for unit in figure["data"][1]["customdata"]]
    assert len(shown) == MOST_UNITS + 1 and 3 in shown
    assert min(set(shown) - {3}) > 200
    assert "of the 500 units" in app.get("plotly_chart")[0].proto.alt


def test_the_chosen_unit_has_a_mark_and_the_other_rows_can_beclicked():
    values = np.tanh(np.arange(8.0).reshape(2, 4) - 4)
    drawn = figures.heat_map(values, ["a", "b"], ["2", "0", "3", "1"], 2, chosen=2)
    rows = drawn["data"][1]
    assert rows["customdata"] == ["2", "0", "3", "1"] and rows["selectedpoints"] == [2]
    assert rows["text"] == np.round(values[1], 2).tolist()
    assert len(figures.heat_map(values, ["a", "b"], ["2", "0", "3", "1"], 2)["data"]) == 1


@pytest.mark.parametrize(
    "points", [[], [{}], [{"customdata": "x"}], [{"customdata": "4"}], [{"customdata": None}], None]
)
def test_a_selection_that_means_nothing_chooses_nothing(points):
    assert clicked({"selection": {"points": points}}, 4) is None


def test_a_selected_row_chooses_its_unit():
    assert clicked({"selection": {"points": [{"customdata": "3"}]}}, 4) == 3


def test_missing_weights_end_the_page_with_a_sentence():
    def script():
        import streamlit as st

        from seqdemo.core.errors import WeightsError
        from seqdemo.ui import cached

        def load():
            raise WeightsError("The file is gone.")

        cached.model(load)
        st.text("never")

    app = run_script(script)
    assert app.error[0].value == "The file is gone\\."
    assert not app.text


def test_similar_units_are_neighbours():
    t = np.linspace(0, 6, 40)
    phases = (0.0, 2.0, 4.0)
    states = np.stack([size * np.sin(t + phase) for size in (1.0, 0.5) for phase in phases], axis=1)
    order = figures.similar_units(states).tolist()
    assert sorted(order) == list(range(6))
    for unit in range(3):  # the order is that of angles, so the last is beside the first
        assert (order.index(unit) - order.index(unit + 3)) % 6 in (1, 5)


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_figures_of_any_length(count):
    outputs = np.tile([0.25, 0.5], (count, 1))
    items, steps = ["<b>&"] * count, list(range(1, count + 1))
    lines = figures.curves(outputs, ["a", "b"], items, count)
    assert [(line["x"], line["y"]) for line in lines["data"]] == [
        (steps, [0.25] * count),
        (steps, [0.5] * count),
        # marks at the step on show
        *([([count] * 2, [0.25, 0.5])] if count else []),
    ]
    drawn = figures.heat_map(outputs, items, ["0", "1"], count)
    assert drawn["data"][0]["z"] == [[0.25] * count, [0.5] * count]
    for figure in (lines, drawn):
        # the step on show has a frame, where there is a step
        assert [(shape["x0"], shape["x1"]) for shape in figure["layout"]["shapes"]] == [
            (step - 0.5, step + 0.5) for step in steps[-1:]
        ]
    nothing = "Nothing has been read yet.", "Before the first step all units are at zero."
    said = figures.curves_sentence(outputs, ["a", "b"], items, count), figures.heat_map_sentence(outputs, count)
    assert said == nothing if count == 0 else "is b at 50%" in said[0] and f"In step {count}, " in said[1]
    if count:
        assert sorted(figures.similar_units(outputs)) == [0, 1]


def test_labels_carry_no_markup():
    assert "<" not in figures.label("<b>x</b>")
    assert shorten("x" * 5000).endswith("…")
