"""What the page says about a walk over brackets."""

from __future__ import annotations

from collections.abc import Sequence

EXAMPLE = "one (two) three"
LONGEST = 80
NAMES = ("inside",)
PRESETS = {
    "One pair": EXAMPLE,
    "Never closed": "one (two three",
    "A pair in a pair: it counts no further than one": "one (two (three) four) five",
}


def verdict(line: str, inside: Sequence[float], step: int) -> str:
    """Says what the network thinks after `step` characters; `inside` has its probability after each."""
    if step == 0:
        return "It has read nothing, so no bracket is open."
    where = "inside" if inside[step - 1] >= 0.5 else "outside"
    return (
        f"After “{line[step - 1]}” it takes itself to be **{where}**: {inside[step - 1]:.0%} sure of an open bracket."
    )
