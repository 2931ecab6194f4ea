"""Small pictures of the four shapes of a sequence model, and of what is none, as SVG text."""

from __future__ import annotations

_STEPS = 4
_INPUTS = {
    "many to one": range(_STEPS),
    "one to many": range(1),
    "many to many": range(_STEPS),
    "sequence to sequence": range(_STEPS // 2),
    "one to one": range(1),
}
_OUTPUTS = {
    "many to one": range(_STEPS - 1, _STEPS),
    "one to many": range(_STEPS),
    "many to many": range(_STEPS),
    "sequence to sequence": range(_STEPS // 2, _STEPS),
    "one to one": range(1),
}
_ONE = "one to one"
"""One step alone, which stands in the middle."""


def picture(shape: str) -> str:
    """Returns the picture of `shape`: inputs below, the state in the middle, outputs above."""
    parts = []
    for step in range(1 if shape == _ONE else _STEPS):
        x = 83 if shape == _ONE else 14 + 46 * step
        if step in _OUTPUTS[shape]:
            parts.append(_arrow(x + 12, 46, x + 12, 30) + _box(x, 4, "#D55E00"))
        if step in _INPUTS[shape]:
            parts.append(_arrow(x + 12, 94, x + 12, 74) + _box(x, 96, "#0072B2"))
        parts.append(_box(x, 48, "#009E73"))
        if step:
            parts.append(_arrow(x - 22, 60, x - 3, 60))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 190 124" width="190" height="124">'
        + "".join(parts)
        + "</svg>"
    )


def _box(x: int, y: int, colour: str) -> str:
    return f'<rect x="{x}" y="{y}" width="24" height="24" rx="5" fill="{colour}"/>'


def _arrow(x1: int, y1: int, x2: int, y2: int) -> str:
    head = (
        f"{x2 - 4},{y2 + 5} {x2 + 4},{y2 + 5} {x2},{y2 - 2}"
        if x1 == x2
        else f"{x2 - 5},{y2 - 4} {x2 - 5},{y2 + 4} {x2 + 2},{y2}"
    )
    # mid-grey is seen on white and on black
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#888" stroke-width="2"/>'
        f'<polygon points="{head}" fill="#888"/>'
    )
