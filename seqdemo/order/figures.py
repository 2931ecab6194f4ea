"""Figures of order: surprise word by word, what shuffling costs, what fewer words of context cost, what each sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from seqdemo.ui.figures import COLOURS, DASHES, Figure, label, layout_of, mark_of

NAMES = {"rnn": "RNN", "cnn": "CNN", "mlp": "MLP"}
Bits = Mapping[str, np.ndarray]
LOOKS = {name: (COLOURS[i], DASHES[i]) for i, name in enumerate(NAMES)}


def surprise(
    bits: Mapping[str, np.ndarray], before: Mapping[str, np.ndarray], words: Sequence[str], step: int
) -> Figure:
    """One line a network over the words: bits of each; faint: `before`, those of the same words as typed."""
    x = list(range(1, len(words) + 1))
    data = []
    for name, values in bits.items():
        data.append(_line(x, before[name], f"{NAMES[name]}, as typed", name) | {"opacity": 0.3, "showlegend": False})
        data.append(_line(x, values, NAMES[name], name))
    axis = {"tickvals": x, "ticktext": [label(word) for word in words], "zeroline": False}
    layout = layout_of(axis, {"title": {"text": "surprise in bits"}, "rangemode": "tozero"}, 330)
    if 0 < step <= len(words):
        layout["shapes"] = [mark_of(step)]
    return {"data": data, "layout": layout}


def spread(increase: Mapping[str, np.ndarray], now: Mapping[str, float]) -> Figure:
    """A dot for every shuffle of each network, their mean as a line, and the order on show as a diamond."""
    data = []
    for place, (name, values) in enumerate(increase.items()):
        colour = LOOKS[name][0]
        # dots side by side, so that equal ones are seen
        offsets = place + np.linspace(-0.25, 0.25, len(values))
        data.append(
            _dots(values, offsets, colour, "circle", 6, f"{NAMES[name]}: %{{x:.2f}} bits a word") | {"opacity": 0.6}
        )
        mean = float(np.mean(values))
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
        data.append(_dots([now[name]], [place], colour, "diamond-open", 13, "the order on show: %{x:.2f}"))
    ticks = {"tickvals": [0, 1, 2], "ticktext": list(NAMES.values()), "autorange": "reversed", "zeroline": False}
    layout = layout_of({"title": {"text": "bits a word more than as typed"}}, ticks, 260)
    return {"data": data, "layout": layout | {"showlegend": False}}


def contexts(perplexity: Mapping[str, Mapping[str, float]]) -> Figure:
    """One line a network: perplexity by how many words it was told; both axes are logarithmic."""
    data = []
    for name, values in perplexity.items():
        data.append(_line([int(count) for count in values], list(values.values()), NAMES[name], name))
    counts = [int(count) for count in next(iter(perplexity.values()))]
    return {
        "data": data,
        "layout": layout_of(
            _logarithmic("words of context", counts), _logarithmic("perplexity", [5, 10, 20, 50, 100, 200]), 300
        ),
    }


def _logarithmic(title: str, ticks: Sequence[int]) -> dict[str, Any]:
    # of its own accord Plotly writes 2 and 5 for 20, 50, 200 and 500
    return {"type": "log", "title": {"text": title}, "tickvals": list(ticks), "ticktext": list(map(str, ticks))}


def _line(x: Sequence[int], y: Sequence[float] | np.ndarray, title: str, name: str) -> Figure:
    colour, dash = LOOKS[name]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(x),
        "y": np.round(np.asarray(y, float), 3).tolist(),
        "name": title,
        "line": {"color": colour, "dash": dash, "width": 2},
        "marker": {"color": colour, "size": 6},
        "hovertemplate": f"{title}: %{{y:.1f}}<extra></extra>",
    }


def _dots(x, y, colour: str, symbol: str, size: int, hover: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": np.round(np.asarray(x, float), 3).tolist(),
        "y": np.round(np.asarray(y, float), 3).tolist(),
        "marker": {"color": colour, "symbol": symbol, "size": size, "line": {"width": 2}}
        if "open" in symbol
        else {"color": colour, "symbol": symbol, "size": size},
        "hovertemplate": f"{hover}<extra></extra>",
    }
