"""The benchmark: who wins a race, which floors are missed, and how many steps a page takes."""

from __future__ import annotations

import json
from unittest import mock

import numpy as np
import pytest

from seqdemo import registry
from seqdemo.benchmark import __main__ as benchmark
from seqdemo.benchmark import app, engine, steps
from seqdemo.core.trace import Trace, extend
from seqdemo.toxicity.model import ToxicityModel
from tests import pages
from tests.toxicity.stub import stub

HELD_TO = {"cookies": {"slower": ("least", 5), "slow": ("most", 2.5)}}


class Clock:
    """A clock that moves only when something is done."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def doing(self, *seconds: float):
        """Something that takes these times, one after the other, and then the last one for ever."""
        rest = list(seconds)

        def do() -> None:
            self.now += rest.pop(0) if len(rest) > 1 else rest[0]

        return do


def test_a_race_gives_the_median_time_of_a_call():
    clock = Clock()
    # the third call of the fast one is disturbed; a median does not mind
    sides = {"slow": clock.doing(0.5), "fast": clock.doing(0.01, 0.01, 9.0, 0.01)}

    times = engine.race(sides, rounds=3, seconds=0.1, clock=clock)

    assert times == pytest.approx({"slow": 0.5, "fast": 0.01})


def test_the_sides_of_a_race_take_turns():
    clock, ran = Clock(), []
    tick = clock.doing(1.0)
    sides = {name: lambda name=name: (ran.append(name), tick()) for name in "ab"}

    engine.race(sides, rounds=3, seconds=1.0, clock=clock)

    assert "".join(ran) == "aabb" + "ab" * 3


def test_every_missed_floor_is_one_sentence():
    assert benchmark.missed({"cookies": {"slower": 5.0, "slow": 2.5, "more": 1e9}}, HELD_TO) == []
    missed = benchmark.missed({"cookies": {"slower": 4.9, "slow": 2.6}}, HELD_TO)
    assert missed == [
        "cookies: slower is 4.9, at least 5 is wanted.",
        "cookies: slow is 2.6, at most 2.5 is wanted.",
    ]
    assert len(benchmark.missed({"cookies": {"slow": float("nan")}}, HELD_TO)) == 2, "not measured is not reached"


def test_every_race_and_every_page_has_floors():
    held_to = benchmark.floors()
    for about in registry.USE_CASES:
        assert (about.name in held_to) == (about.name in registry.having("speed"))
        assert held_to[f"{about.name}_page"] == steps.FLOORS
    assert set(held_to) <= set(benchmark.parts())
    assert {way for floors in held_to.values() for way, _ in floors.values()} == {"least", "most"}


def test_the_command_measures_what_it_is_asked_to(monkeypatch, capsys):
    monkeypatch.setattr(app, "pages", lambda: dict.fromkeys(app.FLOORS, 0.0))

    assert benchmark.main(["app"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"app": dict.fromkeys(app.FLOORS, 0.0)}

    monkeypatch.setattr(app, "pages", lambda: dict.fromkeys(app.FLOORS, 1e6))
    assert benchmark.main(["app"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == len(app.FLOORS)
    with pytest.raises(SystemExit):
        benchmark.main(["cake"])
    assert "there is no part cake" in capsys.readouterr().err


def test_steps_are_counted_and_the_model_is_left_as_it_was():
    model = stub()
    words = model.words("you are a friend")

    with steps.counted() as counter:
        trace = extend(model, Trace(), words[:3])
        assert counter.steps == 3
        extend(model, trace, words)
        assert counter.steps == 4
    counted = extend(model, Trace(), words)

    assert counter.steps == 4
    np.testing.assert_array_equal(counted.states[:3], trace.states)


def test_a_page_is_measured_at_every_control(monkeypatch):
    few = {kind: steps.CHANGES[kind] for kind in ("text_input", "slider", "expander")}
    monkeypatch.setattr(steps, "CHANGES", few)
    for _ in pages.serving(monkeypatch, ToxicityModel, stub()):
        found = steps.of_page("toxicity")

    assert found["steps_open"] > found["steps_tox_text"] > 0
    assert {"steps_again", "steps_tape", "steps_tox_threshold", "steps_tox_memory"} <= set(found)


def test_a_choice_whose_labels_are_looked_up_stays_as_it_is():
    control = mock.Mock(options=["As typed", "Mute"], value="nothing")
    control.format_func = {"nothing": "As typed", "mute": "Mute"}.__getitem__
    steps.CHANGES["button_group"](control)
    control.set_value.assert_not_called()
