"""What ink lies around the pen: in which cells, how much, and the same whichever way it is asked."""

import numpy as np
import pytest

from seqdemo.sketch.mixture import DRAW, LIFT
from seqdemo.sketch.surroundings import CELLS, RINGS, SECTORS, cells_at, last_surroundings, pixels, surroundings

BEGUN = np.array([[30, 0, DRAW], [0, 20, DRAW], [-30, 0, LIFT], [40, -5, DRAW], [9, 9, LIFT]])


def test_no_row_looks_ahead():
    seen = surroundings(BEGUN)

    assert seen.shape == (6, CELLS) and not seen[0].any()
    for count in range(6):
        assert np.allclose(surroundings(BEGUN[:count])[-1], seen[count])
        assert np.allclose(last_surroundings(BEGUN[None, :count])[0], seen[count], atol=1e-6)
    both = np.stack([BEGUN * [-1, 2, 1], BEGUN])
    assert np.allclose(surroundings(both)[1], seen) and np.allclose(last_surroundings(both)[1], seen[-1])


def test_ink_is_what_was_drawn_and_no_move_through_the_air():
    drawn = [0, 30, 50, 80, 80, 80 + np.hypot(9, 9)]

    assert np.allclose(pixels(surroundings(BEGUN)).sum(axis=1), drawn, rtol=1e-3)


def test_a_line_to_the_left_lies_in_the_cells_to_the_left():
    line = np.array([[RINGS[-1] * 2, 0.1, DRAW]])  # drawn to the right: its ink lies behind the pen
    found = pixels(last_surroundings(line[None])[0]).reshape(len(RINGS) + 1, SECTORS)

    (sector,) = np.flatnonzero(found.sum(axis=0))
    assert sector == cells_at(np.array(-1.0), np.array(-0.1)) % SECTORS
    assert found[-1].sum() == pytest.approx(RINGS[-1], rel=0.2), "half of it lies beyond the last ring"


def test_every_direction_has_a_sector_and_every_distance_a_ring():
    angles = np.pi / 8 * (np.arange(SECTORS) + 0.5)
    radii = np.array([1.0, *RINGS]) + 0.5
    cells = cells_at(radii[:, None] * np.cos(angles), radii[:, None] * np.sin(angles))

    assert sorted(cells.ravel()) == list(range(CELLS))
    assert (cells // SECTORS == np.arange(len(RINGS) + 1)[:, None]).all()


def test_by_its_size_a_drawing_twice_as_large_looks_the_same():
    small = surroundings(BEGUN, np.full(5, 50.0))

    assert np.allclose(surroundings(BEGUN * [2, 2, 1], np.full(5, 100.0)), small, atol=1e-5)
    assert np.allclose(last_surroundings(BEGUN[None], np.array([50.0]))[0], small[-1], atol=1e-6)
