"""Finish my drawing: the learner begins, the network goes on, one move of the pen at a time."""

import numpy as np
import streamlit as st

from seqdemo.core.cells import lstm_step
from seqdemo.core.strokes import segment_rows
from seqdemo.core.trace import Trace
from seqdemo.sketch import figures, say
from seqdemo.sketch.board import SIDE, Board, buttons, canvas, visitors_board
from seqdemo.sketch.changed import last_stroke
from seqdemo.sketch.geometry import after, walked
from seqdemo.sketch.mixture import PEN_STATES, draw, log_density, mixture
from seqdemo.sketch.model import SketchModel
from seqdemo.sketch.stage import (
    KIND,
    ON_MY_PAPER,
    SEED,
    TEMPERATURE,
    endings_of,
    finished,
    nine_endings,
    one_ending,
    read,
    starts,
    your_nine,
)
from seqdemo.sketch.starts import DEFAULT
from seqdemo.ui.cached import model as cached
from seqdemo.ui.figures import bars
from seqdemo.ui.frame import figure, page_header, predict_then_reveal, share_link, under_the_hood
from seqdemo.ui.markdown import plain
from seqdemo.ui.memory import memory
from seqdemo.ui.notices import notice
from seqdemo.ui.paper.rendering import PAPER, svg
from seqdemo.ui.setting import Choice, Panel
from seqdemo.ui.tape import asked_unit, step_tape
from seqdemo.ui.turn import in_turn

VIEWS = ("one ending", "nine endings")
VIEW = Choice("sketch_view", VIEWS[0], VIEWS)
OTHER = Choice("sketch_other", "cat")
SURPRISE, FAN = Panel("sketch_surprise"), Panel("sketch_fan")
FUTURES, LONGEST_FUTURE = 50, 40


@st.fragment
def surprise(kind: str) -> None:
    """The learner's strokes, coloured by how unlikely the network found them."""
    panel = SURPRISE.expander("What surprised it in your drawing?")
    if panel is None:
        return
    mine = ~drawing.by_network
    if not mine.any():
        panel.write("You have not drawn anything yet.")
        return
    nats = model.surprise(points, kind)
    rows = segment_rows(points)
    colours = np.where(mine, figures.rising(nats, say.MOST_NATS), figures.GREY)[rows].tolist()
    sentence = say.surprise_sentence(nats, drawing.rows_of_mine)
    with panel, st.container(horizontal=True):
        st.image(svg([(drawing.simple, colours)], SIDE, title=sentence, background=PAPER), width=SIDE, alt=sentence)
        with st.container(width="stretch"):
            st.markdown(plain(sentence) + " " + plain(say.NAT))


@st.fragment
def step_by_step(kind: str, ending: np.ndarray, temperature: float, seed: int) -> None:
    """The tape over the points, and at the step on show: where the pen could go next."""
    whole = np.vstack([points, ending])
    by_network = [*drawing.by_network.tolist(), *[True] * len(ending)]
    trace = read(model, whole, kind)
    chips = say.items(whole)
    step = step_tape(
        chips,
        "sketch_tape",
        colours=[0.7 * its for its in by_network],
        notes=say.notes(whole, by_network),
        start=len(points),
        states=trace.states[1:],
    )
    st.caption(
        "Plain chips are your moves of the pen, orange ones the network’s; a move in brackets goes through the air."
    )
    last_stroke(model, drawing, kind, ending, trace, (temperature, seed))
    st.header("Where could the pen go next?")
    strokes, pen, lifted = after(drawing, whole, ending, step)
    layers = figures.layers(strokes)
    m = mixture(trace.outputs[step], temperature)
    following = pen + whole[step, :2] if step < len(whole) else None
    left, right = st.columns(2, gap="large")
    with left:
        figure(*figures.density(m, layers, pen, following), "sketch_density")
    with right:
        figure(bars(PEN_STATES, m.pen), say.pen_sentence(m, lifted), "sketch_pen")
        futures_of(trace, step, kind, temperature, seed, layers, pen, lifted)
    unit = memory(trace.states[1:], chips, "sketch_memory", step)
    asked = asked_unit("sketch_tape")
    unit = unit if asked is None else asked
    if unit is not None and len(whole):
        colour_by(unit, trace, whole, ending)
    surprise(kind)
    under_the_hood(
        say.FORMULA,
        say.numbers(m, model.units, model.lstm.kernel.shape[0]),
        [lstm_step, mixture, log_density, draw],
        "sketch_hood",
    )


def futures_of(trace: Trace, step: int, kind: str, temperature: float, seed: int, *where) -> None:
    """Fifty next strokes, walked side by side, once the learner asks for them."""
    panel = FAN.expander("Fifty possible next strokes")
    if panel is not None:
        now = trace.steps[step]
        found = in_turn(
            lambda: model.go_on(
                now.carry, now.output, kind, temperature, seed, FUTURES, LONGEST_FUTURE, 0, one_stroke=True
            )
        )
        with panel:
            figure(*figures.fan(found, *where), "sketch_futures")


def colour_by(unit: int, trace: Trace, whole: np.ndarray, ending: np.ndarray) -> None:
    """The drawing in the colours of one unit of the memory."""
    values = trace.states[1:, unit]
    layer = walked(drawing, whole, ending), figures.diverging(values[segment_rows(whole)])
    sentence = (
        f"The drawing coloured by unit {unit}: orange where it is above zero, blue where it is below; it goes "
        f"from {values.min():.2f} to {values.max():.2f}."
    )
    st.image(svg([layer], SIDE, title=sentence, background=PAPER), width=SIDE, alt=sentence, caption=plain(sentence))


@st.fragment
def what_if(kind: str, ending: np.ndarray, temperature: float, seed: int) -> None:
    """The same start under another class, side by side."""
    other = OTHER.among(classes).select("The same beginning, but called a")
    (changed,) = endings_of(model, drawing, other, temperature, seed, 1)
    with st.container(horizontal=True, width=2 * SIDE + 16, gap="small"):
        for name, found in ((kind, ending), (other, changed)):
            picture, sentence = finished(drawing, name, found, seconds=2.0)
            with st.container(width="stretch"):
                st.image(picture, width="stretch", alt=sentence, caption=plain(name))
    if other == kind:
        st.caption(plain(f"Both are called {kind} now: choose another name, and see what changes."))


page_header(
    "Finish my drawing",
    "Begin a drawing and say what it is; the network finishes it, **one move of the pen at a time**. In goes the "
    "last move, out comes a guess where the pen goes next. It never sees the picture, only the path of the pen.",
    "many to many",
)
model = cached(SketchModel.load)
classes = [DEFAULT.name, *sorted(name for name in model.classes if name != DEFAULT.name)]
board = visitors_board(Board)
drawing = board.drawing
with st.container(horizontal=True, gap="medium", key="sketch_stage"):
    with st.container(width=SIDE):
        kind = KIND.among(classes).select(
            "I am drawing a",
            help="With the mouse, a pen or a finger. Draw large: the network "
            "learned from drawings that fill the canvas.",
        )
        # close together, so that a notice stands where the learner looks
        with st.container(gap="xsmall"):
            # a fixed height: nothing jumps while one canvas takes the place of another
            with st.container(height=SIDE + 8, border=False):
                canvas(board)
            buttons(board)
            for message in drawing.notices:
                notice(message)
    with st.container(width=SIDE):
        view = VIEW.segments("Show", width="stretch")
        st.markdown("**The network draws on**", help="Orange is the network’s, black is yours.")
        ended = st.container()
    with st.container(width="stretch"):
        temperature = TEMPERATURE.slider("Temperature: 0 is the surest hand, 1.5 a wild one")
        seed = SEED.field("Seed of the dice")
        st.markdown("**Or begin with one of these**")
        starts(board, kind)
points = drawing.points
nine = view == VIEWS[1]
endings = endings_of(model, drawing, kind, temperature, seed, 9 if nine else 1)
with ended:
    # nine at once would hide the paper; the setting is kept for the one
    on_paper = ON_MY_PAPER.toggle(
        "On my paper", disabled=nine, help="Off: the whole drawing beside it, also what leaves the paper."
    )
    if nine:
        nine_endings(board, kind, endings)
        your_nine(model, board, kind, endings, seed)
    else:
        one_ending(board, kind, endings[0], on_paper)
# without a heading, so that the memory under the tape shares the first screen with the paper
step_by_step(kind, endings[0], temperature, seed)
st.header("What if I said it was something else?")
what_if(kind, endings[0], temperature, seed)
st.header("Check yourself")
predict_then_reveal(
    "Does the network ever see the picture?",
    ["Yes, after every stroke", "Yes, when you lift the pen for the last time", "No, only moves of the pen"],
    "No, only moves of the pen",
    "It is told how far the pen went, whether it lifted, and where it is now. The same picture drawn in another "
    "order is another sequence, and may get another ending: try it.",
    "sketch_check",
)
share_link("sketch_share")
