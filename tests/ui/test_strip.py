"""The state strip under the chips: which rows it has, what is sent of it, and that every page's tape has one."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from seqdemo.registry import USE_CASES
from seqdemo.ui import figures
from tests import pages

STATES = np.tanh(np.random.default_rng(0).normal(0, np.linspace(0.01, 1, 40), (9, 40)))


def _page(states, asked=None):
    def script(states, asked):
        import streamlit as st

        from seqdemo.ui.strip import strip

        st.session_state.blocks = strip(states, "tape", asked)

    app = AppTest.from_function(script, default_timeout=30, args=(states, asked)).run()
    assert not app.exception
    return app.session_state.blocks


def _numbers(block) -> np.ndarray:
    return np.frombuffer(base64.b64decode(block["numbers"]), np.int8).reshape(-1, len(block["units"])) / 127


def _tapes(at) -> list[dict]:
    """What the page sends to each of its tapes that can be stepped."""
    drawn = [element.proto for element in at.get("bidi_component")]
    data = [json.loads(proto.json) for proto in drawn if proto.component_name == "seqdemo_step_tape"]
    return [tape for tape in data if not tape["still"]]


def test_the_liveliest_units_are_sent_as_one_byte_a_step():
    (block,) = _page([STATES])
    lively = np.argsort(-np.ptp(np.vstack([np.zeros(40), STATES]), axis=0))[:16]
    assert sorted(block["units"]) == sorted(lively.tolist()) and block["of"] == 40
    assert np.abs(_numbers(block) - STATES[:, block["units"]]).max() <= 0.5 / 127 + 1e-9
    assert len(block["numbers"]) <= 4 * 9 * 16 / 3 + 4


def test_rows_are_ordered_as_in_the_heat_map():
    (block,) = _page([STATES])
    units = np.sort(block["units"])
    assert block["units"] == units[figures.similar_units(STATES[:, units])].tolist()


def test_a_unit_that_was_asked_for_has_a_row_however_dull_it_is():
    (block,) = _page([STATES], asked=0)
    assert block["units"][-1] == 0 and len(block["units"]) == 17


def test_two_networks_on_one_tape_have_rows_of_their_own():
    one, two = _page([STATES, STATES[:4, ::-1]], asked=40 + 39)
    assert max(one["units"]) < 40 <= min(two["units"]) and two["first"] == 40
    assert len(one["units"]) == 16 and two["units"][-1] == 79
    assert np.allclose(_numbers(two)[:, -1], STATES[:4, 0], atol=0.01)


@pytest.mark.parametrize("states", [np.zeros((0, 40)), np.array([]), np.full((1, 2), 9.0)])
def test_states_of_any_length_and_value(states):
    for block in _page([states]):
        assert np.abs(_numbers(block)).max() <= 1 and len(block["units"]) == states.shape[1]


def _typing():
    import numpy as np
    import streamlit as st

    from seqdemo.ui.tape import asked_unit, step_tape

    states = np.tanh(np.random.default_rng(0).normal(0, np.linspace(0.01, 1, 40), (60, 40)))
    count = st.number_input("n", 0, 60, 9, key="count")
    step_tape(["x"] * count, "tape", states=states[:count] * st.session_state.get("sign", 1))
    st.text(str(asked_unit("tape")))


def test_rows_keep_their_places_while_the_learner_types():
    app = AppTest.from_function(_typing, default_timeout=30).run()
    before = _tapes(app)[0]["strip"][0]["units"]
    for count in (10, 12, 0, 40):
        app.number_input(key="count").set_value(count).run()
        assert [block["units"] for block in _tapes(app)[0]["strip"]] == [before] * (count > 0)


def test_the_address_names_the_unit_and_a_bad_one_is_said():
    app = AppTest.from_function(_typing, default_timeout=30)
    app.query_params["tape_unit"] = "3"
    app.run()
    assert app.text[0].value == "3" and not app.info
    assert _tapes(app)[0]["unit"] == 3
    app = AppTest.from_function(_typing, default_timeout=30)
    app.query_params["tape_unit"] = "40"
    app.run()
    assert app.text[0].value == "None" and "a whole number from" in app.info[0].value


@pytest.mark.parametrize("sent", [{"unit": 40}, {"unit": "3"}, {"unit": True}, {"unit": None}, {"unit": -7}, {}])
def test_what_a_browser_sends_as_a_unit_is_not_trusted(sent):
    app = AppTest.from_function(_typing, default_timeout=30).run()
    app.session_state["tape"] = {"step": [0, 2]} | sent
    app.run()
    assert not app.exception and app.text[0].value == "None"


@pytest.mark.parametrize("page", ["home", *(about.name for about in USE_CASES if about.remembers)])
def test_every_tape_has_a_column_under_every_chip_that_was_read(page):
    (tape,) = _tapes(pages.open_page(page))
    columns = sum(len(_numbers(block)) for block in tape["strip"])
    # what ends a name is an answer, and is not read
    assert len(tape["items"]) - 1 <= columns <= len(tape["items"])
    for block in tape["strip"]:
        assert len(block["units"]) == 16 and np.ptp(_numbers(block)) > 0.3


@pytest.mark.parametrize("count", [5, 39, 400])
def test_the_big_map_names_its_items(count):
    names = [f"word{i}" for i in range(count)]
    for axis in (
        figures.heat_map(np.zeros((count, 2)), names, ["0", "1"], 1)["layout"]["xaxis"],
        figures.curves(np.zeros((count, 1)), ["a"], names, 1)["layout"]["xaxis"],
    ):
        assert [f"word{x - 1}" for x in axis["tickvals"]] == axis["ticktext"]
        assert min(count, 13) <= len(axis["ticktext"]) <= 30
    letters = figures.heat_map(np.zeros((count, 2)), ["x"] * count, ["0", "1"], 1)["layout"]["xaxis"]["ticktext"]
    assert len(letters) == count or count > 40
