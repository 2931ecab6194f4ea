"""The load of many learners: what is read out of their waits, and a real learner at a real app."""

from __future__ import annotations

import asyncio
import json

import numpy as np

from seqdemo.benchmark import __main__ as benchmark
from seqdemo.benchmark import load
from seqdemo.benchmark.load import Waits


def test_waits_are_told_by_page():
    waits = Waits({"cookies": [0.1] * 19 + [2.0], "sketch": [5.0]}, elapsed=10.0)
    assert waits.quantile(0.5, "cookies") == 0.1 and waits.quantile(1.0, "cookies") == 2.0
    assert waits.quantile(1.0) == 5.0 and waits.rate == 2.1
    assert np.isnan(waits.quantile(0.5, "translation"))


def test_every_row_has_what_is_wanted_beside_what_was_measured():
    assert load.rows({"cookies_p95": 0.25, "cookies_p50": 0.1}) == [
        ("cookies p95", "0.25", "at most 0.5"),
        ("cookies p50", "0.1", ""),
    ]
    assert "Python" in load.machine()


def test_learners_without_a_screen_press_keys_throw_things_and_open_the_front_page(capsys):
    words = "load --only mix bad opens --learners 3 --seconds 1 --pause 0.5 --bad 10 --opens 2"
    benchmark.main(words.split())
    lines = capsys.readouterr().out.splitlines()
    found = json.loads(lines[-1])
    assert found["errors"] == 0 and found["opened"] == 1
    assert 0 < found["mix_key_press_p50"] <= found["mix_key_press_p95"]
    assert any(line.startswith("| mix key press p95 |") for line in lines)


def test_key_presses_elsewhere_are_answered_while_two_learners_draw_photos():
    async def side_by_side(served: load.Served) -> list[Waits]:
        drawing = load.class_of(served, ["photo"], 2, seconds=4, pause=0.1)
        typing = load.class_of(served, ["toxicity", "cookies", "language"], 6, seconds=4, pause=1)
        return await asyncio.gather(drawing, typing)

    with load.one_process() as served:
        drawing, typing = asyncio.run(side_by_side(served))
    assert drawing.errors == typing.errors == 0 and len(drawing.of()) >= 8
    # half of them, because other tests run beside this one
    assert typing.quantile(0.5) < load.FLOORS["mix_key_press_p95"][1]
