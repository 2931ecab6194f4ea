"""Made-up input: what a link, a field or a canvas may hold when somebody means harm, or a browser is mad.

>>> throw(readers(), count=10_000, seed=1).complaints      # [] where all is read, or refused in a sentence
"""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from seqdemo.core.errors import InputError

Reader = Callable[[Any], object]
SAMPLES = (
    "The old man, who was tired, didn't see 3 dogs at 10:30 for $20.",
    "you are an idiot and a very kind friend",
    "Salmon and ",
    "363.328.317.f1901",
    "0.3.e-1.2.x",
    "1Up4uSRwjEZHKiWXVEvKxYWh4tDBXFSmKU9eo04NxuUDwdIY2SCIkGI_RsbwxXnjXFI2eUsUw55nyDdjHzRg.3",
    "12.40.7",
)
ODD = (
    "\x00",
    "\u202e",
    "e\u0301",
    "🍪",
    "三",
    "ثلاثة",
    "<b>",
    "`",
    "$",
    "\ud800",
    "⟦name1⟧",
    "NaN",
    "1e999",
    "-0",
    "%00",
    "\n",
)
LONGEST = 3000


@dataclass
class Thrown:
    """How often each reader got something, how often it refused, and what it should not have done."""

    thrown: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    complaints: list[str] = field(default_factory=list)


def readers() -> dict[str, Reader]:
    """All that reads what comes from a browser, by name, with the networks as they ship."""
    from seqdemo.cookies import say as cookies
    from seqdemo.cookies.model import CookieModel
    from seqdemo.language import say as language
    from seqdemo.language.model import LanguageModel
    from seqdemo.sketch.canvas import from_canvas
    from seqdemo.sketch.drawing import Drawing, Stroke
    from seqdemo.sketch.link import decode
    from seqdemo.toxicity.model import ToxicityModel
    from seqdemo.translation import say as translation
    from seqdemo.translation.model import TranslationModel

    names, words, judge, french = (
        CookieModel.load(),
        LanguageModel.load(),
        ToxicityModel.load(),
        TranslationModel.load(),
    )

    def draw(report: Any) -> object:
        lines, _ = from_canvas(report, 288, 288)
        Drawing().follow([Stroke(vertices) for vertices, _ in lines])
        return lines

    return {
        "start of a name": lambda text: cookies.begin(names, text),
        "branches of a name": lambda text: cookies.decode(text, names),
        "game of names": lambda text: cookies.decode_game(text, names),
        "beginning of a sentence": lambda text: language.begin(words, text[: language.LONGEST_TEXT]),
        "words taken": lambda text: language.decode(text, words),
        "comment": lambda text: judge.words(text[:2000]),
        "sentence to translate": lambda text: french.read(text[: translation.LONGEST_TEXT]),
        "forced words": lambda text: translation.decode_forced(text, french),
        "drawing in a link": decode,
        "canvas": draw,
    }


def throw(known: Mapping[str, Reader], count: int, seed: int, patience: float | None = None) -> Thrown:
    """Gives `count` made-up things to each reader; with `patience`, one that takes longer in seconds is a complaint."""
    dice, found = random.Random(seed), Thrown()
    for name, reader in known.items():
        for _ in range(count):
            thing = report(dice) if name == "canvas" else text(dice)
            begin = time.perf_counter()
            try:
                reader(thing)
            except InputError:
                found.refused += 1
            except Exception:
                found.complaints.append(f"{name}: {thing!r:.200}: {traceback.format_exc(limit=-1)}")
            if patience is not None and time.perf_counter() - begin > patience:
                found.complaints.append(f"{name} took longer than {patience} s: {thing!r:.200}")
            found.thrown[name] = found.thrown.get(name, 0) + 1
    return found


def text(dice: random.Random) -> str:
    """A text that is nearly right, or not at all."""
    match dice.randrange(5):
        case 0:
            return "".join(
                chr(dice.choice((dice.randrange(32, 127), dice.randrange(0xD800)))) for _ in range(dice.randrange(80))
            )
        case 1:
            return dice.choice((*SAMPLES, *ODD)) * dice.randrange(1, LONGEST // 20)
        case 2:
            return "".join(dice.choices("0123456789.,-:abcdef_", k=dice.randrange(60)))
        case _:
            return mutated(dice, dice.choice(SAMPLES))


def mutated(dice: random.Random, sample: str) -> str:
    """A sample in which some letters are gone, twice there or something else."""
    letters = list(sample)
    for _ in range(dice.randrange(1, 6)):
        place = dice.randrange(len(letters) or 1)
        letters[place : place + dice.randrange(3)] = dice.choice((dice.choice(ODD), letters[: dice.randrange(5)], ""))
    return "".join(letters)


def report(dice: random.Random, depth: int = 4) -> Any:
    """What a canvas could send: mostly strokes in which something is wrong."""
    if dice.random() < 0.3:
        return _value(dice, depth)
    objects = []
    for _ in range(dice.randrange(6)):
        path: list[Any] = [["M", dice.uniform(-500, 500), dice.uniform(0, 288)]]
        for _ in range(dice.randrange(30)):
            letter = dice.choice("LLLQCZM")
            path.append([letter, *(dice.uniform(-100, 400) for _ in range({"Q": 4, "C": 6}.get(letter, 2)))])
        if dice.random() < 0.4:
            path[dice.randrange(len(path))] = _value(dice, 2)
        objects.append({"type": dice.choice(("path", "Path", "rect")), "path": path, "stroke": _value(dice, 1)})
    return {"objects": objects if dice.random() < 0.9 else _value(dice, 2)}


def _value(dice: random.Random, depth: int) -> Any:
    kind = dice.randrange(9 if depth else 6)
    match kind:
        case 0:
            return dice.choice((None, True, False, "", "path"))
        case 1:
            return dice.choice((float("nan"), float("inf"), -1e308, 10**400, -0.0, 1e-320))
        case 2 | 3:
            return dice.randrange(-1000, 1000)
        case 4 | 5:
            return text(dice)[:50]
        case 6:
            return {text(dice)[:8]: _value(dice, depth - 1) for _ in range(dice.randrange(4))}
        case _:
            return [_value(dice, depth - 1) for _ in range(dice.randrange(5))]
