"""What the canvas sends becomes strokes, whatever it sends."""

import json
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqdemo.core.errors import InputError
from seqdemo.sketch.canvas import MOST_COMMANDS, from_canvas, to_canvas
from seqdemo.sketch.reader import FRAME, MOST_STROKES, simplify, to_points

PIXEL = st.integers(0, FRAME - 1)
STROKE = st.lists(st.tuples(PIXEL, PIXEL), min_size=2, max_size=12).map(lambda pixels: np.array(pixels, float))
STROKES = st.lists(STROKE, min_size=1, max_size=12)
BASE = {"originX": "center", "originY": "center", "scaleX": 1, "scaleY": 1, "angle": 0, "skewX": 0, "skewY": 0}
# as a canvas of 400 x 400 sends them (0.13.0 in Chromium): a stroke and a click of the mouse, and a stroke moved and
# stretched with its edit tool by 1.4032 (on the screen it then reached from (80.8, 100.8) to (221.1, 297.3))
DRAWN = {"type": "Path", "left": 200, "top": 307.5536, "width": 200.008, "height": 15.1151} | BASE
DRAWN["path"] = [["M", 99.996, 299.996], *(["Q", *map(int, numbers.split())] for numbers in (
    "100 300 105 302;110 304 115 306;120 308 125 310;130 312 135 314;140 316 145 308;150 300 155 302;160 304 165 306;"
    "170 308 175 310;180 312 185 314;190 316 195 308;200 300 205 302;210 304 215 306;220 308 225 310;230 312 235 314;"
    "240 316 245 308;250 300 255 302;260 304 265 306;270 308 275 310;280 312 290 306"
).split(";")), ["L", 300.004, 299.996]]  # fmt: skip
CLICKED = {"type": "Path", "left": 300, "top": 100, "width": 0.008, "height": 0} | BASE
CLICKED["path"] = [["M", 299.996, 100], ["L", 300.004, 100]]
MOVED = {"type": "Path", "left": 150.9677, "top": 199.0323, "width": 100, "height": 140} | BASE
MOVED |= {"path": [["M", 50, 60], ["L", 150, 60], ["L", 150, 200], ["L", 60, 120]], "scaleX": 1.4032, "scaleY": 1.4032}


def same(strokes, others, within=0.0):
    assert len(strokes) == len(others)
    for stroke, other in zip(strokes, others, strict=True):
        np.testing.assert_allclose(stroke, other, atol=within)


def canvas(*objects):
    return {"version": "7.4.0", "objects": list(objects)}


def test_a_mouse_stroke_is_read_along_its_curve():
    (stroke,), notices = from_canvas(canvas(DRAWN), 400, 400)

    pixels = stroke * 400 / FRAME
    np.testing.assert_allclose(pixels[[0, -1]], [[100, 300], [300, 300]], atol=0.05)
    # in the middle of a curve: (begin + 2 control + end) / 4
    assert np.abs(pixels - [140, 313.5]).sum(axis=1).min() < 0.05
    assert pixels[:, 1].max() == pytest.approx(314.4, abs=0.1)
    assert notices == []


def test_a_click_is_a_dot():
    strokes, _ = simplify(from_canvas(canvas(CLICKED), 400, 400)[0])

    same(strokes, [[[192, 64], [192, 64]]])


def test_a_stroke_moved_with_the_edit_tool_is_read_where_it_is_shown():
    (stroke,), _ = from_canvas(canvas(MOVED), 400, 400)

    pixels = stroke * 400 / FRAME
    np.testing.assert_allclose(pixels.min(axis=0), [80.8, 100.8], atol=0.1)
    np.testing.assert_allclose(pixels.max(axis=0), [221.1, 297.3], atol=0.1)


def test_a_stroke_turned_by_a_right_angle():
    turned = {"type": "path", "path": [["M", 100, 128], ["L", 156, 128]], "left": 128, "top": 128} | BASE

    (stroke,), _ = from_canvas(canvas(turned | {"angle": 90}), FRAME, FRAME)
    (mirrored,), _ = from_canvas(canvas(turned | {"flipX": True}), FRAME, FRAME)

    np.testing.assert_allclose(stroke, [[128, 100], [128, 156]], atol=1e-9)
    np.testing.assert_allclose(mirrored, [[156, 128], [100, 128]], atol=1e-9)


def test_a_path_that_was_never_shown_stands_where_its_numbers_say():
    (stroke,), _ = from_canvas(canvas({"type": "Path", "path": [["M", 0, 0], ["L", 64, 32]]}), 512, 512)

    np.testing.assert_allclose(stroke, [[0, 0], [32, 16]])


@settings(max_examples=100, deadline=None)
@given(STROKES, st.sampled_from([256, 300, 340, 400, 700]))
def test_to_the_canvas_and_back_stays_within_a_pixel(strokes, size):
    sent = json.loads(json.dumps(to_canvas(strokes, size, size, ["#000000"] * len(strokes))))

    back, notices = from_canvas(sent, size, size)

    same(back, strokes, within=0.05)
    assert notices == []


def test_each_stroke_has_its_colour_on_the_canvas_and_a_dot_has_a_length():
    drawing = to_canvas([np.array([[5.0, 5]]), np.array([[1.0, 1], [9, 9]])], 400, 400, ["#111111", "#222222"])

    assert [thing["stroke"] for thing in drawing["objects"]] == ["#111111", "#222222"]
    (_, *begin), (_, *end) = drawing["objects"][0]["path"]
    assert begin != end  # browsers draw nothing between equal points


def test_an_empty_canvas_has_no_strokes():
    assert from_canvas(None, 400, 400) == from_canvas(canvas(), 400, 400) == ([], [])


@pytest.mark.parametrize("sent", [{}, [], "drawing", 7, {"objects": None}, {"objects": {}}, {"objects": "path"}])
def test_what_is_no_drawing_is_refused_in_a_sentence(sent):
    with pytest.raises(InputError, match=r"clear it and draw again\.$"):
        from_canvas(sent, 400, 400)


@pytest.mark.parametrize(
    "thing",
    [
        None,
        [],
        {},
        {"type": "Rect", "left": 1, "top": 1},
        {"type": ["Path"], "path": [["M", 1, 1]]},
        {"type": "Path"},
        {"type": "Path", "path": []},
        {"type": "Path", "path": "M 1 1"},
        {"type": "Path", "path": [["L", 1, 1]]},
        {"type": "Path", "path": [["M", 1]]},
        {"type": "Path", "path": [["M", 1, 1], ["L", float("nan"), 1]]},
        {"type": "Path", "path": [["M", 1, 1], ["L", float("inf"), 1]]},
        {"type": "Path", "path": [["M", 1, 1], ["L", 10**400, 1]]},
        {"type": "Path", "path": [["M", 1, 1], ["L", "2", 1]]},
        {"type": "Path", "path": [["M", 1, 1], ["L", True, 1]]},
        {"type": "Path", "path": [["M", 1, 1], ["A", 1, 1]]},
        {"type": "Path", "path": [["M", 1, 1], [["L"], 1, 1]]},
        {"type": "Path", "path": [["M", 1, 1], "L"]},
        CLICKED | {"left": None},
        CLICKED | {"scaleX": "wide"},
    ],
)
def test_what_is_no_stroke_is_left_out_and_said(thing):
    strokes, notices = from_canvas(canvas(thing, CLICKED), 400, 400)

    assert len(strokes) == 1
    assert notices == ["One thing on the canvas is not drawn with the pen and left out."]


def test_what_lies_outside_comes_to_the_edge():
    outside = {"type": "Path", "path": [["M", 200, 200], ["L", 570, 200], ["L", 570, -9]]}

    (stroke,), notices = from_canvas(canvas(outside), 400, 400)

    np.testing.assert_allclose(stroke, [[128, 128], [255, 128], [255, 0]])
    assert notices == ["What was drawn outside the canvas is moved to its edge."]


def test_thousands_of_objects_are_bounded():
    begin = time.perf_counter()
    strokes, notices = from_canvas(canvas(*[None] * 50_000, *[DRAWN] * 5_000), 400, 400)

    assert time.perf_counter() - begin < 2
    assert len(strokes) == MOST_STROKES
    assert any("50,000 things" in notice for notice in notices)
    assert any(f"at most {MOST_STROKES} strokes" in notice for notice in notices)


def test_a_path_with_too_many_points_is_read_coarsely_from_end_to_end():
    count = 5 * MOST_COMMANDS
    path = [["M", 0, 0], *(["L", 400 * i / count, 200] for i in range(1, count)), ["L", 300, 400]]

    (stroke,), _ = from_canvas(canvas({"type": "Path", "path": path}), 400, 400)

    assert len(stroke) <= MOST_COMMANDS + 1
    np.testing.assert_allclose(stroke[[0, -1]], [[0, 0], [192, 255]])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["Path", "M", "L", "Q", "center", ""]),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from([*MOVED, "objects"]), inner, max_size=8)
    ),
    max_leaves=30,
)
COMMAND = st.tuples(st.sampled_from("MLQCZ"), st.lists(st.floats(), max_size=6)).map(lambda pair: [pair[0], *pair[1]])
THING = st.fixed_dictionaries(
    {"type": st.just("Path"), "path": st.lists(COMMAND, max_size=5).map(lambda tail: [["M", 1, 1], *tail])},
    optional=dict.fromkeys(BASE, JSON) | {"left": st.floats(), "top": st.floats()},
)


@settings(max_examples=300, deadline=None)
@given(JSON | st.lists(JSON | THING, max_size=4).map(lambda things: {"objects": things}))
def test_no_canvas_breaks_it(sent):
    try:
        strokes, notices = from_canvas(sent, 400, 400)
    except InputError as error:
        assert str(error).endswith(".")
        return
    for stroke in strokes:
        assert stroke.ndim == 2 and stroke.shape[1] == 2
        assert ((stroke >= 0) & (stroke <= FRAME - 1)).all()
    assert all(notice.endswith(".") for notice in notices)
    to_points(simplify(strokes)[0])
