"""Strokes, the eraser, ink, and the pictures that are made of them."""

import io

import numpy as np
import pytest
from PIL import Image

from seqdemo.core.drawing import Stroke
from seqdemo.core.strokes import FRAME, MOST_POINTS, MOST_STROKES, count_points, simplify
from seqdemo.photo.board import Board
from seqdemo.photo.drawings import CLUMSY, NEAT
from seqdemo.photo.erasing import left
from seqdemo.photo.pictures import believed, covered, map_grid, pair, png, rasterised, sheet
from seqdemo.photo.sizes import CLASSES, SIZE
from seqdemo.photo.style import style, style_of, told, unknown
from seqdemo.ui.paper.board import PEN, SIDE
from seqdemo.ui.paper.rendering import INK, PAPER

LINE = np.array([[20.0, 100], [220, 100]])


def test_two_dozen_drawings_fit_the_paper_and_a_link():
    assert len(NEAT) == len(CLUMSY) == 12
    for drawing in (*NEAT, *CLUMSY):
        vertices = np.vstack(drawing.strokes)
        assert vertices.min() >= 0 and vertices.max() < FRAME and drawing.name in CLASSES
        assert count_points(simplify(drawing.strokes)[0]) <= MOST_POINTS


def test_the_order_and_the_direction_of_strokes_leave_no_trace():
    for drawing in NEAT[:3]:
        strokes = simplify(drawing.strokes)[0]
        backwards = [stroke[::-1] for stroke in strokes[::-1]]
        assert rasterised(strokes).sum() > 100
        np.testing.assert_array_equal(rasterised(strokes), rasterised(strokes[::-1]))
        assert np.abs(rasterised(strokes) - rasterised(backwards)).sum() < 10


def test_no_strokes_are_white_paper_and_scribble_covers_it():
    assert rasterised([]).sum() == 0 and covered([]) == 0
    rows = np.array([[x, y] for y in range(0, FRAME, 2) for x in ((0, 255) if y % 4 else (255, 0))], float)
    assert covered([rows]) > 0.5


def test_an_eraser_takes_what_it_goes_over_and_leaves_the_rest():
    rubber = Stroke(np.array([[120.0, 60], [120, 140]]), by_network=True)
    first, second = left([Stroke(LINE), rubber])
    assert first.vertices[-1, 0] == pytest.approx(112) and second.vertices[0, 0] == pytest.approx(128)
    assert left([rubber, Stroke(LINE)])[0].vertices is LINE  # what is drawn after it stays
    assert left([Stroke(LINE), Stroke(LINE, by_network=True)]) == []
    dot = Stroke(np.array([[50.0, 50], [50, 50]]))
    assert left([dot, Stroke(dot.vertices, by_network=True)]) == [] and left([dot, rubber]) == [dot]


def path(vertices, colour):
    commands = [["M" if i == 0 else "L", *vertex] for i, vertex in enumerate((vertices * SIDE / FRAME).tolist())]
    return {"type": "Path", "path": commands, "stroke": colour}


def test_the_board_rubs_out_and_takes_it_back():
    board = Board()
    board.take("eraser")
    assert board.colour == PAPER and board.pen > PEN
    board.hear({"objects": [path(LINE, INK)]})
    key = board.key
    board.hear({"objects": [path(LINE, INK), path(np.array([[120.0, 60], [120, 140]]), PAPER)]})
    assert board.key != key and len(board.strokes) == 2 and not any(board.drawing.owners)
    board.undo()
    assert len(board.strokes) == 1
    board.take("pen")
    assert (board.colour, board.pen) == (INK, PEN)


def hatch(count):
    return [np.array([[20.0, y], [230, y]]) for y in np.linspace(10, 245, count)]


def test_a_rub_that_would_leave_too_many_strokes_is_refused_and_the_next_one_works():
    board, lines = Board(), [path(line, INK) for line in hatch(55)]
    board.hear({"objects": lines})
    across = path(np.array([[120.0, 2], [120, 252]]), PAPER)
    board.hear({"objects": [*lines, across]})
    assert len(board.strokes) == 55 and "into 110 strokes" in board.drawing.notices[0]
    board.hear({"objects": [*board.shown["objects"], path(hatch(55)[0], PAPER)]})
    assert len(board.strokes) == 53 and not board.drawing.notices
    board.undo()
    assert len(board.strokes) == 55


def test_a_full_paper_can_be_rubbed_out():
    board, lines = Board(), [path(line, INK) for line in hatch(MOST_STROKES)]
    board.hear({"objects": lines})
    assert len(board.strokes) == MOST_STROKES
    board.hear({"objects": [*lines, path(hatch(MOST_STROKES)[0], PAPER)]})
    assert len(board.strokes) < MOST_STROKES and not board.drawing.notices


def test_what_a_fast_hand_draws_and_rubs_out_is_taken_back_one_by_one():
    board = Board()
    board.hear({"objects": [path(LINE, INK), path(np.array([[120.0, 60], [120, 140]]), PAPER), path(LINE + 40, INK)]})
    counts = [len(board.strokes)]
    for _ in range(3):
        board.undo()
        counts.append(len(board.strokes))
    assert counts == [3, 2, 1, 0]


def test_a_style_is_measured_and_asked_for():
    photo = np.full((SIZE, SIZE, 3), [0.5, 0.25, 0.0], np.float32)
    inside = np.ones((SIZE, SIZE), bool)
    np.testing.assert_allclose(style_of(photo, inside), style(np.array([0.5, 0.25, 0]), 0), atol=1e-6)
    assert (style_of(photo, ~inside) == unknown()).all()
    assert told(1, unknown()).tolist() == [0, 1, 0, 0, 0, 0, 0]


def test_pictures_are_files_of_their_size():
    ink = rasterised(NEAT[0].strokes)
    photo = np.full((SIZE, SIZE, 3), 0.4, np.float32)
    with Image.open(io.BytesIO(png(pair(ink, photo), 512))) as image:
        assert image.size == (1024, 512)
    with Image.open(io.BytesIO(sheet([(ink, photo, photo)] * 3, columns=2))) as image:
        assert image.size == (2 * (3 * SIZE + 4), 2 * (SIZE + 4))
    grid, shown = map_grid(np.random.default_rng(0).normal(size=(8, 8, 5)))
    assert grid.shape == (2 * 66, 8 * 66, 3) and shown == 5 and grid.min() >= 0 and grid.max() <= 1
    real, made = believed(photo, np.full((16, 16), 5.0)), believed(photo, np.full((16, 16), -5.0))
    assert real[..., 0].mean() > made[..., 0].mean() and real.shape == (SIZE, SIZE, 3)
