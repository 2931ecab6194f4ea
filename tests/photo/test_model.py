"""The runtime refuses graphs and weights that do not fit each other."""

import numpy as np
import pytest

from seqdemo.core import weights
from seqdemo.core.errors import WeightsError
from seqdemo.photo.model import GRAPHS, SHAPES, PhotoModel, inputs
from seqdemo.photo.sizes import CHANNELS, SIZE
from seqdemo.photo.style import told, unknown


def test_graphs_that_do_not_fit_are_one_sentence():
    arrays, card = weights.load("photo", SHAPES)
    graph = weights.load_file("photo", GRAPHS["critic"], card)
    with pytest.raises(WeightsError, match="do not fit their weights"):
        PhotoModel(arrays, card, {"generator": graph, "critic": graph})


def test_the_same_drawing_gives_the_same_photo():
    model = PhotoModel.load()
    ink = np.zeros((SIZE, SIZE), np.float32)
    ink[30:90, 40] = ink[30:90, 90] = ink[30, 40:90] = ink[90, 40:91] = 1
    made = [model.photo(ink, told(1, unknown()), "adversarial") for _ in range(2)]
    np.testing.assert_array_equal(*made)
    assert made[0][50:70, 50:80].mean() < 0.8 < made[0][:20].mean()


def test_what_is_read_has_noise_by_seed_and_all_skips():
    ink = np.ones((SIZE, SIZE), np.float32)
    first, second = (inputs(ink, told(0, unknown()), seed=seed) for seed in (0, 1))
    assert not np.array_equal(first["drawing"], second["drawing"])
    assert first["skips"].tolist() == [[1.0] * (len(CHANNELS) - 1)]
