"""What the page of cookie names says and keeps: badges, branches, the bars of a draw, the game's score."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from seqdemo.cookies.cookbook import Badge
from seqdemo.cookies.model import LONGEST, NEVER_DRAWN, CookieModel
from seqdemo.cookies.reader import END, SPECIALS
from seqdemo.core.cells import LSTM_FORMULA
from seqdemo.core.errors import InputError
from seqdemo.core.sampling import with_temperature
from seqdemo.core.trace import Trace, extend
from seqdemo.core.typography import typewritten
from seqdemo.ui.markdown import plain

THE_END = "the end"
MOST_BRANCHES = 6
SHOWN = 10  # bars of the next-letter distribution
SURENESS = {"a hunch": 0.3, "fairly sure": 0.6, "certain": 0.95}
START = "Mo"  # many letters may follow: 3.1 bits of surprise on the average
SEED = 59  # dice that throw a likely letter first, and twelve different names
PRESETS = {
    "Many ways to go on: Mo": START,
    "Hardly a choice: Choc": "Choc",
    "From nothing": "",
    "It gets this wrong: Salmon and": "Salmon and ",
}
FORMULA = (
    LSTM_FORMULA
    + r"""\\
p &= \mathrm{softmax}(h' V + v) \qquad p'_k \propto p_k^{1/T} & \text{next letter, before and after temperature}
"""
)


class Branch(NamedTuple):
    """At `position` of line `parent` (0 is the name itself) stands `letter` instead; "" is the end."""

    parent: int
    position: int
    letter: str


def begin(model: CookieModel, text: str) -> tuple[str, str]:
    """What the network goes on from when `text` was typed, and a sentence where that is something else to the eye."""
    try:
        start = model.read_start(text)
    except InputError as error:
        return "", f"{error} It begins from nothing instead."
    if start == typewritten(text).lstrip():
        return start, ""
    read = f"“{start}”" if start else "nothing"
    return start, f"The network knows only plain letters, without accents: it reads {read}."


def badge_text(badge: Badge) -> str:
    """The badge of a name in Markdown, with the nearest real name where there is one to tell."""
    if badge.kind == "copied":
        return ":orange-badge[copied from the cookbook]"
    if badge.kind == "nearly":
        return (
            f":blue-badge[nearly copied] :small[{badge.distance} "
            f"letter{'s' * (badge.distance != 1)} from “{plain(badge.nearest)}”]"
        )
    return ":green-badge[new]"


def tray_names(names: Sequence[str]) -> list[str]:
    """The names of a tray in Markdown, numbered; where all are the same it is said once."""
    shown = [f"**{plain(name) or '(no letters)'}**" for name in names]
    if len(names) > 1 and len(set(names)) == 1:
        return [f"{shown[0]}, {len(names)} times."]
    return [f"{number}\\. {name}" for number, name in enumerate(shown, 1)]


def chosen_by_hand(grown: Sequence[Branch], position: int, letter: str) -> bool:
    """Whether one of the branches began with this letter at this place."""
    return any((branch.position, branch.letter) == (position, letter) for branch in grown)


def how_chosen(given: bool, temperature: float, dice: float) -> str:
    """How a letter came to stand where it stands."""
    if given:
        return "was given by you"
    return f"was drawn with the dice showing {dice:.2f}" if temperature else "is the likeliest letter"


def tray_sentence(badges: Sequence[Badge]) -> str:
    """How many of the tray are copied, nearly copied and new."""
    kinds = [badge.kind for badge in badges]
    return (
        f"Of {len(kinds)} names, {kinds.count('new')} are new, {kinds.count('nearly')} nearly copied "
        f"and {kinds.count('copied')} copied from the cookbook."
    )


class Game(NamedTuple):
    """Beat the network: the puzzle, how many of its letters are known, and what all bids together have cost."""

    puzzle: int = 0
    known: int = 0
    bids: int = 0
    you: int = 0  # hundredths of a bit, so that a link holds the very score
    network: int = 0
    you_right: int = 0  # letters
    network_right: int = 0


def encode(branches: Sequence[Branch], model: CookieModel) -> str:
    """Branches as they stand in the address of the page: parent.position.number of the letter."""
    return "~".join(f"{b.parent}.{b.position}.{_number(b.letter, model)}" for b in branches)


def decode(text: str, model: CookieModel) -> list[Branch] | None:
    """The branches that an address names; None where it makes no sense."""
    branches: list[Branch] = []
    for part in text.split("~")[: MOST_BRANCHES + 1] if text else []:
        fields = _whole_numbers(part)
        if len(fields) != 3:
            return None
        parent, position, number = fields
        letter = number == END or SPECIALS <= number < len(model.vocabulary)
        if not letter or parent > len(branches) or position >= LONGEST:
            return None
        branches.append(Branch(parent, position, model.vocabulary.decode([number])))
    return branches if len(branches) <= MOST_BRANCHES else None


def encode_game(game: Game) -> str:
    """The game as it stands in the address of the page; empty before the first bid."""
    return ".".join(map(str, game)) if game.bids else ""


def decode_game(text: str, model: CookieModel) -> Game | None:
    """The game that an address names; None where it makes no sense."""
    if not text:
        return Game()
    fields = _whole_numbers(text)
    if len(fields) != len(Game._fields):
        return None
    game = Game(*fields)
    if game.puzzle >= len(model.puzzles) or game.bids == 0 or max(game.you_right, game.network_right) > game.bids:
        return None
    return game if game.known <= min(game.bids, len(model.puzzles[game.puzzle])) else None


def branch_of(
    model: CookieModel, lines: Sequence[Trace], branch: Branch, temperature: float, seed: int, row: int
) -> Trace:
    """The walk of a branch: up to the replaced letter its parent's steps, from there on new ones with the same dice."""
    parent = lines[min(branch.parent, len(lines) - 1)]
    kept = parent.items[: branch.position + 1]
    if not branch.letter:
        return extend(model, parent, kept)
    return model.grow(extend(model, parent, [*kept, branch.letter]), temperature, seed, 1, row)[0]


def options(model: CookieModel, before: np.ndarray, temperature: float, drawn: str):
    """(letters, p after temperature, p before, index of the drawn one): the most probable, and the drawn."""
    after = with_temperature(before, temperature, NEVER_DRAWN)
    allowed = with_temperature(before, 1.0, NEVER_DRAWN)
    numbers = [int(n) for n in np.argsort(-allowed, kind="stable")[:SHOWN]]
    number = _number(drawn, model)
    if number not in numbers:
        numbers[-1] = number
    letters = [model.vocabulary.decode([n]) or THE_END for n in numbers]
    return letters, after[numbers], allowed[numbers], numbers.index(number)


def shares(model: CookieModel, letters: Sequence[str]) -> list[tuple[str, int]]:
    """Letters as the bars show them, each with its place in the probabilities."""
    return [(letter, END if letter == THE_END else _number(letter, model)) for letter in letters]


def fold(model: CookieModel, probabilities: np.ndarray) -> dict[str, float]:
    """Probabilities of the game's choices: capital and small letters count as one."""
    allowed = with_temperature(probabilities, 1.0, NEVER_DRAWN)
    found = {THE_END: float(allowed[END])}
    for number, letter in enumerate(model.vocabulary.characters, SPECIALS):
        found[letter.lower()] = found.get(letter.lower(), 0.0) + float(allowed[number])
    return found


def learner_bits(guess: str, sureness: str, truth: str, choices: int) -> float:
    """What the guess costs: its letter gets the stated probability, the others share the rest."""
    sure = SURENESS[sureness]
    return -math.log2(sure if guess == truth else (1 - sure) / (choices - 1))


def network_bits(truth: str, chances: dict[str, float]) -> float:
    """What the true letter costs the network."""
    return -math.log2(max(chances.get(truth, 0.0), 1e-9))


def guess_of(typed: str, choices: Mapping[str, float]) -> tuple[str, str]:
    """The letter that a learner bids on, and a sentence where what was typed is none; one of the two is empty."""
    letter = typewritten(typed)[:1].lower()
    if not letter:
        return "", "Type the letter that you expect, or say that the name ends here."
    if letter not in choices:
        return "", f"The network knows no “{letter}”: try another letter."
    return letter, ""


def score(game: Game, choices: int) -> str:
    """Who was right how often, and what both paid, as Markdown."""
    you, network = (hundredths / 100 / game.bids for hundredths in (game.you, game.network))
    bids = f"{game.bids:,} letter{'s' * (game.bids != 1)}"
    return (
        f"### You {game.you_right}, network {game.network_right}\n\n"
        f"So many of {bids} were guessed the first time. How sure one was counts too: you paid **{you:.2f}** bits a "
        f"letter, the network **{network:.2f}**, a blind guesser **{math.log2(choices):.2f}**; less is better. "
        "A bit is one question answered yes or no: a letter that one gave a chance of one half costs 1 bit, "
        "one quarter 2 bits, one in a thousand 10."
    )


def other_letters(model: CookieModel, shown: Sequence[str]) -> list[str]:
    """Everything the network knows and `shown` does not have: the end, then the characters in order."""
    return [letter for letter in (THE_END, *sorted(model.vocabulary.characters)) if letter not in shown]


def line_name(line: int) -> str:
    """What the learner sees for a line: line 0 is the name, the others are its branches."""
    return f"branch {line}" if line else "the name"


def spoken(letter: str) -> str:
    """A letter as a choice in a list."""
    return {" ": "a space", "": THE_END}.get(letter, letter)


def both_names(before: str, after: str, position: int) -> str:
    """A name and its branch in Markdown, side by side; what they share is plain, what differs is bold."""

    def parted(name: str) -> str:
        return plain(name[:position]) + (f"**{plain(name[position:])}**" if name[position:] else "**▁**")

    return f"Before: {parted(before)} :material/arrow_forward: after: {parted(after)}"


def _whole_numbers(text: str) -> list[int]:
    """The whole numbers between the dots; nothing where there is anything else, or a number of eight digits."""
    fields = text.split(".")
    return [int(f) for f in fields] if all(f.isascii() and f.isdigit() and len(f) < 8 for f in fields) else []


def _number(letter: str, model: CookieModel) -> int:
    return model.vocabulary.encode(letter)[0] if letter else END
