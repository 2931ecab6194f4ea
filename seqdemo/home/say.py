"""What the front page says: about the letters that go back in, and the differences."""

from __future__ import annotations

from collections.abc import Sequence

from seqdemo.cookies.model import LONGEST
from seqdemo.cookies.say import THE_END

BEGINNING = "Mo"
MARK = " :material/check_circle: *you were here*"


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


def been(count: int, of: int) -> str:
    """Says how much of the lesson the learner has seen."""
    if count == 0:
        return "Each stop opens its page in the very state that it speaks of. Where you have been gets a mark."
    if count < of:
        return f"You have been at {count} of {of} stops. A page that you come back to is as you left it."
    return f"You have been at all {of} stops. How much of it stayed? Answer the questions below."


def score(right: Sequence[bool | None]) -> str:
    """Says how many answers were right, so far."""
    given = [one for one in right if one is not None]
    if not given:
        return "Choose your answers; each is told at once."
    said = f"**{sum(given)} of {len(given)} right**"
    return said + ("." if len(given) == len(right) else f", {len(right) - len(given)} still to answer.")


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
