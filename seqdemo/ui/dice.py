"""One throw of the dice: a line from 0 to 1, cut into the shares of the choices, and a pointer where it fell.

>>> figure(*thrown(names, after, before, throw=0.6, chosen=1), key="cookies_dice")
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqdemo.core.sampling import slices
from seqdemo.ui.figures import Figure, label, layout_of, numbers, with_margins

Share = tuple[str, int]
"""What a choice is called, and its place in the probabilities."""
_INK = "#111111"
_SLICES, _CHOSEN = ("#56B4E9", "#A6D8F5"), "#D55E00"
"""Neighbours differ in lightness, so that the cuts are seen by all eyes; dark letters are read on every one."""
_ROWS = ("with temperature", "as the network says")
_LABELS = ("with<br>temperature", "as the<br>network says")
_NAMES = 122
"""Pixels of the longest line of these labels in a lesson's large type: more would cost the bar its room on a phone."""
_LETTER = 0.032
"""So wide a slice has room for one letter of its name, on a phone too."""


def thrown(
    shares: Sequence[Share],
    after: np.ndarray,
    before: np.ndarray,
    throw: float | None,
    chosen: int | None,
) -> tuple[Figure, str]:
    """Returns the figure and its sentence.

    `after` and `before` (K,) are the probabilities of all choices with temperature and as the network says them;
    `shares` are those that have a slice of their own, all others stay grey. `throw` is in [0, 1), None where nothing
    was thrown; `chosen` is an index of `shares`.
    """
    traces, begins, widths = [], np.zeros(0), np.zeros(0)
    for y, chances in enumerate((before, after)):
        row, cut = [part[[place for _, place in shares]] for part in slices(np.asarray(chances, float))], _ROWS[1 - y]
        begins, widths = row
        traces += _row(cut, y, [name for name, _ in shares], begins, widths, chosen)
    layout = layout_of(
        {"range": [-0.005, 1.005], "tickvals": [0, 0.25, 0.5, 0.75, 1], "showgrid": False, "zeroline": False},
        {"tickvals": [0, 1], "ticktext": list(_LABELS[::-1]), "range": [-0.5, 2.0], "showgrid": False},
        165,
    )
    layout = with_margins(layout, left=_NAMES, bottom=30)  # no title below
    if throw is not None:
        traces += _pointer(throw)
    drawn = {"data": traces, "layout": layout | {"barmode": "overlay", "showlegend": False}}
    return drawn, _sentence([name for name, _ in shares], begins, widths, throw, chosen)


def _row(
    cut: str, y: int, names: Sequence[str], begins: np.ndarray, widths: np.ndarray, chosen: int | None
) -> list[Figure]:
    """A grey bar from 0 to 1, the slices on it, and the names of those that are wide enough."""
    ends = begins + widths
    rest = {
        "type": "bar",
        "orientation": "h",
        "y": [y],
        "x": [1],
        "width": 0.7,
        "marker": {"color": "rgba(128,128,128,0.3)"},
        "hovertemplate": f"{cut}: all others<extra></extra>",
    }
    own = {
        "type": "bar",
        "orientation": "h",
        "y": [y] * len(names),
        "base": np.round(begins, 4).tolist(),
        "x": np.round(widths, 4).tolist(),
        "width": 0.7,
        "marker": {"color": [_CHOSEN if i == chosen else _SLICES[i % 2] for i in range(len(names))]},
        "customdata": [
            f"{label(name)}: {begin:.2f} to {end:.2f}" for name, begin, end in zip(names, begins, ends, strict=True)
        ],
        "hovertemplate": f"{cut}, %{{customdata}}<extra></extra>",
    }
    wide = [i for i, name in enumerate(names) if widths[i] >= _LETTER * len(label(name))]
    texts = numbers([begins[i] + widths[i] / 2 for i in wide], [y] * len(wide), [label(names[i]) for i in wide])
    return [rest, own, texts | {"textfont": {"size": 13, "color": _INK}}]


def _pointer(throw: float) -> list[Figure]:
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [throw, throw],
        "y": [0.5, 1.45],
        "line": {"color": "#888888", "width": 2},
        "marker": {"symbol": "triangle-down", "size": [0, 14], "color": "#888888"},
        "hoverinfo": "skip",
    }
    where = "middle right" if throw < 0.85 else "middle left"
    return [line, numbers([throw], [1.72], [f"the dice: {throw:.2f}"], where)]


def _sentence(
    names: Sequence[str], begins: np.ndarray, widths: np.ndarray, throw: float | None, chosen: int | None
) -> str:
    """Says which slice the throw fell into, and how the line is cut."""
    cut = "The line from 0 to 1 is cut in the order of the bars, the likeliest first"
    if throw is None or chosen is None:
        return f"{cut}: “{label(names[0])}” has it up to {widths[0]:.2f}. Here no dice were thrown."
    begin, end = begins[chosen], begins[chosen] + widths[chosen]
    return (
        f"The dice show {throw:.2f}. {cut}: “{label(names[chosen])}” has the slice from {begin:.2f} to {end:.2f}, "
        "and the throw fell into it. Temperature moves the cuts, not the dice."
    )
