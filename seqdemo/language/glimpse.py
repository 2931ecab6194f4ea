"""What the front page shows of next words: five words that go on from a beginning, and what could have come first."""

from __future__ import annotations

from seqdemo.core.trace import Trace, extend
from seqdemo.language import say
from seqdemo.language.model import FIRST, Draw, LanguageModel
from seqdemo.ui.figures import Figure, bars

MODELS = (LanguageModel,)
ASKS = ("A beginning, which the network goes on with", say.START)
WORDS = 5


def glimpse(model: LanguageModel, text: str) -> tuple[Figure, str]:
    """Returns the figure and its sentence."""
    words, _ = say.begin(model, text)
    begun = extend(model, Trace(), [FIRST, *words])
    draw = Draw(temperature=0.0)
    grown = model.grow(begun, draw, WORDS)
    following = grown.words[len(words)] if len(grown.words) > len(words) else None
    options = say.options(model, begun.steps[-1].output, draw, following)
    whole = model.vocabulary.line(grown.words)
    count = len(grown.words) - len(words)
    sentence = (
        f"The network goes on: “{whole}”. Each of its {count} words went back in before the next one came. The bars "
        f"are what it thought of the first: “{options.texts[0]}” at {options.plain[0]:.0%} before all others."
    )
    return bars(options.texts, options.plain, chosen=options.chosen), sentence
