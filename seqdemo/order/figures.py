"""Figures of order: surprise word by word, what shuffling costs, what fewer words of context cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seqdemo.ui import families
from seqdemo.ui.families import NAMES, Rows, line
from seqdemo.ui.figures import LINE, TITLE, Figure, layout_of, width_of, with_margins


def surprise(bits: Rows, before: Rows, words: Sequence[str], step: int) -> Figure:
    """One line a network over the words: bits of each; faint: `before`, those of the same words as typed."""
    axis = {"title": {"text": "surprise in bits"}, "rangemode": "tozero"}
    return families.over_words(bits, before, words, step, axis, ".1f")


def spread(increase: Rows, now: Mapping[str, float]) -> Figure:
    """A dot for every shuffle of each network, their mean as a line, and the order on show as a diamond."""
    return families.spread(increase, now, {"title": {"text": "bits a word more than as typed"}}, ".2f")


def contexts(perplexity: Mapping[str, Mapping[str, float]]) -> Figure:
    """One line a network: perplexity by how many words it was told; both axes are logarithmic."""
    data = []
    for name, values in perplexity.items():
        data.append(line([int(count) for count in values], list(values.values()), NAMES[name], name, ".1f"))
    counts = [int(count) for count in next(iter(perplexity.values()))]
    axes = _logarithmic("words of context", counts), _logarithmic("perplexity", [5, 10, 20, 50, 100, 200])
    layout = with_margins(layout_of(*axes, 300), left=TITLE + width_of("200"), bottom=TITLE + LINE)
    return {"data": data, "layout": layout}


def _logarithmic(title: str, ticks: Sequence[int]) -> dict[str, Any]:
    # of its own accord Plotly writes 2 and 5 for 20, 50, 200 and 500
    return {"type": "log", "title": {"text": title}, "tickvals": list(ticks), "ticktext": list(map(str, ticks))}
