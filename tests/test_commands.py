"""The two commands: evaluation and training, and where evaluation writes its numbers."""

import json

import numpy as np
import pytest

from seqdemo.benchmark import __main__ as benchmark
from seqdemo.core import weights
from seqdemo.evaluate import __main__ as evaluation
from seqdemo.training import __main__ as training


@pytest.fixture
def card(tmp_path):
    weights.save("toxicity", {"a": np.ones(2)}, {"units": 2}, tmp_path)
    (tmp_path / "README.md").write_text("before\n<!-- numbers -->\nold\n<!-- /numbers -->\nafter\n")
    return tmp_path


def test_every_model_can_be_measured_and_trained():
    assert "toxicity" in evaluation.names() and "toxicity" in training.names()
    assert "data" not in training.names()


def test_a_missing_file_is_one_sentence_and_exit_code_one(capsys, tmp_path):
    assert evaluation.main(["toxicity", str(tmp_path / "absent.csv")]) == 1
    assert training.main(["toxicity", "--data", str(tmp_path / "absent")]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err and len(err.strip().splitlines()) == 2


def test_the_result_is_the_last_line_and_goes_into_the_card(monkeypatch, capsys, card):
    result = {"rows": 1234, "auc": {"toxic": 0.98765, "threat": None}, "kind": "words are no numbers"}
    monkeypatch.setattr("seqdemo.toxicity.evaluation.evaluate", lambda arguments: result)
    monkeypatch.setattr(evaluation.write_down, "__defaults__", (card, card / "README.md"))
    assert evaluation.main(["toxicity", "x/held_out.csv", "--card"]) == 0
    assert json.loads(capsys.readouterr().out.strip().splitlines()[-1]) == result
    assert weights.load_card("toxicity", card)["quality"] == {"held_out.csv": result}
    readme = (card / "README.md").read_text()
    assert "| toxicity | `held_out.csv` | auc toxic | 0.9877 |" in readme and "1,234" in readme
    assert "old" not in readme and "threat" not in readme
    assert readme.startswith("before\n") and readme.endswith("after\n")
    weights.load("toxicity", {"a": "2"}, card)  # the checksum is still there


def test_without_card_nothing_is_written(monkeypatch, card):
    before = (card / "toxicity.json").read_text()
    monkeypatch.setattr("seqdemo.toxicity.evaluation.evaluate", lambda arguments: {"rows": 1})
    monkeypatch.setattr(evaluation.write_down, "__defaults__", (card, card / "README.md"))
    assert evaluation.main(["toxicity", "x.csv"]) == 0
    assert (card / "toxicity.json").read_text() == before


def test_the_benchmark_names_every_missed_floor():
    good = {"keras_function_over_numpy": 9.0, "numpy_over_products": 1.5, "megabytes": 100.0}
    assert benchmark.missed({"toxicity": good}) == []
    bad = {"keras_function_over_numpy": 2.0, "numpy_over_products": 3.0, "megabytes": float("nan")}
    assert len(benchmark.missed({"toxicity": bad})) == 3


def test_a_race_tells_the_slow_side_from_the_fast_one():
    times = benchmark.race(
        {"slow": lambda: sum(range(20_000)), "fast": lambda: sum(range(20))}, rounds=3, seconds=0.002
    )
    assert times["slow"] > 10 * times["fast"] > 0
