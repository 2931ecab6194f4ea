"""The drawing and the canvas: the strokes are kept here, the canvas only reports.

A canvas shows the strokes it was made with, and whatever the learner adds. It is replaced by a new one
(under a new key) when the drawing changes in another way, so a late report of the old one goes nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from seqdemo.core.errors import InputError
from seqdemo.sketch.canvas import from_canvas, to_canvas
from seqdemo.sketch.mixture import LIFT
from seqdemo.sketch.reader import FRAME, decode, encode, simplify, to_points, to_strokes
from seqdemo.sketch.rendering import Layer
from seqdemo.sketch.starts import DEFAULT
from seqdemo.ui.figures import COLOURS
from seqdemo.ui.link import from_history, keep_in_address

INK, NETWORK, PAPER = "#1B2530", COLOURS[1], "#FBFAF5"
"""What the learner draws, what the network draws, and on what: the same by day and by night, as on paper."""
SIDE = 320  # pixels of the screen: a canvas fits a phone
PEN = 4
MOST_PAST = 100  # changes that can be undone
MOST_VERTICES = 20_000  # a drawing with more is kept in its simplified form
_IN_ADDRESS = "sketch_drawing"
_MASK = re.compile("[0-9a-f]{1,25}")


class Stroke(NamedTuple):
    """One line of the pen, and who drew it."""

    vertices: np.ndarray  # (n, 2) pixels of the frame
    by_network: bool = False


@dataclass
class Board:
    """The drawing as the learner sees it, and as the network reads it."""

    strokes: list[Stroke] = field(default_factory=list)
    simple: list[np.ndarray] = field(default_factory=list)  # the same strokes, in the form of the training data
    notices: list[str] = field(default_factory=list)
    past: list[list[Stroke]] = field(default_factory=list)
    version: int = 0
    shown: dict[str, Any] = field(default_factory=lambda: {"objects": []})  # what the canvas was made with
    heard: Any = None  # its last report

    def put(self, strokes: Sequence[Stroke]) -> None:
        """Draws these strokes on a new canvas."""
        self._take(list(strokes), [])
        self.version += 1
        lines, colours = [s.vertices for s in self.strokes], [NETWORK if its else INK for its in self.owners]
        self.shown = to_canvas(lines, SIDE, SIDE, colours, PEN)
        self.heard = self.shown["objects"]

    def change(self, strokes: Sequence[Stroke]) -> None:
        """The same, so that it can be undone."""
        self._catch_up()
        self._remember()
        self.put(strokes)

    def undo(self) -> None:
        """Goes back by one change; a drawing from a link has no past and loses its last stroke."""
        self._catch_up()
        self.put(self.past.pop() if self.past else self.strokes[:-1])

    def keep(self, ending: Sequence[np.ndarray]) -> None:
        """Makes an ending part of the drawing."""
        self._catch_up()
        strokes = [*self.strokes, *(Stroke(vertices, True) for vertices in ending)]
        fitting = _inside(strokes)
        self.change(fitting)
        if fitting is not strokes:
            self.notices.append("The ending left the canvas: the whole drawing was moved or made smaller to fit.")

    def hear(self, report: Any) -> None:
        """Takes over what the canvas reports. Raises InputError, and keeps the drawing, when it is none."""
        objects = report.get("objects") if isinstance(report, dict) else report
        if report is None or objects == self.heard:
            return
        lines, notices = from_canvas(report, SIDE, SIDE)
        self.heard = objects
        # the network's strokes are known by their colour, wherever the toolbar of the canvas has moved them
        readable = [thing for thing in objects if from_canvas({"objects": [thing]}, SIDE, SIDE)[0]]
        strokes = [
            self._known(i, Stroke(line, thing.get("stroke") == NETWORK))
            for i, (line, thing) in enumerate(zip(lines, readable, strict=False))
        ]
        if not _same(strokes, self.strokes):
            self._remember(strokes)
        self._take(strokes, notices)

    @property
    def key(self) -> str:
        """Of the canvas on show."""
        return f"sketch_canvas_{self.version}"

    @property
    def points(self) -> np.ndarray:
        """(N, 3): what the network reads."""
        return to_points(self.simple)[0]

    @property
    def owners(self) -> list[bool]:
        """Which strokes the network drew."""
        return [stroke.by_network for stroke in self.strokes]

    @property
    def stroke_of(self) -> np.ndarray:
        """(N,): the stroke that each point belongs to."""
        counts = [len(line) - (i == 0) for i, line in enumerate(self.simple)]
        return np.repeat(np.arange(len(counts)), np.array(counts, int))

    @property
    def by_network(self) -> np.ndarray:
        """(N,): which points the network drew."""
        return np.array(self.owners, bool)[self.stroke_of]

    @property
    def rows_of_mine(self) -> list[np.ndarray]:
        """The points of each stroke of the learner's."""
        return [np.flatnonzero(self.stroke_of == i) for i, its in enumerate(self.owners) if not its]

    @property
    def layers(self) -> list[Layer]:
        """The drawing in its two colours."""
        return [
            ([s.vertices for s in self.strokes if not s.by_network], INK),
            ([s.vertices for s in self.strokes if s.by_network], NETWORK),
        ]

    def ending_strokes(self, ending: np.ndarray) -> list[np.ndarray]:
        """Returns the strokes of an ending (n, 3), going on from where the pen was lifted."""
        if self.simple:
            return to_strokes(ending, self.simple[-1][-1], pen_down=False)
        strokes = to_strokes(ending, np.zeros(2))
        if not strokes:
            return []
        # a drawing from nothing has no place yet: it gets the middle
        vertices = np.vstack(strokes)
        middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
        return [stroke - middle + (FRAME - 1) / 2 for stroke in strokes]

    def walked(self, whole: np.ndarray, ending: np.ndarray) -> list[np.ndarray]:
        """Returns the strokes of the first points `whole` (n, 3) of the drawing with this ending."""
        if self.simple:
            origin = self.simple[0][0]
        else:
            lines = self.ending_strokes(ending)
            origin = lines[0][0] if lines else np.full(2, FRAME / 2)
        return to_strokes(whole, origin)

    def after(self, whole: np.ndarray, ending: np.ndarray, step: int) -> tuple[list[Layer], np.ndarray, bool]:
        """Returns what is drawn after `step` points of the whole, where the pen is, and whether it is in the air."""
        origin = self.walked(np.zeros((1, 3)), ending)[0][0]
        strokes = self.walked(whole[:step], ending)
        flags = [*self.owners, *[True] * (len(strokes) - len(self.owners))]
        layers = [([s for s, its in zip(strokes, flags, strict=False) if its == who], colour)
                  for who, colour in ((False, INK), (True, NETWORK))]  # fmt: skip
        return layers, origin + whole[:step, :2].sum(axis=0), step > 0 and whole[step - 1, 2] == LIFT

    def is_just(self, lines: Sequence[np.ndarray]) -> bool:
        """Whether the drawing has these strokes of the learner's and no others."""
        return _same(self.strokes, [Stroke(line) for line in lines])

    def _catch_up(self) -> None:
        """Hears of a stroke whose report came together with the click that is being answered."""
        with suppress(InputError, LookupError, TypeError):
            self.hear(st.session_state[self.key]["drawing"]["raw"])

    def link(self) -> str:
        """The drawing as it stands in the address of the page, and after a dot which strokes the network drew."""
        text, mask = encode(self.simple), sum(its << i for i, its in enumerate(self.owners))
        return f"{text}.{mask:x}" if mask else text

    def address(self) -> str | None:
        """The same; None for the drawing that is there at first, of which the address says nothing."""
        return None if self.is_just(DEFAULT.strokes) else self.link()

    def _remember(self, following: Sequence[Stroke] = ()) -> None:
        """Lets undo come back to the drawing as it is now, and to each stroke of those that go on from it."""
        count = len(self.strokes)
        # a fast hand draws several strokes before the canvas is heard
        goes_on = _same(following[:count], self.strokes)
        between = [list(following[:n]) for n in range(count + 1, len(following))] if goes_on else []
        self.past = [*self.past, self.strokes, *between][-MOST_PAST:]

    def _take(self, strokes: list[Stroke], notices: list[str]) -> None:
        self.simple, more = simplify([stroke.vertices for stroke in strokes])
        self.notices = [*notices, *more]
        self.strokes = strokes[: len(self.simple)]
        if sum(len(stroke.vertices) for stroke in strokes) > MOST_VERTICES:
            self.strokes = [s._replace(vertices=line) for s, line in zip(self.strokes, self.simple, strict=True)]

    def _known(self, i: int, stroke: Stroke) -> Stroke:
        """The stroke as it is known already; a canvas hands strokes back a little rounded."""
        return self.strokes[i] if i < len(self.strokes) and _same([stroke], [self.strokes[i]]) else stroke


def board() -> Board:
    """Returns the drawing of this visitor: from the session, the address of the page, or the default."""
    known = st.session_state.get("sketch_board")
    text = st.query_params.get(_IN_ADDRESS)
    if known is None or (from_history() and text != known.address()):
        st.session_state.sketch_board = known = _from_address(known or Board(), text)
    return known


def _from_address(drawing: Board, text: str | None) -> Board:
    try:
        drawing.put([Stroke(line) for line in DEFAULT.strokes] if text is None else from_link(text))
    except InputError as error:
        drawing.put([])
        drawing.notices = [str(error)]
    return drawing


def from_link(text: str) -> list[Stroke]:
    """Returns the strokes that `Board.link` wrote. Raises InputError."""
    lines, dot, mask = text.partition(".")
    strokes = decode(lines)
    if dot and not (_MASK.fullmatch(mask) and int(mask, 16) < 1 << len(strokes)):
        raise InputError("The link does not say clearly which strokes the network drew; the canvas begins empty.")
    drawn = int(mask, 16) if dot else 0
    return [Stroke(line, bool(drawn >> i & 1)) for i, line in enumerate(strokes)]


def canvas(drawing: Board) -> None:
    """Draws the canvas and listens to it; afterwards the address of the page holds the drawing."""
    if drawing.key not in st.session_state and drawing.heard is not drawing.shown["objects"]:
        # a visit to another page ends a canvas and forgets its report
        drawing.put(drawing.strokes)
    try:
        drawing.hear(_report(drawing))
    except InputError as error:
        drawing.notices = [str(error)]
    keep_in_address(_IN_ADDRESS, drawing.address())


def _report(drawing: Board) -> Any:
    # its import needs a running Streamlit
    from streamlit_drawable_canvas import st_canvas

    try:
        result = st_canvas(
            stroke_width=PEN,
            stroke_color=INK,
            background_color=PAPER,
            width=SIDE,
            height=SIDE,
            initial_drawing=drawing.shown,
            key=drawing.key,
        )
    except (AttributeError, KeyError, TypeError) as error:
        # the component opens what its browser side sends without looking at it
        raise InputError("The canvas sent something that is not a drawing; the drawing before it is kept.") from error
    return result.json_data


def _same(strokes: Sequence[Stroke], others: Sequence[Stroke]) -> bool:
    return len(strokes) == len(others) and all(
        a.by_network == b.by_network
        and a.vertices.shape == b.vertices.shape
        and np.allclose(a.vertices, b.vertices, rtol=0, atol=0.5)
        for a, b in zip(strokes, others, strict=True)
    )


def _inside(strokes: list[Stroke]) -> list[Stroke]:
    """Moves and shrinks a drawing that leaves the frame until it fits; returns the others as they are."""
    if not strokes:
        return strokes
    vertices = np.vstack([stroke.vertices for stroke in strokes])
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    last = FRAME - 1
    scale = min(1.0, last / max((high - low).max(), 1))
    shift = np.maximum(0, -low * scale) - np.maximum(0, high * scale - last)
    if scale == 1 and not shift.any():
        return strokes
    return [stroke._replace(vertices=stroke.vertices * scale + shift) for stroke in strokes]
