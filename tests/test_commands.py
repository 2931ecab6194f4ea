"""The two commands: evaluation and training, and where evaluation writes its numbers."""

import json
import shutil

import pytest

from seqdemo.core import weights
from seqdemo.evaluate import __main__ as evaluation
from seqdemo.evaluate import cards
from seqdemo.registry import USE_CASES
from seqdemo.training import __main__ as training


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A place with the cards of all use cases and the pages that are made of them."""
    models = tmp_path / "models"
    shutil.copytree(weights.MODELS, models, ignore=shutil.ignore_patterns("*.safetensors"))
    (tmp_path / "docs").mkdir()
    for page in ("README.md", "docs/models.md"):
        (tmp_path / page).write_text(f"before\n{cards.BEGIN}\nold\n{cards.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(weights, "MODELS", models)
    monkeypatch.setattr(cards, "ROOT", tmp_path)
    return tmp_path


def test_every_model_can_be_measured_and_trained():
    assert "toxicity" in evaluation.names() and "toxicity" in training.names()
    assert "data" not in training.names()


def test_a_missing_file_is_one_sentence_and_exit_code_one(capsys, tmp_path):
    assert evaluation.main(["toxicity", str(tmp_path / "absent.csv")]) == 1
    assert training.main(["toxicity", "--data", str(tmp_path / "absent")]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err and len(err.strip().splitlines()) == 2


def test_the_result_is_the_last_line_and_goes_into_the_card_and_the_pages(monkeypatch, capsys, house):
    result = {"rows": 1234, "auc": {"toxic": 0.98765, "threat": None}, "mean_auc": 0.5, "kind": "words are no numbers"}
    monkeypatch.setattr("seqdemo.toxicity.evaluation.evaluate", lambda arguments: result)
    before = weights.load_card("toxicity", weights.MODELS)

    assert evaluation.main(["toxicity", "x/natural.csv", "--card"]) == 0

    assert json.loads(capsys.readouterr().out.strip().splitlines()[-1]) == result
    after = weights.load_card("toxicity", weights.MODELS)
    assert after == {**before, "quality": {**before["quality"], "natural.csv": result}}
    readme, models = ((house / page).read_text(encoding="utf-8") for page in ("README.md", "docs/models.md"))
    assert "0.988 for “toxic”, 0.500 over" in readme
    assert "| `natural.csv` | auc toxic | 0.9877 |\n" in models and "| `natural.csv` | rows | 1,234 |\n" in models
    assert "| `natural.csv` | auc threat" not in models
    for page in (readme, models):
        assert page.startswith("before\n") and page.endswith("after\n") and "\nold\n" not in page


def test_without_card_nothing_is_written(monkeypatch, house):
    files = [path for path in house.rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    monkeypatch.setattr("seqdemo.toxicity.evaluation.evaluate", lambda arguments: {"rows": 1})

    assert evaluation.main(["toxicity", "x.csv"]) == 0

    assert {path: path.read_bytes() for path in files} == before


def test_what_was_not_measured_is_said_so(house):
    card = weights.load_card("cookies", weights.MODELS)
    assert "bits a letter" in cards.pages_table({about.name: card for about in USE_CASES})
    assert cards.pages_table({about.name: {} for about in USE_CASES}).count(cards.NOT_YET) == len(USE_CASES)


def test_a_page_without_marks_stays_as_it_is():
    assert cards.between_marks("no marks here", "text") == "no marks here"
