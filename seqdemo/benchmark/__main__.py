"""Measures the speed of the engines and of the app: `python -m seqdemo.benchmark [NAME ...]`.

NAME is a use case, "app" or "browser"; without one all are measured. Both sides of every ratio are timed in one run, in
turn, so that a busy machine slows both. The last line is one JSON object; the exit code is 1 when a floor is missed.
`python -m seqdemo.benchmark load` lets many learners use the app at once, see `seqdemo/benchmark/load.py`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from seqdemo import registry
from seqdemo.benchmark import app, browser, load, steps
from seqdemo.core.about import Floors

PAGES = (steps.HOME, *(about.name for about in registry.USE_CASES))
Results = Mapping[str, Mapping[str, float]]


def parts() -> dict[str, Callable[[], dict[str, float]]]:
    """What can be measured: the app, and of each use case its engine and the steps that its page takes."""
    found: dict[str, Callable[[], dict[str, float]]] = {"app": app.pages, "browser": browser.answers}
    for name in registry.having("speed"):
        found[name] = registry.part(name, "speed").ratios
    return {**found, **{f"{name}_page": partial(steps.of_page, name) for name in PAGES}}


def floors() -> dict[str, Floors]:
    """What each part is held to."""
    of_pages = {f"{name}_page": steps.FLOORS for name in PAGES}
    of_engines = {about.name: about.floors for about in registry.USE_CASES if about.floors}
    return {"app": app.FLOORS, "browser": browser.FLOORS, **of_engines, **of_pages}


def missed(results: Results, held_to: Mapping[str, Floors]) -> list[str]:
    """One sentence for every floor that was not reached, or not measured."""
    sentences = []
    for part, values in results.items():
        for name, (way, bound) in held_to.get(part, {}).items():
            value = values.get(name, float("nan"))
            # written so that a NaN misses both
            reached = value >= bound if way == "least" else value <= bound
            if not reached:
                sentences.append(f"{part}: {name} is {value:.3g}, at {way} {bound:g} is wanted.")
    return sentences


def main(command_line: Sequence[str] | None = None) -> int:
    """Prints every ratio; returns the exit code."""
    words = list(sys.argv[1:] if command_line is None else command_line)
    if words[:1] == ["load"]:
        return load.main(words[1:])
    known = parts()
    parser = argparse.ArgumentParser(prog="python -m seqdemo.benchmark", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    names = parser.parse_args(words).names or list(known)
    unknown = sorted(set(names) - set(known))
    if unknown:
        parser.error(f"there is no part {unknown[0]}; choose from {', '.join(known)}")
    results = {}
    for name in names:
        results[name] = known[name]()
        for what, value in results[name].items():
            print(f"{name:16} {what:34} {value:10.3g}", flush=True)
    complaints = missed(results, floors())
    for sentence in complaints:
        print(sentence, file=sys.stderr)
    print(json.dumps({part: {k: round(v, 4) for k, v in values.items()} for part, values in results.items()}))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
