"""The line from 0 to 1 on which the dice are thrown."""

import numpy as np
import pytest

from seqdemo.core.sampling import choose_by_rank, with_temperature
from seqdemo.ui.dice import thrown

CHANCES = np.array([0.1, 0.55, 0.3, 0.05])
SHARES = [("b", 1), ("c", 2), ("a", 0)]


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("throw", [0.01, 0.5, 0.8, 0.92])
def test_the_pointer_stands_in_the_slice_of_the_choice(temperature, throw):
    after = with_temperature(CHANCES, temperature)
    places = [place for _, place in SHARES]
    drawn = int(choose_by_rank(after, throw))
    chosen = places.index(drawn) if drawn in places else None
    figure, sentence = thrown(SHARES, after, CHANCES, throw, chosen)
    rows = [trace for trace in figure["data"] if "base" in trace]
    assert rows[0]["x"] == CHANCES[places].tolist() and rows[1]["x"] == np.round(after[places], 4).tolist()
    if chosen is not None:
        begin = rows[1]["base"][chosen]
        assert begin <= throw <= begin + rows[1]["x"][chosen] + 1e-4
        assert f"The dice show {throw:.2f}" in sentence and f"“{SHARES[chosen][0]}”" in sentence


def test_what_was_given_has_no_pointer():
    figure, sentence = thrown(SHARES, CHANCES, CHANCES, None, 0)
    assert not [trace for trace in figure["data"] if "the dice" in str(trace.get("text"))]
    assert "no dice were thrown" in sentence
