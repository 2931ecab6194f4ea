"""The pictures of what three networks see."""

import pytest

from seqdemo.ui.families import NAMES
from seqdemo.ui.sees import picture


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("window", [1, 5, 7])
def test_every_network_has_a_picture_of_all_words_and_the_faint_ones_are_not_seen(name, window):
    drawn = picture(name, window)
    assert drawn.startswith("<svg") and drawn.count("<rect") >= 8
    assert drawn.count('opacity="0.2"') == (7 - window if name == "cnn" else 0)
