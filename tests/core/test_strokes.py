"""From the pen to the network and back: nothing is lost on the way."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from seqdemo.core.strokes import (
    EPSILON,
    FRAME,
    LONGEST_LINE,
    MOST_POINTS,
    MOST_STROKES,
    MOST_VERTICES,
    segment_rows,
    simplify,
    to_points,
    to_strokes,
)

PIXEL = st.integers(0, FRAME - 1)
STROKE = st.lists(st.tuples(PIXEL, PIXEL), min_size=2, max_size=12).map(lambda pixels: np.array(pixels, float))
STROKES = st.lists(STROKE, min_size=1, max_size=12)


def same(strokes, others, within=0.0):
    assert len(strokes) == len(others)
    for stroke, other in zip(strokes, others, strict=True):
        np.testing.assert_allclose(stroke, other, atol=within)


def scribble(points, strokes=1):
    random = np.random.default_rng(5)
    return [np.clip(128 + random.normal(0, 6, (points, 2)).cumsum(axis=0), 0, 255) for _ in range(strokes)]


# ---- simplification


def test_points_on_a_line_are_dropped_and_corners_kept():
    line = np.array([[0, 0], [50, 1], [100, 0], [100, 0], [100, 100.3]])

    strokes, notices = simplify([line])

    same(strokes, [[[0, 0], [100, 0], [100, 100]]])
    assert notices == []


@pytest.mark.parametrize("dot", [[[7.2, 8]], [[7, 8], [7, 8]], [[7, 8], [7.3, 8.3], [7, 7.8]]])
def test_a_dot_has_two_equal_vertices(dot):
    same(simplify([np.array(dot)])[0], [[[7, 8], [7, 8]]])


def test_nothing_stays_nothing():
    assert simplify([]) == ([], [])


@given(st.lists(STROKE, max_size=8))
def test_simplified_lines_stay_near_the_pen(strokes):
    simple, _ = simplify(strokes)

    for stroke, other in zip(strokes, simple, strict=True):
        assert len(other) <= len(stroke)
        near = shapely.LineString(other)
        assert all(near.distance(shapely.Point(vertex)) <= EPSILON for vertex in stroke)
    same(simplify(simple)[0], simple)


def test_a_scribble_of_thousands_of_points_is_bounded_and_said():
    strokes, notices = simplify(scribble(5_000))

    assert 100 < len(strokes[0]) <= MOST_POINTS + 1
    assert len(to_points(strokes)[0]) <= MOST_POINTS
    assert len(notices) == 1 and f"at most {MOST_POINTS}" in notices[0]
    assert simplify(strokes)[1] == []


def test_a_drawing_of_just_the_right_length_is_not_coarsened():
    zigzag = np.column_stack([9 * np.arange(MOST_POINTS + 2), np.tile([0, 40], (MOST_POINTS + 2) // 2)])

    strokes, notices = simplify([zigzag[:-1]])

    same(strokes, [zigzag[:-1]])
    assert notices == []
    assert len(simplify([zigzag])[1]) == 1


def test_two_hundred_strokes_are_bounded_and_said():
    drawn = scribble(50, strokes=200)

    strokes, notices = simplify(drawn)

    assert len(strokes) == MOST_STROKES
    assert len(to_points(strokes)[0]) <= MOST_POINTS
    np.testing.assert_allclose(strokes[0][0], np.round(drawn[0][0]))
    assert f"at most {MOST_STROKES} strokes" in notices[0] and len(notices) == 2


@pytest.fixture
def handed(monkeypatch):
    """How many vertices each line has that is handed to the simplification, whose cost may grow with their square."""
    counts = []

    def simplify(line, *args, real=shapely.simplify, **options):
        counts.append(shapely.get_num_coordinates(line))
        return real(line, *args, **options)

    monkeypatch.setattr(shapely, "simplify", simplify)
    return counts


def zigzag(vertices):
    """The dearest line: as far as ever from its middle at every vertex."""
    return np.column_stack([np.linspace(0, 255, vertices), np.tile([0.0, 255], -(-vertices // 2))[:vertices]])


@pytest.mark.parametrize(("strokes", "vertices"), [(1, 100_000), (MOST_STROKES, 1_000), (3 * MOST_STROKES, 5)])
def test_the_work_for_a_scribble_is_bounded(handed, strokes, vertices):
    simple, notices = simplify([zigzag(vertices)] * strokes)

    assert 0 < len(to_points(simple)[0]) <= MOST_POINTS and f"at most {MOST_POINTS}" in notices[-1]
    assert max(handed) <= LONGEST_LINE
    rounds = 7  # one, a search in 24, and the one that was found
    assert sum(handed) <= rounds * (MOST_VERTICES + MOST_VERTICES // LONGEST_LINE + LONGEST_LINE + MOST_STROKES)


def test_a_long_line_is_simplified_as_a_short_one_is(handed):
    way = np.linspace(0, 255, 3 * LONGEST_LINE)
    line = np.vstack([np.column_stack([way, 128 + 90 * np.sin(way * turn)]) for turn in (0.1, 0.11)])

    (simple,), notices = simplify([line])

    assert len(handed) > 2 and notices == []
    near = shapely.LineString(simple)
    assert all(near.distance(shapely.Point(vertex)) <= 2 * EPSILON + 1 for vertex in line)
    same(simplify([simple])[0], [simple])


# ---- points


def test_points_are_those_of_the_data():
    """The origin has no row; the way through the air has one; the pen lifts at the last vertex of a stroke."""
    points, origin = to_points([np.array([[10, 10], [20, 10], [20, 30]]), np.array([[5, 5], [5, 5]])])

    assert origin.tolist() == [10, 10]
    assert points.tolist() == [[10, 0, 0], [0, 20, 1], [-15, -25, 0], [0, 0, 1]]
    assert np.issubdtype(points.dtype, np.integer)


@settings(max_examples=200)
@given(STROKES)
def test_to_points_and_back(strokes):
    points, origin = to_points(strokes)

    same(to_strokes(points, origin), strokes)


@given(STROKES, STROKES)
def test_an_ending_goes_on_where_the_pen_was_lifted(begun, ending):
    points, _ = to_points([*begun, *ending])
    rows = len(to_points(begun)[0])

    same(to_strokes(points[rows:], begun[-1][-1], pen_down=False), ending)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9), st.integers(0, 1)), max_size=20), st.booleans())
def test_every_segment_knows_its_row(rows, pen_down):
    points = np.array(rows, float).reshape(-1, 3)

    strokes, numbers = to_strokes(points, (3, 4), pen_down), segment_rows(points, pen_down)

    ways = np.concatenate([np.zeros((0, 2)), *(np.diff(stroke, axis=0) for stroke in strokes)])
    assert len(ways) == len(numbers)
    ways_of_rows = points[numbers, :2]
    moved = (ways != 0).any(axis=1)  # a stroke of one vertex became a dot: its row was the way there
    np.testing.assert_allclose(ways[moved], ways_of_rows[moved])


def test_a_stroke_of_one_vertex_is_a_dot_and_one_not_begun_is_nothing():
    written = np.array([[5, 0, 1], [5, 0, 0]])

    same(to_strokes(written, (10, 10), pen_down=False), [[[15, 10], [15, 10]]])


def test_no_points():
    points, origin = to_points([])

    assert points.shape == (0, 3)
    assert to_strokes(points, origin) == to_strokes(points, origin, pen_down=False) == []
    assert len(segment_rows(points)) == 0
