"""A gate for heavy work: so many at once, the others in a queue that is fair to all.

>>> gate = Gate(places=2)
>>> with gate.turn(who="a visitor") as turn:
...     turn.step()      # between two steps: after a while it lets those go first who wait
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

Meanwhile = Callable[[int, float], None]
"""Called while one waits, with the place in the queue, from 1, and the seconds so far; what it raises ends the wait."""
_LOOKS = 0.2  # seconds between two looks at whether the wait still makes sense


class _Ticket(NamedTuple):
    number: int
    since: float
    again: int = 0


class Gate:
    """Lets `places` threads work at once.

    A visitor who works longer than `slice_of` seconds goes back to the end of the queue when others wait. Who gives
    up waiting and asks again within `kept` seconds, as somebody who types on does, has the old place.
    """

    def __init__(
        self, places: int, slice_of: float = 0.3, kept: float = 5.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.places, self.slice_of, self.kept, self.clock = places, slice_of, kept, clock
        self._lock = threading.Lock()
        self._waiting: dict[_Ticket, tuple[Hashable, threading.Event]] = {}
        self._given_up: dict[Hashable, tuple[_Ticket, float]] = {}  # and when
        self._working = 0
        self._next = 0

    def waiting(self) -> int:
        """How many wait now."""
        return len(self._waiting)

    @contextmanager
    def turn(self, who: Hashable, meanwhile: Meanwhile | None = None) -> Iterator[Turn]:
        """Waits for a place and holds it; `who` is one visitor, who asks for one thing at a time."""
        turn = Turn(self, who, meanwhile)
        turn.enter()
        try:
            yield turn
        finally:
            turn.leave()

    def _enter(self, who: Hashable, meanwhile: Meanwhile | None) -> None:
        called = threading.Event()
        with self._lock:
            ticket = self._ticket(who)
            self._waiting[ticket] = who, called
            self._call()
        try:
            while not called.wait(_LOOKS):
                if meanwhile is not None:
                    meanwhile(self._place(ticket), self.clock() - ticket.since)
        except BaseException:
            with self._lock:
                if self._waiting.pop(ticket, None):
                    self._given_up[who] = ticket, self.clock()
                else:  # called while it gave up
                    self._working -= 1
                    self._call()
            raise

    def _ticket(self, who: Hashable) -> _Ticket:
        now = self.clock()
        self._given_up = {one: had for one, had in self._given_up.items() if now - had[1] < self.kept}
        self._next += 1
        old, _ = self._given_up.pop(who, (None, now))
        # who asks for something else has not noticed yet that nobody waits for what came before
        old = old or next((had for had, (one, _) in self._waiting.items() if one == who), None)
        return old._replace(again=self._next) if old else _Ticket(self._next, now)

    def _call(self) -> None:
        """Calls those whose turn it is; nobody else wakes up."""
        while self._waiting and self._working < self.places:
            _, called = self._waiting.pop(min(self._waiting))
            self._working += 1
            called.set()

    def _place(self, ticket: _Ticket) -> int:
        with self._lock:
            return 1 + sum(other < ticket for other in self._waiting)

    def _leave(self) -> None:
        with self._lock:
            self._working -= 1
            self._call()


class Turn:
    """The right to work now."""

    def __init__(self, gate: Gate, who: Hashable, meanwhile: Meanwhile | None) -> None:
        self.gate, self.who, self.meanwhile = gate, who, meanwhile
        self.inside = False
        self.waited = 0.0
        self._since = 0.0

    def enter(self) -> None:
        """Waits for a place."""
        asked = self.gate.clock()
        self.gate._enter(self.who, self.meanwhile)
        self.inside, self._since = True, self.gate.clock()
        self.waited += self._since - asked

    def leave(self) -> None:
        """Frees the place."""
        if self.inside:
            self.inside = False
            self.gate._leave()

    def step(self) -> None:
        """Called between two steps: who has worked long lets the others go first."""
        if self.gate.waiting() and self.gate.clock() - self._since > self.gate.slice_of:
            self.leave()
            self.enter()
