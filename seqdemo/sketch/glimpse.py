"""What the front page shows of drawings: a few strokes, and how the network ends them as what one calls them."""

from __future__ import annotations

from seqdemo.core.drawing import Drawing, Stroke
from seqdemo.core.errors import InputError
from seqdemo.sketch import figures, say
from seqdemo.sketch.geometry import ending_strokes, room_of
from seqdemo.sketch.model import SketchModel
from seqdemo.sketch.ranking import FOR_ONE, SEED, Asked, completed
from seqdemo.sketch.starts import DEFAULT
from seqdemo.ui.figures import Figure

MODELS = (SketchModel,)
ASKS = ("Call the black strokes a", DEFAULT.name)
TEMPERATURE = 0.3


def glimpse(model: SketchModel, text: str) -> tuple[Figure, str]:
    """Returns the figure and its sentence. Raises InputError where the network never saw a drawing of that name."""
    typed = text.strip()
    # some classes have capitals, The Eiffel Tower
    name = {known.lower(): known for known in model.classes}.get(typed.lower(), typed)
    if not name:
        raise InputError(f"The strokes have no name yet: type a thing to draw, for example {DEFAULT.name} or cat.")
    drawing = Drawing()
    drawing.take([Stroke(line) for line in DEFAULT.strokes])
    ranked = completed(model, drawing.points, Asked(name, TEMPERATURE, SEED, FOR_ONE), room_of(drawing))
    ending = ranked.endings[ranked.best]
    lines = ending_strokes(drawing, ending)
    begun = len(drawing.points)
    stopped = model.stopped(name, begun, len(ending))
    sentence = say.drawn_sentence(drawing.owners, begun, ending, len(lines), name, stopped)
    return figures.ended(drawing.strokes, lines), sentence
