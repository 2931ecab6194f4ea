"""Inside brackets: one character at a time goes in, and after each comes out whether a bracket is open."""

import streamlit as st

from seqdemo.core.cells import GRU_FORMULA, gru_step
from seqdemo.toy import say
from seqdemo.toy.model import ToyModel
from seqdemo.ui.cached import model as cached
from seqdemo.ui.figures import curves, curves_sentence
from seqdemo.ui.frame import figure, page_header, predict_then_reveal, presets, share_link, under_the_hood
from seqdemo.ui.memory import memory
from seqdemo.ui.remember import walked
from seqdemo.ui.setting import Text
from seqdemo.ui.tape import step_tape

LINE = Text("toy_text", say.EXAMPLE, say.LONGEST)

page_header(
    "Inside brackets",
    "One character at a time goes in, and after each comes out **how probably a bracket is open**. The character "
    "itself does not say so: the network, a gated recurrent unit (GRU), must remember the bracket.",
    "many to many",
)
model = cached(ToyModel.load)
line = LINE.field("Type letters and brackets", live="200ms")
trace = walked("toy_trace", model, list(line))
step = step_tape(list(line), "toy_tape", states=trace.states)
st.markdown(say.verdict(line, trace.outputs.ravel(), step))
figure(
    curves(trace.outputs, say.NAMES, list(line), step),
    curves_sentence(trace.outputs, say.NAMES, list(line), step),
    "toy_curve",
)
memory(trace.states, list(line), "toy_memory", step)
under_the_hood(GRU_FORMULA, {"units": f"{model.units}"}, [ToyModel.step, gru_step], "toy_hood")
st.header("Try this")
presets(say.PRESETS, "toy_preset", LINE.put)
st.header("Check yourself")
predict_then_reveal(
    "What does it say about the letter “x” alone?",
    ["Inside", "Outside", "It depends on what came before"],
    "It depends on what came before",
    "A letter says nothing about brackets; only the memory does.",
    "toy_check",
)
share_link("toy_share")
