"""Figures that hold the three families against each other: RNN, CNN and MLP, always in the same colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from seqdemo.ui.figures import (
    BEHIND,
    COLOURS,
    DASHES,
    LINE,
    TITLE,
    Figure,
    label,
    layout_of,
    mark_of,
    turned,
    width_of,
    with_margins,
)

NAMES = {"rnn": "RNN", "cnn": "CNN", "mlp": "MLP"}
TITLES = {
    "rnn": "Recurrent network (RNN)",
    "cnn": "Convolutional network (CNN)",
    "mlp": "Multilayer perceptron (MLP) over a bag of words",
}
LOOKS = {name: (COLOURS[i], DASHES[i]) for i, name in enumerate(NAMES)}
Rows = Mapping[str, np.ndarray]
"""Numbers of each network, by its name in NAMES."""


def over_words(values: Rows, before: Rows, words: Sequence[str], step: int, axis: Figure, form: str) -> Figure:
    """One line a network over the words (T,); faint: `before`, those of the same words as typed.

    `form` is how Plotly writes a value, for example ".1f"; `step` has a frame.
    """
    x = list(range(1, len(words) + 1))
    data = []
    for name, row in values.items():
        data.append(
            line(x, before[name], f"{NAMES[name]}, as typed", name, form) | {"opacity": BEHIND, "showlegend": False}
        )
        data.append(line(x, row, NAMES[name], name, form))
    ticks: Figure = {"tickvals": x, "ticktext": [label(word) for word in words], "zeroline": False}
    ticks["tickangle"], below = turned(ticks["ticktext"])
    layout = with_margins(layout_of(ticks, axis, 330), left=TITLE + width_of("100%"), bottom=below + 6)
    if 0 < step <= len(words):
        layout["shapes"] = [mark_of(step)]
    return {"data": data, "layout": layout}


def spread(values: Rows, now: Mapping[str, float], axis: Figure, form: str) -> Figure:
    """A dot for every order of the words and network, their mean as a line, and the order on show as a diamond."""
    data = []
    for place, (name, row) in enumerate(values.items()):
        colour = LOOKS[name][0]
        # dots side by side, so that equal ones are seen
        offsets = place + np.linspace(-0.25, 0.25, len(row))
        data.append(_dots(row, offsets, colour, "circle", 6, f"{NAMES[name]}: %{{x:{form}}}") | {"opacity": 0.6})
        mean = float(np.mean(row))
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [mean, mean],
                "y": [place - 0.38, place + 0.38],
                "line": {"color": colour, "width": 3},
                "hoverinfo": "skip",
            }
        )
        data.append(_dots([now[name]], [place], colour, "diamond-open", 13, f"the order on show: %{{x:{form}}}"))
    ticks = {"tickvals": [0, 1, 2], "ticktext": list(NAMES.values()), "autorange": "reversed", "zeroline": False}
    layout = with_margins(layout_of(axis, ticks, 260), left=max(map(width_of, NAMES.values())), bottom=TITLE + LINE)
    return {"data": data, "layout": layout | {"showlegend": False}}


def line(x: Sequence[int], y: Sequence[float] | np.ndarray, title: str, name: str, form: str) -> Figure:
    """The line of the network `name`."""
    colour, dash = LOOKS[name]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(x),
        "y": np.round(np.asarray(y, float), 4).tolist(),
        "name": title,
        "line": {"color": colour, "dash": dash, "width": 2},
        "marker": {"color": colour, "size": 6},
        "hovertemplate": f"{title}: %{{y:{form}}}<extra></extra>",
    }


def _dots(x, y, colour: str, symbol: str, size: int, hover: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": np.round(np.asarray(x, float), 4).tolist(),
        "y": np.round(np.asarray(y, float), 3).tolist(),
        "marker": {"color": colour, "symbol": symbol, "size": size, "line": {"width": 2}}
        if "open" in symbol
        else {"color": colour, "symbol": symbol, "size": size},
        "hovertemplate": f"{hover}<extra></extra>",
    }
