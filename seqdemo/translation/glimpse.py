"""What the front page shows of translation: the French sentence, and where the decoder looked."""

from __future__ import annotations

from seqdemo.translation import say
from seqdemo.translation.figures import word_map
from seqdemo.translation.model import TranslationModel
from seqdemo.ui.figures import Figure

MODELS = (TranslationModel,)
ASKS = ("An English sentence", "I have a black cat.")
BEAM = 5


def glimpse(model: TranslationModel, text: str) -> tuple[Figure, str]:
    """Returns the figure and its sentence. Raises InputError where there is nothing to translate."""
    found = model.translate(text, BEAM)
    rows, columns = [say.word(name) for name in found.words], [say.word(name) for name in found.encoded.words]
    weights = found.word_attention
    sentence = f"In French: “{found.text}” {say.looked_sentence(weights, rows, columns, None)}"
    return word_map(weights, rows, columns, "“{row}” looked at “{column}”: {value}"), sentence
