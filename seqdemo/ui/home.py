"""What the front page shows: the toy that goes on writing, the differences, the doors.

The toy is a table of which word may follow which. It is not a trained network, and the page says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

LONGEST = 200
_MOST_ADDED = 8

FOLLOWERS: dict[str, dict[str, float]] = {
    "i": {"am": 0.7, "like": 0.3},
    "we": {"are": 0.8, "like": 0.2},
    "you": {"are": 0.8, "like": 0.2},
    "they": {"are": 0.8, "like": 0.2},
    "am": {"going": 0.6, "happy": 0.4},
    "are": {"going": 0.7, "happy": 0.3},
    "like": {"to": 0.5, "the": 0.5},
    "going": {"to": 0.9, "home": 0.1},
    "to": {"the": 0.55, "bake": 0.3, "school": 0.15},
    "bake": {"cookies": 0.8, "bread": 0.2},
    "cookies": {"for": 0.6, ".": 0.4},
    "bread": {"for": 0.6, ".": 0.4},
    "for": {"the": 0.7, "you": 0.3},
    "the": {"sea": 0.4, "school": 0.35, "park": 0.25},
    "sea": {".": 0.8, "and": 0.2},
    "park": {".": 0.6, "and": 0.4},
    "school": {".": 0.7, "and": 0.3},
    "home": {".": 1.0},
    "happy": {".": 0.6, "and": 0.4},
    "and": {"we": 0.6, "bake": 0.4},
}


Chances = tuple[list[str], list[float]]


class Words(NamedTuple):
    """The words of the learner and those that the toy added."""

    given: list[str]
    added: list[str]


def likely_next(words: Sequence[str]) -> dict[str, float]:
    """Returns the chance of each next word; empty after a full stop, or if no word is known."""
    for word in reversed(words):
        word = word.lower()
        if word == ".":
            return {}
        if word in FOLLOWERS:
            return FOLLOWERS[word]
    return {}


def continue_text(text: str) -> tuple[Words, Callable[[int], Chances]]:
    """Returns the words of `text` with what the toy adds, and the chances of the next word at each step."""
    given = text.split()
    added: list[str] = []
    while len(added) < _MOST_ADDED and (chances := likely_next(given + added)):
        added.append(max(chances, key=chances.__getitem__))
    words = given + added

    def chances_after(step: int) -> Chances:
        chances = likely_next(words[:step])
        return list(chances), list(chances.values())

    return Words(given, added), chances_after


def notes(words: Words) -> list[str]:
    """Returns a line for every word that says where it came from."""
    yours = [f"“{word}” is an input of yours." for word in words.given]
    its_own = [f"“{word}” was the toy's own answer; now it is its next input." for word in words.added]
    return yours + its_own


def sentence(items: Sequence[str], step: int, names: Sequence[str], values: Sequence[float]) -> str:
    """Says what the toy expects after `step`."""
    best = max(range(len(values)), key=values.__getitem__)
    return (
        f"After step {step} (“{items[step - 1][:40]}”) the toy expects “{names[best]}” at {values[best]:.0%}"
        f", among {len(names)} {'words' if len(names) > 1 else 'word'} it thinks possible. "
        "That word is written down, and read again at the next step."
    )


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


class Door(NamedTuple):
    """A use case that has a page."""

    title: str
    shape: str
    text: str
    page: str
    icon: str


DOORS = (
    Door(
        "Toxic comments",
        "many to one",
        "Type a comment. The network reads it from left to right, gives its verdict after every word, "
        "and shows which word changed its mind. It makes mistakes, and some are unfair: see which.",
        "pages/toxicity.py",
        ":material/forum:",
    ),
    Door(
        "Cookie names",
        "one to many",
        "Give a few letters. The network invents the name of a cookie letter by letter, each letter "
        "fed back as its next input. Change a letter and watch the name grow another way.",
        "pages/cookies.py",
        ":material/cookie:",
    ),
)

TO_COME = (
    "a language model that you can compare with its MLP and CNN cousins, translation from English to French, "
    "a network that finishes your drawing, and one that turns outlines into photographs."
)
