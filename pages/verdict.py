"""Order in a verdict: one comment under an RNN, a CNN and an MLP, in the learner's order and in others."""

import streamlit as st

from seqdemo.core.cells import gru_step
from seqdemo.toxicity.model import ToxicityModel
from seqdemo.toxicity.reader import Word
from seqdemo.toxicity.say import moves
from seqdemo.ui.cached import model as cached
from seqdemo.ui.compared import text_and_order, three_networks
from seqdemo.ui.frame import figure, page_header, predict_then_reveal, presets, share_link, under_the_hood
from seqdemo.ui.memory import memory
from seqdemo.ui.notices import notice
from seqdemo.ui.remember import once, walked
from seqdemo.ui.setting import Number, Text
from seqdemo.ui.tape import step_tape
from seqdemo.verdict import figures, say
from seqdemo.verdict.model import WINDOW, VerdictModel
from seqdemo.verdict.orders import NETWORKS, Study, in_order, toxic_beside

COMMENT = Text("verdict_text", say.COMMENT, say.LONGEST_TEXT)
SHUFFLE = Number("verdict_shuffle", 0, 0, 999_999)


@st.fragment
def stage() -> None:
    """The comment in its order, the three verdicts word by word, and those on other orders."""
    words, seed = settings()
    if not words:
        st.info("Type a comment of two words or more.")
        return
    alike = COMMENT.value() in {COMMENT.default, *say.PRESETS.values()}
    study = once("verdict_study", tuple(words), lambda: Study.of(judge, rivals, words), heavy=True, alike=alike)
    shown = in_order(words, seed)
    trace = walked("verdict_trace", judge, shown)
    now = once("verdict_now", tuple(shown), lambda: toxic_beside(trace, judge, rivals))
    texts = say.chips(shown)
    step = step_tape(
        texts,
        "verdict_tape",
        # half the scale is a full colour, as on the page of toxic comments
        colours=(moves(trace.outputs, judge.verdict_before, label=0) / 0.5).tolist(),
        notes=say.notes(now, texts),
        states=trace.states,
    )
    left, right = st.columns([3, 2])
    with left:
        sentence = say.verdicts_sentence(now, texts, step, shuffled=seed != 0)
        figure(figures.verdicts(now, study.typed, texts, step), sentence, "verdict_lines")
    right.markdown(say.verdict_table(study, now, shuffled=seed != 0))
    other_orders(words, study, {name: float(row[-1]) for name, row in now.items()})
    memory(trace.states, texts, "verdict_memory", step, "What the RNN remembers, word by word")
    under_the_hood(
        say.FORMULA,
        say.numbers(now, step, judge.units),
        [ToxicityModel.step, gru_step, VerdictModel.cnn, VerdictModel.convolved, VerdictModel.mlp],
        "verdict_hood",
    )


def settings() -> tuple[list[Word], int]:
    """The words of the comment, and which order they are in; none where there is nothing to shuffle."""
    text, seed = text_and_order(COMMENT, "A comment", SHUFFLE, "verdict")
    words, told = say.begin(judge, text)
    if told:
        notice(told)
    return (words if len(words) > 1 else []), seed


def other_orders(words: list[Word], study: Study, now: dict[str, float]) -> None:
    """How far each verdict moves over many orders, and the two ends of it."""
    st.header("The same words, forty orders")
    left, right = st.columns([3, 2])
    with left:
        figure(figures.spread(study.ends, now), say.spread_sentence(study), "verdict_spread")
    kindest, harshest = in_order(words, study.kindest), in_order(words, study.harshest)
    right.markdown(say.ends_sentence({"kindest": kindest, "harshest": harshest}, study))
    with right.container(horizontal=True):
        st.button("Show the kindest", on_click=SHUFFLE.put, args=(study.kindest,), key="verdict_kindest")
        st.button("Show the harshest", on_click=SHUFFLE.put, args=(study.harshest,), key="verdict_harshest")


@st.fragment
def check_yourself() -> None:
    """Predict first: whose verdict moves most?"""
    words = judge.words(say.COMMENT)
    study = once("verdict_check", say.COMMENT, lambda: Study.of(judge, rivals, words), heavy=True, alike=True)
    predict_then_reveal(
        f"The words of “{say.COMMENT}” are put into forty other orders. Whose verdicts lie farthest apart?",
        [say.NAMES[name] for name in NETWORKS],
        say.most_moved(study),
        say.why(study),
        "verdict_guess",
    )


page_header(
    "Order in a verdict",
    "One comment goes in, **word by word**, under three networks that see the same vectors of the words, were taught "
    "the same comments and are equally large. They differ only in what they know of the **order**.",
    "many to one",
)
judge, rivals = cached(ToxicityModel.load), cached(VerdictModel.load)
presets(say.PRESETS, "verdict_preset", COMMENT.put)
stage()
st.header("Three networks of the same size")
three_networks(say.SEES, say.parameters(judge, rivals), WINDOW)
quality = rivals.card["quality"]
if quality:
    st.header("How much does order help?")
    st.markdown(say.measured_table(quality))
    st.markdown(say.lesson(quality))
st.header("Check yourself")
check_yourself()
share_link("verdict_share")
