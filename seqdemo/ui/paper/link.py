"""A drawing as the text of a link, and back.

The text is VERSION and the vertices in base64, then, after a dot, which strokes the network drew.

>>> decode(encode([Stroke(mine), Stroke(ending, by_network=True)]))
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Sequence

import numpy as np

from seqdemo.core.drawing import Stroke
from seqdemo.core.errors import InputError
from seqdemo.core.strokes import FRAME, MOST_POINTS, MOST_STROKES, count_points, flat

VERSION = "1"
BITS = 17  # a vertex: x, y, and whether the pen lifts there
LONGEST_LINES = len(VERSION) + math.ceil(math.ceil((MOST_POINTS + 1) * BITS / 8) * 4 / 3)
LONGEST_OWNERS = math.ceil(MOST_STROKES / 4)  # one bit a stroke, in hexadecimal
LONGEST_TEXT = LONGEST_LINES + 1 + LONGEST_OWNERS
_OWNERS = re.compile(f"[0-9a-f]{{1,{LONGEST_OWNERS}}}")


def encode(strokes: Sequence[Stroke]) -> str:
    """Returns a text of at most LONGEST_TEXT letters, digits, -, _ and a dot that holds the strokes in whole pixels.

    What lies outside the frame is moved to its edge. Raises InputError for more than `simplify` lets through.
    """
    owners = sum(stroke.by_network << i for i, stroke in enumerate(strokes))
    text = _write([stroke.vertices for stroke in strokes])
    return f"{text}.{owners:x}" if owners else text


def decode(text: str) -> list[Stroke]:
    """Returns the strokes that `encode` wrote. Raises InputError for every other text."""
    if len(text) > LONGEST_TEXT:
        raise _damaged()
    written, dot, owners = text.partition(".")
    lines = _read(written)
    if dot and not (_OWNERS.fullmatch(owners) and int(owners, 16) < 1 << len(lines)):
        raise InputError("The link does not say clearly which strokes the network drew; the canvas begins empty.")
    drawn = int(owners, 16) if dot else 0
    return [Stroke(line, bool(drawn >> i & 1)) for i, line in enumerate(lines)]


def _write(lines: Sequence[np.ndarray]) -> str:
    if not lines:
        return ""
    if len(lines) > MOST_STROKES or count_points(lines) > MOST_POINTS:
        raise InputError(
            f"The drawing has {len(lines):,} strokes and {count_points(lines):,} points; a link holds at most "
            f"{MOST_STROKES} and {MOST_POINTS}: undo some strokes."
        )
    vertices, lifts = flat(lines)
    pixels = np.clip(vertices, 0, FRAME - 1).astype(np.uint8)
    bits = np.column_stack([np.unpackbits(pixels, axis=1), lifts])  # (V, BITS)
    return VERSION + base64.urlsafe_b64encode(np.packbits(bits).tobytes()).decode("ascii").rstrip("=")


def _read(text: str) -> list[np.ndarray]:
    if not text:
        return []
    if not text.startswith(VERSION):
        raise _damaged()
    letters = text[len(VERSION) :]
    try:
        packed = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise _damaged() from None
    stream = np.unpackbits(np.frombuffer(packed, np.uint8))
    bits = stream[: len(stream) // BITS * BITS].reshape(-1, BITS)
    vertices = np.packbits(bits[:, :-1], axis=1).astype(float)  # (V, 2)
    lines = [line for line in np.split(vertices, np.flatnonzero(bits[:, -1]) + 1) if len(line)]
    # one drawing has one text: what is written differently was not written by `encode`
    if len(lines) > MOST_STROKES or count_points(lines) > MOST_POINTS or _write(lines) != text:
        raise _damaged()
    return lines


def _damaged() -> InputError:
    return InputError("The drawing in the link is damaged; ask for the link again, or draw on the empty canvas.")
