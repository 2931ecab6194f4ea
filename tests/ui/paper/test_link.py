"""A drawing in a link: nothing is lost on the way, and no text can break it."""

import base64

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqdemo.core.drawing import Stroke
from seqdemo.core.errors import InputError
from seqdemo.core.strokes import FRAME, MOST_POINTS, MOST_STROKES, to_points
from seqdemo.ui.paper import link
from seqdemo.ui.paper.link import LONGEST_LINES, LONGEST_TEXT, decode, encode

PIXEL = st.integers(0, FRAME - 1)
LINE = st.lists(st.tuples(PIXEL, PIXEL), min_size=2, max_size=12).map(lambda pixels: np.array(pixels, float))
STROKES = st.lists(st.builds(Stroke, LINE, st.booleans()), min_size=1, max_size=12)


def same(strokes, others):
    assert [stroke.by_network for stroke in strokes] == [stroke.by_network for stroke in others]
    for stroke, other in zip(strokes, others, strict=True):
        np.testing.assert_array_equal(stroke.vertices, other.vertices)


def zigzag(vertices):
    return Stroke(np.column_stack([np.arange(vertices) % FRAME, np.arange(vertices) % 2 * 255.0]))


@settings(max_examples=200)
@given(STROKES)
def test_to_a_link_and_back(strokes):
    text = encode(strokes)

    assert text.isascii() and set(text) <= set("-_.") | {c for c in text if c.isalnum()}
    same(decode(text), strokes)


def test_the_longest_drawing_fits_into_a_link():
    text = encode([zigzag(MOST_POINTS + 1)])

    assert len(text) == LONGEST_LINES <= 715
    same(decode(text), [zigzag(MOST_POINTS + 1)])


def test_a_drawing_of_the_networks_alone_fits_too():
    dots = [Stroke(np.full((2, 2), float(i)), True) for i in range(MOST_STROKES)]

    same(decode(encode(dots)), dots)
    assert len(encode(dots)) <= LONGEST_TEXT


def test_no_drawing_is_no_text():
    assert encode([]) == "" and decode("") == []


def test_outside_the_frame_is_moved_to_its_edge_and_pixels_are_whole():
    same(decode(encode([Stroke(np.array([[-3, 4.4], [300, 9.6]]))])), [Stroke(np.array([[0, 4], [255, 10]]))])


@pytest.mark.parametrize("strokes", [[zigzag(MOST_POINTS + 2)], [zigzag(2)] * (MOST_STROKES + 1)])
def test_too_much_for_a_link_is_refused(strokes):
    with pytest.raises(InputError, match="undo some strokes"):
        encode(strokes)


def text_of(data):
    return "1" + base64.urlsafe_b64encode(data).decode().rstrip("=")


GOOD = encode([Stroke(np.array([[1.0, 2], [3, 4]]))])


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "2" + GOOD[1:],
        GOOD[:-1],
        GOOD + "A",
        GOOD + "=",
        GOOD + "\n",
        " " + GOOD,
        GOOD[:3] + "é" + GOOD[4:],
        GOOD[:3] + "\ud800" + GOOD[4:],
        GOOD[:3] + "/" + GOOD[4:],
        text_of(b"\x00" * 17),  # the pen never lifts
        text_of(b"\xff" * 17),  # it lifts at every vertex
        text_of(b"\x00\x00\xc0\x00"),
    ],
)
def test_a_damaged_link_is_refused_in_a_sentence(text):
    with pytest.raises(InputError, match=r"^The drawing in the link is damaged; .*\.$"):
        decode(text)


@pytest.mark.parametrize("owners", ["", "2", "0x", "zz", "1_", " 1", "-1", "F", "1" * 30])
def test_whose_the_strokes_are_must_be_said_clearly(owners):
    with pytest.raises(InputError, match=r"which strokes the network drew; .*\.$"):
        decode(f"{GOOD}.{owners}")


@pytest.mark.parametrize("text", ["1" + "A" * 5_000_000, GOOD + "." + "1" * 5_000_000, "." * 5_000_000])
def test_a_text_that_is_too_long_is_not_read(text, monkeypatch):
    class Reader:
        def b64decode(self, *args, **options):
            raise AssertionError("a long text was read")

    monkeypatch.setattr(link, "base64", Reader())
    with pytest.raises(InputError, match="damaged"):
        decode(text)


@settings(max_examples=500)
@given(
    st.text(max_size=60) | st.binary(max_size=600).map(text_of) | st.text("ABCabc019-_.", max_size=90).map("1".__add__)
)
def test_no_link_breaks_it(text):
    try:
        strokes = decode(text)
    except InputError:
        return
    assert encode(strokes) == text
    assert len(to_points([stroke.vertices for stroke in strokes])[0]) <= MOST_POINTS
    assert all(((stroke.vertices >= 0) & (stroke.vertices < FRAME)).all() for stroke in strokes)
