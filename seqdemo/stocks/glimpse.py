"""What the front page shows of stock prices: a year of a share, its weeks shuffled, and who still foresees anything."""

from __future__ import annotations

from seqdemo.core.trace import Trace, extend
from seqdemo.stocks import figures, say
from seqdemo.stocks.model import StocksModel
from seqdemo.stocks.reader import shipped
from seqdemo.stocks.stretch import Outcome, Stretch
from seqdemo.ui.figures import Figure

MODELS = (StocksModel,)
ASKS = None


def glimpse(model: StocksModel, text: str) -> tuple[Figure, str]:
    """Returns the figure and its sentence; there is nothing to type."""
    stretch = Stretch.of(shipped(), say.PRESETS["The prices shuffled"])
    outcome = Outcome.of(stretch, extend(model, Trace(), stretch.changes).outputs)
    return figures.prices(stretch, outcome, step=0), say.line_sentence(stretch, outcome)
