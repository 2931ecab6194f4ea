"""Endings, steps and drawings lie where they should."""

import numpy as np
import pytest

from seqdemo.core.drawing import Drawing, Stroke
from seqdemo.core.strokes import FRAME
from seqdemo.sketch.geometry import after, ending_strokes, inside, walked
from seqdemo.sketch.mixture import DRAW, LIFT

LINE = np.array([[20.0, 30], [120, 40]])
CORNER = np.array([[200.0, 60], [210, 160], [90, 170]])
NO_ENDING = np.zeros((0, 3))


@pytest.fixture
def drawing():
    found = Drawing()
    found.take([Stroke(LINE), Stroke(CORNER, by_network=True)])
    return found


def test_an_ending_goes_on_where_the_pen_was_lifted(drawing):
    (stroke,) = ending_strokes(drawing, np.array([[10.0, 0, DRAW], [0, 20, LIFT]]))

    np.testing.assert_array_equal(stroke, CORNER[-1] + [[10, 0], [10, 20]])


def test_a_drawing_from_nothing_lies_in_the_middle():
    ending = np.array([[100.0, 0, DRAW], [0, 50, LIFT]])
    (stroke,) = ending_strokes(Drawing(), ending)

    np.testing.assert_allclose((stroke.min(axis=0) + stroke.max(axis=0)) / 2, (FRAME - 1) / 2)
    np.testing.assert_array_equal(walked(Drawing(), ending, ending), [stroke])
    assert ending_strokes(Drawing(), NO_ENDING) == []


def test_after_a_step_the_pen_is_where_the_strokes_end(drawing):
    points = drawing.points

    strokes, pen, lifted = after(drawing, points, NO_ENDING, len(points))
    assert lifted and [stroke.by_network for stroke in strokes] == [False, True]
    np.testing.assert_array_equal(pen, CORNER[-1])
    np.testing.assert_array_equal(strokes[0].vertices, LINE)
    np.testing.assert_array_equal(strokes[1].vertices, CORNER)

    strokes, pen, lifted = after(drawing, points, NO_ENDING, 3)
    assert not lifted
    np.testing.assert_array_equal(pen, CORNER[1])
    np.testing.assert_array_equal(strokes[1].vertices, CORNER[:2])

    strokes, pen, lifted = after(drawing, points, NO_ENDING, 0)
    assert not lifted and not strokes
    np.testing.assert_array_equal(pen, LINE[0])


def test_what_follows_the_drawing_is_the_networks(drawing):
    ending = np.array([[10, 0, DRAW], [0, 20, LIFT]])
    whole = np.vstack([drawing.points, ending])

    strokes, _, _ = after(drawing, whole, ending, len(whole))

    assert [stroke.by_network for stroke in strokes] == [False, True, True]


def test_what_leaves_the_frame_is_pulled_inside_in_its_proportions():
    strokes = inside([Stroke(LINE), Stroke(np.array([[120.0, 40], [420, 40]]), True)])

    vertices = np.vstack([stroke.vertices for stroke in strokes])
    assert vertices.min() >= 0 and vertices.max() <= FRAME - 1
    lengths = [np.linalg.norm(np.diff(stroke.vertices, axis=0), axis=1).sum() for stroke in strokes]
    assert lengths[1] / lengths[0] == pytest.approx(300 / np.hypot(100, 10))
    assert [stroke.by_network for stroke in strokes] == [False, True]


def test_what_only_hangs_over_the_edge_is_moved_and_not_made_smaller():
    (stroke,) = inside([Stroke(LINE - [50, 0])])

    np.testing.assert_allclose(stroke.vertices, LINE - [20, 0])


def test_what_fits_is_left_alone():
    assert inside([Stroke(LINE)]) is None and inside([]) is None
