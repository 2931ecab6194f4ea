"""Finish my drawing: the learner begins, the network goes on, one move of the pen at a time."""

import numpy as np
import streamlit as st

from seqdemo.core.cells import lstm_step
from seqdemo.core.strokes import segment_rows
from seqdemo.core.trace import Trace
from seqdemo.sketch import figures, say
from seqdemo.sketch.board import SIDE, Board, buttons, canvas, visitors_board
from seqdemo.sketch.changed import last_stroke
from seqdemo.sketch.game import kept_game, play, seen_after, thing_of
from seqdemo.sketch.geometry import after, walked
from seqdemo.sketch.guess import after_strokes, guess_now, how_it_guessed, looked_at
from seqdemo.sketch.mixture import PEN_STATES, draw, log_density, mixture
from seqdemo.sketch.model import SketchModel
from seqdemo.sketch.ranking import FOR_NINE, FOR_ONE, Asked
from seqdemo.sketch.stage import (
    GUESS,
    KIND,
    ON_MY_PAPER,
    RANKED,
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
from seqdemo.sketch.surroundings import last_surroundings
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
SURPRISE, FAN, WHAT_IF = Panel("sketch_surprise"), Panel("sketch_fan"), Panel("sketch_what_if")
AROUND = Panel("sketch_around")
FUTURES, LONGEST_FUTURE = 50, 40
NO_PICTURE = "No, only moves of the pen and the ink around it"


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
def step_by_step(asked: Asked, ending: np.ndarray, waiting: bool) -> None:
    """The tape over the points, and at the step on show: where the pen could go next.

    Who is `waiting` for the guesser in a game sees no strokes of the network.
    """
    kind = asked.name
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
    if not waiting:
        last_stroke(model, drawing, ending, trace, asked)
    st.header("Where could the pen go next?")
    strokes, pen, lifted = after(drawing, whole, ending, step)
    layers = figures.layers(strokes)
    m = mixture(trace.steps[step].output, asked.temperature)
    following = pen + whole[step, :2] if step < len(whole) else None
    left, right = st.columns(2, gap="large")
    with left:
        figure(*figures.density(m, layers, pen, following), "sketch_density")
        panel = AROUND.expander("What it is told of the ink around the pen")
        if panel is not None:
            ink = last_surroundings(trace.steps[step].carry.place.drawn)[0]
            with panel:
                figure(*figures.around(ink, layers, pen), "sketch_around_figure")
    with right:
        figure(bars(PEN_STATES, m.pen), say.pen_sentence(m, lifted), "sketch_pen")
        if not waiting:
            futures_of(trace, step, asked, layers, pen, lifted)
    unit = memory(trace.states[1:], chips, "sketch_memory", step)
    pressed = asked_unit("sketch_tape")
    unit = unit if pressed is None else pressed
    if unit is not None and len(whole):
        colour_by(unit, trace, whole, ending)
    surprise(kind)
    under_the_hood(
        say.FORMULA,
        say.numbers(m, model.units, model.lstm.kernel.shape[0]),
        [lstm_step, last_surroundings, mixture, log_density, draw],
        "sketch_hood",
    )


def futures_of(trace: Trace, step: int, asked: Asked, *where) -> None:
    """Fifty next strokes, walked side by side, once the learner asks for them."""
    panel = FAN.expander("Fifty possible next strokes")
    if panel is not None:
        now = trace.steps[step]
        dice = asked.name, asked.temperature, asked.seed
        found = in_turn(
            lambda: model.go_on(now.carry, now.output, *dice, FUTURES, LONGEST_FUTURE, 0, one_stroke=True).points
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
def what_if(asked: Asked, ending: np.ndarray) -> None:
    """The same start under another class, side by side, once the learner asks."""
    kind = asked.name
    panel = WHAT_IF.expander("What if I said it was something else?")
    if panel is None:
        return
    with panel:
        other = OTHER.among(classes).select("The same beginning, but called a")
        found = endings_of(model, drawing, asked._replace(name=other))
        changed = found.endings[found.best]
        with st.container(horizontal=True, width=2 * SIDE + 16, gap="small"):
            for name, drawn in ((kind, ending), (other, changed)):
                picture, sentence = finished(model, drawing, name, drawn, seconds=2.0)
                with st.container(width="stretch"):
                    st.image(picture, width="stretch", alt=sentence, caption=plain(name))
        if other == kind:
            st.caption(plain(f"Both are called {kind} now: choose another name, and see what changes."))


page_header(
    "Finish my drawing",
    "Begin a drawing and say what it is; the network finishes it, **one move of the pen at a time**. In goes the "
    "last move, out comes a guess where the pen goes next. It sees no picture, only the path of the pen and the ink "
    "around it.",
    "many to many",
)
model = cached(SketchModel.load)
classes = [DEFAULT.name, *sorted(name for name in model.classes if name != DEFAULT.name)]
board = visitors_board(Board)
drawing = board.drawing
thing = thing_of(kept_game().value())
with st.container(horizontal=True, gap="medium", key="sketch_stage"):
    with st.container(width=SIDE, key="sketch_paper_column"):
        called = KIND.among([DEFAULT.name, GUESS, *classes[1:]]).select(
            "I am drawing a",
            help="With the mouse, a pen or a finger. Draw large: the network "
            "learned from drawings that fill the canvas.",
            disabled=thing is not None,
        )
        # close together, so that a notice stands where the learner looks
        with st.container(gap="xsmall"):
            # a fixed height: nothing jumps while one canvas takes the place of another
            with st.container(height=SIDE + 8, border=False, key="sketch_paper_place"):
                canvas(board)
            buttons(board)
            for message in drawing.notices:
                notice(message)
    with st.container(width=SIDE):
        # on a phone it stands right below the paper
        said = st.empty()
        view = VIEW.segments("The network draws on", width="stretch", help="Orange is the network’s, black is yours.")
        ended = st.container()
    with st.container(width="stretch"):
        with st.container(horizontal=True, gap="small"):
            five = st.container(width="stretch", gap="xsmall")
            game = st.container(width="content")
        wide, narrow = st.columns([2, 1])
        temperature = TEMPERATURE.slider("Temperature: 0 is the surest hand", wide)
        seed = SEED.field("Seed of the dice", narrow)
        starts(board, called)
points = drawing.points
looked = looked_at(model, drawing)
guess = guess_now(model, looked)
seen = seen_after(after_strokes(model, drawing, looked), model.number(thing)) if thing else None
if thing:
    said.markdown(say.game_sentence(thing, seen, len(drawing.simple), model.classes, guess))
else:
    said.markdown(say.guess_sentence(model.classes, guess) if len(points) else "It sees nothing yet: draw.")
five.markdown("**The guesser sees**", help="Another network, which reads the same moves of the pen.")
five.markdown(say.guess_lines(model.classes, guess) if len(points) else "an empty paper")
with game:
    play(board, seen)
likeliest = model.classes[int(guess.argmax())] if len(points) else DEFAULT.name
kind = thing or (likeliest if called == GUESS else called)
nine = view == VIEWS[1]
# who plays is not told how the thing could look
waiting = thing is not None and not seen
with ended:
    with st.container(horizontal=True, gap="small"):
        # nine at once would hide the paper; the setting is kept for the one
        on_paper = ON_MY_PAPER.toggle(
            "On my paper",
            disabled=nine,
            help="Off: the whole drawing beside it. A move that would leave the paper is thrown again; an ending that "
            "cannot stay goes on from one that did. What leaves it all the same is seen there.",
        )
        ranked = RANKED.toggle(
            "Best of many",
            help=f"On: {FOR_ONE} endings are drawn, or {FOR_NINE} for nine, and those are shown that the guesser "
            "believes most, that are about as long as people’s, and whose moves surprise the network least. Off: the "
            "first that the dice give.",
        )
    count, many = (9, FOR_NINE) if nine else (1, FOR_ONE)
    asked = Asked(kind, temperature, seed, many if ranked else count, count)
    if waiting:
        ending = np.zeros((0, 3))
        st.caption(plain(f"The network draws on when it has seen your {thing}."))
    else:
        found = endings_of(model, drawing, asked)
        ending = found.endings[found.best]
        if nine:
            nine_endings(board, kind, found)
            your_nine(kind, found)
        else:
            one_ending(model, board, kind, found, on_paper)
# without a heading, so that the memory under the tape shares the first screen with the paper
step_by_step(asked, ending, waiting)
how_it_guessed(model, drawing, looked)
if not waiting:
    what_if(asked, ending)
st.header("Check yourself")
predict_then_reveal(
    "Does the network ever see the picture?",
    ["Yes, after every stroke", "Yes, when you lift the pen for the last time", NO_PICTURE],
    NO_PICTURE,
    "It is told how far the pen went, whether it lifted, and how much ink lies around it. The same picture "
    "in another order is another sequence, and may get another ending: try it.",
    "sketch_check",
)
share_link("sketch_share")
