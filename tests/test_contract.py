"""What every use case of the registry holds to, those to come too; tests/browser has the half for a browser."""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import streamlit as st

from seqdemo.core import weights
from seqdemo.core.errors import WeightsError
from seqdemo.registry import OWNERS, USE_CASES, having, model_class, part
from seqdemo.ui.setting import Text
from seqdemo.ui.shapes import picture
from tests import links, pages

every_page = pytest.mark.parametrize("page", ["home", *(about.name for about in USE_CASES)])
every_use_case = pytest.mark.parametrize("about", USE_CASES, ids=lambda about: about.name)
every_owner = pytest.mark.parametrize("about", OWNERS, ids=lambda about: about.name)
CARD = ("name", "task", "architecture", "parameters", "training_data", "date", "command", "known_failures", "quality")


def _files(name: str) -> list[Path]:
    """The card and the files that it names."""
    return [weights.MODELS / f"{name}.json", *(weights.MODELS / file for file in weights.load_card(name)["files"])]


def _linked(name: str, directory: Path) -> None:
    for path in _files(name):
        (directory / path.name).symlink_to(path)


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@every_use_case
def test_it_says_what_it_is(about):
    assert about.title and about.icon.startswith(":material/") and len(about.pitch.split()) >= 10
    assert picture(about.shape).startswith("<svg")
    assert (weights.MODELS.parents[1] / about.page).is_file()
    assert {about.owner} <= set(having("model")) & set(having("training")) & set(having("evaluation"))


@every_use_case
def test_it_opens_alone_and_so_does_its_door(about):
    st.cache_resource.clear()
    at = pages.open_page(about.name)
    assert [title.value for title in at.title] == [about.title]
    assert not at.error
    home = pages.open_page("home")
    assert about.pitch in [text.value for text in home.markdown]


@every_owner
@pytest.mark.parametrize("damage", [None, _cut, _flip, lambda content: b""], ids=["missing", "cut", "flipped", "empty"])
def test_files_that_are_missing_or_damaged_are_one_sentence(about, damage, tmp_path):
    for number, path in enumerate(_files(about.name)):
        directory = tmp_path / str(number)
        directory.mkdir()
        _linked(about.name, directory)
        (directory / path.name).unlink()
        if damage is not None:
            (directory / path.name).write_bytes(damage(path.read_bytes()))
        if damage is _flip and path.suffix == ".json":
            continue  # a card with another letter in a sentence is still a card
        with pytest.raises(WeightsError) as raised:
            model_class(about).load(directory=directory)
        said = str(raised.value)
        assert "\n" not in said and said.endswith(".") and path.name in said, said
        assert f"python -m seqdemo.training {about.name}" in said


@every_use_case
def test_without_its_weights_the_page_says_so_and_the_others_work(about, monkeypatch):
    sentence = f"The file assets/models/{about.owner}.safetensors cannot be read."
    pages.failing(monkeypatch, model_class(about), sentence)
    at = pages.open_page(about.name)
    assert [error.value.replace("\\", "") for error in at.error] == [sentence]
    home = pages.open_page("home")
    assert about.pitch in [text.value for text in home.markdown]
    st.cache_resource.clear()


@every_page
def test_the_first_run_of_a_link_says_the_same_as_the_second(page):
    link, _ = links.everything(page)
    assert len(link) >= (1 if page == "home" else 3)
    at = pages.open_page(page, **link)
    assert not [info.value for info in at.info if "The link says" in info.value]
    first = links.shown(at)
    at.run()
    assert not at.exception
    assert links.shown(at) == first


@every_page
def test_what_the_page_has_no_use_for_is_said(page):
    at = pages.open_page(page, tox_txet="you idiot", zzz="<b>")
    (told,) = (info.value.replace("\\", "") for info in at.info if "The link says" in info.value)
    assert "tox_txet = “you idiot”, zzz = “<b>”, which this page has no use for" in told
    assert not {"tox_txet", "zzz"} & {*at.query_params}
    at.run()
    assert not [info for info in at.info if "The link says" in info.value]


@pytest.mark.parametrize("bad", links.BAD.values(), ids=links.BAD)
@every_page
def test_whatever_a_link_says_the_page_is_whole_and_the_rest_is_kept(page, bad):
    good, by_hand = links.everything(page)
    names = sorted([*good, *by_hand])
    # one half is bad beside another that is kept
    for half in (names[::2], names[1::2]):
        rest = set(half)
        while rest:
            link = {name: bad if name in rest else good[name] for name in names if name in rest or name in good}
            with links.reading() as read:
                at = pages.open_page(page, **link)
            assert not at.error
            for name, (setting, value) in read.items():
                assert value == links.meant(setting, link.get(name)), name
                assert name not in at.session_state or at.session_state[name] == value, f"{name} shows something else"
            seen = rest & {*read, *links.kept_by_hand(at)}
            assert seen, f"never read: {rest}"
            refused = {name for name in seen if name in read and not isinstance(read[name][0], Text)}
            told = "".join(info.value for info in at.info).replace("\\", "")
            assert [name for name in refused if f"The link says {name} = " not in told] == []
            assert not refused & {*at.query_params}
            # what is bad in one place can hide another
            rest -= seen


@every_owner
def test_its_card_is_complete_and_true(about):
    card = weights.load_card(about.name)
    assert set(CARD) <= set(card) and all(card[key] for key in CARD)
    assert card["name"] == about.name and about.name in card["command"]
    for file, said in card["files"].items():
        content = (weights.MODELS / file).read_bytes()
        assert said == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    shapes = part(about.name, "model").SHAPES
    arrays, _ = weights.load(about.name, shapes)
    assert set(arrays) == set(shapes)
    # what is counted in bytes is no parameter
    counted = sum(array.size for name, array in arrays.items() if not shapes[name].startswith("bytes_of"))
    assert card["parameters"] == counted


@every_owner
def test_numpy_equals_keras_on_the_shipped_weights(about):
    pytest.importorskip("keras")
    assert import_module(f"tests.{about.name}.parity").largest_difference() < 1e-5


def test_every_file_of_weights_belongs_to_a_use_case():
    known = {path.name for about in OWNERS for path in _files(about.name)}
    assert {path.name for path in weights.MODELS.iterdir()} == known


def test_cards_have_no_number_that_is_not_one():
    for about in OWNERS:
        assert "NaN" not in (weights.MODELS / f"{about.name}.json").read_text(encoding="utf-8")
        assert np.isfinite(weights.load_card(about.name)["parameters"])
