"""A drawing knows its strokes, whose they are, and what it was before."""

import numpy as np
import pytest

from seqdemo.core.drawing import MOST_KEPT, MOST_PAST, SAME, Drawing, Stroke

LINE = Stroke(np.array([[20.0, 30], [120, 40]]))
CORNER = Stroke(np.array([[200.0, 60], [210, 160], [90, 170]]), by_network=True)


def moved(stroke, by):
    return stroke._replace(vertices=stroke.vertices + by)


def test_points_and_their_owners():
    drawing = Drawing()
    drawing.take([LINE, CORNER])

    assert drawing.points.tolist() == [[100, 10, 1], [80, 20, 0], [10, 100, 0], [-120, 10, 1]]
    assert drawing.owners == [False, True]
    assert drawing.stroke_of.tolist() == [0, 1, 1, 1]
    assert drawing.by_network.tolist() == [False, True, True, True]
    assert [rows.tolist() for rows in drawing.rows_of_mine] == [[0]]


def test_nothing_drawn_has_no_points():
    drawing = Drawing()

    assert drawing.points.shape == (0, 3) and drawing.by_network.shape == (0,) and drawing.rows_of_mine == []
    drawing.undo()
    assert drawing.strokes == []


def test_one_undo_takes_back_a_whole_change():
    drawing = Drawing()
    drawing.take([LINE])
    drawing.change([LINE, CORNER, moved(CORNER, 9)])

    drawing.undo()
    assert drawing.strokes == [LINE]


def test_a_hand_takes_back_stroke_by_stroke():
    drawing = Drawing()
    drawing.take([LINE])
    drawing.follow([LINE, CORNER, moved(CORNER, 9)])

    counts = []
    while drawing.strokes:
        counts.append(len(drawing.strokes))
        drawing.undo()
    assert counts == [3, 2, 1]


def test_a_hand_that_erased_is_taken_back_at_once():
    drawing = Drawing()
    drawing.take([LINE, CORNER])
    drawing.follow([moved(LINE, 9)])

    drawing.undo()
    assert drawing.strokes == [LINE, CORNER]


def test_strokes_handed_back_a_little_rounded_stay_as_they_were():
    drawing = Drawing()
    drawing.take([LINE, CORNER])

    drawing.follow([moved(LINE, 0.9 * SAME), moved(CORNER, 1.1 * SAME)])

    np.testing.assert_array_equal(drawing.strokes[0].vertices, LINE.vertices)
    np.testing.assert_array_equal(drawing.strokes[1].vertices, CORNER.vertices + 1.1 * SAME)


def test_what_is_heard_twice_is_no_change():
    drawing = Drawing()
    drawing.follow([LINE])
    drawing.follow([LINE])

    assert drawing.past == [[]]


def test_the_past_is_bounded():
    drawing = Drawing()
    for i in range(2 * MOST_PAST):
        drawing.change([moved(LINE, i)])

    assert len(drawing.past) == MOST_PAST
    np.testing.assert_array_equal(drawing.past[-1][0].vertices, LINE.vertices + 2 * MOST_PAST - 2)


def test_a_huge_drawing_is_kept_in_its_simplified_form():
    drawing = Drawing()
    way = np.linspace(0, 255, MOST_KEPT + 1)

    drawing.take([Stroke(np.column_stack([way, way])), CORNER])

    assert sum(len(stroke.vertices) for stroke in drawing.strokes) == 5
    assert drawing.owners == [False, True]


@pytest.mark.parametrize(
    ("strokes", "expected"),
    [([LINE], True), ([LINE, LINE], False), ([LINE._replace(by_network=True)], False), ([], False)],
)
def test_a_drawing_is_just_these_lines_of_the_learners(strokes, expected):
    drawing = Drawing()
    drawing.take(strokes)

    assert drawing.is_just([LINE.vertices]) == expected
