"""What the front page shows of cookie names: some names from one beginning, and what could come after it."""

from __future__ import annotations

from seqdemo.cookies import say
from seqdemo.cookies.model import FIRST, CookieModel
from seqdemo.core.trace import Trace, extend
from seqdemo.ui.figures import Figure, bars

MODELS = (CookieModel,)
ASKS = ("The first letters of a name", "Choco")
NAMES, TEMPERATURE = 3, 0.8


def glimpse(model: CookieModel, text: str) -> tuple[Figure, str]:
    """Returns the figure and its sentence."""
    start, told = say.begin(model, text)
    begun = extend(model, Trace(), [FIRST, *start])
    names = model.bake(start, TEMPERATURE, say.SEED, NAMES)
    letters, _, chances, drawn = say.options(model, begun.steps[-1].output, TEMPERATURE, names[0][len(start) :][:1])
    invented = ", ".join(f"“{name}”" for name in names)
    sentence = f"{told} Three throws of the dice: {invented}. The bars are the letters that may come after “{start}”; "
    sentence += f"the orange one, “{letters[drawn]}” at {chances[drawn]:.0%}, began the first of the three."
    return bars(letters, chances, chosen=drawn), sentence.lstrip()
