"""What the network is told of a drawing."""

import numpy as np

from seqdemo.sketch.features import features
from seqdemo.sketch.mixture import DRAW, LIFT

BEGUN = np.array([[30, 0, DRAW], [0, 20, DRAW], [-30, 0, LIFT], [40, -5, DRAW], [9, 9, LIFT]])


def test_the_network_is_told_where_the_pen_and_the_stroke_are():
    told = features(BEGUN)

    assert told.shape == (6, 9)
    assert told[0].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0]
    position, back = told[:, 5:7] * 64, told[:, 7:9] * 64
    assert position[-1].tolist() == [49, 24]
    assert back[2].tolist() == [-30, -20]  # the first stroke began at 0, 0
    assert back[4].tolist() == [0, 0]  # the move after a lift ends where the second begins
    assert back[5].tolist() == [-9, -9]
    assert features(np.zeros((0, 3))).shape == (1, 9)
