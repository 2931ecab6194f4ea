"""From what people type to what the model reads: which kind of character each is."""

from __future__ import annotations

from collections.abc import Sequence

OPEN, CLOSE, OTHER = range(3)
KINDS = 3


def kind(character: str) -> int:
    """Returns OPEN, CLOSE or OTHER; every character there is has a kind."""
    return {"(": OPEN, ")": CLOSE}.get(character, OTHER)


def truth(line: Sequence[str]) -> list[bool]:
    """For each character whether a bracket is open after it; a bracket in a bracket changes nothing."""
    inside, found = False, []
    for character in line:
        inside = {OPEN: True, CLOSE: False, OTHER: inside}[kind(character)]
        found.append(inside)
    return found
