"""What the last stroke changed: the drawing without it and with it, both endings, and both memories."""

from __future__ import annotations

import numpy as np
import streamlit as st

from seqdemo.core.drawing import Drawing
from seqdemo.core.trace import Trace
from seqdemo.sketch import say
from seqdemo.sketch.board import SIDE
from seqdemo.sketch.features import items
from seqdemo.sketch.guess import looked_at
from seqdemo.sketch.model import SketchModel
from seqdemo.sketch.ranking import Asked
from seqdemo.sketch.stage import drawn_on, finished, what_counts
from seqdemo.ui.before_after import before_and_after
from seqdemo.ui.markdown import plain
from seqdemo.ui.remember import once, walked
from seqdemo.ui.setting import Panel

CHANGED = Panel("sketch_changed")


def last_stroke(model: SketchModel, drawing: Drawing, ending: np.ndarray, trace: Trace, asked: Asked) -> None:
    """Draws the panel; `trace` is the walk over the drawing and its `ending`, which was `asked` for.

    Nothing is computed before the learner opens it.
    """
    panel = CHANGED.expander("What did your last stroke change?")
    if panel is None:
        return
    if not drawing.strokes:
        panel.write("There is no stroke yet.")
        return
    shorter, kind = Drawing(), asked.name
    shorter.take(drawing.strokes[:-1])
    points, other = once(
        "sketch_shorter", (what_counts(shorter), asked), lambda: _ended(model, shorter, asked), heavy=True
    )
    whole = np.vstack([points, other])
    before = walked("sketch_shorter_trace", model.of(kind), items(whole), of=kind)
    with panel:
        _drawings(model, ((shorter, other, "Without it"), (drawing, ending, "With it")), kind)
        chips, names = say.items(whole), say.items(np.vstack([drawing.points, ending]))
        common = min(len(chips), len(names))
        if common:
            titles = (
                "**What it remembered without it**, in the rows of the tape above:",
                "**The difference**: with it minus without. It begins where the stroke begins.",
            )
            difference = trace.states[1 : common + 1] - before.states[1 : common + 1]
            before_and_after(
                "sketch_tape", titles, chips, before.states[1:], difference, min(len(points), common - 1) + 1, names
            )


def _ended(model: SketchModel, drawing: Drawing, asked: Asked):
    """(points, ending) of a drawing, thrown with the same dice as that on show."""
    trace = walked("sketch_shorter_trace", model.of(asked.name), items(drawing.points), of=asked.name)
    looked = looked_at(model, drawing, "sketch_shorter_guess")
    found = drawn_on(model, drawing, trace, looked, asked)
    return drawing.points, found.endings[found.best]


def _drawings(model: SketchModel, sides, kind: str) -> None:
    with st.container(horizontal=True, width=2 * SIDE + 16, gap="small"):
        for drawing, ending, name in sides:
            picture, sentence = finished(model, drawing, kind, ending, seconds=2.0)
            with st.container(width="stretch"):
                st.image(picture, width="stretch", alt=f"{name}: {sentence}", caption=plain(name))
