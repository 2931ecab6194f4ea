"""Trains a model: `python -m seqdemo.training NAME --data DIR [--work runs/NAME] [--smoke]`.

Each use case with a file `training.py`, which has `main(data, work, smoke)`, is a NAME. A training that
was stopped goes on from WORK; `--smoke` is a tiny one that only shows that the script runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from seqdemo import registry
from seqdemo.core.errors import SeqDemoError


def names() -> list[str]:
    """The models that can be trained."""
    return sorted(registry.having("training"))


def main(command_line: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0, or 1 after one sentence on standard error."""
    parser = argparse.ArgumentParser(prog="python -m seqdemo.training", description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=names(), metavar="NAME", help=", ".join(names()))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder with the training data")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where checkpoints and logs go (runs/NAME)")
    parser.add_argument("--smoke", action="store_true", help="a tiny training of a few seconds")
    arguments = parser.parse_args(command_line)
    work = arguments.work or Path("runs") / (arguments.name + ("-smoke" if arguments.smoke else ""))
    try:
        if not arguments.data.is_dir():
            raise SeqDemoError(f"There is no folder {arguments.data}: give the folder with the training data.")
        registry.part(arguments.name, "training").main(arguments.data, work, arguments.smoke)
    except SeqDemoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
