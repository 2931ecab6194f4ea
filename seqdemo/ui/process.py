"""What one process that serves many asks of Python and of the memory that it borrows from the system."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

SWITCH_SECONDS = 0.0005
"""A product of matrices leaves Python to others, ten times a step of a network; a thread that comes back from one
waits this long for each of those who run. Python's own 5 ms made thirty translations three times as slow."""
TRIM_SECONDS = 10
_ARENAS, _MAPPED_FROM = (-8, 1), (-3, 1 << 17)  # M_ARENA_MAX; M_MMAP_THRESHOLD, in bytes


@asynccontextmanager
async def thrifty(_: Any) -> AsyncIterator[None]:
    """While the app runs, threads take turns often, and memory that visitors have left goes back to the system."""
    sys.setswitchinterval(SWITCH_SECONDS)
    library = bounded()
    if library is None:
        yield
        return
    trims = asyncio.create_task(_trim(library))
    try:
        yield
    finally:
        trims.cancel()
        with suppress(asyncio.CancelledError):
            await trims


def bounded() -> Any:
    """Tells the C library to keep little memory, before there are threads; returns it, or None where it cannot.

    One arena leaves fewer holes than one a thread, and what is mapped by itself goes back whole.
    """
    with suppress(OSError):
        library = ctypes.CDLL(None)
        if hasattr(library, "mallopt") and hasattr(library, "malloc_trim"):
            for option in (_ARENAS, _MAPPED_FROM):
                library.mallopt(*option)
            return library
    return None


async def _trim(library: Any) -> None:
    while True:
        await asyncio.sleep(TRIM_SECONDS)
        await asyncio.to_thread(give_back, library)


def give_back(library: Any) -> None:
    """Collects what visitors have left, which Python alone does seldom, and gives it back."""
    gc.collect()
    library.malloc_trim(0)
