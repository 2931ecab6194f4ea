"""Figures that key presses wait for: their labels have room that Plotly need not look for."""

from __future__ import annotations

import numpy as np
import pytest

from seqdemo.ui.figures import bars, curves


def _layout(items: list[str]) -> dict:
    return curves(np.full((len(items), 1), 0.5), ["toxic"], items, 1)["layout"]


@pytest.mark.parametrize("drawn", [_layout(["a", "b"]), bars(["a", "b"], [0.5, 0.5])["layout"]])
def test_plotly_is_not_asked_to_find_the_margins(drawn):
    for axis in ("xaxis", "yaxis"):
        assert drawn[axis]["automargin"] is False and drawn[axis]["ticklabeloverflow"] == "allow"


@pytest.mark.parametrize(
    ("items", "angle"),
    [
        (["so", "good"], 0),
        (list("Chocolate chip cookies"), 0),
        (["wonderful"] * 8, -45),
        (["you"] * 30, -90),
        ([], 0),
    ],
)
def test_labels_turn_where_they_would_touch(items, angle):
    assert _layout(items)["xaxis"]["tickangle"] == angle


def test_turned_labels_have_room_below():
    short, long = _layout(["word"] * 30), _layout(["word"] * 29 + ["extraordinarily-long"])
    assert long["margin"]["b"] - short["margin"]["b"] == 16 * 8
    assert _layout(["你好你好你好你好"] * 30)["margin"]["b"] > _layout(["abcdefgh"] * 30)["margin"]["b"]


def test_names_beside_bars_have_room():
    assert bars(["draws on", "lifts"], [0.5, 0.5])["layout"]["margin"]["l"] >= 7 * len("draws on")
    assert bars([], [])["layout"]["margin"]["l"] >= 0


@pytest.mark.parametrize(("steps", "mode"), [(1, "lines+markers"), (2, "lines")])
def test_a_line_has_marks_only_where_it_would_not_be_seen(steps, mode):
    assert curves(np.full((steps, 1), 0.5), ["toxic"], ["a"] * steps, 1)["data"][0]["mode"] == mode
