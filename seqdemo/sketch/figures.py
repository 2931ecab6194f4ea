"""Figures over the canvas: where the pen could go next, and fifty strokes that it could draw."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import numpy as np

from seqdemo.core.drawing import Stroke
from seqdemo.core.strokes import FRAME, to_strokes
from seqdemo.sketch import surroundings
from seqdemo.sketch.mixture import Mixture, density_map
from seqdemo.sketch.say import around_sentence, counted, way
from seqdemo.ui.figures import COLOURS, Figure
from seqdemo.ui.paper.rendering import INK, PAPER, Layer, view

NETWORK = COLOURS[1]
"""The colour of what the network draws."""
CELLS = 128  # of the heat map, in each direction
BLUES = [[0, "rgba(86,180,233,0)"], [0.15, "#C5E3F6"], [0.5, "#56B4E9"], [1, "#00507F"]]
GREY = "#A8AEB4"
_COLD, _NEUTRAL, _HOT = np.array([0, 114, 178]), np.array([168, 174, 180]), np.array([213, 94, 0])


def layers(strokes: Sequence[Stroke]) -> list[Layer]:
    """Returns the strokes in two layers: the learner's, and the network's."""
    return [
        ([stroke.vertices for stroke in strokes if stroke.by_network == its], colour)
        for its, colour in ((False, INK), (True, NETWORK))
    ]


def density(m: Mixture, layers: Sequence[Layer], pen: np.ndarray, following: np.ndarray | None) -> tuple[Figure, str]:
    """The heat map of the next point over the strokes so far, and its sentence.

    `pen` (2,) is where the pen is, `following` (2,) where it went next, both in the frame.
    """
    seen = view([*layers, ([pen[None]], INK)])
    x, y = _grid(seen)
    cell = x[1] - x[0]
    values = density_map(blurred(m, cell / 2), x - pen[0], y - pen[1])  # a square pixel, (CELLS, CELLS)
    heat = _heat(np.sqrt(values / max(values.max(), 1e-300)), x, y)  # roots: faint places are seen too
    marks = [_mark(pen, "circle", INK, "the pen is here")]
    if following is not None:
        marks.append(_mark(following, "circle-open", NETWORK, "it went here next"))
    figure = _over_the_canvas([heat, *map(_lines, layers), *marks], *seen)
    return figure, _density_sentence(values, x - pen[0], y - pen[1], cell)


def around(ink: np.ndarray, layers: Sequence[Layer], pen: np.ndarray) -> tuple[Figure, str]:
    """The cells in which the network is told of the ink around the pen, `ink` (CELLS,), and their sentence."""
    seen = view([*layers, ([pen[None]], INK)])
    x, y = _grid(seen)
    cells = surroundings.cells_at(*np.meshgrid(x - pen[0], y - pen[1]))
    heat = _heat(ink[cells] / max(ink.max(), 1e-9), x, y)
    marks = [_mark(pen, "circle", INK, "the pen is here")]
    return _over_the_canvas([heat, *map(_lines, layers), *marks], *seen), around_sentence(ink)


def fan(futures: Sequence[np.ndarray], layers: Sequence[Layer], pen: np.ndarray, lifted: bool) -> tuple[Figure, str]:
    """Possible next strokes, each points (n, 3) from `pen` (2,) on, over the strokes so far, and their sentence."""
    strokes = [stroke for future in futures for stroke in to_strokes(future, pen, pen_down=not lifted)]
    left, top, side = view([*layers, (strokes, NETWORK)])
    many = _lines((strokes, NETWORK)) | {"opacity": 0.3}
    many["line"] = many["line"] | {"width": 1.5}
    figure = _over_the_canvas(
        [*map(_lines, layers), many, _mark(pen, "circle", INK, "the pen is here")], left, top, side
    )
    ended = sum(len(future) == 0 for future in futures)
    said = f"{len(futures)} throws of the dice from here: "
    if ended == len(futures):
        return figure, said + "all of them end the drawing."
    lengths = [len(future) for future in futures if len(future)]
    ends = np.array([future[:, :2].sum(axis=0) for future in futures if len(future)])
    right, down = (int((ends[:, axis] > 0).sum()) for axis in (0, 1))
    said += f"{right} of the strokes end to the right of the pen and {len(ends) - right} to the left, "
    said += (
        f"{len(ends) - down} above it and {down} below, after {counted(round(np.mean(lengths)), 'point')} on average."
    )
    return figure, said + f" {ended} of the throws end the drawing." * (ended > 0)


def ended(strokes: Sequence[Stroke], ending: Sequence[np.ndarray]) -> Figure:
    """The strokes so far, and those with which the network ends the drawing, each (n, 2) in the frame."""
    drawn = [*layers(strokes), (list(ending), NETWORK)]
    return _over_the_canvas(list(map(_lines, drawn)), *view(drawn))


def blurred(m: Mixture, pixels: float) -> Mixture:
    """Returns the mixture as seen through a Gaussian blur: no peak falls between the cells of a grid."""
    # a blur adds its variance to both axes and leaves the covariance, r sx sy, as it is
    deviations = np.sqrt(m.deviations**2 + pixels**2)
    return m._replace(
        deviations=deviations,
        correlations=m.correlations * m.deviations.prod(axis=-1) / deviations.prod(axis=-1),
    )


def diverging(values: np.ndarray) -> list[str]:
    """One colour a value: blue at -1, grey at 0, orange at 1."""
    values = np.clip(np.asarray(values, float), -1, 1)[:, None]
    ends = np.where(values < 0, _COLD, _HOT)
    return _hex(_NEUTRAL + np.abs(values) * (ends - _NEUTRAL))


def rising(values: np.ndarray, most: float) -> list[str]:
    """One colour a value: blue at 0 and below, orange at `most` and above, grey between."""
    return diverging(2 * np.asarray(values, float) / most - 1)


def _grid(seen: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """The middles (CELLS,) of the columns and of the rows of a heat map over a view: left, top and side."""
    *corner, side = seen
    x, y = (start + side / CELLS * (np.arange(CELLS) + 0.5) for start in corner)
    return x, y


def _heat(values: np.ndarray, x: np.ndarray, y: np.ndarray) -> Figure:
    """The heat map of values (CELLS, CELLS) in 0..1, over a grid."""
    return {
        "type": "heatmap",
        "x0": float(x[0]),
        "dx": float(x[1] - x[0]),
        "y0": float(y[0]),
        "dy": float(y[1] - y[0]),
        "z": _bytes(values),
        "colorscale": BLUES,
        "zmin": 0,
        "zmax": 255,
        "showscale": False,
        "hoverinfo": "skip",
    }


def _bytes(values: np.ndarray) -> Figure:
    """Values (Y, X) in 0..1 as Plotly reads bytes, 0..255: a quarter of what their digits would take."""
    data = base64.b64encode(np.round(255 * values).astype(np.uint8).tobytes()).decode("ascii")
    return {"dtype": "u1", "bdata": data, "shape": f"{len(values)}, {values.shape[1]}"}


def _hex(colours: np.ndarray) -> list[str]:
    return ["#" + "".join(f"{round(part):02X}" for part in colour) for colour in colours.tolist()]


def _lines(layer: Layer) -> Figure:
    strokes, colour = layer
    gap = np.full((1, 2), np.nan)
    vertices = np.vstack([gap, *(part for stroke in strokes for part in (stroke, gap))])
    x, y = ([None if np.isnan(v) else v for v in np.round(column, 1).tolist()] for column in vertices.T)
    line = {"color": colour, "width": 3}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _mark(place: np.ndarray, symbol: str, colour: str, name: str) -> Figure:
    x, y = ([round(float(value), 1)] for value in place)
    marker = {"symbol": symbol, "size": 11, "color": colour, "line": {"width": 3 if "open" in symbol else 0}}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": marker,
        "hovertemplate": f"{name}<extra></extra>",
    }


def _over_the_canvas(traces: list[Figure], left: float, top: float, side: float) -> Figure:
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    frame = {"type": "rect", "x0": 0, "y0": 0, "x1": FRAME, "y1": FRAME, "line": {"color": "#B8C0C8", "width": 1}}
    return {
        "data": traces,
        "layout": {
            "height": 380,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "showlegend": False,
            "xaxis": axis | {"range": [left, left + side]},
            "yaxis": axis | {"range": [top + side, top], "scaleanchor": "x"},
            "shapes": [frame],
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": PAPER,
        },
    }


def _density_sentence(values: np.ndarray, x: np.ndarray, y: np.ndarray, cell: float) -> str:
    row, column = np.unravel_index(values.argmax(), values.shape)
    chances = np.sort(values.ravel())[::-1].cumsum() * cell**2
    if chances[-1] < 0.5:
        return "Most of the places where the pen could go next lie outside of the picture."
    patch = cell * np.sqrt(np.searchsorted(chances, 0.5) + 1)
    return (
        f"The darker, the likelier. The likeliest place for the next point is {way(x[column], y[row])}; "
        f"half of the chance lies in a patch as large as {patch:.0f} by {patch:.0f} pixels."
    )
