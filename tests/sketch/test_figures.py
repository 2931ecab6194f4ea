"""Figures over the canvas show what they say."""

import base64

import numpy as np
import pytest

from seqdemo.core.drawing import Stroke
from seqdemo.sketch import figures
from seqdemo.sketch.figures import NETWORK
from seqdemo.sketch.mixture import DRAW, LIFT, density_map, mixture
from seqdemo.sketch.surroundings import last_surroundings
from seqdemo.ui.paper.rendering import INK

LINE = np.array([[20.0, 30], [120, 40]])
PEN = np.array([120.0, 40])


@pytest.fixture
def m():
    """A mixture of four Gaussians."""
    return mixture(np.random.default_rng(1).normal(0, 0.5, 6 * 4 + 3) - np.r_[np.zeros(12), np.full(8, 1), np.zeros(7)])


def test_the_blur_keeps_the_density_whole(m):
    grid = np.arange(-400, 400, 2.0)

    assert density_map(figures.blurred(m, 1.0), grid, grid).sum() * 4 == pytest.approx(1, abs=1e-3)


def test_the_map_shows_the_strokes_the_pen_and_where_it_went(m):
    layers = figures.layers([Stroke(LINE), Stroke(LINE + 50, by_network=True)])
    figure, sentence = figures.density(m, layers, PEN, PEN + np.array([7, 0]))

    heat, mine, networks, pen, following = figure["data"]
    assert heat["z"]["shape"] == f"{figures.CELLS}, {figures.CELLS}"
    assert (mine["line"]["color"], networks["line"]["color"]) == (INK, NETWORK)
    assert mine["x"] == [None, 20, 120, None] and networks["y"] == [None, 80, 90, None]
    assert (pen["x"], pen["y"]) == ([120], [40]) and following["x"] == [127]
    assert "The likeliest place for the next point is" in sentence


def test_the_cells_around_the_pen_are_where_the_ink_is():
    layers = figures.layers([Stroke(LINE)])
    ink = last_surroundings(np.array([[[*np.diff(LINE, axis=0)[0], LIFT]]]))[0]
    figure, sentence = figures.around(ink, layers, PEN)

    heat, *_ = figure["data"]
    values = np.frombuffer(base64.b64decode(heat["z"]["bdata"]), np.uint8).reshape(figures.CELLS, figures.CELLS)
    places = np.argwhere(values > 0)[:, ::-1] * [heat["dx"], heat["dy"]] + [heat["x0"], heat["y0"]]
    assert values.max() == 255 and places[:, 0].max() <= PEN[0] + heat["dx"], "the line lies to the left of its end"
    assert "Of 100 pixels of line, 38 lie within 32 pixels of the pen." in sentence
    assert "empty" in figures.around(np.zeros_like(ink), layers, PEN)[1]


def test_a_fan_says_where_its_strokes_go():
    futures = [np.array([[10.0, 5, LIFT]]), np.array([[-4.0, 0, DRAW], [-4, 9, LIFT]]), np.zeros((0, 3))]
    figure, sentence = figures.fan(futures, [], np.array([50.0, 50]), lifted=False)

    assert figure["data"][0]["x"] == [None, 50, 60, None, 50, 46, 42, None]
    assert "1 of the strokes end to the right of the pen and 1 to the left" in sentence
    assert "1 of the throws end the drawing" in sentence


def test_colours_run_from_blue_over_grey_to_orange():
    assert figures.diverging(np.array([-1, 0, 1, 5])) == ["#0072B2", "#A8AEB4", "#D55E00", "#D55E00"]
    assert figures.rising(np.array([-3, 4, 8]), 8) == ["#0072B2", "#A8AEB4", "#D55E00"]
