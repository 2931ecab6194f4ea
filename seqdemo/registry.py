"""All use cases, in the order of the lesson. A new one is one more name here.

>>> [about.title for about in USE_CASES]
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from seqdemo.core.about import About

USE_CASES: tuple[About, ...] = tuple(
    import_module(f"seqdemo.{name}.about").ABOUT
    for name in ("order", "stocks", "language", "toxicity", "verdict", "cookies", "translation", "sketch", "photo")
)
OWNERS: tuple[About, ...] = tuple(about for about in USE_CASES if about.owner == about.name)
"""Those with networks of their own; the others show another's from another side."""


def having(module: str) -> tuple[str, ...]:
    """The names of the use cases that have a file `module`.py, for example "training"."""
    return tuple(about.name for about in USE_CASES if find_spec(f"seqdemo.{about.name}.{module}"))


def part(name: str, module: str) -> Any:
    """Imports `module`.py of the use case `name`."""
    return import_module(f"seqdemo.{name}.{module}")


def model_class(about: About) -> Any:
    """The class of the model that a use case walks; its `load(directory)` reads the weights."""
    return getattr(part(about.owner, "model"), about.model)
