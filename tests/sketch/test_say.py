"""Moves of the pen in words and arrows."""

import numpy as np
import pytest

from seqdemo.sketch import say
from seqdemo.sketch.mixture import DRAW, LIFT


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


@pytest.mark.parametrize(("x", "leaves"), [(0, False), (255, False), (-1, True), (256, True)])
def test_an_ending_that_leaves_the_paper_is_said(x, leaves):
    assert ("leaves your paper" in say.leaves_sentence([np.array([[100.0, 50], [x, 60]])])) == leaves
    assert say.leaves_sentence([]) == ""


def test_a_vote_is_held_against_what_the_network_finds_likely():
    nats = np.array([6.0, 5.0, 5.5])
    assert "ending 2 the likeliest, at 5.0" in say.vote_sentence(nats, 1)
    assert "ending 1, is number 3 of 3, at 6.0" in say.vote_sentence(nats, 1)
    assert say.vote_sentence(nats, 2).startswith("You and the network agree")
