"""The board hears of the canvas what was drawn there, and nothing else."""

import numpy as np
import pytest

from seqdemo.core.drawing import Stroke
from seqdemo.core.errors import InputError
from seqdemo.core.strokes import FRAME
from seqdemo.sketch.board import SIDE, Board
from seqdemo.sketch.figures import NETWORK
from seqdemo.ui.paper.board import _from_address
from seqdemo.ui.paper.canvas import from_canvas
from seqdemo.ui.paper.link import encode
from seqdemo.ui.paper.rendering import INK

LINE = np.array([[20.0, 30], [120, 40]])
CORNER = np.array([[200.0, 60], [210, 160], [90, 170]])


def path(vertices, colour=INK):
    commands = [["M" if i == 0 else "L", *vertex] for i, vertex in enumerate((vertices * SIDE / FRAME).tolist())]
    return {"type": "Path", "path": commands, "stroke": colour}


@pytest.fixture
def board():
    found = Board()
    found.drawing.take([Stroke(LINE + 0.3), Stroke(CORNER, by_network=True)])
    found.show()
    return found


def test_a_new_canvas_shows_every_stroke_in_its_colour(board):
    lines, _ = from_canvas(board.shown, SIDE, SIDE)

    assert [line.colour for line in lines] == [INK, NETWORK]
    np.testing.assert_allclose(lines[1].vertices, CORNER, atol=0.1)


def test_strokes_are_told_apart_by_their_colour(board):
    board.hear({"objects": [path(LINE + 0.304), path(CORNER, NETWORK), path(CORNER + 5)]})

    assert board.drawing.owners == [False, True, False]
    np.testing.assert_array_equal(board.drawing.strokes[0].vertices, LINE + 0.3)


def test_a_drawing_that_came_back_by_the_address_has_no_past(board):
    board.change([Stroke(LINE), Stroke(CORNER)])
    _from_address(board, encode([Stroke(LINE), Stroke(CORNER)]))
    assert len(board.drawing.strokes) == 2
    board.undo()
    assert len(board.drawing.strokes) == 1


def test_a_report_is_read_once(board, monkeypatch):
    read = []

    def counted(report, *size):
        read.append(report)
        return from_canvas(report, *size)

    monkeypatch.setattr("seqdemo.ui.paper.board.from_canvas", counted)
    report = {"objects": [path(LINE), path(CORNER, NETWORK), path(CORNER + 5)]}
    for _ in range(3):
        board.hear(report)
    board.hear({"objects": [*report["objects"]]})

    assert len(read) == 1 and len(board.drawing.strokes) == 3


def test_what_is_no_drawing_is_refused_and_the_drawing_kept(board):
    before = board.drawing.strokes
    for report in ("text", {"objects": 7}, {"other": 1}):
        with pytest.raises(InputError):
            board.hear(report)
    board.hear(None)

    assert board.drawing.strokes == before


def test_a_message_as_deep_as_json_goes_is_read():
    board = Board()

    def deep():
        found = []
        for _ in range(50_000):
            found = [found]
        return {"objects": [path(LINE), {"type": "Path", "path": found, "stroke": found}]}

    for _ in range(2):
        board.hear(deep())
        assert board.drawing.is_just([LINE])
        assert board.drawing.notices == ["One thing on the canvas is not drawn with the pen and left out."]
