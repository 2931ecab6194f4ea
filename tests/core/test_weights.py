"""Weights come back as they were saved; anything else is one sentence, never a traceback."""

import json

import numpy as np
import pytest

from seqdemo.core import weights
from seqdemo.core.errors import WeightsError

SHAPES = {"kernel": "rows, units", "bias": "units"}


@pytest.fixture
def folder(tmp_path):
    arrays = {"kernel": np.arange(12.0).reshape(3, 4), "bias": np.ones(4)}
    weights.save("toy", arrays, {"units": 4}, tmp_path)
    return tmp_path


def message(folder, shapes=SHAPES):
    with pytest.raises(WeightsError) as caught:
        weights.load("toy", shapes, folder)
    text = str(caught.value)
    assert "\n" not in text and text.endswith(".") and "assets/models/toy" in text
    assert "python -m seqdemo.training toy" in text
    return text


def test_saved_weights_come_back(folder):
    arrays, card = weights.load("toy", SHAPES, folder)
    np.testing.assert_array_equal(arrays["kernel"], np.arange(12.0).reshape(3, 4))
    assert arrays["bias"].dtype == np.float32 and card["units"] == 4


def test_tables_that_are_only_read_row_by_row_stay_small(folder):
    arrays, _ = weights.load("toy", SHAPES, folder, as_stored=("kernel",))
    assert arrays["kernel"].dtype == np.float16 and arrays["bias"].dtype == np.float32
    np.testing.assert_array_equal(arrays["kernel"], np.arange(12.0).reshape(3, 4))


@pytest.mark.parametrize("name", ["toy.safetensors", "toy.json"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    assert name in message(folder)


@pytest.mark.parametrize("length", [0, 7, -1])
def test_a_truncated_file_is_noticed(folder, length):
    path = folder / "toy.safetensors"
    path.write_bytes(path.read_bytes()[:length])
    assert "checksum" in message(folder)


@pytest.mark.parametrize("place", [0, 20, -1])
def test_one_flipped_bit_is_noticed(folder, place):
    path = folder / "toy.safetensors"
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    assert "checksum" in message(folder)


def test_a_file_with_the_right_checksum_that_is_no_safetensors_file(folder):
    import hashlib

    (folder / "toy.safetensors").write_bytes(b"not weights")
    card = {"files": {"toy.safetensors": {"sha256": hashlib.sha256(b"not weights").hexdigest()}}}
    (folder / "toy.json").write_text(json.dumps(card))
    assert "not a safetensors file" in message(folder)


@pytest.mark.parametrize(
    "shapes",
    [{"kernel": "3, 5"}, {"kernel": "rows"}, {"absent": "1"}, {"kernel": "rows, 2 units", "bias": "units"}],
)
def test_a_wrong_shape_is_named(folder, shapes):
    assert "belongs" in message(folder, shapes)


@pytest.mark.parametrize("text", ["{", "[]", "\xff"])
def test_a_damaged_card_is_noticed(folder, text):
    (folder / "toy.json").write_bytes(text.encode("latin-1"))
    assert "toy.json" in message(folder)
