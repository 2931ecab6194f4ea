"""What stands beside the canvas: the finished drawing, nine endings, the start drawings."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np
import streamlit as st

from seqdemo.core.drawing import Drawing, Stroke
from seqdemo.core.strokes import FRAME
from seqdemo.core.trace import Trace
from seqdemo.sketch import say
from seqdemo.sketch.board import SIDE, Board
from seqdemo.sketch.features import items
from seqdemo.sketch.figures import NETWORK, layers
from seqdemo.sketch.geometry import ending_strokes, room_of
from seqdemo.sketch.guess import looked_at
from seqdemo.sketch.model import SketchModel
from seqdemo.sketch.ranking import SEED as FIRST_SEED
from seqdemo.sketch.ranking import Asked, Ranked, best_of
from seqdemo.sketch.starts import DEFAULT, STARTS, Start
from seqdemo.ui.history import row_of_presets
from seqdemo.ui.markdown import plain
from seqdemo.ui.paper.board import over
from seqdemo.ui.paper.rendering import PAPER, gif, png, svg
from seqdemo.ui.remember import once, walked
from seqdemo.ui.setting import Choice, Number, Switch

SMALL = 90  # pixels: three of them, and what is between them, fit beside the paper
SEED = Number("sketch_seed", FIRST_SEED, 1, 999_999)
KIND = Choice("sketch_class", DEFAULT.name)
GUESS = "whatever it sees"
"""A choice beside the classes: the ending follows the guess."""
RANKED = Switch("sketch_ranked", True)
ON_MY_PAPER = Switch("sketch_on_paper", True)
TEMPERATURE = Number("sketch_temperature", 0.3, 0.0, 1.5, 0.1)


def read(model: SketchModel, points: np.ndarray, kind: str) -> Trace:
    """The walk over points (N, 3) told to draw a `kind`; steps known from the last walks are taken over."""
    # the class, and what it might have been
    return walked("sketch_traces", model.of(kind), items(points), of=kind, last=2)


def endings_of(model: SketchModel, drawing: Drawing, asked: Asked) -> Ranked:
    """The endings of the drawing that are asked for, computed once."""

    def ended() -> Ranked:
        trace, looked = read(model, drawing.points, asked.name), looked_at(model, drawing)
        return drawn_on(model, drawing, trace, looked, asked)

    alike = (asked.temperature, asked.seed) == (TEMPERATURE.default, SEED.default)
    # a start drawing that is called something else is a visitor's own
    alike = alike and any(start.name == asked.name and drawing.is_just(start.strokes) for start in STARTS)
    return once("sketch_endings", (what_counts(drawing), asked), ended, last=2, heavy=True, alike=alike)


def what_counts(drawing: Drawing) -> Hashable:
    """All of a drawing that its endings depend on: the moves, where they left the pen, and whose the last stroke is."""
    pen = drawing.simple[-1][-1].tobytes() if drawing.simple else b""
    return drawing.points.tobytes(), pen, tuple(drawing.owners[-1:])


def drawn_on(model: SketchModel, drawing: Drawing, trace: Trace, looked: Trace, asked: Asked) -> Ranked:
    """Endings of a drawing; `trace` is the walk over it of the network that draws, `looked` that of the guesser."""
    # what the network ended itself may have ended; what the learner began gets at least one point more
    ended = bool(drawing.owners) and drawing.owners[-1]
    last, room = trace.steps[-1], room_of(drawing)
    known = looked.steps[-1].carry if len(looked) else model.guesser.start()
    return best_of(model, last, known, asked, room, ended)


def finished(model: SketchModel, drawing: Drawing, kind: str, ending: np.ndarray, seconds: float) -> tuple[str, str]:
    """The drawing and its ending, which draws itself, as an SVG picture, and the sentence that says it."""
    lines = ending_strokes(drawing, ending)
    begun = len(drawing.points)
    stopped = model.stopped(kind, begun, len(ending))
    sentence = say.drawn_sentence(drawing.owners, begun, ending, len(lines), kind, stopped)
    return svg([*layers(drawing.strokes), (lines, NETWORK)], SIDE, seconds, sentence, PAPER), sentence


def one_ending(model: SketchModel, board: Board, kind: str, ranked: Ranked, on_paper: bool) -> None:
    """The ending, over the learner's own strokes or beside them, and what can be done with it."""
    ending = ranked.endings[ranked.best]
    drawing, lines = board.drawing, ending_strokes(board.drawing, ending)
    picture, sentence = finished(model, drawing, kind, ending, say.seconds(ending))
    if on_paper:
        alone = svg([(lines, NETWORK)], SIDE, say.seconds(ending), sentence, shows=(0, 0, FRAME))
        over(board, alone, sentence)
        sentence += say.leaves_sentence(lines)
    else:
        st.image(picture, width=SIDE, alt=sentence)
    with st.container(horizontal=True, gap="small"):
        st.button("Again", icon=":material/casino:", key="sketch_again", on_click=_again, type="primary")
        st.button(
            "Keep and draw on",
            icon=":material/draw:",
            key="sketch_keep",
            on_click=board.keep,
            args=(lines,),
            disabled=not lines,
        )
    chosen = say.chosen_sentence(ranked.drawn, 1, ranked.beliefs[[ranked.best]], kind)
    st.caption(plain(sentence + chosen))
    _downloads([*layers(drawing.strokes), (lines, NETWORK)], kind, say.seconds(ending))


def nine_endings(board: Board, kind: str, ranked: Ranked) -> None:
    """A grid of possible endings; each can be kept."""
    drawing = board.drawing
    st.button("Nine others", icon=":material/casino:", key="sketch_again", on_click=_again, type="primary")
    with st.container(horizontal=True, gap="xsmall"):
        for number, ending in enumerate(ranked.endings, 1):
            lines = ending_strokes(drawing, ending)
            sentence = f"Ending {number} of this {kind}."
            picture = svg([*layers(drawing.strokes), (lines, NETWORK)], SMALL, 2.0, sentence, PAPER)
            with st.container(width=SMALL, gap="xsmall"):
                st.image(picture, width=SMALL, alt=sentence)
                st.button(
                    f"Keep {number}",
                    key=f"sketch_keep_{number}",
                    on_click=board.keep,
                    args=(lines,),
                    disabled=not lines,
                    help=f"Keep ending {number} and draw on",
                    width="stretch",
                )
    st.caption(plain(say.chosen_sentence(ranked.drawn, len(ranked.endings), ranked.beliefs, kind).strip()))


def your_nine(kind: str, ranked: Ranked) -> None:
    """The learner votes for the best ending, then sees which the guesser believes most."""
    vote = st.radio(
        f"Which of the nine is the best {kind}? Vote, then see which the guesser believes most.",
        range(1, len(ranked.endings) + 1),
        index=None,
        horizontal=True,
        # other endings, another vote
        key=f"sketch_vote_{hash((kind, *(ending.tobytes() for ending in ranked.endings)))}",
    )
    if vote is None:
        st.caption("Choose one; the answer comes after.")
        return
    st.info(plain(say.vote_sentence(ranked.beliefs, vote, kind)), icon=":material/how_to_vote:")


def starts(board: Board, kind: str) -> None:
    """A button for every start drawing, and what the chosen one shows."""
    with st.container(key="sketch_starts_hidden_in_lessons", gap="small"):
        st.markdown("**Or begin with one of these**")
        with row_of_presets("sketch_starts", "xsmall"):
            for number, start in enumerate(STARTS):
                key, arguments = f"sketch_start_{number}", (board, start, kind != GUESS)
                st.button(start.title, key=key, on_click=_begin, args=arguments)
    for start in STARTS:
        if start.name == kind and board.drawing.is_just(start.strokes):
            st.caption(start.lesson)


def _downloads(drawn: list, kind: str, seconds: float) -> None:
    """The finished drawing as a file; nothing is made before the click."""
    files: dict[str, Callable[[], str | bytes]] = {
        "SVG": lambda: svg(drawn, 512, seconds, kind),
        "PNG": lambda: png(drawn),
        "GIF": lambda: gif(drawn, seconds=seconds),
    }
    with st.container(horizontal=True, gap="small"):
        for name, data in files.items():
            st.download_button(
                name,
                data,
                f"{kind}.{name.lower()}",
                key=f"sketch_{name}",
                on_click="ignore",
                icon=":material/download:",
            )


def _again() -> None:
    """Other dice, other endings."""
    SEED.put(SEED.value() % SEED.high + 1)


def _begin(board: Board, start: Start, named: bool) -> None:
    """Puts a start drawing onto the canvas, and says what it is where `named`; else that is guessed."""
    board.change([Stroke(line) for line in start.strokes])
    if named:
        KIND.put(start.name)
