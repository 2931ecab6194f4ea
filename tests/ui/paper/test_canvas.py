"""What the canvas sends becomes strokes, whatever it sends."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqdemo.core.errors import InputError
from seqdemo.core.strokes import FRAME, simplify, to_points
from seqdemo.ui.paper.canvas import CURVE, MOST_COMMANDS, MOST_LINES, Line, from_canvas, to_canvas

PIXEL = st.integers(0, FRAME - 1)
STROKE = st.lists(st.tuples(PIXEL, PIXEL), min_size=2, max_size=12).map(lambda pixels: np.array(pixels, float))
STROKES = st.lists(STROKE, min_size=1, max_size=12)
# as a canvas of 400 x 400 sends them (0.13.0 in Chromium): a stroke and a click of the mouse
DRAWN = {"type": "Path", "stroke": "#1B2530"}
DRAWN["path"] = [
    ["M", 99.996, 299.996],
    *(
        ["Q", *map(int, numbers.split())]
        for numbers in (
            "100 300 105 302;110 304 115 306;120 308 125 310;130 312 135 314;140 316 145 308;150 300 155 302;"
            "160 304 165 306;170 308 175 310;180 312 185 314;190 316 195 308;200 300 205 302;210 304 215 306;"
            "220 308 225 310;230 312 235 314;240 316 245 308;250 300 255 302;260 304 265 306;270 308 275 310;"
            "280 312 290 306"
        ).split(";")
    ),
    ["L", 300.004, 299.996],
]
CLICKED = {"type": "Path", "path": [["M", 299.996, 100], ["L", 300.004, 100]]}


def same(strokes, others, within=0.0):
    assert len(strokes) == len(others)
    for stroke, other in zip(strokes, others, strict=True):
        np.testing.assert_allclose(stroke, other, atol=within)


def canvas(*objects):
    return {"version": "7.4.0", "objects": list(objects)}


def test_a_mouse_stroke_is_read_along_its_curve():
    ((stroke, colour),), notices = from_canvas(canvas(DRAWN), 400, 400)

    pixels = stroke * 400 / FRAME
    np.testing.assert_allclose(pixels[[0, -1]], [[100, 300], [300, 300]], atol=0.05)
    # in the middle of a curve: (begin + 2 control + end) / 4
    assert np.abs(pixels - [140, 313.5]).sum(axis=1).min() < 0.05
    assert pixels[:, 1].max() == pytest.approx(314.4, abs=0.1)
    assert colour == "#1B2530" and notices == []


def test_a_click_is_a_dot():
    ((stroke, colour),), _ = from_canvas(canvas(CLICKED), 400, 400)
    strokes, _ = simplify([stroke])

    same(strokes, [[[192, 64], [192, 64]]])
    assert colour == ""


def test_a_path_stands_where_its_numbers_say():
    ((stroke, _),), _ = from_canvas(canvas({"type": "Path", "path": [["M", 0, 0], ["L", 64, 32]]}), 512, 512)

    np.testing.assert_allclose(stroke, [[0, 0], [32, 16]])


@given(STROKES, st.sampled_from([256, 300, 340, 400, 700]))
def test_to_the_canvas_and_back_stays_within_a_pixel(strokes, size):
    lines = [Line(stroke, f"#{i:06d}") for i, stroke in enumerate(strokes)]
    sent = json.loads(json.dumps(to_canvas(lines, size, size, pen=4)))

    back, notices = from_canvas(sent, size, size)

    same([line.vertices for line in back], strokes, within=0.05)
    assert [line.colour for line in back] == [line.colour for line in lines]
    assert notices == []


def test_each_stroke_has_its_colour_on_the_canvas_and_a_dot_has_a_length():
    drawing = to_canvas([Line(np.array([[5.0, 5]]), "#111"), Line(np.array([[1.0, 1], [9, 9]]), "#222")], 400, 400, 4)

    assert [thing["stroke"] for thing in drawing["objects"]] == ["#111", "#222"]
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
    ],
)
def test_what_is_no_stroke_is_left_out_and_said(thing):
    strokes, notices = from_canvas(canvas(thing, CLICKED), 400, 400)

    assert len(strokes) == 1
    assert notices == ["One thing on the canvas is not drawn with the pen and left out."]


def test_what_lies_outside_comes_to_the_edge():
    outside = {"type": "Path", "path": [["M", 200, 200], ["L", 570, 200], ["L", 570, -9]]}

    ((stroke, _),), notices = from_canvas(canvas(outside), 400, 400)

    np.testing.assert_allclose(stroke, [[128, 128], [255, 128], [255, 0]])
    assert notices == ["What was drawn outside the canvas is moved to its edge."]


def test_of_thousands_of_objects_the_first_strokes_are_read():
    lines, notices = from_canvas(canvas(*[None] * 50_000, *[DRAWN] * 5_000), 400, 400)

    assert len(lines) == MOST_LINES
    assert any("50,000 things" in notice for notice in notices)


class Counted(list):
    """A path that counts how often one of its commands is asked for."""

    def __init__(self, *commands):
        super().__init__(commands)
        self.asked = 0

    def __getitem__(self, which):
        found = super().__getitem__(which)
        self.asked += len(found) if isinstance(which, slice) else 1
        return found


def long_path(count):
    return Counted(
        ["M", 0, 0], *(["Q", 400 * i / count, 100, 400 * i / count, 200] for i in range(1, count)), ["L", 300, 400]
    )


@pytest.mark.parametrize(("strokes", "each"), [(1, 10 * MOST_COMMANDS), (MOST_LINES, 1_000), (2 * MOST_LINES, 1_000)])
def test_a_canvas_with_too_many_commands_is_read_coarsely_from_end_to_end(strokes, each):
    paths = [long_path(each) for _ in range(strokes)]

    lines, _ = from_canvas(canvas(*({"type": "Path", "path": path} for path in paths)), 400, 400)

    assert sum(path.asked for path in paths) <= MOST_COMMANDS + 4 * MOST_LINES
    assert sum(len(line.vertices) for line in lines) <= len(CURVE) * (MOST_COMMANDS + 4 * MOST_LINES)
    for line in lines:
        np.testing.assert_allclose(line.vertices[[0, -1]], [[0, 0], [192, 255]])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["Path", "M", "L", "Q", "center", ""]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["type", "path", "stroke", "objects"]), inner, max_size=8)
    ),
    max_leaves=30,
)
COMMAND = st.tuples(st.sampled_from("MLQCZ"), st.lists(st.floats(), max_size=6)).map(lambda pair: [pair[0], *pair[1]])
THING = st.fixed_dictionaries(
    {"type": st.just("Path"), "path": st.lists(COMMAND, max_size=5).map(lambda tail: [["M", 1, 1], *tail])},
    optional={"stroke": JSON},
)


@settings(max_examples=300)
@given(JSON | st.lists(JSON | THING, max_size=4).map(lambda things: {"objects": things}))
def test_no_canvas_breaks_it(sent):
    try:
        lines, notices = from_canvas(sent, 400, 400)
    except InputError as error:
        assert str(error).endswith(".")
        return
    for stroke, colour in lines:
        assert stroke.ndim == 2 and stroke.shape[1] == 2 and isinstance(colour, str)
        assert ((stroke >= 0) & (stroke <= FRAME - 1)).all()
    assert all(notice.endswith(".") for notice in notices)
    to_points(simplify([line.vertices for line in lines])[0])
