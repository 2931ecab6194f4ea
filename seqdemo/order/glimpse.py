"""What the front page shows of order: what shuffles of a sentence cost each network."""

from __future__ import annotations

from seqdemo.core.errors import InputError
from seqdemo.language.model import LanguageModel
from seqdemo.order import figures, say
from seqdemo.order.shuffling import Study, movable
from seqdemo.ui.figures import Figure

MODELS = (LanguageModel,)
ASKS = ("A sentence, whose words are shuffled", "the dog bit the man.")


def glimpse(model: LanguageModel, text: str) -> tuple[Figure, str]:
    """Returns the figure and its sentence. Raises InputError where there is nothing to shuffle."""
    words, _ = say.begin(model, text)
    if not words or movable(words) < 2:
        raise InputError("There is nothing to shuffle: type a sentence of two words or more.")
    study = Study.of(model, words)
    return figures.spread(study.increase, dict.fromkeys(study.increase, 0.0)), say.spread_sentence(study.increase)
