"""Order matters: one sentence under three networks, in the learner's order and in others."""

import numpy as np
import streamlit as st

from seqdemo.core.trace import Trace
from seqdemo.language.model import FIRST, LanguageModel
from seqdemo.language.networks import CNN, MLP, RNN, WINDOW
from seqdemo.language.vocabulary import Word
from seqdemo.order import figures, say
from seqdemo.order.shuffling import Study, bits, in_order, movable, order_of
from seqdemo.ui.cached import model as cached
from seqdemo.ui.compared import text_and_order, three_networks
from seqdemo.ui.frame import figure, page_header, predict_then_reveal, presets, share_link, under_the_hood
from seqdemo.ui.memory import memory
from seqdemo.ui.notices import notice
from seqdemo.ui.remember import once, walked
from seqdemo.ui.setting import Number, Text
from seqdemo.ui.tape import step_tape

SENTENCE = Text("order_text", say.SENTENCE, say.LONGEST_TEXT)
SHUFFLE = Number("order_shuffle", 0, 0, 999_999)


@st.fragment
def stage() -> None:
    """The sentence in its order, the surprise of every word, and what other orders cost."""
    words, seed = settings()
    if not words:
        st.info("Type a sentence of two words or more.")
        return
    alike = SENTENCE.value() in {SENTENCE.default, *say.PRESETS.values()}
    study = once("order_study", tuple(words), lambda: Study.of(model, words), heavy=True, alike=alike)
    order = order_of(words, seed)
    now = once("order_bits", (tuple(words), order), lambda: bits(model, [in_order(words, order)]))
    surprises = {name: rows[0] for name, rows in now.items()}
    # what each word cost where it was typed; the end stays at the end
    before = {name: values[[*order, len(words)]] for name, values in study.typed.items()}
    texts = say.chips(in_order(words, order))
    jump = surprises["rnn"] - before["rnn"]
    trace = walked("order_trace", model, [FIRST, *in_order(words, order)])
    step = step_tape(
        texts,
        "order_tape",
        colours=(jump / 10).tolist(),
        notes=say.notes(texts, surprises, before),
        states=trace.states[1:],
    )
    left, right = st.columns([3, 2])
    with left:
        sentence = say.surprise_sentence(surprises, texts, step, shuffled=seed != 0)
        figure(figures.surprise(surprises, before, texts, step), sentence, "order_surprise")
    right.markdown(say.verdict(study, surprises, shuffled=seed != 0))
    right.markdown(say.swap_sentence(words, study))
    st.header("How much does order matter?")
    more = {name: float(surprises[name].mean() - study.typed[name].mean()) for name in surprises}
    left, right = st.columns([3, 2])
    with left:
        figure(figures.spread(study.increase, more), say.spread_sentence(study.increase), "order_spread")
    right.markdown(say.WHY_NOT_ZERO)
    inside(trace, texts, step, surprises)


def settings() -> tuple[list[Word], int]:
    """The words of the sentence, and which order they are in; none where there is nothing to shuffle."""
    text, seed = text_and_order(SENTENCE, "A sentence", SHUFFLE, "order")
    words, told = say.begin(model, text)
    if told:
        notice(told)
    return (words if words and movable(words) > 1 else []), seed


def inside(trace: Trace, texts: list[str], step: int, surprises: dict[str, np.ndarray]) -> None:
    """The memory of the LSTM over the sentence in this order, the formulas and the code of all three."""
    memory(
        trace.states[1:], texts[:-1], "order_memory", min(step, len(trace) - 1), "What the RNN remembers, word by word"
    )
    place = max(step, 1) - 1
    numbers = {
        **{f"{figures.NAMES[name]}, weights": say.parameters(model, name) for name in model.networks},
        f"p of “{texts[place]}”": ", ".join(f"{figures.NAMES[n]} {2 ** -v[place]:.5f}" for n, v in surprises.items()),
    }
    under_the_hood(say.FORMULA, numbers, [RNN.thoughts, CNN.thoughts, CNN.layer, MLP.thoughts, RNN.nats], "order_hood")


def side_by_side() -> None:
    """The three architectures, what each sees, and what more words are worth to them."""
    st.header("Three networks of the same size")
    three_networks(say.SEES, {name: say.parameters(model, name) for name in model.networks}, WINDOW)
    perplexity = model.card["quality"].get("validation.txt", {}).get("perplexity_by_context")
    if perplexity:
        st.subheader("What more words are worth")
        figure(figures.contexts(perplexity), say.contexts_sentence(perplexity), "order_contexts")


page_header(
    "Order matters",
    "One sentence goes in, **word by word**, under three networks that have learnt the same sentences and are about "
    "equally large. Before each word they say how probable it is. They differ only in what they **see** of the words "
    "before: all in order, the last few, or a bag of them.",
    "many to many",
)
model = cached(LanguageModel.load)
presets(say.PRESETS, "order_preset", SENTENCE.put)
stage()
st.caption(say.LESSON)
side_by_side()
st.header("Check yourself")
predict_then_reveal(
    "Two sentences have the same words in another order. At the very end of both, who must say the same?",
    ["the RNN", "the CNN", "the MLP"],
    "the MLP",
    "It is told only which words there were, and these are the same. The CNN says the same only if the last five words "
    "are; the RNN hardly ever.",
    "order_check",
)
share_link("order_share")
