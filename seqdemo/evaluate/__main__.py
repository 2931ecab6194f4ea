"""Measures a trained model on a file: `python -m seqdemo.evaluate NAME FILE [--limit N] [--card]`.

Each use case with a file `evaluation.py` is a NAME. That has `add_arguments(parser)` and
`evaluate(arguments) -> dict`; the dict is printed as one line of JSON, the last line of all. The card files it under
the name of FILE, or what `in_card(arguments)` says.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seqdemo import registry
from seqdemo.core import weights
from seqdemo.core.errors import DataError, SeqDemoError
from seqdemo.evaluate import cards


def names() -> list[str]:
    """The models that can be measured."""
    return sorted(registry.having("evaluation"))


def parser() -> argparse.ArgumentParser:
    """One subcommand a model; the model's own module adds its arguments."""
    top = argparse.ArgumentParser(prog="python -m seqdemo.evaluate", description=__doc__.splitlines()[0])
    commands = top.add_subparsers(dest="name", required=True, metavar="NAME")
    for name in names():
        module = registry.part(name, "evaluation")
        command = commands.add_parser(name, help=(module.__doc__ or name).splitlines()[0])
        module.add_arguments(command)
        taken = {option for action in command._actions for option in (action.dest, *action.option_strings)}
        if "file" not in taken:
            command.add_argument("file", type=Path, metavar="FILE", help="the data to measure on")
        if "--limit" not in taken:
            command.add_argument("--limit", type=int, metavar="N", help="read only the first N rows")
        if "--card" not in taken:
            command.add_argument("--card", action="store_true", help="write the result into the model card")
        command.set_defaults(evaluate=module.evaluate, in_card=getattr(module, "in_card", _name_of_file))
    return top


def _name_of_file(arguments: argparse.Namespace) -> str:
    """What the card calls a measurement, where the evaluation has no `in_card(arguments)` of its own."""
    return Path(arguments.file).name


def write_down(name: str, file: str, result: Mapping[str, Any]) -> None:
    """Puts `result` into the card of `name`, and what the cards say into the pages that people read."""
    card = weights.load_card(name, weights.MODELS)
    card["quality"] = {**card.get("quality", {}), file: dict(result)}
    weights.save_card(name, card, weights.MODELS)
    cards.write()


def main(command_line: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0, or 1 after one sentence on standard error."""
    arguments = parser().parse_args(command_line)
    try:
        if arguments.limit is not None and arguments.limit < 1:
            raise DataError(f"--limit is {arguments.limit}; give 1 or more, or leave it out.")
        result = arguments.evaluate(arguments)
        if arguments.card:
            write_down(arguments.name, arguments.in_card(arguments), result)
    except SeqDemoError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
