"""Toxic comments: a sentence goes in word by word, six scores come out after every word."""

from typing import Any

import numpy as np
import streamlit as st

from seqdemo.core.cells import GRU_FORMULA, gru_step
from seqdemo.core.trace import Trace
from seqdemo.toxicity import say
from seqdemo.toxicity.model import LABELS, ToxicityModel
from seqdemo.ui.before_after import before_and_after
from seqdemo.ui.cached import model as cached
from seqdemo.ui.figures import curves, curves_sentence
from seqdemo.ui.frame import figure, page_header, predict_then_reveal, presets, share_link, under_the_hood
from seqdemo.ui.markdown import plain
from seqdemo.ui.memory import memory
from seqdemo.ui.notices import notice
from seqdemo.ui.remember import walked
from seqdemo.ui.setting import LIVE, Choice, Number, Panel, Text
from seqdemo.ui.tape import step_tape

NAMES = tuple(label.replace("_", " ") for label in LABELS)
COMMENT = Text("tox_text", say.EXAMPLE, say.LONGEST_TEXT)
THRESHOLD = Number("tox_threshold", 0.5, 0.05, 0.95, 0.05)
BAND = Number("tox_band", 0.1, 0.0, 0.3, 0.05)
CHANGE = Choice("tox_if", "nothing", say.CHANGES, say.CHANGE_LABELS.__getitem__)
CHANGED_WORD = Choice[Any]("tox_if_word", say.LARGEST_JUMP)
NEW_PLACE = Choice("tox_if_place", 0)
NEW_WORD = Text("tox_if_swap", "friend", 40)
FAIRNESS = Panel("tox_fair")
TEMPLATE = Choice("tox_template", say.TEMPLATES[0], say.TEMPLATES, lambda template: template.replace("{}", "…"))


@st.fragment
def stage() -> None:
    """The comment, its words, the verdict so far and the curves; all that runs at a key press."""
    text = COMMENT.field("Type a comment; the network reads along", live=LIVE)
    trace = read_along(text)
    words = [step.item for step in trace.steps]
    texts = [word.text for word in words]
    jumps = say.moves(trace.outputs, model.verdict_before, label=0)
    muted = largest_or_chosen(words, jumps) if words and CHANGE.value() == "mute" else None
    step = step_tape(
        texts,
        key="tox_tape",
        colours=(jumps / 0.5).tolist(),  # half the scale is a full colour
        notes=say.chip_notes(words, jumps),
        states=trace.states,
        struck=muted,
    )
    choose_by_stepping(words, step)
    threshold, band = THRESHOLD.value(), BAND.value()
    verdict, chart = st.columns([1, 2])
    now = trace.outputs[step - 1] if step else model.verdict_before
    verdict.markdown(
        say.verdict_sentence(float(now[0]), step, len(trace), threshold, band)
        + (f"\n\n:material/translate: {warning}" if (warning := say.language_sentence(text)) else "")
        + (f"\n\n:small[{plain(unread)}]" if (unread := say.unread_sentence(text, words)) else "")
        + "\n\n"
        + say.score_table(NAMES, now)
        + "\n\n"
        + plain(say.jumps_sentence(texts, jumps, NAMES[0]))
        + f"\n\n:small[{saved_sentence(trace)}]"
        + (f"\n\n:small[{plain(lesson)}]" if (lesson := say.lesson_of(text)) else "")
    )
    with chart:
        change = what_if(words, jumps)
        if change.kind == "nothing":
            other = None
            drawn = curves(trace.outputs, NAMES, texts, step)
            sentence = curves_sentence(trace.outputs, NAMES, texts, step)
        else:
            other = say.changed_walk(model, trace, change)
            first, second = say.in_line(trace.outputs, other.outputs, change, model.verdict_before)
            drawn = curves(second, NAMES, say.changed_texts(words, change), step, other=first)
            sentence = say.change_sentence(trace, other, texts, change, NAMES[0], model.verdict_before)
            st.markdown(say.change_answer(trace, other, NAMES[0], model.verdict_before))
    if other is not None:
        memories(trace, other, say.changed_texts(words, change), change)
    left, right = st.columns(2)
    THRESHOLD.slider("Call it toxic from", left, format="percent")
    BAND.slider("Answer “unsure” this close to it", right, format="percent")
    memory(trace.states, texts, "tox_memory", step)
    under_the_hood(GRU_FORMULA, say.numbers(trace, step, model.units), [ToxicityModel.step, gru_step], "tox_hood")
    with chart:
        # last, so that the browser shows the verdict before it draws the curves
        figure(say.scales(drawn, threshold, band), sentence, key="tox_curves")


def read_along(text: str) -> Trace:
    """Returns the walk over `text`; only words that changed since the last key press are computed."""
    before = st.session_state.get("tox_read")
    trace = st.session_state.tox_read = walked("tox_trace", model, model.words(text))
    if trace is not before:
        st.session_state.tox_saved = st.session_state.get("tox_saved", 0) + len(trace) - trace.computed
    return trace


def saved_sentence(trace: Trace) -> str:
    """How many steps did not have to be computed again."""
    return (
        f"This time {trace.computed} of {len(trace)} words were computed, the others were remembered; "
        f"{st.session_state.get('tox_saved', 0):,} steps saved since you came."
    )


def what_if(words: list, jumps: np.ndarray) -> say.Change:
    """The controls of the counterfactual; they appear as they are needed."""
    kind = CHANGE.segments("What if one word were different?")
    if kind == "nothing" or not words:
        return say.Change()
    places = range(len(words))
    row = st.columns(2)
    which_word(words).select("Which word; a step of the tape chooses it too", row[0])
    position = largest_or_chosen(words, jumps)
    if kind == "mute":
        return say.Change(kind, position)
    if kind == "move":
        target = NEW_PLACE.among(places, lambda i: say.numbered(words, i)).select("To the place of", row[1])
        return say.Change(kind, position, target=target)
    found = model.words(NEW_WORD.field("Read this instead", row[1], live=LIVE))
    return say.Change(kind, position, words=tuple(found))


def which_word(words: list) -> Choice[Any]:
    """The choice of the word that is different."""
    places = (say.LARGEST_JUMP, *range(len(words)))
    return CHANGED_WORD.among(places, lambda i: i if i == say.LARGEST_JUMP else say.numbered(words, i))


def largest_or_chosen(words: list, jumps: np.ndarray) -> int:
    """The place of the word that is different."""
    position = which_word(words).value()
    return int(np.abs(jumps).argmax()) if position == say.LARGEST_JUMP else position


def choose_by_stepping(words: list, step: int) -> None:
    """While the question is asked, a click on a chip chooses its word."""
    before, st.session_state.tox_stepped = st.session_state.get("tox_stepped"), (words, step)
    if before is not None and before[0] == words and before[1] != step > 0 and CHANGE.value() != "nothing":
        which_word(words).put(step - 1)


def memories(trace: Trace, other: Trace, texts: list[str], change: say.Change) -> None:
    """The memory after the change, and how it differs from that of the comment as typed."""
    first, second = say.in_line(trace.states, other.states.reshape(-1, model.units), change, np.zeros(model.units))
    titles = (
        "**What it remembers then**, in the rows of the tape above:",
        "**The difference**: after minus before. Where it is grey, nothing has changed.",
    )
    place = min(change.position, change.target) if change.kind == "move" else change.position
    before_and_after("tox_tape", titles, texts, second, second - first, place + 1)


@st.fragment
def fairness() -> None:
    """One sentence over many words for people, lazily."""
    panel = FAIRNESS.expander("Whom does it treat unfairly?")
    if panel is None:
        return
    with panel:
        st.markdown(
            "Only the group changes from row to row, and no row says anything unkind. A fair judge would give "
            "all rows the same score. This one learned from comments in which some groups are named mostly "
            "by people who attack them; where a word is rare in the training data, or common only in "
            "attacks, the name alone costs its owner points. Made-up phrases that name every group kindly as often as "
            "not have narrowed the gap, not closed it. "
            "**Do not let such a score decide about a person.**"
        )
        template = TEMPLATE.select("The sentence")
        rows = say.fairness_rows(model, template, say.IDENTITIES)
        st.markdown(say.fairness_sentence(rows))
        st.markdown(say.fairness_table(rows))


@st.fragment
def check_yourself() -> None:
    """Predict first: which word turns the verdict?"""
    sentence = say.PRESETS["A turn at the end"]
    trace = walked("tox_check", model, model.words(sentence))
    texts = [step.item.text for step in trace.steps]
    jumps = say.moves(trace.outputs, model.verdict_before, label=0)
    answer = texts[int(abs(jumps).argmax())]
    predict_then_reveal(
        f"Which word moves “toxic” most in “{sentence}”?",
        list(dict.fromkeys([texts[1], "learned", "you", "pathetic", "loser", answer])),
        answer,
        say.jumps_sentence(texts, jumps, NAMES[0], most=3),
        key="tox_guess",
    )


page_header(
    "Toxic comments",
    "A comment goes in **one word at a time**; after every word a small recurrent network, a gated recurrent "
    "unit (GRU), says how probable each of six labels is. It never looks ahead: its verdict is always about "
    "the words read so far.",
    "many to one",
)
model = cached(ToxicityModel.load)
presets(say.PRESETS, "tox_preset", COMMENT.put)
stage()
presets(say.OFFENSIVE, "tox_rude", COMMENT.put, masked=True)
st.header("Check yourself")
check_yourself()
fairness()
st.header("Share")
share_link("tox_share")
notice(
    "Nothing you type is stored or logged: it lives in the memory of this page and is gone when you close "
    "it. The address of the page does hold your text, so that you can share it: whoever sees the link, "
    "and every server it passes, sees the text."
)
