"""Translation: an English sentence goes in piece by piece, then a French one comes out piece by piece."""

from collections.abc import Callable, Hashable
from typing import TypeVar

import numpy as np
import streamlit as st

from seqdemo.core.attention import attend
from seqdemo.core.beam import normalised
from seqdemo.core.cells import lstm_step
from seqdemo.core.errors import InputError
from seqdemo.core.trace import Trace, extend
from seqdemo.translation import say
from seqdemo.translation.figures import beam_tree, word_map
from seqdemo.translation.model import BEAMS, FIRST, LONGEST, Decoder, Encoded, Translation, TranslationModel
from seqdemo.translation.reader import STOP
from seqdemo.ui.cached import model as cached
from seqdemo.ui.figures import bars, bars_sentence
from seqdemo.ui.frame import (
    clicked,
    figure,
    notice,
    page_header,
    predict_then_reveal,
    presets,
    share_link,
    under_the_hood,
)
from seqdemo.ui.link import keep_in_address, shorten, url_choice, url_text
from seqdemo.ui.markdown import plain
from seqdemo.ui.memory import memory
from seqdemo.ui.tape import move_tape, reset_tape, step_tape, still_tape

WIDTHS = tuple(map(str, BEAMS))
T = TypeVar("T")


def once(name: str, asked: Hashable, make: Callable[[], T]) -> T:
    """Returns make(), computed anew only where what is asked has changed since the last key press."""
    known = st.session_state.get(name)
    if known is None or known[0] != asked:
        st.session_state[name] = known = (asked, make())
    return known[1]


@st.fragment
def stage() -> None:
    """The sentence, its translation, the tape and the figures; all that runs at a key press."""
    text = st.text_input("Type an English sentence; it is translated as you type", say.EXAMPLE, key="tr_text",
                         live="300ms", bind="query-params", persist_state="session",
                         max_chars=say.LONGEST_TEXT)[: say.LONGEST_TEXT]  # fmt: skip
    try:
        encoded = once("tr_encoded", text, lambda: model.encode(text))
    except InputError as error:
        notice(error)
        return
    answer = st.container()
    left, right = st.columns(2, vertical_alignment="bottom")
    width = left.segmented_control("Beam: how many beginnings go on side by side", WIDTHS, default="5", required=True,
                                   key="tr_beam", bind="query-params", persist_state="session")  # fmt: skip
    attention = right.toggle("Attention: let the decoder look back at the English", True, key="tr_attention",
                             bind="query-params", persist_state="session")  # fmt: skip
    beam = int(width) if width in WIDTHS else 5
    forced = forced_of(text)
    pieces = tuple(piece for piece, _ in forced)
    translation = once("tr_translation", (text, beam, pieces, attention),
                       lambda: model.translate(encoded, beam, pieces, attention))  # fmt: skip
    trace = once("tr_trace", (text, attention, translation.pieces), lambda: decode(encoded, translation, attention))
    with answer:
        say_it(translation, forced, text)
        if not attention:
            whole = once("tr_whole", (text, beam), lambda: model.translate(encoded, beam))
            st.markdown(
                f"With attention it says: **{say.marked(whole, model)}** Without, all that the decoder knows of the "
                "English is the state in which the encoder ended; it was never trained to do with that alone."
            )
    probabilities = np.exp(translation.log_probabilities)
    step = step_tape(
        [say.shown(piece) for piece in (*encoded.pieces, *translation.pieces)],
        key="tr_tape",
        colours=[0.0] * len(encoded.pieces) + (1 - probabilities).tolist(),
        notes=say.chip_notes(translation),
        # where most could have stood instead; the end says little
        start=len(encoded.pieces) + int(probabilities[: max(1, len(probabilities) - 1)].argmin()) + 1,
    )
    read, written = min(step, len(encoded.pieces)), max(0, step - len(encoded.pieces))
    looked, spoke = st.columns([3, 2])
    with looked:
        attention_map(translation, written)
    with spoke:
        if written:
            candidates(translation, trace, written - 1)
        else:
            st.markdown(plain(say.encoder_sentence(encoded, read)))
            st.caption("Step on to see the decoder write, piece by piece, and to choose another word.")
    if written:
        st.markdown(f"**Where it looked while it wrote {plain(say.quoted(translation.pieces[written - 1]))}**")
        still_tape([say.shown(piece) for piece in encoded.pieces], "tr_looked",
                   colours=translation.attention[written - 1].tolist(), step=0)  # fmt: skip
    tree(translation, beam)
    side_by_side(text, encoded, beam)
    memories(encoded, trace, translation, read, written)
    under_the_hood(say.FORMULA, say.numbers(model, translation, max(written, 1) - 1),
                   [TranslationModel.advance, attend, lstm_step, normalised])  # fmt: skip


def decode(encoded: Encoded, translation: Translation, attention: bool) -> Trace:
    """The walk of the decoder along the translation; outputs[t] is what it expected as piece t."""
    return extend(Decoder(model, encoded, attention), Trace(), [FIRST, *translation.pieces[:-1]])


def say_it(translation: Translation, forced: tuple[say.Forced, ...], text: str) -> None:
    """The answer, what its colours mean, and what the learner has to know of its limits."""
    st.markdown(f"## {say.marked(translation, model, forced)}")
    lesson = next((say.LESSONS[name] for name, value in say.PRESETS.items() if value == text), "")
    said = (say.answer_sentence(translation, forced), say.unread_sentence(text, translation.encoded), lesson)
    st.caption(plain(" ".join(filter(None, said))))
    if translation.notice:
        notice(translation.notice)


def forced_of(text: str) -> tuple[say.Forced, ...]:
    """The pieces that the learner chose for this text; another text has none yet."""
    if "tr_made_from" not in st.session_state:
        found = say.decode_forced(st.query_params.get("tr_forced", ""), model)
        if found is None:
            notice("The words in the link that were chosen by hand make no sense; the network chose all of them.")
        st.session_state.update(tr_made_from=text, tr_forced_pieces=found or ())
    elif st.session_state.tr_made_from != text:
        st.session_state.update(tr_made_from=text, tr_forced_pieces=())
    forced = st.session_state.tr_forced_pieces
    keep_in_address("tr_forced", say.encode_forced(forced, model))
    return forced


def force(translation: Translation, position: int, pieces: tuple[str, ...]) -> None:
    """Puts other pieces at `position`: what stands before is kept, what comes after is decoded anew."""
    before = st.session_state.tr_forced_pieces
    kept = [say.Forced(piece, i < len(before) and before[i].by_hand)
            for i, piece in enumerate(translation.pieces[:position])]  # fmt: skip
    st.session_state.tr_forced_pieces = (*kept, *(say.Forced(piece, True) for piece in pieces))
    move_tape("tr_tape", len(translation.encoded.pieces) + position + len(pieces))


def force_typed(translation: Translation, position: int, key: str) -> None:
    """The same with a French word that was typed."""
    typed = st.session_state[key][:40]
    pieces = model.french_pieces(typed)
    if not typed.strip():
        return
    if not say.can_be_forced(pieces, model):
        st.session_state.tr_refused = f"“{typed}” was not put in: it has characters that the network cannot write."
    elif position + len(pieces) >= LONGEST:
        st.session_state.tr_refused = f"“{typed}” was not put in: no translation has more than {LONGEST} pieces."
    else:
        force(translation, position, pieces)


def forget() -> None:
    """Lets the network choose every word again."""
    st.session_state.tr_forced_pieces = ()
    reset_tape("tr_tape")


def attention_map(translation: Translation, written: int) -> None:
    """Where every French word looked; a click on a row puts the tape there."""
    encoded = translation.encoded
    by_piece = st.toggle("Show the pieces of words", key="tr_pieces", bind="query-params")
    if by_piece:
        weights, rows = translation.attention, [say.shown(piece) for piece in translation.pieces]
        columns = [say.shown(piece) for piece in encoded.pieces]
        last = list(range(len(rows)))
    else:
        weights, rows = translation.word_attention, [say.word(name) for name in translation.words]
        columns = [say.word(name) for name in encoded.words]
        last = [positions[-1] for positions in translation.word_pieces]
    chosen = None
    if written:
        chosen = written - 1 if by_piece else say.word_of(written - 1, translation.pieces)
    figure(
        word_map(weights, rows, columns, "“{row}” looked at “{column}”: {value}", chosen),
        say.looked_sentence(weights, rows, columns, chosen),
        key="tr_map",
        on_select=lambda: show_row(len(encoded.pieces), last),
    )


def show_row(read: int, last: list[int]) -> None:
    """Puts the tape after the last piece of the row that was clicked."""
    row = clicked(st.session_state.tr_map, len(last))
    if row is not None:
        move_tape("tr_tape", read + last[row] + 1)


def candidates(translation: Translation, trace: Trace, position: int) -> None:
    """What could have stood here, and a button to let it stand here."""
    taken = translation.pieces[position]
    names, values, index = say.candidates(trace.outputs[position], taken, model)
    shown = [say.shown(name) for name in names]
    before = say.quoted(translation.pieces[position - 1]) if position else "the start"
    after = "and the sentence is done." if taken == STOP else "and **goes back in as the next input** :material/replay:"
    st.markdown(
        f"In goes **{plain(before)}** :material/arrow_forward: out comes **{plain(say.quoted(taken))}**, {after}"
    )
    figure(bars(shown, values, chosen=index), bars_sentence(shown, values, chosen=index), "tr_bars")
    st.markdown("**Choose another**, and the rest is decoded anew from here:")
    full = position >= LONGEST - 1
    with st.container(horizontal=True):
        for i, name in enumerate(names):
            if i != index:
                st.button(plain(shown[i]), key=f"tr_force_{i}", on_click=force, disabled=full,
                          args=(translation, position, (name,)))  # fmt: skip
    # the key changes with the place and with what was chosen, so that the next field is empty
    key = f"tr_typed_{position}_{'.'.join(translation.pieces[:position])}"
    st.text_input("Or any other French word", key=key, max_chars=40, disabled=full, on_change=force_typed,
                  args=(translation, position, key))  # fmt: skip
    if refused := st.session_state.pop("tr_refused", None):
        notice(refused)
    if st.session_state.tr_forced_pieces:
        st.button("Let the network choose every word again", key="tr_forget", on_click=forget)


def tree(translation: Translation, beam: int) -> None:
    """Which hypotheses lived and died."""
    panel = st.expander("The beam: which beginnings lived, which died", key="tr_tree", on_change="rerun")
    if not panel.open:
        return
    with panel:
        st.markdown("A beginning that is best now may end badly, so the search keeps several. At every step each is "
                    "continued in all ways, and only the best go on. The score is the log probability, forgiven a "
                    "part of its length. **A beam of 1 is the greedy choice.**")  # fmt: skip
        names = [[say.shown(model.subwords.pieces[node.item]) for node in nodes] for nodes in translation.tree]
        best = translation.hypotheses[0].path
        figure(beam_tree(translation.tree, names, best), say.tree_sentence(translation, beam, model), "tr_tree_map")
        st.markdown(say.hypotheses_table(translation, model))


def side_by_side(text: str, encoded: Encoded, beam: int) -> None:
    """A second sentence, its translation, and how alike the notes of the encoder are."""
    panel = st.expander("Two sentences side by side", key="tr_compare", on_change="rerun")
    if not panel.open:
        return
    with panel:
        typed = st.text_input("Another English sentence", say.OTHER, key="tr_other", live="300ms",
                              bind="query-params", max_chars=say.LONGEST_TEXT)[: say.LONGEST_TEXT]  # fmt: skip
        try:
            other = model.translate(typed, beam)
        except InputError as error:
            notice(error)
            return
        mine = once("tr_whole", (text, beam), lambda: model.translate(encoded, beam))
        for column, read, found in zip(st.columns(2), (text, typed), (mine, other), strict=True):
            column.markdown(f"{plain(shorten(read, 300))}\n\n### {say.marked(found, model)}")
        alike = say.cosines(say.word_memory(encoded), say.word_memory(other.encoded))
        rows, columns = ([say.word(name) for name in which.words] for which in (encoded, other.encoded))
        figure(
            word_map(alike, rows, columns, "“{row}” and “{column}”: {value}", signed=True),
            say.comparison_sentence(encoded, other.encoded, alike),
            "tr_alike",
        )


def memories(encoded: Encoded, trace: Trace, translation: Translation, read: int, written: int) -> None:
    """The states of both readers and of the writer."""
    names = [say.shown(piece) for piece in encoded.pieces]
    memory(encoded.forward.states, names, "tr_forward", read,
           "What the encoder remembers, reading from left to right")  # fmt: skip
    memory(encoded.backward.states, names[::-1], "tr_backward", read,
           "What the encoder remembers, reading from right to left")  # fmt: skip
    fed = ["the start", *(say.shown(piece) for piece in translation.pieces[:-1])]
    memory(trace.states, fed, "tr_decoder", written, "What the decoder remembers, while it writes")


@st.fragment
def check_yourself() -> None:
    """Predict first: where does the decoder look?"""
    found = once("tr_check", say.EXAMPLE, lambda: model.translate(say.EXAMPLE, 5))
    weights = found.word_attention
    which = min(3, len(found.words) - 1)
    names = [say.word(name) for name in found.encoded.words]
    predict_then_reveal(
        f"“{say.EXAMPLE}” becomes “{found.text}” At which English word does the decoder look most "
        f"while it writes “{found.words[which]}”?",
        list(dict.fromkeys(names)),
        names[int(weights[which].argmax())],
        say.looked_sentence(weights, list(found.words), names, which),
        key="tr_guess",
    )


page_header(
    "Translation",
    "An English sentence goes in **one piece of a word at a time**, into an encoder that reads it from both ends. Then "
    "a decoder writes French, one piece at a time: each piece is its next input, and before each it **looks back** "
    "at the English. Both are long short-term memories (LSTMs).",
    "sequence to sequence",
)
model = cached(TranslationModel.load)
url_text("tr_text", say.EXAMPLE, say.LONGEST_TEXT)
url_text("tr_other", say.OTHER, say.LONGEST_TEXT)
url_choice("tr_beam", "5", WIDTHS)
url_choice("tr_attention", "true", ("true", "false"))
url_choice("tr_pieces", "false", ("true", "false"))
stage()
st.header("Try this")
presets(say.PRESETS, "tr_preset", "tr_text")
st.header("Check yourself")
check_yourself()
st.header("Share")
share_link("tr_share")
notice(
    "It learnt from some 150,000 short everyday sentences; translators made for use learn from hundreds of millions. "
    "Do not rely on it."
)
