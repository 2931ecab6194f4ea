"""What the front page shows of photos: a drawing that one names, and the photo that is made of it."""

from __future__ import annotations

import base64

from seqdemo.core.errors import InputError
from seqdemo.core.strokes import simplify
from seqdemo.photo import say
from seqdemo.photo.drawings import NEAT
from seqdemo.photo.model import PhotoModel
from seqdemo.photo.pictures import pair, png, rasterised
from seqdemo.photo.sizes import SIZE
from seqdemo.photo.style import told, unknown
from seqdemo.ui.figures import Figure

MODELS = (PhotoModel,)
ASKS = ("Which drawing", NEAT[3].title.lower())
DRAWINGS = {drawing.title.lower(): drawing for drawing in NEAT}
HEIGHT = 256  # pixels


def glimpse(model: PhotoModel, text: str) -> tuple[Figure, str]:
    """Returns the figure and its sentence. Raises InputError where there is no drawing of that name."""
    drawing = DRAWINGS.get(text.strip().lower())
    if drawing is None:
        raise InputError(f"There is no such drawing; type one of {', '.join(DRAWINGS)}.")
    strokes, _ = simplify(drawing.strokes)
    ink = rasterised(strokes)
    photo = model.photo(ink, told(model.number(drawing.name), unknown()), "adversarial")
    picture = base64.b64encode(png(pair(ink, photo), HEIGHT)).decode("ascii")
    hidden = {"visible": False, "fixedrange": True}
    figure = {
        "data": [{"type": "image", "source": f"data:image/png;base64,{picture}", "hoverinfo": "skip"}],
        "layout": {
            "height": HEIGHT,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "xaxis": hidden,
            "yaxis": {**hidden, "scaleanchor": "x"},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
        },
    }
    said = say.made_sentence(drawing.name, len(strokes), photo, "as usual")
    return figure, f"Left a drawing of {SIZE} x {SIZE} pixels, right its photo. {said}"
