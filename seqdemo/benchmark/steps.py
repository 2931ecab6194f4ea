"""How many steps of its network a page takes at each thing that a visitor can do.

A step is one call of a recurrent cell, however many rows walk side by side. What a page knows already it must not
compute again: moving the tape and a rerun in which nothing changed take no step at all.

>>> of_page("toxicity")     # {"steps_open": 31.0, "steps_again": 0.0, "steps_tape": 0.0, ...}
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from seqdemo import registry
from seqdemo.core import cells
from seqdemo.core.about import Floors

APP = Path(__file__).parents[2] / "app.py"
HOME = "home"
SECONDS = 60  # a page may take on a busy machine
FLOORS: Floors = {"steps_again": ("most", 0), "steps_tape": ("most", 0)}
CELLS = {name: function for name, function in vars(cells).items() if name.endswith("_step")}


class Counter:
    """How many calls of a cell there were."""

    def __init__(self) -> None:
        self.steps = 0

    def wrap(self, cell: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(cell)
        def counting(*arguments: Any) -> Any:
            self.steps += 1
            return cell(*arguments)

        return counting


def modules() -> list[ModuleType]:
    """The modules that are loaded and may walk a cell: those of the use cases."""
    packages = tuple(f"seqdemo.{about.name}." for about in registry.USE_CASES)
    return [module for name, module in sys.modules.items() if name.startswith(packages)]


@contextmanager
def counted() -> Iterator[Counter]:
    """Counts the steps of all models until the end of the block."""
    counter = Counter()
    places = [(module, name) for module in modules() for name, cell in CELLS.items() if vars(module).get(name) is cell]
    for module, name in places:
        setattr(module, name, counter.wrap(CELLS[name]))
    try:
        yield counter
    finally:
        for module, name in places:
            setattr(module, name, CELLS[name])


def open_page(name: str) -> Any:
    """Returns pages/NAME.py as AppTest shows it, opened from the front door."""
    from streamlit.testing.v1 import AppTest

    return AppTest.from_file(str(APP), default_timeout=SECONDS).switch_page(f"pages/{name}.py").run()


def move_tape(at: Any, step: int = 2) -> None:
    """Moves the tape of the page to `step`, as the browser does."""
    key = list(at.session_state["_tape_items"])[-1]
    version = at.session_state["_tape_versions"].get(key, 0) if "_tape_versions" in at.session_state else 0
    at.session_state[key] = {"step": [version, step]}


def actions(at: Any) -> dict[str, Callable[[Any], Any]]:
    """All that a visitor can do with the controls of a page, by their keys; each takes the page to act on."""
    return {
        control.key: functools.partial(_act, kind, control.key)
        for kind in CHANGES
        for control in at.get(kind)
        if control.key and not getattr(control, "disabled", False)
    }


def of_page(name: str) -> dict[str, float]:
    """Returns the steps of opening the page, of a rerun, of a move of the tape, and of each of its controls."""
    for about in registry.USE_CASES:
        registry.model_class(about)  # loaded, so that the steps of all of them are counted
    with counted() as counter:
        at = open_page(name)
        opening = counter.steps
        found = {"again": _steps(at, counter, lambda page: None), "tape": _steps(at, counter, move_tape)}
        for key, action in actions(at).items():
            found[key] = _steps(open_page(name), counter, action)
    return {f"steps_{what}": float(steps) for what, steps in {"open": opening, **found}.items()}


def _steps(at: Any, counter: Counter, action: Callable[[Any], Any]) -> int:
    before = counter.steps
    action(at)
    at.run()
    return counter.steps - before


def _act(kind: str, key: str, at: Any) -> None:
    if kind == "expander":
        at.session_state[key] = True
    else:
        for control in at.get(kind):
            if control.key == key:  # a game may have dealt other cards
                CHANGES[kind](control)


def _choose_another(control: Any) -> None:
    """Chooses the first option that is not chosen; AppTest can choose only what is written as it is meant."""
    for option in control.options:
        if option != control.value and _means_what_it_says(control, option):
            control.set_value(option)
            return


def _means_what_it_says(control: Any, option: str) -> bool:
    with suppress(LookupError):  # a label that is looked up by what is meant
        return bool(control.format_func(option) == option)
    return False


CHANGES: dict[str, Callable[[Any], Any]] = {
    "text_input": lambda control: control.set_value((control.value or "") + "s"),
    "button": lambda control: control.click(),
    "toggle": lambda control: control.set_value(not control.value),
    "slider": lambda control: control.set_value(control.max if control.value < control.max else control.min),
    "number_input": lambda control: control.increment(),
    "selectbox": _choose_another,
    "radio": _choose_another,
    "button_group": _choose_another,
    "expander": lambda control: None,
}
