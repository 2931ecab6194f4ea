"""Arrays in, Plotly figures out, as plain dictionaries, and the sentence that says each in words.

Dictionaries, not `plotly.graph_objects`: they cost a hundredth of the time to build.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

Figure = dict[str, Any]

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""The palette of Okabe and Ito, told apart by colour-blind readers."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
DIVERGING = [[0, "#0072B2"], [0.5, "rgba(128,128,128,0.08)"], [1, "#D55E00"]]
_GREY = "rgba(128,128,128,0.35)"
_LONGEST_LABEL = 24
BEHIND = 0.5
"""The opacity of a line that another is held against; less is not seen in the dark theme."""
LINE, TITLE = 22, 26
"""Pixels: the height of a row of labels, and of the title of an axis."""
MOST_WORDS, MOST_LETTERS = 30, 40
"""So many find room on an axis."""


def curves(
    outputs: np.ndarray,
    names: Sequence[str],
    items: Sequence[str],
    step: int,
    other: np.ndarray | None = None,
) -> Figure:
    """One line a column of `outputs` (T, K), probabilities over steps 1..T; `step` has a mark.

    `other` (T', K) is drawn faintly behind: the curves of another sequence.
    """
    outputs = np.asarray(outputs, float).reshape(-1, len(names))
    labels = _labels(items)
    x = list(range(1, len(outputs) + 1))
    traces = []
    for k, name in enumerate(names):
        colour, dash = COLOURS[k % len(COLOURS)], DASHES[k % len(DASHES)]
        if other is not None and len(other):
            traces.append(
                _line(range(1, len(other) + 1), np.asarray(other)[:, k], f"{name}, before", colour, dash)
                | {"opacity": BEHIND, "showlegend": False}
            )
        traces.append(_line(x, outputs[:, k], name, colour, dash) | {"text": labels})
    if 0 < step <= len(x):
        traces.append(_marks(step, outputs[step - 1]))
    axis: Figure = {"title": {"text": "step"}, "range": [0.5, max(len(x), 1) + 0.5], "zeroline": False}
    axis |= _ticks(x, labels)
    axis["tickangle"], below = turned(axis["ticktext"])
    layout = layout_of(axis, {"title": {"text": "probability"}, "range": [0, 1.02], "tickformat": ".0%"}, 330)
    layout = with_margins(layout, left=TITLE + width_of("100%"), bottom=TITLE + below)
    layout["shapes"] = [mark_of(step)] if 0 < step <= len(x) else []
    return {"data": traces, "layout": layout}


def bars(
    names: Sequence[str],
    values: Sequence[float] | np.ndarray,
    other: Sequence[float] | None = None,
    chosen: int | None = None,
) -> Figure:
    """One bar a name, probabilities; `other` as an outline behind each; bar `chosen` in another colour."""
    y = list(range(len(names)))
    colours = [COLOURS[1] if i == chosen else COLOURS[0] for i in y]
    hover = "%{y}: %{x:.1%}<extra></extra>"
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "x": _floats(values),
            "y": y,
            "marker": {"color": colours},
            "width": 0.6,
            "hovertemplate": hover,
        }
    ]
    if other is not None:
        outline = {"color": "rgba(0,0,0,0)", "line": {"color": "#888888", "width": 2}}
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": _floats(other),
                "y": y,
                "marker": outline,
                "width": 0.85,
                "hovertemplate": hover,
            }
        )
    # behind both ends, so that no outline goes through a number
    ends = _floats(values if other is None else np.maximum(values, other))
    traces.append(numbers(ends, y, [f" {value:.1%}" for value in _floats(values)], "middle right"))
    ticks: Figure = {
        "tickvals": y,
        "ticktext": [label(name) for name in names],
        "autorange": "reversed",
        "showgrid": False,
    }
    layout = layout_of(
        {"title": {"text": "probability"}, "range": [0, 1.15], "tickvals": [0, 0.5, 1], "tickformat": ".0%"},
        ticks,
        90 + 26 * len(y),
    )
    layout = with_margins(layout, left=max(map(width_of, ticks["ticktext"]), default=0), bottom=TITLE + LINE)
    return {"data": traces, "layout": layout | {"barmode": "overlay", "showlegend": False}}


def numbers(x: Sequence[float], y: Sequence[float], texts: Sequence[str], where: str = "middle center") -> Figure:
    """Texts at places of a figure, in a size that is read from the last row, and in the colour of the theme."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(x),
        "y": list(y),
        "text": list(texts),
        "textposition": where,
        "textfont": {"size": 13},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def heat_map(
    values: np.ndarray, rows: Sequence[str], columns: Sequence[str], step: int, chosen: int | None = None
) -> Figure:
    """`values` (T, H) in -1..1, steps from left to right and units from bottom to top; `step` has a frame.

    Where a unit is `chosen` (an index of `columns`), it has a mark, and every other can be chosen by a click.
    """
    values = np.asarray(values, float).reshape(-1, len(columns))
    count = len(values)
    trace = {
        "type": "heatmap",
        "z": np.round(values.T, 3).tolist(),
        "x": list(range(1, count + 1)),
        "text": None,
        "customdata": [[name] * count for name in columns],
        "colorscale": DIVERGING,
        "zmin": -1,
        "zmax": 1,
        "colorbar": {"title": {"text": "activation"}, "thickness": 12},
        "hovertemplate": "step %{x}, unit %{customdata}: %{z:.2f}<extra></extra>",
    }
    axis: dict[str, Any] = {"title": {"text": "step"}, "zeroline": False, "showgrid": False}
    axis |= _ticks(trace["x"], _labels(rows))
    units = {"title": {"text": "units, similar ones together"}, "showticklabels": False, "showgrid": False}
    layout = layout_of(axis, units, 380)
    layout["shapes"] = [mark_of(step)] if 0 < step <= count else []
    drawn = {"data": [trace], "layout": layout}
    return drawn if chosen is None else _with_rows_to_click(drawn, values, columns, step, chosen)


def similar_units(states: np.ndarray) -> np.ndarray:
    """Returns an order of the H units of `states` (T, H) in which those that move alike are neighbours.

    The order is the angle of each unit in the plane of the first two principal components.
    """
    centred = states - states.mean(axis=0)
    scaled = centred / (np.linalg.norm(centred, axis=0) + 1e-9)
    if len(states) < 3 or states.shape[1] < 3:
        return np.argsort(states[-1], kind="stable")
    left, _, _ = np.linalg.svd(scaled, full_matrices=False)
    first, second = left[:, :2].T @ scaled
    return np.argsort(np.arctan2(second, first), kind="stable")


def curves_sentence(outputs: np.ndarray, names: Sequence[str], items: Sequence[str], step: int) -> str:
    """Says where the curves stand after `step`, and where the highest of them jumped most."""
    outputs = np.asarray(outputs, float)
    if step <= 0 or len(outputs) == 0:
        return "Nothing has been read yet."
    now = outputs[step - 1]
    best = int(now.argmax())
    sentence = f"After step {step} (“{label(items[step - 1])}”) the highest is {names[best]} at {now[best]:.0%}"
    jumps = np.diff(outputs[:step, best], prepend=outputs[0, best])
    where = int(np.abs(jumps).argmax())
    if abs(jumps[where]) >= 0.01:
        way = "rose" if jumps[where] > 0 else "fell"
        before, after = outputs[where - 1, best], outputs[where, best]
        sentence += f"; it {way} most at “{label(items[where])}”, from {before:.0%} to {after:.0%}"
    return sentence + "."


def bars_sentence(
    names: Sequence[str],
    values: Sequence[float] | np.ndarray,
    other: Sequence[float] | None = None,
    chosen: int | None = None,
) -> str:
    """Says which bar is highest, what it was in `other`, and which one was chosen."""
    if not len(names):
        return "There is nothing to choose from."
    best = int(np.argmax(values))
    sentence = f"Most likely is “{label(names[best])}” at {values[best]:.0%}"
    if other is not None:
        sentence += f" ({other[best]:.0%} in the outline)"
    if chosen is not None and chosen != best:
        sentence += f"; the choice fell on “{label(names[chosen])}” at {values[chosen]:.0%}"
    return sentence + "."


def heat_map_sentence(states: np.ndarray, step: int) -> str:
    """Says how much of the memory (T, H) changed in `step`, and which unit changed most."""
    if not 0 < step <= len(states):
        return "Before the first step all units are at zero."
    before = states[step - 2] if step > 1 else np.zeros_like(states[0])
    change = states[step - 1] - before
    unit = int(np.abs(change).argmax())
    moved = int((np.abs(change) > 0.1).sum())
    return (
        f"In step {step}, {moved} of {len(change)} units moved by more than 0.1; "
        f"unit {unit} moved most, from {before[unit]:.2f} to {states[step - 1, unit]:.2f}."
    )


def percent(probability: float) -> str:
    """0.123 -> `12%`; small and large ones are not rounded to nothing or to certainty."""
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else f"{100 * probability:.0f}%"


def label(text: str) -> str:
    """Returns `text` fit for a label: short, with a visible space and without Plotly's HTML."""
    text = text[:_LONGEST_LABEL]
    if not text.isprintable():
        text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    text = {" ": "␣", "": "∅"}.get(text, text)
    return text.replace("&", "＆").replace("<", "‹")


def _labels(items: Sequence[str]) -> list[str]:
    return [label(item) for item in items]


def _ticks(x: Sequence[int], labels: Sequence[str]) -> Figure:
    """An axis on which every item is named, or every so manyth where all of them would lie on top of each other."""
    most = MOST_LETTERS if max(map(len, labels), default=0) <= 1 else MOST_WORDS
    every = slice(None, None, max(1, -(-len(labels) // most)))
    return {"tickvals": list(x[every]), "ticktext": list(labels[every])}


def width_of(text: str) -> int:
    """Pixels that a label takes at most, and some air beside it."""
    return 12 + sum(14 if unicodedata.east_asian_width(letter) in "WF" else 8 for letter in text)


def turned(labels: Sequence[str]) -> tuple[int, int]:
    """The angle at which labels along an axis do not touch each other, also on a phone, and the pixels they need."""
    longest = max(map(width_of, labels), default=0)
    if longest * len(labels) <= 360 or longest <= width_of("m"):
        return 0, LINE
    return (-45, round(0.71 * (longest + LINE))) if len(labels) <= 12 else (-90, longest)


def _floats(values: Sequence[float] | np.ndarray) -> list[float]:
    return np.round(np.asarray(values, float), 5).tolist()


def _line(x, y, name: str, colour: str, dash: str) -> Figure:
    return {
        "type": "scatter",
        # a mark a step would slow every key press; only a line of one step is not seen without
        "mode": "lines" if len(y) > 1 else "lines+markers",
        "x": list(x),
        "y": _floats(y),
        "name": name,
        "line": {"color": colour, "dash": dash, "width": 2},
        "hovertemplate": f"{name}: %{{y:.1%}}<extra>%{{text}}</extra>",
    }


def _marks(step: int, values: np.ndarray) -> Figure:
    """Where the lines are after `step`, which the gap of a dash may hide."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [step] * len(values),
        "y": _floats(values),
        "marker": {"color": [COLOURS[k % len(COLOURS)] for k in range(len(values))], "size": 7},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _with_rows_to_click(drawn: Figure, values: np.ndarray, columns: Sequence[str], step: int, chosen: int) -> Figure:
    """Adds one point a row, as a heat map itself cannot be selected; only that of row `chosen` is seen.

    Under the pointer stands what the unit was after `step`.
    """
    count = len(values)
    shown = 0 < step <= count
    drawn["data"].append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [count + 0.5] * len(columns),
            "y": list(range(len(columns))),
            "customdata": list(columns),
            "text": np.round(values[step - 1], 2).tolist() if shown else None,
            "hovertemplate": f"unit %{{customdata}}{f': %{{text}} after step {step}' * shown}<extra></extra>",
            "showlegend": False,
            "cliponaxis": False,
            "marker": {"symbol": "triangle-left", "size": 14, "color": COLOURS[4]},
            "selectedpoints": [chosen],
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 0}},
        }
    )
    # a click anywhere in a row means its point: no distance is too far
    drawn["layout"] |= {"hovermode": "closest", "hoverdistance": -1}
    # without ranges the axes would make room for the points
    drawn["layout"]["xaxis"]["range"] = [0.5, count + 0.5]
    drawn["layout"]["yaxis"]["range"] = [-0.5, len(columns) - 0.5]
    return drawn


def mark_of(step: int) -> Figure:
    """A shape for a layout: a frame around the column of `step`."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": step - 0.5,
        "x1": step + 0.5,
        "y0": 0,
        "y1": 1,
        "line": {"color": "#888888", "width": 1.5},
        "fillcolor": "rgba(128,128,128,0.12)",
    }


def with_margins(layout: Figure, left: int, bottom: int) -> Figure:
    """A layout whose labels need so many pixels.

    To find that out itself, Plotly draws and measures its labels several times, which is a third of what a key press
    waits for.
    """
    layout["margin"] |= {"l": left, "b": bottom}
    for axis in ("xaxis", "yaxis"):
        layout[axis] |= {"automargin": False, "ticklabeloverflow": "allow"}
    return layout


def layout_of(x: Figure, y: Figure, height: int) -> Figure:
    """The layout that all figures share, with these axes; `height` in pixels."""
    return {
        "height": height,
        "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
        "xaxis": {"automargin": True, "gridcolor": _GREY, "fixedrange": True} | x,
        "yaxis": {"automargin": True, "gridcolor": _GREY, "fixedrange": True} | y,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }
