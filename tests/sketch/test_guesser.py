"""The guesser: one guess after every point, the same whichever way it is asked."""

import numpy as np
import pytest

from seqdemo.core.trace import Trace, extend
from seqdemo.sketch.features import moves
from seqdemo.sketch.mixture import DRAW, LIFT
from seqdemo.sketch.path import TOLD, along, along_last
from tests.sketch.stub import CLASSES, small_sketch_model

BEGUN = np.array([[30, 0, DRAW], [0, 20, DRAW], [-30, 0, LIFT], [40, -5, DRAW], [9, 9, LIFT]])
ENDINGS = [np.array([[5, 5, DRAW], [-8, 0, LIFT]]), np.array([[60, -40, LIFT]]), np.zeros((0, 3))]


@pytest.fixture(scope="module")
def guesser():
    return small_sketch_model().guesser


def test_what_is_told_never_looks_ahead():
    told = along(BEGUN)

    assert told.shape == (5, TOLD) and np.isfinite(told).all()
    for count in range(1, 5):
        assert np.allclose(along(BEGUN[:count]), told[:count])
        assert np.allclose(along_last(BEGUN[:count]), told[count - 1])
    assert np.allclose(along(np.stack([BEGUN, BEGUN * [-1, 2, 1]]))[0], told)
    assert along(np.zeros((0, 3))).shape == (0, TOLD)


def test_a_drawing_twice_as_large_looks_nearly_the_same():
    small, large = along(BEGUN), along(BEGUN * [2, 2, 1])

    alike = np.isclose(small, large).all(axis=0)
    # but for the moves in pixels, their length and the box
    assert alike.sum() >= 15 and not alike.all()


def test_a_guess_after_every_point(guesser):
    trace = extend(guesser, Trace(), moves(BEGUN))

    assert trace.outputs.shape == (5, len(CLASSES)) and np.allclose(trace.outputs.sum(axis=1), 1)
    assert extend(guesser, trace, moves(np.vstack([BEGUN, ENDINGS[1]]))).computed == 1


def test_drawings_side_by_side_are_guessed_as_alone(guesser):
    trace = extend(guesser, Trace(), moves(BEGUN))

    found = guesser.guess([BEGUN, BEGUN[:2]], np.array([[3, 5], [1, 2]]))

    assert np.allclose(found[0], trace.outputs[[2, 4]], atol=1e-6)
    assert np.allclose(found[1], trace.outputs[[0, 1]], atol=1e-6)


def test_endings_are_guessed_as_whole_drawings(guesser):
    found = guesser.guess_wholes(guesser.read(BEGUN), ENDINGS)

    wholes = [extend(guesser, Trace(), moves(np.vstack([BEGUN, ending]))).outputs[-1] for ending in ENDINGS]
    assert np.allclose(found, wholes, atol=1e-6)
    assert np.allclose(guesser.guess_wholes(guesser.start(), ENDINGS)[2], guesser.before)
    assert guesser.guess_wholes(guesser.start(), []).shape == (0, len(CLASSES))
