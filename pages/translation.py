"""Translation: an English sentence goes in piece by piece, then a French one comes out piece by piece."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import streamlit as st

from seqdemo.core.attention import attend
from seqdemo.core.beam import normalised
from seqdemo.core.cells import lstm_step
from seqdemo.core.errors import InputError
from seqdemo.translation import say
from seqdemo.translation.decoder import Decoder
from seqdemo.translation.figures import beam_tree, word_map
from seqdemo.translation.model import BEAMS, LONGEST, Translation, TranslationModel
from seqdemo.translation.pieces import STOP
from seqdemo.translation.reader import MOST_SENTENCES, Reading, Source
from seqdemo.ui.alternatives import alternatives
from seqdemo.ui.cached import model as cached
from seqdemo.ui.figures import bars, bars_sentence
from seqdemo.ui.frame import (
    clicked,
    figure,
    page_header,
    predict_then_reveal,
    presets,
    share_link,
    under_the_hood,
)
from seqdemo.ui.kept import Kept
from seqdemo.ui.link import shorten
from seqdemo.ui.markdown import plain
from seqdemo.ui.memory import memory
from seqdemo.ui.notices import notice
from seqdemo.ui.remember import once
from seqdemo.ui.setting import Choice, Panel, Switch, Text
from seqdemo.ui.tape import move_tape, reset_tape, step_tape, still_tape

SENTENCE = Text("tr_text", say.EXAMPLE, say.LONGEST_TEXT)
OTHER = Text("tr_other", say.OTHER, say.LONGEST_TEXT)
WHICH = Choice("tr_which", 1, range(1, MOST_SENTENCES + 1))
BEAM = Choice("tr_beam", 5, BEAMS)
ATTENTION = Switch("tr_attention", True)
PIECES = Switch("tr_pieces")
TREE, COMPARISON = Panel("tr_tree"), Panel("tr_compare")
SHIPPED = {say.EXAMPLE, say.OTHER, *say.PRESETS.values()}


@st.fragment
def stage() -> None:
    """The text, its translation, the tape and the figures; all that runs at a key press."""
    text = SENTENCE.field("Type an English sentence, or several; they are translated as you type", live="150ms")
    try:
        reading = once("tr_reading", text, lambda: model.read(text))
    except InputError as error:
        notice(error)
        return
    answer = st.container()
    which = choose_sentence(reading)
    source = reading.sentences[which - 1]
    left, right = st.columns(2, vertical_alignment="bottom")
    beam = BEAM.segments("Beam: how many beginnings go on side by side", left)
    attention = ATTENTION.toggle("Attention: let the decoder look back at the English", right)
    forced = FORCED.value(about=(text, which))
    pieces = tuple(piece for piece, _ in forced)
    translation = translated(source, beam, pieces, attention)
    encoded = translation.encoded
    with answer:
        say_it(translation, forced, text, reading, which)
        if not attention:
            st.markdown(
                f"With attention it says: **{say.marked(translated(source, beam), model)}** Without, all that the "
                "decoder knows of the English is the state in which the encoder ended; it was never trained to do "
                "with that alone."
            )
    probabilities = np.exp(translation.log_probabilities)
    step = step_tape(
        [say.shown(piece) for piece in (*encoded.pieces, *translation.pieces)],
        key="tr_tape",
        colours=[0.0] * len(encoded.pieces) + (1 - probabilities).tolist(),
        notes=say.chip_notes(translation),
        # where most could have stood instead; the end says little
        start=len(encoded.pieces) + int(probabilities[: max(1, len(probabilities) - 1)].argmin()) + 1,
        states=(encoded.forward.states, translation.trace.states),
        since=len(encoded.pieces),
        language="fr",
    )
    st.caption(
        "Under the English: what the reader remembers that goes from left to right; its twin comes from the right, and "
        "is in a panel below. Under the French: what the decoder remembered as it wrote the piece. These are two "
        "networks: their rows have nothing to do with each other."
    )
    read, written = min(step, len(encoded.pieces)), max(0, step - len(encoded.pieces))
    looked, spoke = st.columns([3, 2])
    with looked:
        attention_map(translation, written)
    with spoke:
        if written:
            candidates(translation, written - 1)
        else:
            st.markdown(plain(say.encoder_sentence(encoded, read)))
            st.caption("Step on to see the decoder write, piece by piece, and to choose another word.")
    if written:
        st.markdown(f"**Where it looked while it wrote {plain(say.quoted(translation.pieces[written - 1]))}**")
        still_tape(
            [say.shown(piece) for piece in encoded.pieces],
            "tr_looked",
            colours=translation.attention[written - 1].tolist(),
            step=0,
        )
    tree(translation, beam)
    side_by_side(source, reading.typed[which - 1], beam)
    memories(translation, read, written)
    under_the_hood(
        say.FORMULA,
        say.numbers(model, translation, max(written, 1) - 1),
        [Decoder.advance, attend, lstm_step, normalised],
        "tr_hood",
    )


def choose_sentence(reading: Reading) -> int:
    """Which sentence of the text the figures show, from 1; there is a choice only where there are several."""
    numbers = range(1, len(reading.sentences) + 1)
    if len(numbers) == 1:
        return 1
    which = WHICH.among(numbers).segments("The sentence that is shown step by step")
    st.caption(plain(say.text_sentence(reading)))
    return which


def translated(source: Source, beam: int, pieces: tuple[str, ...] = (), attention: bool = True) -> Translation:
    """The translation of a sentence, computed once; of a text only the sentence that changed is computed anew."""
    alike = not pieces and {SENTENCE.value(), OTHER.value()} <= SHIPPED
    # half a megabyte each: as many as the text on show has sentences, and those that stand beside it
    readings = st.session_state.get("tr_reading", {}).values()
    last = max((len(reading.sentences) for reading in readings), default=1) + 3
    encoded = once("tr_encoded", source, lambda: model.encode(source), last=last, alike=alike)
    return once(
        "tr_translation",
        (source, beam, pieces, attention),
        lambda: model.translate(encoded, beam, pieces, attention),
        last=last,
        heavy=True,
        alike=alike,
    )


def say_it(translation: Translation, forced: tuple[say.Forced, ...], text: str, reading: Reading, which: int) -> None:
    """The answer, what its colours mean, and what the learner has to know of its limits."""
    beam = BEAM.value()
    all_of_them = [
        translation if number == which else translated(source, beam)
        for number, source in enumerate(reading.sentences, 1)
    ]
    parts = [say.marked(one, model, forced if one is translation else ()) for one in all_of_them]
    st.container(key="tr_answer_in_fr").markdown(f"## {' '.join(parts)}")
    as_found = ATTENTION.value() and not forced and beam == BEAM.default
    lesson = say.lesson_of(text, as_found)
    shown = f"Sentence {which}:" if len(reading.sentences) > 1 else ""
    said = (shown, say.answer_sentence(translation, forced), say.read_sentence(translation.encoded), lesson)
    st.caption(plain(" ".join(filter(None, said))))
    for number, one in enumerate(all_of_them, 1):
        if one.notice:
            notice(f"Sentence {number}: {one.notice}" if len(all_of_them) > 1 else one.notice)


class Written(NamedTuple):
    """What a callback needs of a translation: Streamlit keeps what a field calls with, and a translation is large."""

    pieces: tuple[str, ...]
    read: int  # so many pieces of the sentence before them
    texts: Mapping[str, str]

    @classmethod
    def of(cls, translation: Translation) -> Written:
        return cls(tuple(translation.pieces), len(translation.encoded.pieces), translation.encoded.source.texts)


def force(written: Written, position: int, pieces: tuple[str, ...], steps: int = 0) -> None:
    """Puts other pieces at `position`: what stands before is kept, what comes after is decoded anew."""
    before = FORCED.known()
    kept = [
        say.Forced(piece, i < len(before) and before[i].by_hand) for i, piece in enumerate(written.pieces[:position])
    ]
    FORCED.put((*kept, *(say.Forced(piece, True) for piece in pieces)))
    move_tape("tr_tape", written.read + position + len(pieces) + steps)


def force_typed(written: Written, position: int, key: str) -> None:
    """The same with a French word that was typed: it takes the place of the whole word."""
    typed = st.session_state[key][:40]
    pieces = model.reader.french_pieces(typed, written.texts)
    if not typed.strip():
        return
    if not say.can_be_forced(pieces, model):
        st.session_state.tr_refused = f"“{typed}” was not put in: it has characters that the network cannot write."
    elif (start := say.whole_word(position, written.pieces, len(FORCED.known()))) + len(pieces) >= LONGEST:
        st.session_state.tr_refused = f"“{typed}” was not put in: no translation has more than {LONGEST} pieces."
    else:
        # the step moves on, so that the next word can be typed
        force(written, start, pieces, steps=1)


def forget() -> None:
    """Lets the network choose every word again."""
    FORCED.put(())
    reset_tape("tr_tape")


def attention_map(translation: Translation, written: int) -> None:
    """Where every French word looked; a click on a row puts the tape there."""
    encoded = translation.encoded
    by_piece = PIECES.toggle("Show the pieces of words")
    if by_piece:
        weights, rows = translation.attention, [say.shown(piece) for piece in translation.pieces]
        columns = [say.shown(piece) for piece in encoded.pieces]
        last = list(range(len(rows)))
    else:
        weights, rows = translation.word_attention, [say.word(name) for name in translation.words]
        columns = [say.word(name) for name in encoded.words]
        last = [positions[-1] for positions in translation.word_pieces]
    # by itself: the callback must not keep the walk of the encoder
    read, chosen = len(encoded.pieces), None
    if written:
        chosen = written - 1 if by_piece else say.word_of(written - 1, translation.pieces)
    figure(
        word_map(weights, rows, columns, "“{row}” looked at “{column}”: {value}", chosen),
        say.looked_sentence(weights, rows, columns, chosen),
        key="tr_map",
        on_select=lambda: show_row(read, last),
    )


def show_row(read: int, last: list[int]) -> None:
    """Puts the tape after the last piece of the row that was clicked."""
    row = clicked(st.session_state.tr_map, len(last))
    if row is not None:
        move_tape("tr_tape", read + last[row] + 1)


def candidates(translation: Translation, position: int) -> None:
    """What could have stood here, and a button to let it stand here."""
    taken = translation.pieces[position]
    names, values, index = say.candidates(translation.trace.steps[position].output, taken, model)
    shown = [say.shown(name) for name in names]
    before = say.quoted(translation.pieces[position - 1]) if position else "the start"
    after = "and the sentence is done." if taken == STOP else "and **goes back in as the next input** :material/replay:"
    st.markdown(
        f"In goes **{plain(before)}** :material/arrow_forward: out comes **{plain(say.quoted(taken))}**, {after}"
    )
    figure(bars(shown, values, chosen=index), bars_sentence(shown, values, chosen=index), "tr_bars")
    st.markdown("**Choose another**, and the rest is decoded anew from here:")
    full = position >= LONGEST - 1
    written = Written.of(translation)
    arguments = [(written, position, (name,)) for name in names]
    alternatives(shown, index, force, arguments, "tr_force", disabled=full, language="fr")
    # the key changes with the place and with what was chosen, so that the next field is empty
    key = f"tr_typed_{position}_{'.'.join(translation.pieces[:position])}"
    instead = say.word(translation.words[say.word_of(position, translation.pieces)])
    st.text_input(
        f"Or any other French word instead of “{plain(instead)}”",
        key=key,
        max_chars=40,
        disabled=full,
        on_change=force_typed,
        args=(written, position, key),
    )
    if refused := st.session_state.pop("tr_refused", None):
        notice(refused)
    if FORCED.known():
        st.button("Let the network choose every word again", key="tr_forget", on_click=forget)


def tree(translation: Translation, beam: int) -> None:
    """Which hypotheses lived and died."""
    panel = TREE.expander("The beam: which beginnings lived, which died")
    if panel is None:
        return
    with panel:
        st.markdown(
            "A beginning that is best now may end badly, so the search keeps several. At every step each is "
            "continued in all ways, and only the best go on. The score is the log probability, forgiven a "
            "part of its length. **A beam of 1 is the greedy choice.**"
        )
        names = [[say.shown(model.pieces.pieces[node.item]) for node in nodes] for nodes in translation.tree]
        best = translation.hypotheses[0].path
        with st.container(key="tr_tree_pushed_aside"):
            figure(beam_tree(translation.tree, names, best), say.tree_sentence(translation, beam, model), "tr_tree_map")
        st.markdown(say.hypotheses_table(translation, model))


def side_by_side(source: Source, sentence: str, beam: int) -> None:
    """A second sentence, its translation, and how alike the notes of the encoder are."""
    panel = COMPARISON.expander("Two sentences side by side")
    if panel is None:
        return
    with panel:
        typed = OTHER.field("Another English sentence", live="150ms")
        try:
            other = translated(model.read(typed).sentences[0], beam)
        except InputError as error:
            notice(error)
            return
        mine = translated(source, beam)
        both = zip(st.columns(2), (sentence, typed), (mine, other), strict=True)
        for number, (column, read, found) in enumerate(both):
            with column:
                st.markdown(plain(shorten(read, 300)))
                st.container(key=f"tr_other_{number}_in_fr").markdown(f"### {say.marked(found, model)}")
        alike = say.cosines(say.word_memory(mine.encoded), say.word_memory(other.encoded))
        rows, columns = ([say.word(name) for name in which.words] for which in (mine.encoded, other.encoded))
        figure(
            word_map(alike, rows, columns, "“{row}” and “{column}”: {value}", signed=True),
            say.comparison_sentence(mine.encoded, other.encoded, alike),
            "tr_alike",
        )


def memories(translation: Translation, read: int, written: int) -> None:
    """The states of both readers and of the writer."""
    encoded = translation.encoded
    names = [say.shown(piece) for piece in encoded.pieces]
    memory(encoded.forward.states, names, "tr_forward", read, "What the encoder remembers, reading from left to right")
    memory(
        encoded.backward.states,
        names[::-1],
        "tr_backward",
        read,
        "What the encoder remembers, reading from right to left",
    )
    fed = ["the start", *(say.shown(piece) for piece in translation.pieces[:-1])]
    memory(translation.trace.states, fed, "tr_decoder", written, "What the decoder remembers, while it writes")


@st.fragment
def check_yourself() -> None:
    """Predict first: where does the decoder look?"""
    found = once("tr_check", say.QUESTION, lambda: model.translate(say.QUESTION, 5), heavy=True, alike=True)
    weights = found.word_attention
    which = min(5, len(found.words) - 1)
    names = [say.word(name) for name in found.encoded.words]
    predict_then_reveal(
        f"“{say.QUESTION}” becomes “{found.text}” At which English word does the decoder look most "
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
FORCED = Kept[tuple[say.Forced, ...]](
    "tr_forced",
    (),
    lambda forced: say.encode_forced(forced, model),
    lambda text: say.decode_forced(text, model),
    "The words in the link that were chosen by hand make no sense; the network chose all of them.",
)
presets(say.PRESETS, "tr_preset", SENTENCE.put)
stage()
st.header("Check yourself")
check_yourself()
st.header("Share")
share_link("tr_share")
notice(
    "It learnt from some 150,000 short everyday sentences and 30,000 descriptions of pictures; translators made for "
    "use learn from hundreds of millions. Do not rely on it."
)
