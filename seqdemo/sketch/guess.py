"""What the guesser sees in the drawing: in one line, in five bars, and how it came to that, stroke by stroke."""

from __future__ import annotations

import numpy as np
import streamlit as st

from seqdemo.core.drawing import Drawing
from seqdemo.core.strokes import segment_rows
from seqdemo.core.trace import Trace
from seqdemo.sketch import say
from seqdemo.sketch.board import SIDE
from seqdemo.sketch.features import moves
from seqdemo.sketch.figures import diverging
from seqdemo.sketch.model import SketchModel
from seqdemo.ui.figures import curves, curves_sentence
from seqdemo.ui.frame import figure
from seqdemo.ui.markdown import plain
from seqdemo.ui.paper.rendering import PAPER, svg
from seqdemo.ui.remember import walked
from seqdemo.ui.setting import Panel

HOW = Panel("sketch_how")
SHOWN = 5


def looked_at(model: SketchModel, drawing: Drawing, remembered: str = "sketch_guess") -> Trace:
    """The guesser's walk over the drawing: one guess after every point. `remembered` names which drawing it is."""
    return walked(remembered, model.guesser, moves(drawing.points))


def guess_now(model: SketchModel, trace: Trace) -> np.ndarray:
    """The probabilities (classes,) after the last point; before the first, what it would say of nothing."""
    return trace.steps[-1].output if len(trace) else model.guesser.before


def after_strokes(model: SketchModel, drawing: Drawing, trace: Trace) -> np.ndarray:
    """The guess before the first stroke and after each, (strokes + 1, classes)."""
    ends = np.searchsorted(drawing.stroke_of, np.arange(len(drawing.simple)), side="right") - 1
    return np.stack([model.guesser.before, *(trace.steps[end].output for end in ends)])


def how_it_guessed(model: SketchModel, drawing: Drawing, trace: Trace) -> None:
    """A panel: which stroke told it, and the likeliest classes after every point. Made once it is opened."""
    panel = HOW.expander("How did it guess? Which stroke told it?")
    if panel is None:
        return
    if not len(trace):
        panel.write("There is no stroke yet.")
        return
    strokes = after_strokes(model, drawing, trace)
    likeliest = np.argsort(-strokes[-1], kind="stable")[:SHOWN]
    names = [model.classes[i] for i in likeliest]
    after, jumps = strokes[1:, likeliest[0]], np.diff(strokes[:, likeliest[0]])
    said = say.told_sentence(names[0], jumps, after)
    # half the scale is a full colour, as on the page of comments
    colours = diverging(2 * jumps)
    rows = segment_rows(drawing.points)
    layer = drawing.simple, [colours[stroke] for stroke in drawing.stroke_of[rows]]
    outputs, chips = trace.outputs[:, likeliest], say.items(drawing.points)
    with panel, st.container(horizontal=True):
        st.image(
            svg([layer], SIDE, title=said, background=PAPER),
            width=SIDE,
            alt=said,
            caption=plain(f"{said} Orange strokes spoke for {names[0]}, blue ones against it."),
        )
        with st.container(width="stretch"):
            sentence = curves_sentence(outputs, names, chips, len(chips))
            figure(curves(outputs, names, chips, len(chips)), sentence, "sketch_how_curves")
