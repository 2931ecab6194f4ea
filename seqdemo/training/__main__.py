"""Trains a model: `python -m seqdemo.training NAME --data DIR [--work runs/NAME] [--smoke]`.

Each file beside this one that has `main(data, work, smoke)` is a NAME. A training that
was stopped goes on from WORK; `--smoke` is a tiny one that only shows that the script runs.
"""

from __future__ import annotations

import argparse
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from seqdemo import training
from seqdemo.errors import SeqDemoError

HELPERS = {"data", "disguise", "fitting", "phrases", "recurrent", "teacher"}


def names() -> list[str]:
    """The models that can be trained."""
    found = (m.name for m in pkgutil.iter_modules(training.__path__))
    return sorted(name for name in found if not name.startswith("_") and name not in HELPERS)


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
        import_module(f"seqdemo.training.{arguments.name}").main(arguments.data, work, arguments.smoke)
    except SeqDemoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
