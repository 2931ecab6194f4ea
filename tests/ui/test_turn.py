"""Heavy work on a page, what many see alike, and how much is kept of one visitor."""

from __future__ import annotations

import numpy as np
import pytest
import streamlit as st

from seqdemo.core.trace import Trace
from seqdemo.ui import turn
from seqdemo.ui.remember import MOST_MEGABYTES, size_of
from tests import pages


def test_who_waits_long_reads_the_place_and_then_the_answer():
    def script():
        import streamlit as st

        from seqdemo.ui.turn import _Told, in_turn

        told = _Told()
        told.wait(place=3, seconds=0.9)
        told.wait(place=3, seconds=1.2)
        told.wait(place=2, seconds=1.4)
        told.wait(place=1, seconds=9.0)
        st.write(in_turn(lambda: "the answer"))

    at = pages.run_script(script)
    assert [toast.value for toast in at.toast] == [turn.place_sentence(3), turn.place_sentence(1)]
    assert "You are number 3 in the queue." in turn.place_sentence(3)
    assert [text.value for text in at.markdown] == ["the answer"]


def test_what_came_with_the_app_is_computed_once_for_all_and_what_a_visitor_typed_for_each():
    st.cache_resource.clear()

    def script():
        import streamlit as st

        from seqdemo.ui.remember import once

        made = st.session_state.setdefault("made", [])
        once("toy_a", "shipped", lambda: made.append("shipped") or 1, alike=True, heavy=True)
        once("toy_a", "typed", lambda: made.append("typed") or 2, heavy=True)

    first, second = pages.run_script(script), pages.run_script(script)
    assert first.session_state["made"] == ["shipped", "typed"]
    assert second.session_state["made"] == ["typed"]
    st.cache_resource.clear()


def test_pages_that_were_left_are_forgotten_first_and_the_present_one_never():
    def script():
        import numpy as np
        import streamlit as st

        from seqdemo.ui.remember import once

        made = st.session_state.setdefault("made", [])

        def large(name):
            made.append(name)
            return np.zeros(90_000)  # 0.7 megabytes

        for name in st.session_state.get("asked", ["one_a", "two_a", "two_b", "two_a", "one_a"]):
            once(name, "x", lambda name=name: large(name))

    at = pages.run_script(script)
    assert at.session_state["made"] == ["one_a", "two_a", "two_b", "one_a"]
    kept = sum(size_of(at.session_state[name]) for name in ("one_a", "two_a", "two_b"))
    assert kept <= MOST_MEGABYTES * 1e6


def test_the_size_of_a_value_is_that_of_its_arrays():
    trace = Trace((), 0, ("a",))
    assert size_of({"a": [np.zeros(3), (np.zeros(2, np.float32), "text")], "b": trace}) == 32


def test_a_fragment_that_is_asked_for_again_stops_between_two_steps(monkeypatch):
    before = turn.OUTDATED._value.get()
    monkeypatch.setattr(turn, "_asked_again", lambda: True)
    monkeypatch.setattr(st, "rerun", lambda scope: (_ for _ in ()).throw(KeyboardInterrupt(scope)))
    with pytest.raises(KeyboardInterrupt, match="fragment"):
        turn.stop_if_outdated()
    assert turn.OUTDATED._value.get() == before + 1
