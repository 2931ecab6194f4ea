"""Each race holds NumPy to Keras before it starts, and gives all that has a floor."""

from __future__ import annotations

import sys
import timeit
from functools import partial

import numpy as np
import pytest

from seqdemo.benchmark import app
from seqdemo.registry import USE_CASES, having, part


def short(sides, rounds: int = 1):
    """A race in which everybody goes once."""
    return {name: timeit.timeit(side, number=1) for name, side in sides.items()}


@pytest.mark.parametrize("about", [about for about in USE_CASES if about.name in having("speed")], ids=lambda a: a.name)
def test_races_of_a_use_case_give_every_ratio_that_has_a_floor(about, monkeypatch):
    pytest.importorskip("keras")
    speed = part(about.name, "speed")
    monkeypatch.setattr(speed, "race", short)

    found = speed.ratios()

    assert set(about.floors) <= set(found)
    assert all(np.isfinite(value) and value > 0 for value in found.values())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory and processor time are read from /proc")
def test_the_app_starts_answers_a_key_press_and_imports_no_tensorflow(monkeypatch):
    monkeypatch.setattr(app, "type_words", partial(app.type_words, rounds=1, presses=2))

    found = app.pages()

    assert set(app.FLOORS) <= set(found)
    assert found["tensorflow_imported"] == 0
    assert 0 < found["megabytes"] <= found["megabytes_after_visit"] <= app.FLOORS["megabytes_after_visit"][1]
