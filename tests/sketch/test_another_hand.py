"""Drawings as another hand would have made them: no longer, no stroke more, and the same strokes where it says so."""

import numpy as np
import pytest

from seqdemo.sketch.another_hand import varied
from seqdemo.sketch.mixture import LIFT
from tests.sketch.test_training import some_drawings


@pytest.mark.parametrize("bent", [False, True])
def test_a_drawing_in_another_hand_has_as_many_points_or_fewer(bent):
    orders = []
    for seed, points in enumerate(some_drawings(60)):
        strokes = int(points[:, 2].sum())
        left_out = max(0, len(points) + 1 - 2 * strokes) // 2
        found, in_order = varied(points, left_out, np.random.default_rng(seed), bent=bent)
        assert 1 <= len(found) <= len(points) - left_out
        assert found[-1, 2] == LIFT and strokes - 1 <= found[:, 2].sum() <= strokes
        assert found[:, 2].sum() == strokes or not in_order
        assert np.isfinite(found).all()
        orders.append(in_order)
    assert 0.5 < np.mean(orders) < 1


def test_a_bent_drawing_keeps_its_place():
    square = np.array([[100, 0, 0], [0, 100, 0], [-100, 0, 0], [0, -100, 1]], np.float32)

    moves = {
        bent: np.abs([varied(square, 0, np.random.default_rng(seed), 1, bent)[0][:, :2] for seed in range(200)])
        for bent in (True, False)
    }

    # medians: now and then a stroke is drawn from its end
    middle = {bent: np.median(some, axis=0) for bent, some in moves.items()}
    apart = {bent: np.median(np.abs(some - middle[bent]), axis=0).mean() for bent, some in moves.items()}
    assert 10 > apart[True] > 1.5 * apart[False] > 0
    assert np.allclose(middle[True].max(axis=1), 100, atol=3)
