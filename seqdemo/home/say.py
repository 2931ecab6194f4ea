"""What the front page says: about the letters that go back in, and the differences."""

from __future__ import annotations

from collections.abc import Sequence

from seqdemo.cookies.model import LONGEST
from seqdemo.cookies.say import THE_END

BEGINNING = "Mo"


def notes(start: str, name: str) -> list[str]:
    """Returns a line for every letter of `name` that says where it came from."""
    yours = [f"{_quoted(letter)} is an input of yours." for letter in name[: len(start)]]
    its_own = [
        f"{_quoted(letter)} was the network's own answer; then it was its next input." for letter in name[len(start) :]
    ]
    return yours + its_own


def sentence(start: str, name: str, step: int, letters: Sequence[str], values: Sequence[float], following: int) -> str:
    """Says what the network expects after `step` letters, and what becomes of `letters[following]`."""
    best = max(range(len(values)), key=values.__getitem__)
    read = f"After “{name[:step]}”" if step else "Before the first letter"
    said = f"{read} the network expects {_quoted(letters[best])} at {values[best]:.1%}. "
    if step < len(start):
        return said + f"The next letter is yours, {_quoted(letters[following])}: {values[following]:.1%}."
    if step < len(name):
        return said + "It writes that down, and reads it as its next input."
    if len(name) >= LONGEST:
        return said + f"The page stops after {LONGEST} letters."
    return said + "So the name is done."


def _quoted(letter: str) -> str:
    return {" ": "a space", THE_END: "the end"}.get(letter, f"“{letter}”")


DIFFERENCES = {
    "Multilayer perceptron (MLP)": (
        "Takes an input of **one fixed size**, all at once, and forgets it. "
        "A text must first be cut or squeezed to that size, and often loses its order."
    ),
    "Convolutional neural network (CNN)": (
        "Slides **one small window** over the input: the same pattern is found anywhere. "
        "But it sees only as far as its window reaches, and remembers nothing between inputs."
    ),
    "Sequence model": (
        "Walks through an input of **any length** and carries a **memory**, its hidden state, "
        "from step to step. What came out of one step goes into the next."
    ),
}

TO_COME = "a network that turns outlines into photographs."
