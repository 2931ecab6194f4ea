"""What the front page shows of toxic comments: the verdict after every word."""

from __future__ import annotations

from seqdemo.core.errors import InputError
from seqdemo.core.trace import Trace, extend
from seqdemo.toxicity import say
from seqdemo.toxicity.model import ToxicityModel
from seqdemo.ui.figures import Figure, curves, curves_sentence

MODELS = (ToxicityModel,)
ASKS = ("A comment, judged after every word", say.PRESETS["A turn at the end"])


def glimpse(model: ToxicityModel, text: str) -> tuple[Figure, str]:
    """Returns the figure and its sentence. Raises InputError where there is no word."""
    words = model.words(text)
    if not words:
        raise InputError("There is no word in it yet: type a comment.")
    toxic = extend(model, Trace(), words).outputs[:, :1]
    texts = [word.text for word in words]
    return curves(toxic, ["toxic"], texts, len(words)), curves_sentence(toxic, ["toxic"], texts, len(words))
