"""Between two steps of long work whoever runs it may look up: let others go first, or stop because nobody waits.

>>> with looking_up(look):      # what a page does
...     search(...)             # calls between_steps(), which calls look()
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_here = threading.local()


def between_steps() -> None:
    """Called by long walks before every step; does nothing unless this thread is `looking_up`."""
    look = getattr(_here, "look", None)
    if look is not None:
        look()


@contextmanager
def looking_up(look: Callable[[], None]) -> Iterator[None]:
    """Lets the walks of this thread call `look` between their steps; what it raises ends the walk."""
    before = getattr(_here, "look", None)
    _here.look = look
    try:
        yield
    finally:
        _here.look = before
