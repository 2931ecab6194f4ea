"""Measures the reader of brackets on a file of lines: how many of its answers are right."""

from __future__ import annotations

import argparse
from typing import Any

from seqdemo.core import weights
from seqdemo.core.trace import Trace, extend
from seqdemo.evaluate.tables import read_lines
from seqdemo.toy.model import ToyModel
from seqdemo.toy.reader import truth


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Needs nothing beside FILE and --limit, which every evaluation has."""


def evaluate(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns what is printed: `lines`, and `accuracy`, the share of characters after which it is right."""
    model = ToyModel.load(weights.MODELS)
    lines = read_lines(arguments.file, "a UTF-8 text file with one line of letters and brackets a row")
    lines = lines[: arguments.limit]
    right = [
        (chance >= 0.5) == inside
        for line in lines
        for (chance,), inside in zip(extend(model, Trace(), line).outputs, truth(line), strict=True)
    ]
    return {"lines": len(lines), "accuracy": sum(right) / len(right)}
