"""What the front page shows of it: how probably a bracket is open after every character."""

from __future__ import annotations

from seqdemo.core.errors import InputError
from seqdemo.core.trace import Trace, extend
from seqdemo.toy import say
from seqdemo.toy.model import ToyModel
from seqdemo.ui.figures import Figure, curves, curves_sentence

MODELS = (ToyModel,)
ASKS = ("Letters and brackets", say.EXAMPLE)


def glimpse(model: ToyModel, text: str) -> tuple[Figure, str]:
    """Returns the figure and its sentence. Raises InputError where there is no character."""
    if not text:
        raise InputError("There is nothing to read: type letters and brackets.")
    inside = extend(model, Trace(), list(text)).outputs
    return curves(inside, say.NAMES, list(text), len(text)), curves_sentence(inside, say.NAMES, list(text), len(text))
