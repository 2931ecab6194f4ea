"""Colours that mean something are told apart by all eyes, and numbers are read on them in both themes."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from seqdemo.translation.figures import word_map
from seqdemo.ui import dice, figures

ROOT = Path(__file__).parents[2]
# Machado, Oliveira and Fernandes 2009: what is left of linear RGB where one kind of cone is missing
SIGHTS = {
    "all three kinds of cones": np.eye(3),
    "no red cones": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "no green cones": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "no blue cones": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}
STRIP = (ROOT / "seqdemo/ui/strip.js").read_text(encoding="utf-8")
by_every_sight = pytest.mark.parametrize("sight", SIGHTS.values(), ids=SIGHTS)


def rgba(colour: str) -> np.ndarray:
    """(4,): red, green, blue in 0..255 and opacity."""
    if colour.startswith("#"):
        return np.array([*bytes.fromhex(colour[1:]), 1.0])
    return np.array([float(part) for part in re.findall(r"[\d.]+", colour)])


def linear(colour) -> np.ndarray:
    part = np.asarray(colour, float)[:3] / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one, other) -> float:
    """By the WCAG: 1 to 21."""
    low, high = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] + 0.05 for colour in (one, other))
    return high / low


def lab(colour, sight) -> np.ndarray:
    seen = np.clip(np.asarray(sight) @ linear(colour), 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    f = np.cbrt(np.maximum(xyz / [0.9505, 1.0, 1.089], 0.008856))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other, sight) -> float:
    """The distance of two colours in CIELAB, as this sight has them; about 2 can just be told."""
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


@by_every_sight
def test_above_and_below_zero_are_told_apart(sight):
    low, _, high = (rgba(colour) for _, colour in figures.DIVERGING)
    hues = [[int(part) for part in found.split(", ")] for found in re.findall(r"\[(\d+, \d+, \d+)\]", STRIP)]
    assert len(hues) == 4
    below, above, below_by_night, above_by_night = (np.array(hue) for hue in [*hues[-2:], *hues[:2]])
    for pair in ((low, high), (below, above), (below_by_night, above_by_night)):
        assert apart(*pair, sight) > 40


@by_every_sight
def test_lines_of_a_figure_differ_in_colour_as_well_as_in_dashes(sight):
    assert len(figures.DASHES) == len(figures.COLOURS)
    for one, other in itertools.combinations(figures.COLOURS, 2):
        assert apart(rgba(one), rgba(other), sight) > 9, (one, other)


@by_every_sight
def test_slices_of_the_dice_differ_from_their_neighbours(sight):
    first, second = (rgba(colour) for colour in dice._SLICES)
    chosen = rgba(dice._CHOSEN)
    assert apart(first, second, sight) > 12
    assert min(apart(chosen, first, sight), apart(chosen, second, sight)) > 40
    assert min(contrast(rgba(dice._INK), colour) for colour in (first, second, chosen)) > 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("signed", [False, True])
def test_numbers_are_read_in_every_cell_of_a_map(theme, signed):
    text = (ROOT / ".streamlit/config.toml").read_text(encoding="utf-8").partition(f"[theme.{theme}]")[2]
    config = dict(re.findall(r'(\w+) = "(#\w{6})"', text.partition("\n[")[0]))
    values = np.linspace(-1 if signed else 0, 1, 201)[:, None]
    drawn = word_map(values, ["row"] * len(values), ["column"], "", signed=signed)
    scale = [(stop, rgba(colour)) for stop, colour in drawn["data"][0]["colorscale"]]
    for trace in drawn["data"][2:]:
        ink = rgba(trace["textfont"].get("color", config["textColor"]))
        for row in trace["y"]:
            place = (values[row, 0] + signed) / (1 + signed)
            cell = np.array([np.interp(place, [s for s, _ in scale], [c[i] for _, c in scale]) for i in range(4)])
            seen = cell[:3] * cell[3] + rgba(config["backgroundColor"])[:3] * (1 - cell[3])
            assert contrast(ink, seen) > 4.1, values[row]
