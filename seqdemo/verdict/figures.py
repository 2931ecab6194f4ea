"""Figures of verdicts: word by word, and at the end of many orders of the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seqdemo.ui import families
from seqdemo.ui.families import Rows
from seqdemo.ui.figures import Figure

_TOXIC = {"title": {"text": "toxic"}, "range": [-0.02, 1.02], "tickformat": ".0%"}


def verdicts(now: Rows, before: Rows, words: Sequence[str], step: int) -> Figure:
    """One line a network over the words: how toxic what it has read so far is; faint: `before`, as typed."""
    return families.over_words(now, before, words, step, _TOXIC, ".0%")


def spread(ends: Rows, now: Mapping[str, float]) -> Figure:
    """A dot for every order of each network, their mean as a line, and the order on show as a diamond."""
    return families.spread(ends, now, _TOXIC, ".0%")
