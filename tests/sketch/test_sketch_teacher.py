"""The teacher of the guesser: the view of two networks together, on the way through each drawing."""

import numpy as np
import pytest

from seqdemo.sketch.evaluation import Drawings
from tests.sketch.test_training import some_drawings

keras = pytest.importorskip("keras")


@pytest.fixture
def seen():
    """Drawings, what a guesser sees in them, and what is seen with a drawer that finds one class easier by the move."""
    from seqdemo.sketch import teacher
    from seqdemo.sketch.guesser_training import build

    keras.utils.set_random_seed(0)
    drawings = Drawings(some_drawings(30), np.arange(30) % 12, [f"class {number}" for number in range(12)])
    guesser = build(12, units=4)

    def views(nats_saved, easier=0):
        def surprise(rows, classes):
            longest = max(len(drawings.points[row]) for row in rows)
            each = 5.0 - nats_saved * (classes == easier)
            return each[..., None] * np.arange(1, longest + 1)

        return teacher.views(guesser, drawings, surprise)

    return drawings, guesser, views


def test_a_drawer_without_an_opinion_leaves_the_view_of_the_guesser(seen):
    from seqdemo.sketch.path import along

    drawings, guesser, views = seen
    found = views(0).after(7, np.array([1.0]))

    points = drawings.points[7].astype(np.float32)[None]
    logits = guesser({"told": along(points), "at": np.array([[len(points[0]) - 1]])})
    assert np.allclose(found[0], keras.ops.convert_to_numpy(keras.ops.softmax(logits[0, 0])), atol=2e-3)


def test_a_class_that_makes_the_moves_likelier_gains(seen):
    _, _, views = seen
    plain = views(0)
    easier = int(plain.probabilities.mean(axis=(0, 1)).argmax())
    told = views(0.5, easier)

    gain = told.probabilities[:, :, easier].astype(float) - plain.probabilities[:, :, easier]
    asked = np.abs(gain).max(axis=1) > 1e-3  # where it is among the likeliest
    assert asked.sum() > 10 and (gain[asked] > -2e-3).all() and (gain[asked, -1] > 0.02).all()
    assert np.allclose(told.probabilities.sum(axis=-1, dtype=np.float32), 1, atol=5e-3)


def test_between_two_looks_the_view_is_between():
    from seqdemo.sketch.teacher import SHARES, Views

    probabilities = np.zeros((2, len(SHARES), 2), np.float16)
    probabilities[1, :, 0] = SHARES
    found = Views(probabilities).after(1, np.array([0.05, 0.2, 0.55, 0.9, 1.0]))
    assert np.allclose(found[:, 0], [0.1, 0.2, 0.55, 0.9, 1.0], atol=1e-3)
