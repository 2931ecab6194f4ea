"""Measures a trained model on a file: `python -m seqdemo.evaluate NAME FILE [--limit N] [--card]`.

Each use case with a file `evaluation.py` is a NAME. That has `add_arguments(parser)` and
`evaluate(arguments) -> dict`; the dict is printed as one line of JSON, the last line of all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from seqdemo import registry
from seqdemo.core import weights
from seqdemo.core.errors import DataError, SeqDemoError

README = Path(__file__).parent.parent.parent / "README.md"
BEGIN, END = "<!-- numbers -->", "<!-- /numbers -->"


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
            command.add_argument("--card", action="store_true", help="write the result into the model card and README")
        command.set_defaults(evaluate=module.evaluate)
    return top


def flat(result: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yields (words, number) for every number in `result`, however deep."""
    for key, value in result.items():
        words = f"{prefix} {key}".strip().replace("_", " ")
        if isinstance(value, Mapping):
            yield from flat(value, words)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield words, value


def numbers_table(cards: Mapping[str, Mapping[str, Any]]) -> str:
    """The Markdown table of everything that the model cards say was measured."""
    rows = ["| model | measured on | what | value |", "| --- | --- | --- | ---: |"]
    for name, card in sorted(cards.items()):
        for file, result in sorted(card.get("quality", {}).items()):
            if isinstance(result, Mapping):
                rows += [
                    f"| {name} | `{file}` | {what} | {value:,.4g} |"
                    if isinstance(value, float)
                    else f"| {name} | `{file}` | {what} | {value:,} |"
                    for what, value in flat(result)
                ]
    return "\n".join(rows)


def write_down(
    name: str, file: Path, result: Mapping[str, Any], directory: Path = weights.MODELS, readme: Path = README
) -> None:
    """Puts `result` into the card of `name`, and the numbers of all cards into the README."""
    card = weights.load_card(name, directory)
    card["quality"] = {**card.get("quality", {}), file.name: dict(result)}
    weights.save_card(name, card, directory)
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    if BEGIN in text and END in text:
        cards = {path.stem: weights.load_card(path.stem, directory) for path in directory.glob("*.json")}
        before, after = text.split(BEGIN, 1)[0], text.split(END, 1)[1]
        readme.write_text(f"{before}{BEGIN}\n{numbers_table(cards)}\n{END}{after}", encoding="utf-8")


def main(command_line: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0, or 1 after one sentence on standard error."""
    arguments = parser().parse_args(command_line)
    try:
        if arguments.limit is not None and arguments.limit < 1:
            raise DataError(f"--limit is {arguments.limit}; give 1 or more, or leave it out.")
        result = arguments.evaluate(arguments)
        if arguments.card:
            write_down(arguments.name, Path(arguments.file), result)
    except SeqDemoError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
