"""The page of drawings, from the front door, with every kind of bad input."""

from functools import partial

import numpy as np
import pytest

from seqdemo.core.errors import InputError
from seqdemo.sketch import figures, say
from seqdemo.sketch.board import INK, NETWORK, SIDE, Board, Stroke, from_link
from seqdemo.sketch.mixture import DRAW, LIFT, density_map, mixture
from seqdemo.sketch.model import MOST_POINTS, SketchModel
from seqdemo.sketch.reader import FRAME, encode
from seqdemo.sketch.starts import DEFAULT, STARTS
from tests import pages
from tests.sketch.stub import small_sketch_model

LINE = np.array([[20.0, 30], [120, 40]])
CORNER = np.array([[200.0, 60], [210, 160], [90, 170]])


@pytest.fixture(autouse=True)
def model(monkeypatch):
    yield from pages.serving(monkeypatch, SketchModel, small_sketch_model())


open_page = partial(pages.open_page, "sketch")


def path(vertices, colour=INK):
    commands = [["M" if i == 0 else "L", *map(float, vertex)] for i, vertex in enumerate(vertices)]
    return {"type": "Path", "path": commands, "stroke": colour}


def report(at, *objects, raw=None):
    """What the canvas on show sends after the learner drew."""
    key = f"sketch_canvas_{drawing(at).version}"
    at.session_state[key] = {"drawing": {"raw": raw or {"objects": list(objects)}, "data": None}, "backgroundFit": None}
    at.run()
    assert not at.exception
    return at


def click(at, key):
    at.button(key=key).click().run()
    assert not at.exception
    return at


def drawing(at) -> Board:
    return at.session_state["sketch_board"]


def endings(at):
    """The endings that the page shows."""
    settings = [at.selectbox(key="sketch_class").value, 0.3, at.number_input(key="sketch_seed").value]
    return next(found for key, found in at.session_state["sketch_endings"].items() if [*key[1:4]] == settings)


def link(at):
    code = at.query_params["sketch_drawing"]
    return code[0] if isinstance(code, list) else code


def notices(at):
    return [info.value for info in at.info]


def said(at):
    return " ".join(element.value for element in [*at.markdown, *at.caption])


def pixels(vertices):
    """Vertices of the frame on the canvas."""
    return (np.asarray(vertices) * SIDE / FRAME).tolist()


# ---- the stage


def test_a_stroke_that_comes_together_with_a_click_is_not_lost():
    at = open_page()
    before = len(drawing(at).strokes)
    key = f"sketch_canvas_{drawing(at).version}"
    objects = [*drawing(at).shown["objects"], path(pixels(LINE))]
    at.session_state[key] = {"drawing": {"raw": {"objects": objects}, "data": None}, "backgroundFit": None}
    click(at, "sketch_clear")
    assert not drawing(at).strokes
    click(at, "sketch_undo")
    assert len(drawing(at).strokes) == before + 1


def test_a_mosquito_is_finished_at_once():
    at = open_page()
    assert at.selectbox(key="sketch_class").value == "mosquito"
    assert not notices(at)
    assert drawing(at).is_just(DEFAULT.strokes)
    assert "After your 2 strokes" in said(at)
    assert len(at.get("plotly_chart")) == 2


def test_what_the_learner_draws_is_taken_over():
    at = report(open_page(), path(pixels(LINE)), path(pixels(CORNER)))
    assert [stroke.by_network for stroke in drawing(at).strokes] == [False, False]
    np.testing.assert_allclose(drawing(at).simple[1], CORNER, atol=1)
    assert "After your 2 strokes" in said(at)


def test_again_throws_other_dice():
    at = open_page()
    before = endings(at)[0]
    click(at, "sketch_again")
    assert at.number_input(key="sketch_seed").value == 2
    assert not np.array_equal(before, endings(at)[0])


def test_the_seed_begins_anew_after_the_last():
    at = click(open_page(sketch_seed="999999"), "sketch_again")
    assert at.number_input(key="sketch_seed").value == 1


def test_the_ending_is_the_one_of_the_model(model):
    at = open_page()
    (expected,) = model.complete(drawing(at).points, "mosquito", 0.3, 1, 1)
    np.testing.assert_allclose(endings(at)[0], expected, rtol=1e-4, atol=1e-3)


def test_undo_goes_back_change_by_change_and_the_old_canvas_is_not_heard():
    at = report(open_page(), path(pixels(LINE)))
    report(at, path(pixels(LINE)), path(pixels(CORNER)))
    old = drawing(at).version
    click(at, "sketch_undo")
    assert len(drawing(at).strokes) == 1 and drawing(at).version > old
    at.session_state[f"sketch_canvas_{old}"] = {"drawing": {"raw": {"objects": []}, "data": None}}
    at.run()
    assert len(drawing(at).strokes) == 1
    click(at, "sketch_undo")
    assert drawing(at).is_just(DEFAULT.strokes)
    click(at, "sketch_undo")
    assert drawing(at).is_just(DEFAULT.strokes[:1])


def test_undo_takes_back_one_stroke_of_several_that_came_at_once():
    at = report(open_page(), *drawing(open_page()).shown["objects"], *[path(pixels(LINE + 9 * i)) for i in range(4)])
    assert len(drawing(at).strokes) == 6
    for left in (5, 4, 3, 2, 1):
        click(at, "sketch_undo")
        assert len(drawing(at).strokes) == left


def test_clear_can_be_undone():
    at = click(open_page(), "sketch_clear")
    assert not drawing(at).strokes and "After nothing" in said(at)
    assert drawing(click(at, "sketch_undo")).is_just(DEFAULT.strokes)


def test_a_kept_ending_stays_the_networks_and_is_drawn_on_from():
    at = click(open_page(), "sketch_keep")
    flags = [stroke.by_network for stroke in drawing(at).strokes]
    assert flags[:2] == [False, False] and len(flags) > 2 and all(flags[2:])
    colours = [thing["stroke"] for thing in drawing(at).shown["objects"]]
    assert colours == [NETWORK if flag else INK for flag in flags]
    report(at, *drawing(at).shown["objects"], path(pixels(LINE)))
    assert [stroke.by_network for stroke in drawing(at).strokes] == [*flags, False]
    vertices = np.vstack([stroke.vertices for stroke in drawing(at).strokes])
    assert vertices.min() >= -1e-9 and vertices.max() <= FRAME - 1 + 1e-9


def test_nine_endings_each_can_be_kept():
    at = open_page(sketch_view="nine endings")
    assert len(endings(at)) == 9
    ninth = endings(at)[8]
    lines = drawing(at).ending_strokes(ninth)
    click(at, "sketch_keep_9")
    assert len(drawing(at).strokes) == len(DEFAULT.strokes) + len(lines)


def test_a_start_drawing_brings_its_class():
    at = open_page()
    number = next(i for i, start in enumerate(STARTS) if start.name == "cat")
    click(at, f"sketch_start_{number}")
    assert at.selectbox(key="sketch_class").value == "cat"
    assert drawing(at).is_just(STARTS[number].strokes)
    assert say_lesson(at, STARTS[number])


def say_lesson(at, start):
    return any(caption.value == start.lesson for caption in at.caption)


def test_a_canvas_is_not_fed_what_it_sent():
    at = open_page()
    shown, version = drawing(at).shown, drawing(at).version
    report(at, path(pixels(LINE)))
    assert drawing(at).shown is shown and drawing(at).version == version


def test_the_drawing_survives_a_change_of_page():
    at = report(open_page(), path(pixels(LINE)))
    at.switch_page("pages/home.py").run()
    at.switch_page("pages/sketch.py").run()
    assert not at.exception and len(drawing(at).strokes) == 1


# ---- the panels


def test_panels_are_computed_when_they_are_opened(model):
    at = open_page()
    assert len(at.get("plotly_chart")) == 2
    for key in ("sketch_fan", "sketch_surprise", "sketch_memory"):
        at.session_state[key] = True
    at.run()
    assert not at.exception
    assert len(at.get("plotly_chart")) == 4
    assert "50 throws of the dice from here" in " ".join(chart.proto.alt for chart in at.get("plotly_chart"))
    assert "surprised it most" in said(at)
    assert "The drawing coloured by unit" in " ".join(image.proto.imgs[0].alt for image in at.get("image"))


@pytest.mark.parametrize("step", [0, 1, 19, 20])
def test_every_step_has_a_map_and_chances(step):
    at = open_page(sketch_tape_step=str(step))
    alternatives = [chart.proto.alt for chart in at.get("plotly_chart")]
    assert "The likeliest place" in alternatives[0] or "outside of the picture" in alternatives[0]
    assert "that it draws on" in alternatives[1]


def test_temperature_zero_and_the_highest_work():
    for temperature in ("0.0", "1.5"):
        assert not notices(open_page(sketch_temperature=temperature))


def test_the_same_class_twice_is_said():
    assert "Both are called" not in said(open_page())
    assert "Both are called cat now" in said(open_page(sketch_class="cat")).replace("\\", "")


# ---- bad input


def test_an_empty_canvas():
    at = report(open_page(), raw={"objects": []})
    assert not notices(at) and "After nothing" in said(at)
    at.session_state["sketch_surprise"] = True
    at.run()
    assert "You have not drawn anything yet" in said(at)


def test_one_dot():
    at = report(open_page(), path([[100, 100], [100, 100]]))
    assert not notices(at) and "After your 1 stroke (1 point)" in said(at).replace("\\", "")


def test_a_huge_scribble_is_made_simpler_and_said():
    random = np.random.default_rng(0)
    at = report(open_page(), path(random.uniform(0, SIDE, (5000, 2))))
    assert len(notices(at)) == 1 and "at most 250" in notices(at)[0]
    assert len(drawing(at).points) <= MOST_POINTS
    assert "After your 1 stroke" in said(at)


def test_strokes_outside_are_moved_to_the_edge_and_said():
    at = report(open_page(), path([[-500, 20], [900, 20]]))
    assert len(notices(at)) == 1 and drawing(at).strokes[0].vertices.max() < FRAME


def test_two_hundred_strokes():
    at = report(open_page(), *[path([[i, 10], [i, 300]]) for i in range(200)])
    assert notices(at) and len(drawing(at).strokes) == 100


@pytest.mark.parametrize(
    "raw",
    [{"objects": "x"}, {"other": 1}, "text", 7, {"objects": [1, None, {"type": "image"}]}],
)
def test_a_canvas_that_sends_something_else(raw):
    at = report(open_page(), path(pixels(LINE)))
    report(at, raw=raw)
    assert len(notices(at)) == 1
    if raw != {"objects": [1, None, {"type": "image"}]}:
        assert drawing(at).strokes  # nothing is lost


@pytest.mark.parametrize("state", [{"drawing": 5}, {"drawing": None}, {"drawing": {"raw": None}}, {"backgroundFit": 3}])
def test_a_canvas_whose_state_is_broken(state):
    at = open_page()
    at.session_state[f"sketch_canvas_{drawing(at).version}"] = state
    at.run()
    assert not at.exception and drawing(at).is_just(DEFAULT.strokes)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sketch_class", "unicorn"),
        ("sketch_other", "<b>"),
        ("sketch_view", "ten"),
        ("sketch_temperature", "NaN"),
        ("sketch_temperature", "99"),
        ("sketch_seed", "-4"),
        ("sketch_seed", "0"),
        ("sketch_tape_step", "x"),
        ("sketch_drawing", "damaged"),
        ("sketch_drawing", "1" + "A" * 100_000),
        ("sketch_drawing", encode([LINE]) + ".2"),
        ("sketch_drawing", encode([LINE]) + ".zz"),
        ("sketch_drawing", encode([LINE]) + "."),
    ],
)
def test_a_bad_link_is_one_sentence(name, value):
    assert len(notices(open_page(**{name: value}))) == 1


def test_an_empty_view_shows_the_one_ending_that_is_promised():
    at = open_page(sketch_view="")
    assert len(notices(at)) == 1 and "one ending is used" in notices(at)[0].replace("\\", "")
    assert len(endings(at)) == 1 and "After your 2 strokes" in said(at)


def test_missing_weights_are_one_sentence(monkeypatch):
    pages.failing(monkeypatch, SketchModel, "The file is missing.")
    at = open_page()
    assert [error.value for error in at.error] == ["The file is missing\\."]


# ---- the link


def test_a_shared_link_brings_drawing_and_owners_back():
    at = click(open_page(), "sketch_keep")
    report(at, *drawing(at).shown["objects"], path(pixels(LINE)))
    shared = open_page(sketch_drawing=link(at))
    assert link(shared) == link(at)
    assert [s.by_network for s in drawing(shared).strokes] == [s.by_network for s in drawing(at).strokes]
    np.testing.assert_array_equal(drawing(shared).points, drawing(at).points)
    np.testing.assert_array_equal(*(endings(page)[0] for page in (shared, at)))


def test_an_empty_drawing_has_a_link_too():
    at = open_page(sketch_drawing="")
    assert not drawing(at).strokes and not notices(at)


def test_owners_in_a_link_must_be_those_of_strokes():
    text = encode([LINE, CORNER])
    assert [stroke.by_network for stroke in from_link(text + ".2")] == [False, True]
    with pytest.raises(InputError):
        from_link(text + ".4")


# ---- parts


def test_strokes_handed_back_a_little_rounded_are_the_same():
    board = Board()
    board.put([Stroke(LINE + 0.3), Stroke(CORNER, True)])
    moved = [path(pixels(LINE + 0.304)), path(pixels(CORNER), NETWORK), path(pixels(CORNER + 5))]
    board.hear({"objects": moved})
    assert [stroke.by_network for stroke in board.strokes] == [False, True, False]
    np.testing.assert_array_equal(board.strokes[0].vertices, LINE + 0.3)


def test_a_kept_ending_that_leaves_the_frame_is_pulled_inside():
    board = Board()
    board.put([Stroke(LINE)])
    board.keep([np.array([[120.0, 40], [420, 40]])])
    vertices = np.vstack([stroke.vertices for stroke in board.strokes])
    assert vertices.min() >= 0 and vertices.max() <= FRAME - 1
    lengths = [np.linalg.norm(np.diff(s.vertices, axis=0), axis=1).sum() for s in board.strokes]
    assert lengths[1] / lengths[0] == pytest.approx(300 / np.hypot(100, 10))
    assert len(board.notices) == 1


def test_a_drawing_from_nothing_lies_in_the_middle():
    strokes = Board().ending_strokes(np.array([[100.0, 0, DRAW], [0, 50, LIFT]]))
    vertices = np.vstack(strokes)
    np.testing.assert_allclose((vertices.min(axis=0) + vertices.max(axis=0)) / 2, (FRAME - 1) / 2)


def test_after_a_step_the_pen_is_where_the_strokes_end():
    board = Board()
    board.put([Stroke(LINE), Stroke(CORNER, True)])
    points = board.points
    layers, pen, lifted = board.after(points, np.zeros((0, 3)), len(points))
    assert lifted
    np.testing.assert_array_equal(pen, CORNER[-1])
    np.testing.assert_array_equal(layers[0][0][0], LINE)
    np.testing.assert_array_equal(layers[1][0][0], CORNER)
    layers, pen, lifted = board.after(points, np.zeros((0, 3)), 0)
    assert not lifted and not layers[0][0]
    np.testing.assert_array_equal(pen, LINE[0])
    assert board.by_network.tolist() == [False, True, True, True]
    assert [rows.tolist() for rows in board.rows_of_mine] == [[0]]


def test_the_blur_keeps_the_density_whole():
    m = mixture(np.random.default_rng(1).normal(0, 0.5, 6 * 4 + 3) - np.r_[np.zeros(12), np.full(8, 1), np.zeros(7)])
    grid = np.arange(-400, 400, 2.0)
    assert density_map(figures.blurred(m, 1.0), grid, grid).sum() * 4 == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("move", "expected"), [((5, 0), "→"), ((3, 4), "↘"), ((0, -9), "↑"), ((-7, 1), "←"), ((0, 0), "·")]
)
def test_arrows_point_as_the_pen_went(move, expected):
    assert say.arrow(*move) == expected


def test_chips_tell_lifts_and_moves_in_the_air():
    points = np.array([[10, 0, DRAW], [0, 10, LIFT], [-10, 0, DRAW], [0, -10, LIFT]])
    assert say.items(points) == ["→", "↓ lift", "(←)", "↑ lift"]
    assert say.notes(points, [False, False, True, True])[2] == (
        "The network’s: the pen moves through the air 10 pixels to the left."
    )


def test_a_fan_says_where_its_strokes_go():
    futures = [np.array([[10.0, 5, LIFT]]), np.array([[-4.0, 0, DRAW], [-4, 9, LIFT]]), np.zeros((0, 3))]
    _, sentence = figures.fan(futures, [], np.array([50.0, 50]), lifted=False)
    assert "1 of the strokes end to the right of the pen and 1 to the left" in sentence
    assert "1 of the throws end the drawing" in sentence


def test_colours_run_from_blue_over_grey_to_orange():
    assert figures.diverging(np.array([-1, 0, 1, 5])) == ["#0072B2", "#A8AEB4", "#D55E00", "#D55E00"]
