"""A game: it names a thing, the learner draws it, and it says when it sees it; the fewer strokes the better."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import streamlit as st

from seqdemo.sketch.board import Board
from seqdemo.ui.kept import Kept

THINGS = (
    "fish",
    "house",
    "umbrella",
    "cactus",
    "bicycle",
    "star",
    "ladder",
    "snowman",
    "eyeglasses",
    "sailboat",
    "apple",
    "envelope",
    "pizza",
    "octopus",
    "sun",
    "candle",
    "butterfly",
    "ice cream",
    "key",
    "scissors",
)
"""What it asks for, one after the other: things that a hurried hand can draw."""


class Game(NamedTuple):
    """What is to be drawn now, and the score."""

    thing: int = 0  # of THINGS, counted from 1; 0 while nobody plays
    seen: int = 0  # things that it saw so far
    strokes: int = 0  # that they took together


def kept_game() -> Kept[Game]:
    """The game as the link holds it."""
    return Kept("sketch_game", Game(), encode, decode, "The game in the link makes no sense; nothing is asked for.")


def encode(game: Game) -> str:
    """The game as it stands in the address of the page; empty while nobody plays."""
    return ".".join(map(str, game)) if game.thing else ""


def decode(text: str) -> Game | None:
    """The game that an address names; None where it makes no sense."""
    parts = text.split(".")
    if len(parts) != len(Game._fields) or not all(
        part.isascii() and part.isdigit() and len(part) < 5 for part in parts
    ):
        return None
    game = Game(*map(int, parts))
    return game if 1 <= game.thing <= len(THINGS) and game.seen <= game.strokes else None


def thing_of(game: Game) -> str | None:
    """What is to be drawn; None while nobody plays."""
    return THINGS[game.thing - 1] if game.thing else None


def seen_after(guesses: np.ndarray, number: int) -> int | None:
    """The number of strokes after which class `number` was the first guess; `guesses` (strokes + 1, classes)."""
    right = guesses[1:].argmax(axis=1) == number
    return int(right.argmax()) + 1 if right.any() else None


def play(board: Board, seen: int | None) -> None:
    """The buttons of the game, and the score."""
    game = kept_game().known()
    with st.container(horizontal=True, gap="small"):
        if not game.thing:
            st.button("A game: draw what it names", key="sketch_play", on_click=_next, args=(board, None))
            return
        st.button(
            "The next thing" if seen else "Another thing",
            key="sketch_next",
            type="primary" if seen else "secondary",
            on_click=_next,
            args=(board, seen),
        )
        st.button("Stop playing", key="sketch_stop", on_click=_stop)
    things, strokes = game.seen + (seen is not None), game.strokes + (seen or 0)
    if things:
        st.caption(f"It saw {things} of your drawings, after {strokes / things:.1f} strokes each.")


def _next(board: Board, seen: int | None) -> None:
    """Asks for the next thing, on an empty paper."""
    kept = kept_game()
    game = kept.known()
    kept.put(Game(game.thing % len(THINGS) + 1, game.seen + (seen is not None), game.strokes + (seen or 0)))
    board.change([])


def _stop() -> None:
    kept_game().put(Game())
