"""What the front page shows of order in a verdict: what three networks say of forty orders of the same words."""

from __future__ import annotations

from seqdemo.core.errors import InputError
from seqdemo.toxicity.model import ToxicityModel
from seqdemo.ui.figures import Figure
from seqdemo.verdict import figures, say
from seqdemo.verdict.model import VerdictModel
from seqdemo.verdict.orders import Study

MODELS = (ToxicityModel, VerdictModel)
ASKS = ("A comment, whose words are shuffled", say.COMMENT)


def glimpse(judge: ToxicityModel, rivals: VerdictModel, text: str) -> tuple[Figure, str]:
    """Returns the figure and its sentence. Raises InputError where there is nothing to shuffle."""
    words, _ = say.begin(judge, text)
    if len(words) < 2:
        raise InputError("There is nothing to shuffle: type a comment of two words or more.")
    study = Study.of(judge, rivals, words)
    typed = {name: float(row[-1]) for name, row in study.typed.items()}
    return figures.spread(study.ends, typed), say.spread_sentence(study)
