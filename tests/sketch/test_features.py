"""What the network is told of a drawing."""

import numpy as np

from seqdemo.sketch.features import FEATURES, features
from seqdemo.sketch.mixture import DRAW, LIFT

BEGUN = np.array([[30, 0, DRAW], [0, 20, DRAW], [-30, 0, LIFT], [40, -5, DRAW], [9, 9, LIFT]])


def test_the_network_is_told_where_the_pen_and_the_stroke_are():
    told = features(BEGUN)

    assert told.shape == (6, FEATURES)
    assert told[0].tolist() == [0, 0, 0, 0, 1, *[0] * (FEATURES - 5)]
    position, back, low, high, before, before_end, first_low, first_high = np.split(told[:, 5:] * 64, 8, axis=1)
    assert position[-1].tolist() == [49, 24]
    assert back[2].tolist() == [-30, -20]  # the first stroke began at 0, 0
    assert back[4].tolist() == [0, 0]  # the move after a lift ends where the second begins
    assert back[5].tolist() == [-9, -9]
    for corner, vertex in ((low, (0, 0)), (high, (49, 24)), (first_low, (0, 0)), (first_high, (30, 20))):
        assert (position + corner)[-1].tolist() == [*vertex]
    assert (position + before)[-1].tolist() == [0, 0] and (position + before_end)[-1].tolist() == [0, 20]
    assert features(np.zeros((0, 3))).shape == (1, FEATURES)
    assert np.array_equal(features(np.stack([BEGUN, BEGUN]))[1], told)
