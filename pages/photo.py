"""Drawing to photo: the learner draws, a network makes a photo of it after every stroke, and is taken apart."""

import numpy as np
import streamlit as st

from seqdemo.photo import say
from seqdemo.photo.board import Board
from seqdemo.photo.drawings import CLUMSY, Drawing
from seqdemo.photo.model import MAPS, PhotoModel, inputs
from seqdemo.photo.pictures import believed, map_grid, on_paper, png, rasterised
from seqdemo.photo.reader import middle
from seqdemo.photo.sizes import CHANNELS, SIZE
from seqdemo.photo.stage import (
    KIND,
    SEED,
    asked,
    examples,
    from_a_picture,
    ink_of,
    photo_beside,
    photo_of,
    put,
    settings,
)
from seqdemo.photo.style import told, unknown
from seqdemo.ui.cached import model as cached
from seqdemo.ui.frame import page_header, predict_then_reveal, presets, share_link, under_the_hood
from seqdemo.ui.markdown import plain
from seqdemo.ui.notices import notice
from seqdemo.ui.paper.board import SIDE, buttons, canvas, visitors_board
from seqdemo.ui.setting import Choice, Panel
from seqdemo.ui.tape import step_tape

TOOL = Choice("photo_tool", "pen", ("pen", "eraser"))
INSIDE, LIMITS = Panel("photo_inside"), Panel("photo_limits")
MAP = Choice("photo_map", "down_1", MAPS)
SKIPS = tuple(f"{SIZE // 2 ** (level + 1)} x {SIZE // 2 ** (level + 1)}" for level in range(len(CHANNELS) - 1))
SKIP = Choice("photo_skip", SKIPS[0], SKIPS)
ORDERS = ("Another photo", "The same photo", "It depends on the seed")
CAT = Drawing(
    "A cat’s face",
    "handbags",
    (
        (
            (70, 110),
            (60, 50),
            (100, 80),
            (150, 80),
            (190, 50),
            (184, 110),
            (190, 170),
            (128, 216),
            (66, 170),
            (70, 110),
        ),
        ((104, 176), (128, 186), (152, 176)),
    ),
    (((98, 124), (104, 130)), ((152, 124), (158, 130)), ((120, 152), (136, 152), (128, 162), (120, 152))),
)
LETTERS = Drawing(
    "Letters",
    "shoes",
    (((176, 90), (150, 90), (148, 120), (178, 128), (178, 164), (146, 166)),),
    (((60, 90), (60, 166)), ((60, 128), (104, 128)), ((104, 90), (104, 166)), ((126, 90), (126, 166))),
)
BOX = Drawing("A bare box", "handbags", (), (((50, 80), (206, 80), (206, 210), (50, 210), (50, 80)),))
TRY = {
    "Six lines are a shoe": CLUMSY[0],
    "A shaky hand": CLUMSY[1],
    "A bare box": BOX,
    "A cat: it gets this wrong": CAT,
}


def side_by_side(shown: list[tuple[np.ndarray, str]], side: int = SIDE) -> None:
    """Pictures in a row, each with its caption, which is its alternative text too."""
    with st.container(horizontal=True, gap="small"):
        for picture, sentence in shown:
            with st.container(width=side):
                st.image(png(picture, side), width=side, alt=sentence, caption=plain(sentence))


@st.fragment
def stroke_by_stroke() -> None:
    """The tape of strokes: the drawing and its photo after each, and the strokes in the opposite order."""
    step = step_tape(say.chips(len(strokes)), "photo_tape")
    ink = ink_of(strokes[:step])
    side_by_side(
        [
            (on_paper(ink), f"The drawing after {say.strokes(step)}, thinned to its middle."),
            (photo_of(model, ink, told_too), f"Its photo after {say.strokes(step)}."),
        ],
        200,
    )
    right = predict_then_reveal(
        "The same strokes, drawn in the opposite order: what does the network make of them?",
        ORDERS,
        ORDERS[1],
        "It gets the finished paper, all at once, and on paper no line says when it was drawn. The network that "
        "finishes drawings reads the moves of a pen one by one: to it another order is another drawing.",
        "photo_check",
    )
    if right is not None:
        other = photo_of(model, ink_of(strokes[::-1]), told_too)
        apart = float(np.abs(other - photo_of(model, ink_of(strokes), told_too)).max())
        side_by_side([(other, say.order_sentence(apart, len(strokes)))], 200)


@st.fragment
def inside() -> None:
    """Maps down and up the U, a skip switched off, and what the critic believes."""
    panel = INSIDE.expander("Inside the network: its maps, its skips, its critic")
    if panel is None:
        return
    ink, seed = ink_of(strokes), SEED.value()
    made = photo_of(model, ink, told_too)
    with panel:
        name = MAP.select("Maps, on the way down and up again")
        maps = model.maps(ink, told_too, "adversarial", [name], seed)[name]
        picture, shown = map_grid(maps)
        sentence = say.map_sentence(name, maps, shown)
        st.image(png(picture), width="stretch", alt=sentence, caption=plain(sentence))
        skip = SKIPS.index(SKIP.select("Switch off the skip at"))
        on = [0.0 if level == skip else 1.0 for level in range(len(SKIPS))]
        without = model.photo(ink, told_too, "adversarial", on, seed)
        apart = float(np.abs(without - made).mean())
        side_by_side([(made, "With all skips."), (without, say.skip_sentence(skip, apart))], 200)
        st.markdown("**What the critic believes.** It looks at patches, each beside its piece of the drawing.")
        flat = photo_of(model, ink, told_too, "l1")
        side_by_side(
            [
                (believed(photo, belief), say.belief_sentence(belief, whose))
                for photo, whose in ((made, "With the critic’s lessons"), (flat, "L1 alone"))
                for belief in [model.belief(photo, ink)]
            ],
            200,
        )


@st.fragment
def limits() -> None:
    """What it cannot do, with pictures, and what it learned from."""
    panel = LIMITS.expander("What it cannot do, and what it learned from")
    if panel is None:
        return
    with panel:
        st.markdown(plain(say.CANNOT))
        for drawing in (CAT, LETTERS, BOX):
            ink = rasterised(drawing.strokes)
            photo = photo_of(model, ink, told(model.number(drawing.name), unknown()))
            side_by_side(
                [
                    (on_paper(ink), f"{drawing.title}."),
                    (photo, f"What the network makes of it when told that it is of {drawing.name}."),
                ],
                140,
            )
        st.markdown(plain(f"It learned from {say.TRAINED_ON}"))


page_header(
    "Drawing to photo",
    "Draw a shoe or a bag; a network makes a photo of it **after every stroke**. In goes a whole picture, out comes a "
    "whole picture. It has no steps and no memory: of all pages this one shows no sequence model.",
    "one to one",
)
model = cached(PhotoModel.load)
board = visitors_board(Board)
drawing = board.drawing
with st.container(horizontal=True, gap="medium", key="photo_stage"):
    with st.container(width=SIDE):
        KIND.segments("It is a photo of", width="stretch")
        with st.container(gap="xsmall"):
            board.take(TOOL.value())
            key = board.key
            # a fixed height: nothing jumps while one canvas takes the place of another
            with st.container(height=SIDE + 8, border=False):
                canvas(board)
            if board.key != key:
                # what was rubbed out goes from the canvas too
                st.rerun()
            TOOL.segments("In your hand", label_visibility="collapsed", width="stretch")
            buttons(board)
            for message in drawing.notices:
                notice(message)
    told_too = asked(model)
    strokes = board.strokes
    with st.container(width=SIDE):
        st.markdown("**The network’s photo**", help="It is made anew after every stroke, of all that is on the paper.")
        photo_beside(model, strokes, told_too)
    with st.container(width="stretch"):
        settings()
        st.markdown("**Or begin with one of these**")
        examples(board)
from_a_picture(model, told_too)
st.markdown("**Try this**")
presets(TRY, "photo_try", lambda chosen: put(board, chosen))
st.header("What the critic adds")
first, second = (photo_of(model, ink_of(strokes), told_too, of) for of in ("l1", "adversarial"))
side_by_side([(first, "L1 alone."), (second, "L1 and the critic.")], 200)
st.caption(plain(say.adversary_sentence(first, second)))
st.header("Stroke by stroke")
stroke_by_stroke()
inside()
limits()
under_the_hood(
    say.FORMULA,
    say.numbers(len(strokes), ink_of(strokes), model.card["parameters"]),
    [rasterised, middle, inputs, PhotoModel.photo],
    "photo_hood",
)
share_link("photo_share")
