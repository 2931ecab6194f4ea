"""Figures of prices: the line with what was expected of every week, and who foresees unseen weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from seqdemo.stocks.shuffling import IN_ORDER, ORDERS
from seqdemo.stocks.stretch import KINDS, ORDERED, SHUFFLED, Band, Outcome, Stretch
from seqdemo.ui.figures import BEHIND, COLOURS, DASHES, Figure, layout_of, mark_of

NAMES = {ORDERED: "learnt in order", SHUFFLED: "learnt shuffled"}
UNCHANGED = "“unchanged”"
_PRICE, _GREY = COLOURS[0], "#888888"
LOOKS = {ORDERED: (COLOURS[1], DASHES[1]), SHUFFLED: (COLOURS[2], DASHES[2])}
FAINT = {ORDERED: "rgba(213,94,0,0.2)", SHUFFLED: "rgba(0,158,115,0.2)"}
_MOST_TICKS = 4  # so many dates find room on a phone


def prices(stretch: Stretch, outcome: Outcome, step: int) -> Figure:
    """The price of each week, behind it what was expected of it; a frame around the last week read by `step`.

    Faint, where the weeks are shuffled: the real line. Shaded: from the lowest to the highest of the networks.
    """
    places = list(range(1, len(stretch.prices) + 1))
    data: list[Figure] = []
    if stretch.asked.order != IN_ORDER:
        data.append(_line(places, stretch.real, "as it was", _PRICE, "solid") | {"opacity": BEHIND})
    for kind in KINDS:
        data += _band(places[2:], _expected(stretch, outcome, kind), kind)
    data.append(_line(places[1:], stretch.prices[:-1], UNCHANGED, _GREY, "dot", 1.5))
    data.append(_line(places, stretch.prices, "price", _PRICE, "solid", 2.5))
    if 0 < step < len(places) - 1:
        data += _next_week(stretch, outcome, step)
    every = max(1, -(-len(places) // _MOST_TICKS))
    labels = list(stretch.dates) if stretch.asked.order == IN_ORDER else list(map(str, places))
    axis = {"tickvals": places[::every], "ticktext": labels[::every], "zeroline": False, "showgrid": False}
    layout = layout_of(axis | {"title": {"text": "week"}}, {"title": {"text": "price (January 2018 = 1)"}}, 330)
    layout["shapes"] = [mark_of(step + 1)] if step else []
    return {"data": data, "layout": layout}


def unseen(measured: Mapping[str, Any]) -> Figure:
    """A dot a network: its miss over that of "unchanged", on the same unseen weeks in each order."""
    data = []
    for kind, offset in zip(KINDS, (-0.15, 0.15), strict=True):
        x, y = [], []
        for row, order in enumerate(ORDERS):
            found = measured[order.replace(" ", "_")]
            ratios = np.array(found[kind]["seeds"]) / found["unchanged"]
            x += ratios.tolist()
            y += (row + offset + np.linspace(-0.1, 0.1, len(ratios))).tolist()
        colour = LOOKS[kind][0]
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": np.round(x, 4).tolist(),
                "y": np.round(y, 3).tolist(),
                "name": NAMES[kind],
                "marker": {"color": colour, "size": 8, "symbol": "circle" if kind == ORDERED else "diamond"},
                "hovertemplate": f"{NAMES[kind]}: %{{x:.3f}} times “unchanged”<extra></extra>",
            }
        )
    ticks = {"tickvals": list(range(len(ORDERS))), "ticktext": list(ORDERS), "autorange": "reversed"}
    title = {"title": {"text": "miss, as a multiple of that of “unchanged”"}}
    layout = layout_of(title | {"zeroline": False}, ticks | {"zeroline": False, "showgrid": False}, 260)
    layout["shapes"] = [
        {"type": "line", "yref": "paper", "x0": 1, "x1": 1, "y0": 0, "y1": 1, "line": {"color": _GREY, "dash": "dot"}}
    ]
    return {"data": data, "layout": layout}


def _expected(stretch: Stretch, outcome: Outcome, kind: str) -> Band:
    """The prices (W - 2,) that were expected of the third week and all after it."""
    before = stretch.prices[1:-1, None]
    return Band.over(before * np.exp(outcome.expected[kind][:-1]))


def _band(x: Sequence[int], band: Band, kind: str) -> list[Figure]:
    colour, dash = LOOKS[kind]
    edge = {"mode": "lines", "line": {"width": 0, "color": colour}, "hoverinfo": "skip", "showlegend": False}
    return [
        _line(x, band.least, "", colour, "solid") | edge,
        _line(x, band.most, "", colour, "solid") | edge | {"fill": "tonexty", "fillcolor": FAINT[kind]},
        _line(x, band.mean, NAMES[kind], colour, dash),
    ]


def _next_week(stretch: Stretch, outcome: Outcome, step: int) -> list[Figure]:
    """What each expects of the week after `step`, as open diamonds."""
    now = stretch.prices[step]
    guesses = [(now * np.exp(outcome.expected[kind][step - 1].mean()), LOOKS[kind][0]) for kind in KINDS]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [step + 2],
            "y": [round(float(price), 4)],
            "marker": {"symbol": "diamond-open", "size": 12, "color": colour, "line": {"width": 2}},
            "hovertemplate": "expected next: %{y:.3f}<extra></extra>",
            "showlegend": False,
        }
        for price, colour in [(now, _GREY), *guesses]
    ]


def _line(x: Sequence[int], y: np.ndarray, name: str, colour: str, dash: str, width: float = 2) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": np.round(np.asarray(y, float), 4).tolist(),
        "name": name,
        "line": {"color": colour, "dash": dash, "width": width},
        "hovertemplate": f"{name}: %{{y:.3f}}<extra></extra>",
    }
