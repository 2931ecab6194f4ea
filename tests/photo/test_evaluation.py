"""The command's numbers, its sheets, and what it refuses."""

import json

import pytest
from PIL import Image

from seqdemo.evaluate.__main__ import main
from seqdemo.photo.adversary import AFAR, NEAR
from seqdemo.photo.model import PhotoModel
from seqdemo.photo.say import FORMULA
from tests.photo.stub import StubPhotoModel
from tests.photo.test_training import pair


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(PhotoModel, "load", classmethod(lambda cls, directory=None: StubPhotoModel()))
    (tmp_path / "edges2shoes").mkdir()
    for i in range(3):
        pair(i).save(tmp_path / "edges2shoes" / f"{i}.png")
    return tmp_path / "edges2shoes"


def test_all_numbers_are_printed_and_sheets_are_drawn(folder, tmp_path, capsys):
    assert main(["photo", str(folder), "--pictures", str(tmp_path / "sheets")]) == 0
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found["pairs"] == 3
    measures = ("l1", "gradient_ratio", "patch_distance", "grid_decibels")
    assert set(found) == {"pairs", "thick_l1", "thick_share"} | {
        f"{of}{measure}" for of in ("", "adversarial_") for measure in measures
    }
    assert 0.9 < found["thick_share"] < 1.1 and found["l1"] != found["adversarial_l1"]
    sizes = {path.name: Image.open(path).size for path in (tmp_path / "sheets").iterdir()}
    assert set(sizes) == {"photo-shoes.png", "photo-by-hand.png"}
    assert sizes["photo-by-hand.png"] == (4 * 388, 6 * 132)


def test_what_cannot_be_measured_is_one_sentence(folder, tmp_path, capsys):
    assert main(["photo", str(folder), "--class", "handbags", "--limit", "1"]) == 0
    for bad, said in ((tmp_path / "nowhere", "There is no folder"), (tmp_path, "say which with --class")):
        assert main(["photo", str(bad)]) == 1
        assert said in capsys.readouterr().err


def test_the_formula_has_the_weights_of_the_training():
    assert f"L &= {NEAR:.0f}\\,L_1 + {AFAR:.0f}\\,L_1^" in FORMULA
