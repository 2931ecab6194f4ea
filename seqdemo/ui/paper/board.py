"""The board that a visitor draws on: the drawing is kept here, the canvas only shows it and reports.

A canvas shows the strokes it was made with, and whatever the learner adds. It is replaced by a new one
(under a new key) when the drawing changes in another way, so a late report of the old one goes nowhere.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import numpy as np
import streamlit as st

from seqdemo.core.drawing import Drawing, Stroke
from seqdemo.core.errors import InputError
from seqdemo.ui.link import from_history, keep_in_address
from seqdemo.ui.paper.canvas import Line, from_canvas, to_canvas
from seqdemo.ui.paper.link import decode, encode
from seqdemo.ui.paper.rendering import INK, PAPER

SIDE = 288  # pixels of the screen: a canvas fits the smallest phone
PEN = 4


@dataclass
class Board:
    """The drawing, and the canvas on show; each page that has one says what is special about its own."""

    name: ClassVar[str] = ""  # begins all that is kept in the session and in the address
    first: ClassVar[Sequence[np.ndarray]] = ()  # the drawing that is there at first
    theirs: ClassVar[str] = ""  # the colour of strokes that the learner did not draw

    drawing: Drawing = field(default_factory=Drawing)
    version: int = 0
    shown: dict[str, Any] = field(default_factory=lambda: {"objects": []})  # what the canvas was made with
    heard: Any = None  # its last report
    pen: float = PEN  # what the learner draws with: its width in pixels of the screen, and its colour
    colour: str = INK

    @property
    def key(self) -> str:
        """Of the canvas on show."""
        return f"{self.name}_canvas_{self.version}"

    @property
    def in_address(self) -> str:
        """Under what name the address has the drawing."""
        return f"{self.name}_drawing"

    def show(self) -> None:
        """Puts the drawing onto a new canvas."""
        self.version += 1
        lines = [Line(vertices, self.theirs if its else INK) for vertices, its in self.drawing.strokes]
        self.shown = to_canvas(lines, SIDE, SIDE, PEN)
        self.heard = self.shown["objects"]

    def hear(self, report: Any) -> None:
        """Takes over what the canvas reports. Raises InputError, and keeps the drawing, when it is none."""
        objects = report.get("objects") if isinstance(report, dict) else report
        if report is None or _equal(objects, self.heard):
            return
        lines, notices = from_canvas(report, SIDE, SIDE)
        self.heard = objects
        # the canvas knows nothing of the network: its strokes are told by their colour
        self.take_over([Stroke(vertices, colour == self.theirs) for vertices, colour in lines], notices)

    def take_over(self, strokes: Sequence[Stroke], notices: Sequence[str]) -> None:
        """The canvas has these strokes now."""
        self.drawing.follow(strokes, notices)

    def change(self, strokes: Sequence[Stroke], notices: Sequence[str] = ()) -> None:
        """Draws these strokes instead."""
        self._catch_up()
        self.drawing.change(strokes, notices)
        self.show()

    def undo(self) -> None:
        self._catch_up()
        self.drawing.undo()
        self.show()

    def _catch_up(self) -> None:
        """Hears of a stroke whose report came together with the click that is being answered."""
        with suppress(InputError, LookupError, TypeError):
            self.hear(st.session_state[self.key]["drawing"]["raw"])

    def address(self) -> str | None:
        """The drawing as the address has it; None for the one that is there at first, of which it says nothing."""
        drawing = self.drawing
        if drawing.is_just(self.first):
            return None
        return encode(list(map(Stroke, drawing.simple, drawing.owners)))


B = TypeVar("B", bound=Board)


def visitors_board(kind: type[B]) -> B:
    """Returns the board of this visitor, with the drawing of the session, the address of the page, or the first one."""
    kept = f"{kind.name}_board"
    known = st.session_state.get(kept)
    text = st.query_params.get(f"{kind.name}_drawing")
    if known is None or (from_history() and text != known.address()):
        st.session_state[kept] = known = _from_address(known or kind(), text)
    return known


def _from_address(board: B, text: str | None) -> B:
    board.drawing = Drawing()
    try:
        board.drawing.take([Stroke(line) for line in board.first] if text is None else decode(text))
    except InputError as error:
        board.drawing.take([], [str(error)])
    board.show()
    return board


def canvas(board: Board) -> None:
    """Draws the canvas and listens to it; afterwards the address of the page holds the drawing."""
    if board.key not in st.session_state and board.heard is not board.shown["objects"]:
        # a visit to another page ends a canvas and forgets its report
        board.show()
    try:
        board.hear(_report(board))
    except InputError as error:
        board.drawing.notices = [str(error)]
    keep_in_address(board.in_address, board.address())


def buttons(board: Board) -> None:
    """Draws the buttons of the canvas, which has none of its own, and what looks after its paper."""
    with st.container(horizontal=True, gap="small"):
        st.button("Undo", icon=":material/undo:", key=f"{board.name}_undo", on_click=board.undo)
        st.button("Clear", icon=":material/delete:", key=f"{board.name}_clear", on_click=board.change, args=([],))
        _paper(key=f"{board.name}_paper", data={"canvas": board.key}, width="content", height="content")


def over(board: Board, picture: str, sentence: str) -> None:
    """Lays an SVG picture of the frame over the paper, through which the learner draws on; `sentence` says it."""
    encoded = base64.b64encode(picture.encode()).decode()
    data = {"canvas": board.key, "picture": f"data:image/svg+xml;base64,{encoded}", "sentence": sentence}
    _over(key=f"{board.name}_over", data=data, width="content", height="content")


def _script(name: str) -> str:
    here = Path(__file__).parent
    return "\n".join((here / file).read_text(encoding="utf-8") for file in ("find.js", name))


_paper = st.components.v2.component("seqdemo_paper", js=_script("paper.js"))
_over = st.components.v2.component("seqdemo_over_the_paper", js=_script("over.js"))


def _report(board: Board) -> Any:
    # its import needs a running Streamlit
    from streamlit_drawable_canvas import st_canvas

    try:
        result = st_canvas(
            stroke_width=board.pen,
            stroke_color=board.colour,
            background_color=PAPER,
            width=SIDE,
            height=SIDE,
            initial_drawing=board.shown,
            key=board.key,
        )
    except (AttributeError, KeyError, TypeError) as error:
        # the component opens what its browser side sends without looking at it
        raise InputError("The canvas sent something that is not a drawing; the drawing before it is kept.") from error
    return result.json_data


def _equal(objects: object, others: object) -> bool:
    # lists within lists within lists, as deep as JSON is read, may be too deep to compare
    with suppress(RecursionError):
        return bool(objects == others)
    return False
