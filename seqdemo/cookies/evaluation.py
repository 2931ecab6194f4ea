"""Measures the namer of cookies on a file with one name a line: bits per character.

    python -m seqdemo.evaluate cookies FILE [--limit N]
    python -m seqdemo.evaluate cookies FILE --names 1000 --temperature 0.8 --titles TITLES --training COOKIES

The second form also bakes names and counts how many are not in the training list,
and how many of their words occur in the recipe titles.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from tqdm import tqdm

from seqdemo.cookies.model import ROWS, CookieModel
from seqdemo.core import weights
from seqdemo.core.errors import DataError
from seqdemo.evaluate.tables import read_lines

TRAY = 100  # names baked side by side


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what `evaluate` reads."""
    parser.add_argument("file", type=Path, metavar="FILE", help="one name a line, UTF-8")
    parser.add_argument("--limit", type=int, metavar="N", help="read only the first N names: quicker, less exact")
    parser.add_argument("--names", type=int, default=0, metavar="N", help="also bake N names and measure them")
    parser.add_argument("--temperature", type=float, default=0.8, help="for --names (0.8)")
    parser.add_argument("--seed", type=int, default=0, help="for --names (0)")
    parser.add_argument("--titles", type=Path, metavar="FILE", help="recipe titles: the words that count as words")
    parser.add_argument("--training", type=Path, metavar="FILE", help="the list of cookies the network learned from")


def evaluate(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns what is printed: `names`, `bits_per_character` and, with --names, `baked`."""
    model = CookieModel.load(directory=weights.MODELS)
    names = read_names(arguments.file)[: arguments.limit]
    if not names:
        raise DataError(f"There are no names in {arguments.file}: give a UTF-8 text file with one name a line.")
    if not 0 <= arguments.temperature <= 10 or arguments.names < 0:
        raise DataError("Give a --temperature from 0 to 10 and --names of 0 or more.")
    bits = characters = 0
    with tqdm(total=len(names), unit="name", desc="reading (fewer with --limit N)") as bar:
        for begin in range(0, len(names), ROWS):
            part = names[begin : begin + ROWS]
            more_bits, more_characters = model.bits(part)
            bits, characters = bits + more_bits, characters + more_characters
            bar.update(len(part))
    result: dict[str, Any] = {"names": len(names), "bits_per_character": bits / characters}
    if arguments.names:
        result["baked"] = bake(model, arguments)
    return result


def bake(model: CookieModel, arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns how many baked names are new, and how many of their words are words of recipes."""
    names: list[str] = []
    with tqdm(total=arguments.names, unit="name", desc="baking") as bar:
        while len(names) < arguments.names:
            count = min(TRAY, arguments.names - len(names))
            names += model.bake("", arguments.temperature, arguments.seed, count, row=len(names))
            bar.update(count)
    result: dict[str, Any] = {"names": len(names), "temperature": arguments.temperature}
    result["different"] = len(set(names)) / len(names)
    if arguments.training:
        known = {name.casefold() for name in read_names(arguments.training)}
        result["not_in_training"] = sum(name.casefold() not in known for name in names) / len(names)
    if arguments.titles:
        vocabulary = {word for title in read_names(arguments.titles) for word in words(title)}
        baked = [word for name in names for word in words(name)]
        result["words_in_titles"] = sum(word in vocabulary for word in baked) / max(1, len(baked))
    return result


def words(text: str) -> list[str]:
    """Returns the words of `text`: runs of letters with apostrophes inside, in small letters."""
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text.lower())


def read_names(path: Path) -> list[str]:
    """Returns the lines of a UTF-8 text file without empty ones. Raises DataError."""
    return read_lines(path, "a UTF-8 text file with one name a line")
