"""Pictures show what was drawn, in its colours and its order."""

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from seqdemo.core.strokes import FRAME
from seqdemo.ui.paper.rendering import FRAMES_A_SECOND, MARGIN, PAUSE, gif, png, sheet, svg, view

BLACK, RED, BLUE = (0, 0, 0), (255, 0, 0), (0, 0, 255)
MINE = ([np.array([[20.0, 40], [220, 40]])], "#000000")
DOT = np.array([[128.0, 128], [128, 128]])
ENDING = ([np.array([[20.0, 200], [220, 200]]), DOT], "#ff0000")
PATH = "{http://www.w3.org/2000/svg}path"


def paths(picture):
    return list(ElementTree.fromstring(picture).iter(PATH))


def pixel(picture, x, y):
    """The colour at (x, y) of the frame."""
    at = [int((v + MARGIN) * picture.size[0] / (FRAME - 1 + 2 * MARGIN)) for v in (x, y)]
    return picture.convert("RGB").getpixel(tuple(at))


def opened(data):
    return Image.open(io.BytesIO(data))


# ---- SVG


def test_svg_has_a_path_a_stroke_in_order():
    drawn = paths(svg([MINE, ENDING]))

    assert [path.get("stroke") for path in drawn] == ["#000000", "#ff0000", "#ff0000"]
    assert drawn[0].get("d") == "M20 40L220 40"
    assert drawn[2].get("d") == "M128 128h.01"
    assert not any(path.get("style") for path in drawn)


def test_svg_is_named_and_the_name_is_escaped():
    picture = svg([MINE], title='<script>"&\x00\ud800')
    root = ElementTree.fromstring(picture)

    assert root.get("role") == "img"
    assert root[0].tag.endswith("title") and root[0].text == '<script>"&'
    assert "<script>" not in picture


def test_svg_escapes_colours():
    picture = svg([(MINE[0], '"/><script>')], background='"><script>')

    assert "<script" not in picture
    ElementTree.fromstring(picture)


def test_only_the_last_layer_draws_itself_one_stroke_after_the_other():
    picture = svg([MINE, ENDING], seconds=2)
    first, *moving = [path.get("style") for path in paths(picture)]

    assert first is None
    times = [tuple(map(float, re.findall(r":([\d.]+)s", style))) for style in moving]
    (long, start), (short, later) = times
    assert start == 0 and later == pytest.approx(long, abs=2e-3)
    assert long + short == pytest.approx(2, abs=2e-3)
    assert long / short == pytest.approx(200 / 3, rel=0.05)  # a dot counts as long as the pen is wide
    assert "prefers-reduced-motion" in picture and "<script" not in picture


def test_svg_without_seconds_stands_still():
    assert "animation" not in svg([MINE, ENDING])
    assert "animation" not in svg([], seconds=2)


def test_a_colour_for_every_segment():
    strokes = [np.array([[0.0, 0], [10, 0], [10, 10]]), DOT]

    drawn = paths(svg([(strokes, ["#111111", "#222222", "#333333"])]))

    assert [path.get("stroke") for path in drawn] == ["#111111", "#222222", "#333333"]
    assert drawn[1].get("d") == "M10 0L10 10"
    with pytest.raises(ValueError):
        svg([(strokes, ["#111111"])])


def test_the_view_is_the_frame_and_grows_with_what_lies_outside():
    assert view([MINE]) == view([]) == (-MARGIN, -MARGIN, FRAME - 1 + 2 * MARGIN)

    left, top, side = view([([np.array([[0.0, 0], [-200, 100]])], "#000000")])
    assert left < -200 and left + side > FRAME - 1 and top < 0


@settings(max_examples=50)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=1, max_size=6).map(np.array),
        max_size=5,
    ),
    st.sampled_from([0, 1.5]),
    st.text(max_size=20),
)
def test_any_drawing_makes_a_picture(strokes, seconds, title):
    picture = svg([(strokes, "#000000")], seconds=seconds, title=title)
    picture.encode("utf-8")

    assert len(paths(picture)) == len(strokes)
    assert "nan" not in picture.split("<path", 1)[-1]
    assert opened(png([(strokes, "#000000")], size=32)).size == (32, 32)


# ---- PNG, GIF and sheet


def test_png_shows_the_lines_in_their_colours_on_white():
    picture = opened(png([MINE, ENDING], size=300))

    assert picture.size == (300, 300)
    assert pixel(picture, 120, 40) == BLACK
    assert pixel(picture, 120, 200) == pixel(picture, 128, 128) == RED
    assert pixel(picture, 120, 90) == (255, 255, 255)
    greys = {colour for _, colour in picture.convert("L").getcolors()}
    assert len(greys) > 4  # soft edges


def test_later_layers_lie_above():
    picture = opened(png([MINE, (MINE[0], "#0000ff")]))

    assert pixel(picture, 120, 40) == BLUE


def test_gif_draws_in_order_rests_and_begins_again():
    data = gif([MINE, ENDING], seconds=1)
    picture = opened(data)

    assert picture.is_animated and picture.info["loop"] == 0 and len(data) < 300_000
    assert picture.n_frames == FRAMES_A_SECOND
    shown, durations = [], []
    for frame in range(picture.n_frames):
        picture.seek(frame)
        durations.append(picture.info["duration"])
        shown.append([pixel(picture, *at) != (255, 255, 255) for at in ((30, 40), (210, 40), (210, 200), (128, 128))])
    assert shown[0] == [True, False, False, False]
    assert shown[-1] == [True] * 4
    assert (np.diff(np.array(shown, int), axis=0) >= 0).all()  # what is drawn stays
    half = shown[len(shown) // 2]
    assert half[1] and not half[2]
    assert durations[-1] == 1000 * PAUSE and sum(durations[:-1]) == pytest.approx(950, abs=1)
    assert pixel(picture, 120, 200) == RED and pixel(picture, 5, 5) == (255, 255, 255)


def test_a_gif_of_the_longest_drawing_is_small():
    random = np.random.default_rng(2)
    strokes = [random.integers(0, 256, (25, 2)).astype(float) for _ in range(10)]

    assert len(gif([(strokes[:5], "#0072B2"), (strokes[5:], "#D55E00")])) < 300_000


def test_nothing_drawn_is_white():
    for data in (png([]), gif([]), gif([([], "#000000")]), sheet([]), sheet([[]])):
        assert [colour for _, colour in opened(data).convert("RGB").getcolors()] == [(255, 255, 255)]


def test_a_sheet_centres_each_drawing_in_its_cell():
    small = [([np.array([[10.0, 10], [74, 10]])], "#000000")]
    large = [([np.array([[-500.0, 0], [500, 0]])], "#ff0000"), ([np.array([[0.0, 0], [1, 0]])], "#0000ff")]

    picture = opened(sheet([small, large, small], columns=2, size=300)).convert("RGB")

    assert picture.size == (600, 600)
    assert picture.getpixel((150, 150)) == picture.getpixel((30, 150)) == BLACK
    assert picture.getpixel((330, 150)) == picture.getpixel((570, 150)) == RED
    assert picture.getpixel((450, 150)) == BLUE
    assert picture.getpixel((150, 450)) == BLACK and picture.getpixel((450, 450)) == (255, 255, 255)
