"""What stands beside the paper: the photo, what it is asked to be, drawings to begin with, a picture of one's own."""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from hashlib import sha256

import numpy as np
import streamlit as st

from seqdemo.core.drawing import Stroke
from seqdemo.core.errors import InputError
from seqdemo.core.strokes import simplify
from seqdemo.photo import say
from seqdemo.photo.board import Board, same
from seqdemo.photo.drawings import NEAT, Drawing
from seqdemo.photo.model import PhotoModel
from seqdemo.photo.pictures import covered, on_paper, pair, png, rasterised
from seqdemo.photo.reader import middle
from seqdemo.photo.sizes import CLASSES
from seqdemo.photo.style import style, told, unknown
from seqdemo.photo.upload import KINDS, edges, read_upload
from seqdemo.ui.history import row_of_presets
from seqdemo.ui.markdown import plain
from seqdemo.ui.notices import notice
from seqdemo.ui.paper.board import SIDE
from seqdemo.ui.paper.rendering import INK, PAPER, svg
from seqdemo.ui.remember import once
from seqdemo.ui.setting import Choice, Number, Panel

KIND = Choice("photo_class", CLASSES[0], CLASSES)
COLOUR = Choice("photo_colour", "as usual", (*say.COLOURS, say.BY_SEED))
LIVELY = Number("photo_lively", 1.0, 0.0, 2.0, 0.1)
SEED = Number("photo_seed", 0, 0, 999_999)
UPLOAD = Panel("photo_from_picture")
MOST_KEPT = 12  # photos of a learner, a quarter of a megabyte each with its ink
SMALL = 76  # pixels of an example: four side by side fit a phone


def asked(model: PhotoModel) -> np.ndarray:
    """What the network is told beside the drawing, as the learner has set it; (CLASSES + STYLE,)."""
    colour, seed = COLOUR.value(), SEED.value()
    rgb = say.palette(seed) if colour == say.BY_SEED else say.COLOURS[colour]
    wanted = unknown() if rgb is None else style(np.array(rgb), LIVELY.value())
    return told(model.number(KIND.value()), wanted)


def photo_of(model: PhotoModel, ink: np.ndarray, say_too: np.ndarray, of: str = "adversarial") -> np.ndarray:
    """The photo (SIZE, SIZE, 3) of ink; computed once for the same ink and settings."""
    seed = SEED.value()
    key = sha256(ink.tobytes()).digest(), say_too.tobytes(), of, seed
    return once("photo_made", key, lambda: model.photo(ink, say_too, of, seed=seed), last=MOST_KEPT)


def ink_of(strokes: Sequence[np.ndarray]) -> np.ndarray:
    """The ink (SIZE, SIZE) of strokes; drawn once for the same strokes."""
    key = tuple(stroke.tobytes() for stroke in strokes)
    return once("photo_ink", key, lambda: rasterised(strokes), last=MOST_KEPT)


def photo_beside(model: PhotoModel, strokes: Sequence[np.ndarray], told_too: np.ndarray) -> None:
    """The photo of the drawing, its sentence, and the pair as a file."""
    ink = ink_of(strokes)
    if not strokes:
        notice(say.EMPTY)
    elif covered(strokes) > say.MOST_BLACK:
        notice(say.BLACK)
    photo = photo_of(model, ink, told_too)
    sentence = say.made_sentence(KIND.value(), len(strokes), photo, COLOUR.value())
    st.image(png(photo, SIDE), width=SIDE, alt=sentence)
    st.caption(plain(sentence))
    st.download_button(
        "Drawing and photo (PNG)",
        lambda: png(pair(ink, photo), 512),
        f"{KIND.value()}.png",
        key="photo_download",
        on_click="ignore",
        icon=":material/download:",
    )


def settings() -> None:
    """Colour, liveliness and seed."""
    colour = COLOUR.select(
        "Its colour", help="Half of the training photos came with their mean colour and how lively they are."
    )
    if colour != "as usual":
        LIVELY.slider("How lively: 0 is plain, 1 usual, 2 full of contrast")
    SEED.field("Seed of the grain" + " and the colour" * (colour == say.BY_SEED))


def examples(board: Board) -> None:
    """Drawings to begin with, and one of them by chance."""
    st.button("One by chance", icon=":material/casino:", key="photo_chance", on_click=_by_chance, args=(board,))
    with row_of_presets("photo_examples", gap="xsmall"):
        for number, drawing in enumerate(NEAT):
            with st.container(width=SMALL, gap="xsmall"):
                st.image(_example(number), width=SMALL, alt=f"The drawing “{drawing.title}”.")
                st.button(
                    str(number + 1),
                    key=f"photo_example_{number}",
                    on_click=put,
                    args=(board, drawing),
                    help=f"Take the drawing “{drawing.title}”",
                    width="stretch",
                )


@functools.cache
def _example(number: int) -> str:
    """The picture of a drawing to begin with."""
    drawing = NEAT[number]
    return svg([(drawing.strokes, INK)], SMALL, title=drawing.title, background=PAPER)


def put(board: Board, drawing: Drawing) -> None:
    """Puts a drawing onto the paper and says what it is of; one undo takes it back."""
    KIND.put(drawing.name)
    board.change([Stroke(line) for line in simplify(drawing.strokes)[0]])


def _by_chance(board: Board) -> None:
    others = [drawing for drawing in NEAT if not same(simplify(drawing.strokes)[0], board.strokes)]
    put(board, random.choice(others))


@st.fragment
def from_a_picture(model: PhotoModel, told_too: np.ndarray) -> None:
    """A picture of the learner's: its edges, and the photo that the network makes of them. The drawing stays."""
    panel = UPLOAD.expander("From a picture of your own")
    if panel is None:
        return
    with panel:
        file = st.file_uploader(
            f"A picture, at best of one thing on a light ground ({', '.join(KINDS)})", key="photo_file"
        )
        if file is None:
            st.caption("It stays in this app’s memory until you leave, and goes nowhere else.")
            return
        try:
            picture, notices = read_upload(file.getvalue())
            found, how = edges(picture)
        except InputError as error:
            notice(error)
            return
        for message in notices:
            notice(message)
        ink = middle(found).astype(np.float32)
        photo = photo_of(model, ink, told_too)
        sentences = ("Your picture.", how, f"The network’s {say.ONE[KIND.value()]} from these lines.")
        with st.container(horizontal=True, gap="small"):
            for shown, sentence in zip((picture, on_paper(ink), photo), sentences, strict=True):
                with st.container(width=200):
                    st.image(png(shown, 200), width=200, alt=sentence, caption=plain(sentence))
