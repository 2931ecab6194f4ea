"""Figures of a translation: where each word looked, which hypotheses lived, how alike two sentences are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from seqdemo.core.beam import DIED, ENDED, LIVES, Node
from seqdemo.ui.figures import COLOURS, DIVERGING, Figure, label, layout_of, numbers

RISING = [[0, "rgba(128,128,128,0.06)"], [1, COLOURS[0]]]
_GREY = "#8A9099"
_FATES = {
    LIVES: (COLOURS[0], "circle", "went on"),
    ENDED: (COLOURS[2], "square", "came to an end"),
    DIED: (_GREY, "x", "died"),
}
_DARK = 0.88  # from here on the colour of the theme is hard to read
_FEW = 14  # words in a row that have room for a number in each cell
_MOST_STEPS_WITH_NAMES = 18


def word_map(
    values: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    hover: str,
    chosen: int | None = None,
    signed: bool = False,
) -> Figure:
    """`values` (rows, columns) as squares, first row on top; row `chosen` has a frame.

    The scale goes from 0 to 1, of `signed` values from -1 to 1. A click on a cell carries the number of its row.
    `hover` is what stands under the pointer, with `{row}`, `{column}` and `{value}`.
    """
    values = np.asarray(values, float)
    row_labels, column_labels = [[label(name) for name in names] for names in (rows, columns)]
    few = len(columns) <= _FEW
    cells = [(r, c) for r in range(len(rows)) for c in range(len(columns))]

    def text(value: float) -> str:
        return f"{value:.2f}" if signed else f"{value:.0%}"

    heat = {
        "type": "heatmap",
        "z": np.round(values, 3).tolist(),
        "colorscale": DIVERGING if signed else RISING,
        "zmin": -1 if signed else 0,
        "zmax": 1,
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
        "hoverinfo": "skip",
    }
    # a heat map itself cannot be clicked, so every cell has a point that is not seen
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": [c for _, c in cells],
        "y": [r for r, _ in cells],
        "customdata": [r for r, _ in cells],
        "text": [hover.format(row=row_labels[r], column=column_labels[c], value=text(values[r, c])) for r, c in cells],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"opacity": 0, "size": 20},
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
        "showlegend": False,
    }
    bare = {"showgrid": False, "zeroline": False}
    x = bare | {"tickvals": list(range(len(columns))), "ticktext": column_labels, "side": "top"}
    y = bare | {"tickvals": list(range(len(rows))), "ticktext": row_labels}
    layout = layout_of(
        x | {"range": [-0.5, len(columns) - 0.5]},
        y | {"range": [len(rows) - 0.5, -0.5]},
        110 + 30 * min(len(rows), 30),
    )
    layout |= {"hovermode": "closest", "hoverdistance": -1}
    if chosen is not None:
        layout["shapes"] = [
            {
                "type": "rect",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": chosen - 0.5,
                "y1": chosen + 0.5,
                "line": {"color": COLOURS[1], "width": 2.5},
            }
        ]
    return {"data": [heat, points, *(_cell_numbers(values, text, signed) if few else ())], "layout": layout}


def _cell_numbers(values: np.ndarray, text: Callable[[float], str], signed: bool) -> list[Figure]:
    """The numbers in the cells: white on dark blue, black on dark orange, elsewhere in the colour of the theme.

    Pale cells let the page through; Plotly's own choice knows the colour of the cell alone.
    """
    worth = np.ones(values.shape, bool) if signed else values >= 0.095
    blue, orange = (-values if signed else values) >= _DARK, signed & (values >= _DARK)
    traces = []
    inks = [(worth & ~blue & ~orange, {}), (worth & blue, {"color": "#FFFFFF"}), (worth & orange, {"color": "#000000"})]
    for cells, ink in inks:
        rows, columns = np.nonzero(cells)
        drawn = numbers(columns.tolist(), rows.tolist(), [text(value) for value in values[cells]])
        traces.append(drawn | {"textfont": drawn["textfont"] | ink})
    return traces


def beam_tree(tree: Sequence[Sequence[Node]], names: Sequence[Sequence[str]], path: Sequence[int]) -> Figure:
    """The candidates of every step, best on top, each joined to the beginning that it goes on from.

    `names` are the pieces of the candidates, step by step; `path` the places of those of the best translation.
    """
    steps = range(len(tree))
    # the root stands above nothing: step 0, place 0
    edges: dict[str, tuple[list, list]] = {fate: ([], []) for fate in _FATES}
    for step in steps:
        for place, node in enumerate(tree[step]):
            x, y = edges[node.fate]
            x += [step, step + 1, None]
            y += [node.parent if step else 0, place, None]
    data: list[Figure] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": x,
            "y": y,
            "hoverinfo": "skip",
            "showlegend": False,
            "line": {"color": _FATES[fate][0], "width": 1, "dash": "dot" if fate == DIED else "solid"},
            "opacity": 0.5,
        }
        for fate, (x, y) in edges.items()
    ]
    data.append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(range(len(path) + 1)),
            "y": [0, *path],
            "hoverinfo": "skip",
            "line": {"color": COLOURS[1], "width": 4},
            "name": "the best one",
        }
    )
    texts = _beginnings(tree, names)
    for fate, (colour, symbol, said) in _FATES.items():
        found = [(step, place) for step in steps for place, node in enumerate(tree[step]) if node.fate == fate]
        nodes = [tree[step][place] for step, place in found]
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text" if len(tree) <= _MOST_STEPS_WITH_NAMES else "markers",
                "x": [step + 1 for step, _ in found],
                "y": [place for _, place in found],
                "text": [label(names[step][place]) for step, place in found],
                "textposition": "top center",
                "textfont": {"size": 12, "color": _GREY} if fate == DIED else {"size": 12},
                "customdata": [
                    f"{label(texts[step][place][-24:])}<br>log probability {node.log_probability:.2f}, "
                    f"score {node.score:.2f}: {said}"
                    for (step, place), node in zip(found, nodes, strict=True)
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
                "marker": {"color": colour, "symbol": symbol, "size": 7 if fate == DIED else 10},
                "name": said,
            }
        )
    deepest = max((len(nodes) for nodes in tree), default=1)
    bare = {"showgrid": False, "zeroline": False}
    places = {"title": {"text": "place in the ranking, best on top"}, "showticklabels": False}
    layout = layout_of(
        bare | {"title": {"text": "step"}, "range": [-0.4, len(tree) + 0.6]},
        bare | places | {"range": [deepest - 0.4, -0.9]},
        130 + 44 * deepest,
    )
    return {"data": data, "layout": layout | {"hovermode": "closest"}}


def _beginnings(tree: Sequence[Sequence[Node]], names: Sequence[Sequence[str]]) -> list[list[str]]:
    """What every candidate says from the start on."""
    found: list[list[str]] = []
    for step, nodes in enumerate(tree):
        before = found[-1] if found else [""]
        found.append([f"{before[node.parent]} {names[step][place]}".strip() for place, node in enumerate(nodes)])
    return found
