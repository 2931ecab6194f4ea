"""Heavy work of a page: so many at once in the process, the others wait in a fair queue.

>>> found = in_turn(lambda: model.translate(text, beam=8))
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

import streamlit as st
from prometheus_client import Counter, Gauge, Histogram
from streamlit.runtime.scriptrunner import get_script_run_ctx

from seqdemo.core.gate import Gate
from seqdemo.core.pace import looking_up

T = TypeVar("T")
PATIENCE = 1.0
"""Who waits longer, in seconds, reads the place in the queue."""
TOLD_EVERY = 4.0
"""Seconds: so long a toast stays."""
# the products of matrices leave Python to others, so each core can do one
GATE = Gate(places=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
QUEUE_SECONDS = Histogram("seqdemo_queue_seconds", "How long heavy work waited for its turn")
QUEUE_LENGTH = Gauge("seqdemo_queue_length", "Visitors who wait for their turn now")
QUEUE_LENGTH.set_function(GATE.waiting)
OUTDATED = Counter("seqdemo_outdated", "Heavy work that was stopped because nobody waited for it any more")


def in_turn(work: Callable[[], T]) -> T:
    """Returns work(), done when it is this visitor's turn.

    It ends between two steps where the visitor has left, or has asked for something else by now.
    """
    context = get_script_run_ctx()
    told = _Told()
    with GATE.turn(context.session_id if context else "", told.wait) as turn:
        QUEUE_SECONDS.observe(turn.waited)

        def look() -> None:
            stop_if_outdated()
            turn.step()

        with looking_up(look):
            return work()


def stop_if_outdated() -> None:
    """Ends the script where the visitor has left, or has asked for something else by now."""
    try:
        # Streamlit ends a script that is to stop or to begin anew whenever it looks into the session
        _ = "_turn" in st.session_state
        if _asked_again():
            # a fragment is never ended by its next run, unless the fragment itself asks for that
            st.rerun(scope="fragment")
    except BaseException:
        OUTDATED.inc()
        raise


def place_sentence(place: int) -> str:
    """What somebody reads who waits, `place` counted from 1."""
    before = "You are next." if place == 1 else f"You are number {place} in the queue."
    return f"Many ask at once. {before} The answer comes by itself."


class _Told:
    """Tells who waits long the place in the queue, and again after a while."""

    def __init__(self) -> None:
        self.next_at = PATIENCE

    def wait(self, place: int, seconds: float) -> None:
        stop_if_outdated()
        if seconds > self.next_at:
            self.next_at = seconds + TOLD_EVERY
            # it lies over the page, so that nothing on it moves
            st.toast(place_sentence(place), icon=":material/hourglass_empty:")


def _asked_again() -> bool:
    """Whether the fragment that runs here is asked to run again. Streamlit tells it nobody, so this looks inside."""
    context = get_script_run_ctx()
    asked = getattr(context, "script_requests", None)
    waiting = getattr(getattr(asked, "_rerun_data", None), "fragment_id_queue", ())
    state = getattr(getattr(asked, "_state", None), "name", "")
    running = getattr(context, "fragment_ids_this_run", None) or ()
    return state == "RERUN" and bool(set(running) & set(waiting))
