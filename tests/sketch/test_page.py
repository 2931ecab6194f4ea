"""The page of drawings, from the front door, with every kind of bad input."""

import json
from functools import partial

import numpy as np
import pytest

from seqdemo.core import weights
from seqdemo.core.drawing import Drawing, Stroke
from seqdemo.core.strokes import FRAME, MOST_POINTS
from seqdemo.core.trace import Trace, extend
from seqdemo.sketch.board import SIDE, Board
from seqdemo.sketch.features import moves
from seqdemo.sketch.figures import NETWORK
from seqdemo.sketch.game import THINGS
from seqdemo.sketch.geometry import ending_strokes, room_of
from seqdemo.sketch.model import SketchModel
from seqdemo.sketch.ranking import FOR_NINE, FOR_ONE, SEED, Asked, completed
from seqdemo.sketch.stage import GUESS, what_counts
from seqdemo.sketch.starts import DEFAULT, STARTS
from seqdemo.ui.cached import _shipped
from seqdemo.ui.paper.link import encode
from seqdemo.ui.paper.rendering import INK
from tests import pages
from tests.sketch.stub import CLASSES, small_sketch_model

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
    key = board(at).key
    at.session_state[key] = {"drawing": {"raw": raw or {"objects": list(objects)}, "data": None}, "backgroundFit": None}
    at.run()
    assert not at.exception
    return at


def click(at, key):
    at.button(key=key).click().run()
    assert not at.exception
    return at


def board(at) -> Board:
    return at.session_state["sketch_board"]


def drawing(at) -> Drawing:
    return board(at).drawing


def endings(at, temperature=0.3):
    """The endings that the page shows."""
    settings = (at.selectbox(key="sketch_class").value, temperature, at.number_input(key="sketch_seed").value)
    known = at.session_state["sketch_endings"].items()
    drawn = what_counts(drawing(at))
    return next(found for (of, asked), found in known if of == drawn and asked[:3] == settings).endings


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
    key = board(at).key
    objects = [*board(at).shown["objects"], path(pixels(LINE))]
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
    assert at.number_input(key="sketch_seed").value == SEED + 1
    assert not np.array_equal(before, endings(at)[0])


def test_the_seed_begins_anew_after_the_last():
    at = click(open_page(sketch_seed="999999"), "sketch_again")
    assert at.number_input(key="sketch_seed").value == 1


def test_undo_goes_back_change_by_change_and_the_old_canvas_is_not_heard():
    at = report(open_page(), path(pixels(LINE)))
    report(at, path(pixels(LINE)), path(pixels(CORNER)))
    old = board(at).key
    click(at, "sketch_undo")
    assert len(drawing(at).strokes) == 1 and board(at).key != old
    at.session_state[old] = {"drawing": {"raw": {"objects": []}, "data": None}}
    at.run()
    assert len(drawing(at).strokes) == 1
    click(at, "sketch_undo")
    assert drawing(at).is_just(DEFAULT.strokes)
    click(at, "sketch_undo")
    assert drawing(at).is_just(DEFAULT.strokes[:1])


def test_undo_takes_back_one_stroke_of_several_that_came_at_once():
    at = report(open_page(), *board(open_page()).shown["objects"], *[path(pixels(LINE + 9 * i)) for i in range(4)])
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
    colours = [thing["stroke"] for thing in board(at).shown["objects"]]
    assert colours == [NETWORK if flag else INK for flag in flags]
    report(at, *board(at).shown["objects"], path(pixels(LINE)))
    assert [stroke.by_network for stroke in drawing(at).strokes] == [*flags, False]
    vertices = np.vstack([stroke.vertices for stroke in drawing(at).strokes])
    assert vertices.min() >= -1e-9 and vertices.max() <= FRAME - 1 + 1e-9


def test_nine_endings_each_can_be_kept():
    at = open_page(sketch_view="nine endings")
    assert len(endings(at)) == 9
    ninth = endings(at)[8]
    lines = ending_strokes(drawing(at), ninth)
    click(at, "sketch_keep_9")
    assert len(drawing(at).strokes) == len(DEFAULT.strokes) + len(lines)


def voted(at):
    return next(radio for radio in at.radio if radio.key.startswith("sketch_vote"))


def test_the_learner_votes_before_the_network_says_which_it_finds_likely():
    at = open_page(sketch_view="nine endings")
    assert voted(at).value is None and not at.info
    voted(at).set_value(3).run()
    assert not at.exception and "guesser" in at.info[0].value
    click(at, "sketch_again")
    assert voted(at).value is None
    voted(at).set_value(3).run()
    at.slider(key="sketch_temperature").set_value(1.2).run()
    assert not at.exception and voted(at).value is None


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
    shown, version = board(at).shown, board(at).version
    report(at, path(pixels(LINE)))
    assert board(at).shown is shown and board(at).version == version


def test_the_drawing_survives_a_change_of_page():
    at = report(open_page(), path(pixels(LINE)))
    at.switch_page("pages/home.py").run()
    at.switch_page("pages/sketch.py").run()
    assert not at.exception and len(drawing(at).strokes) == 1


# ---- the guesser


def test_the_five_likeliest_are_named_while_one_draws(model):
    at = report(open_page(), path(pixels(LINE)))
    guess = extend(model.guesser, Trace(), moves(drawing(at).points)).outputs[-1]
    first = model.classes[int(guess.argmax())]
    assert f"**{first}**" in said(at)
    assert all(name in said(at) for name in model.classes)
    assert "It sees nothing yet" in said(click(at, "sketch_clear"))


def test_the_ending_follows_the_guess(model):
    at = report(open_page(sketch_class=GUESS), path(pixels(LINE)), path(pixels(CORNER)))
    guess = extend(model.guesser, Trace(), moves(drawing(at).points)).outputs[-1]
    assert f"this {model.classes[int(guess.argmax())]} is done" in said(at).replace("\\", "")
    # a start drawing does not take the choice away
    assert click(at, "sketch_start_1").selectbox(key="sketch_class").value == GUESS


def test_the_choice_of_the_guesser_can_be_switched_off(model):
    at = open_page(sketch_ranked="false")
    assert "Drawn were" not in said(at)
    thrown = completed(model, drawing(at).points, Asked("mosquito", 0.3, SEED, 1), room_of(drawing(at)))
    np.testing.assert_allclose(endings(at)[0], thrown.endings[0], atol=1e-3)
    at.toggle(key="sketch_ranked").set_value(True).run()
    assert f"Drawn were {FOR_ONE}" in said(at)
    assert f"Drawn were {FOR_NINE}" in said(open_page(sketch_view="nine endings"))


def test_which_stroke_told_it():
    at = open_page(sketch_how="true")
    assert not at.exception and "told it" in said(at) + " ".join(i.proto.imgs[0].alt for i in at.get("image"))
    assert len(at.get("plotly_chart")) == 3
    click(at, "sketch_clear")
    assert "There is no stroke yet." in [text.value for text in at.markdown]


@pytest.fixture
def things(monkeypatch):
    monkeypatch.setattr("seqdemo.sketch.game.THINGS", CLASSES)


def test_the_game_ends_a_drawing_when_it_sees_the_thing(model, things):
    at = click(open_page(), "sketch_play")
    assert f"Draw a **{CLASSES[0]}**" in said(at) and not drawing(at).strokes
    assert "The network draws on when" in said(at) and "the network drew" not in said(at)
    lines, seen = [], None
    for number in range(8):
        lines.append(LINE + 12 * number * (-1) ** number % 130)
        report(at, *[path(pixels(line)) for line in lines])
        guess = extend(model.guesser, Trace(), moves(drawing(at).points)).outputs[-1]
        seen = seen or (number + 1 if int(guess.argmax()) == 0 else None)
        assert (f"I see a **{CLASSES[0]}**" in said(at)) == (seen is not None)
        assert ("the network drew" in said(at)) == (seen is not None)
    click(at, "sketch_next")
    assert f"Draw a **{CLASSES[1]}**" in said(at)
    assert ("It saw 1 of your drawings" in said(at)) == (seen is not None)
    click(at, "sketch_stop")
    assert "Draw a **" not in said(at) and "sketch_game" not in at.query_params


def test_a_link_holds_the_game(things):
    at = open_page(sketch_game="2.1.3", sketch_drawing="")
    assert f"Draw a **{CLASSES[1]}**" in said(at) and "It saw 1 of your drawings, after 3.0 strokes" in said(at)


def test_who_plays_sees_no_stroke_of_the_network_before_it_sees_the_thing(things):
    at = open_page(sketch_game="1.0.0", sketch_drawing="", sketch_changed="true", sketch_fan="true")
    report(at, path(pixels(LINE)))
    assert "Not a cat yet" in said(at)
    pictures = " ".join(image.proto.imgs[0].alt for image in at.get("image") if image.proto.imgs)
    assert "network" not in pictures
    assert not [chart for chart in at.get("plotly_chart") if "throws of the dice" in chart.proto.alt]


@pytest.mark.parametrize("bad", ["9.0.0", "0.0.0", "1.2.1", "1", "1.x.2", "1.².2", "1.1.99999"])
def test_a_game_that_makes_no_sense_is_one_sentence(things, bad):
    at = open_page(sketch_game=bad)
    assert len(notices(at)) == 1 and "Draw a **" not in said(at)


def test_the_shipped_network_knows_all_things_of_the_game():
    assert set(THINGS) <= set(weights.load_card("sketch")["classes"])


# ---- the panels


def test_panels_are_computed_when_they_are_opened(model):
    at = open_page()
    assert len(at.get("plotly_chart")) == 2
    for key in ("sketch_fan", "sketch_around", "sketch_surprise", "sketch_memory"):
        at.session_state[key] = True
    at.run()
    assert not at.exception
    assert len(at.get("plotly_chart")) == 5
    alternatives = " ".join(chart.proto.alt for chart in at.get("plotly_chart"))
    assert "50 throws of the dice from here" in alternatives and "cells, small ones near the pen" in alternatives
    assert "surprised it most" in said(at)
    assert "The drawing coloured by unit" in " ".join(image.proto.imgs[0].alt for image in at.get("image"))


@pytest.mark.parametrize("step", [0, 1, 19, 20])
def test_at_every_step_the_map_shows_where_the_pen_is(step):
    at = open_page(sketch_tape_step=str(step))
    whole = np.vstack([drawing(at).points, endings(at)[0]])
    place = drawing(at).simple[0][0] + whole[:step, :2].sum(axis=0)
    density, chances = at.get("plotly_chart")
    (pen,) = [
        trace for trace in json.loads(density.proto.spec)["data"] if "the pen is here" in trace.get("hovertemplate", "")
    ]
    np.testing.assert_allclose([*pen["x"], *pen["y"]], place, atol=0.1)
    assert "that it draws on" in chances.proto.alt


@pytest.mark.parametrize("temperature", [0.0, 0.7, 1.5])
def test_the_ending_is_drawn_at_the_temperature_of_the_link(model, temperature):
    at = open_page(sketch_temperature=str(temperature))
    expected = completed(model, drawing(at).points, Asked("mosquito", temperature, SEED, FOR_ONE), room_of(drawing(at)))
    np.testing.assert_allclose(endings(at, temperature)[0], expected.endings[0], rtol=1e-4, atol=1e-3)
    assert not notices(at)


def test_another_name_is_tried_when_the_panel_is_opened():
    assert len(open_page().session_state["sketch_endings"]) == 1
    at = open_page(sketch_what_if="true")
    assert [asked.name for _, asked in at.session_state["sketch_endings"]] == ["mosquito", "cat"]
    assert "Both are called" not in said(at)


def test_another_name_is_drawn_and_chosen_from_as_what_is_on_show():
    at = open_page(sketch_what_if="true", sketch_view="nine endings")
    shown, other = (asked for _, asked in at.session_state["sketch_endings"])
    assert shown.drawn == FOR_NINE and other == shown._replace(name="cat")


def test_two_drawings_of_the_same_moves_elsewhere_on_the_paper_have_endings_of_their_own(model):
    at = open_page(sketch_drawing="")
    for dot in ([[250, 250]] * 2, [[20, 20]] * 2):
        click(at, "sketch_clear")
        report(at, path(pixels(np.array(dot, float))))
        name, temperature = "mosquito", 0.3
        asked = Asked(name, temperature, SEED, FOR_ONE)
        expected = completed(model, drawing(at).points, asked, room_of(drawing(at)))
        np.testing.assert_allclose(endings(at)[0], expected.endings[0], rtol=1e-4, atol=1e-3)


def test_what_a_learner_calls_a_start_drawing_is_kept_for_nobody_else():
    def kept():
        return [asked.name for name, (_, asked) in _shipped() if name == "sketch_endings"]

    _shipped.clear()
    at = open_page()
    assert kept() == ["mosquito"]
    at.selectbox(key="sketch_class").set_value("cat").run()
    assert not at.exception and kept() == ["mosquito"]


def test_an_ending_that_was_cut_off_is_not_called_done(model, monkeypatch):
    most = {"mosquito": 3}
    monkeypatch.setattr(SketchModel, "most", lambda self, name, begun: most[name])
    monkeypatch.setattr(SketchModel, "least", lambda self, name, begun: most[name])
    assert "was stopped there" in said(open_page()) and "mosquito is done" not in said(open_page())


def test_the_same_class_twice_is_said():
    at = open_page(sketch_what_if="true", sketch_class="cat")
    assert "Both are called cat now" in said(at).replace("\\", "")


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
    assert "at most 100 strokes" in " ".join(notices(at)) and len(drawing(at).strokes) == 100


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
    at.session_state[board(at).key] = state
    at.run()
    assert not at.exception and drawing(at).is_just(DEFAULT.strokes)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sketch_seed", "0"),
        ("sketch_drawing", "damaged"),
        ("sketch_drawing", "1" + "A" * 100_000),
        ("sketch_drawing", encode([Stroke(LINE)]) + ".2"),
        ("sketch_drawing", encode([Stroke(LINE)]) + ".zz"),
        ("sketch_drawing", encode([Stroke(LINE)]) + "."),
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
    report(at, *board(at).shown["objects"], path(pixels(LINE)))
    shared = open_page(sketch_drawing=link(at))
    assert link(shared) == link(at)
    assert [s.by_network for s in drawing(shared).strokes] == [s.by_network for s in drawing(at).strokes]
    np.testing.assert_array_equal(drawing(shared).points, drawing(at).points)
    np.testing.assert_array_equal(*(endings(page)[0] for page in (shared, at)))


def test_an_empty_drawing_has_a_link_too():
    at = open_page(sketch_drawing="")
    assert not drawing(at).strokes and not notices(at)


def test_the_last_stroke_is_shown_with_what_it_changed():
    at = open_page(sketch_changed="true")
    said = " ".join(caption.value for caption in at.caption)
    assert "The two memories differ most" in said
    pictures = [image.proto.imgs[0].alt for image in at.get("image") if image.proto.imgs]
    assert [alt.partition(":")[0] for alt in pictures if alt.startswith("With")] == ["Without it", "With it"]
    assert "After your 1 stroke " in next(alt for alt in pictures if alt.startswith("Without"))
    click(at, "sketch_clear")
    assert "There is no stroke yet." in [text.value for text in at.markdown]
    report(at, path(LINE))
    pictures = [image.proto.imgs[0].alt for image in at.get("image") if image.proto.imgs]
    assert "After nothing" in next(alt for alt in pictures if alt.startswith("Without"))
