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


def test_a_vote_is_held_against_what_the_guesser_believes():
    beliefs = np.array([0.2, 0.7, 0.4])
    assert "ending 2 most, at 70%" in say.vote_sentence(beliefs, 1, "cat")
    assert "ending 1, is number 3 of 3, at 20%" in say.vote_sentence(beliefs, 1, "cat")
    assert say.vote_sentence(beliefs, 2, "cat").startswith("You and the guesser agree")


def test_a_guess_is_as_sure_as_it_is():
    names = ["cat", "dog", "bee"]
    assert say.guess_sentence(names, np.array([0.2, 0.8, 0.0])) == "I see it: **dog** (80%)."
    assert say.guess_sentence(names, np.array([0.4, 0.35, 0.25])) == "I see … **cat** (40%), or dog."
    assert say.guess_lines(names, np.array([0.2, 0.8, 0.0]), 2).splitlines()[0].startswith("dog 80% ▇")


def test_the_stroke_that_told_it_is_named():
    said = say.told_sentence("cat", np.array([0.1, 0.6, -0.2]), np.array([0.1, 0.7, 0.5]))
    assert said == "Stroke 2 told it: cat rose from 10% to 70%; stroke 3 made it doubt, down to 50%."
    assert say.told_sentence("cat", np.array([0.001]), np.array([0.004])).startswith("No stroke told it")


def test_what_was_chosen_is_said_only_where_there_was_a_choice():
    assert say.chosen_sentence(9, 9, np.full(9, 0.5), "cat") == ""
    nine = say.chosen_sentence(40, 9, np.array([0.5, 0.1]), "cat")
    assert (
        "are the 9, about as long as people’s and of likely moves, that the guesser believes most (cat: up to 50%)"
        in nine
    )
    assert "is the one, about as long as" in say.chosen_sentence(16, 1, np.array([0.5]), "cat")
