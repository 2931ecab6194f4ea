"""The namer of cookies: on a small network with random weights, and on the shipped one where it is there."""

import argparse
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqdemo.cookies import evaluation
from seqdemo.cookies.cookbook import Cookbook, grow, spell
from seqdemo.cookies.meaning import correlations, name_units
from seqdemo.cookies.model import CODE_POINTS, FIRST, LONGEST, NEVER_DRAWN, SHAPES, CookieModel
from seqdemo.cookies.reader import END, SPECIALS
from seqdemo.core import weights
from seqdemo.core.errors import DataError, InputError, WeightsError
from seqdemo.core.sampling import with_temperature
from seqdemo.core.shapes import concrete
from seqdemo.core.trace import Trace, extend

NAMES = ["Oat Bars", "Oat Cookies", "Äpfel–Kekse", "Crinkles", "Crinkles II"]
LETTERS = "e aoinrtsChkldOBcM"


def arrays(letters=LETTERS, units=24, seed=0):
    random = np.random.default_rng(seed)
    size = len(letters) + SPECIALS
    shapes = concrete(SHAPES, vocabulary=size, embedding=8, units=units, bytes_of_cookbook=1, bytes_of_puzzles=1)
    made = {name: random.normal(0, 0.7, shape).astype(np.float32) for name, shape in shapes.items()}
    return {**made, "cookbook": grow(NAMES), "puzzles": grow(NAMES[:2])}


@pytest.fixture
def model():
    return CookieModel(arrays(), {"characters": LETTERS})


def test_a_batch_walks_as_each_name_alone(model):
    names = ["Oats", "C", "Choco oats"]
    alone = [extend(model, Trace(), [FIRST, *name]) for name in names]
    assert np.allclose(model.states(names), np.concatenate([t.states[1:] for t in alone]), atol=1e-6)
    bits, characters = model.measure(names)
    assert characters.tolist() == [5, 2, 11]
    for name, trace, found in zip(names, alone, bits, strict=True):
        targets = [*model.vocabulary.encode(name), END]
        assert np.isclose(found, -np.log2(trace.outputs[np.arange(len(targets)), targets]).sum(), rtol=1e-5)


def test_probabilities_sum_to_one(model):
    assert np.allclose(extend(model, Trace(), [FIRST, *"Oats"]).outputs.sum(axis=-1), 1, atol=1e-6)


def test_the_state_of_a_prefix_is_the_state_on_the_way(model):
    whole = extend(model, Trace(), [FIRST, *"Oats"])
    prefix = extend(model, Trace(), [FIRST, *"Oa"])
    assert np.array_equal(whole.states[:3], prefix.states)
    assert extend(model, whole, [FIRST, *"Oah"]).computed == 1


def test_an_unknown_character_is_charged_for_all_of_unicode(model):
    bits, characters = model.bits(["Ω"])
    trace = extend(model, Trace(), [FIRST, "Ω"])
    expected = -np.log2(trace.outputs[0][3]) + np.log2(CODE_POINTS) - np.log2(trace.outputs[1][END])
    assert characters == 2 and np.isclose(bits, expected, rtol=1e-5)


def test_no_names_cost_nothing(model):
    assert model.bits([]) == (0.0, 0)


def test_the_same_seed_bakes_the_same_tray(model):
    tray = model.bake("Ch", 0.9, seed=4, count=6)
    assert tray == model.bake("Ch", 0.9, seed=4, count=6)
    assert tray != model.bake("Ch", 0.9, seed=5, count=6)
    assert len(set(tray)) > 1
    assert all(name.startswith("Ch") and len(name) <= LONGEST for name in tray)
    assert tray[2:4] == model.bake("Ch", 0.9, seed=4, count=2, row=2)


def test_temperature_zero_draws_the_most_probable_letter(model):
    name = model.bake("C", 0.0, seed=1, count=2)[0]
    trace = extend(model, Trace(), [FIRST, *name])
    for step, letter in zip(trace.steps[1:], name[1:], strict=False):
        allowed = with_temperature(step.output, 0.0, NEVER_DRAWN)
        assert model.vocabulary.decode([int(allowed.argmax())]) == letter


def test_forbidden_symbols_are_never_drawn():
    loud = arrays()
    loud["dense_bias"][list(NEVER_DRAWN)] = 30.0
    assert "\N{REPLACEMENT CHARACTER}" not in "".join(CookieModel(loud, {"characters": LETTERS}).bake("", 2.0, 1, 8))


def test_names_are_bounded():
    endless = arrays()
    endless["dense_bias"][END] = -1e4
    assert {len(name) for name in CookieModel(endless, {"characters": LETTERS}).bake("", 1.0, 1, 3)} == {LONGEST}


@pytest.mark.parametrize("text", ["x" * 100_000, "🍪", "עוגיה", "a\x00b", "<b>", "½ oat", "…" * 14])
def test_a_start_it_cannot_use_is_one_clear_sentence(model, text):
    with pytest.raises(InputError) as caught:
        model.read_start(text)
    assert str(caught.value).count(". ") == 0 and len(str(caught.value)) < 200
    assert "\x00" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""),
        ("  Choc", "Choc"),
        (" \t\u00a0 ", ""),
        ("Bin’s — “Oat”", 'Bin\'s - "Oat"'),
        ("O\u00a0a\tt\nC", "O a t C"),
        ("Cho\u200bco\u00adoat", "Chocooat"),
        ("Cröké", "Croke"),
        ("Cre\u0301Ｏ\u0301", "CreO"),
        ("\u0301", ""),
    ],
)
def test_a_start_is_read_in_the_characters_of_the_network(typed, read):
    assert CookieModel(arrays(LETTERS + "i-'\""), {"characters": LETTERS + "i-'\""}).read_start(typed) == read


@given(st.text(max_size=60) | st.text(LETTERS + "’…–\u00a0é", max_size=60))
def test_any_text_is_a_start_or_refused_in_a_sentence(text):
    model = CookieModel(arrays(units=2), {"characters": LETTERS})
    try:
        start = model.read_start(text)
    except InputError as error:
        assert str(error).endswith(".")
    else:
        assert len(start) <= LONGEST // 2 and {*start} <= {*LETTERS}
        assert model.read_start(start) == start


def test_the_tree_spells_the_names_and_is_not_the_list():
    tree = grow([*NAMES, "Oat Bars"])
    assert spell(tree.astype(np.float16).astype(np.float32)) == sorted(NAMES)
    assert b"Crinkles" not in tree.astype(np.uint8).tobytes()
    assert spell(grow([])) == []
    with pytest.raises(WeightsError):
        spell(tree[:-3])


@pytest.mark.parametrize(
    ("name", "kind", "nearest", "distance"),
    [
        ("Oat Bars", "copied", "Oat Bars", 0),
        ("oat  bars ", "copied", "Oat Bars", 0),
        ("Oat Barks", "nearly", "Oat Bars", 1),
        ("Crinkles I", "nearly", "Crinkles", 2),
        ("Moon Dust Squares", "new", None, None),
        ("", "new", None, None),
    ],
)
def test_badges(name, kind, nearest, distance):
    badge = Cookbook(NAMES).badge(name)
    assert badge.kind == kind
    if nearest is not None and name != "Crinkles I":
        assert (badge.nearest, badge.distance) == (nearest, distance)


def test_nearest_means_nearest():
    badge = Cookbook(NAMES).badge("Crinkles I")
    assert (badge.nearest, badge.distance) == ("Crinkles II", 1)
    assert Cookbook([]).badge("a").kind == "new"


def test_units_are_named_by_measurement():
    names = ["Oat Bars", "Choco Oats", "a e", "Rum Balls"] * 4
    text = [(name, i) for name in names for i in range(len(name))]
    states = np.random.default_rng(0).normal(size=(len(text), 6)).astype(np.float32)
    states[:, 4] = [-float(name[i].lower() in "aeiou") for name, i in text]
    found = {unit["meaning"]: unit for unit in name_units(states, names)}
    assert found["a vowel"]["unit"] == 4 and found["a vowel"]["correlation"] == -1
    assert abs(found["a space"]["correlation"]) < 0.9
    assert correlations(np.ones((3, 2)), np.arange(3.0)).tolist() == [0, 0]


def test_arrays_that_do_not_fit_the_card_are_refused(tmp_path):
    weights.save("cookies", arrays(), {"characters": LETTERS + "x"}, tmp_path)
    with pytest.raises(WeightsError):
        CookieModel.load(directory=tmp_path)


def arguments(file, *more):
    parser = argparse.ArgumentParser()
    evaluation.add_arguments(parser)
    return parser.parse_args([str(file), *map(str, more)])


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    weights.save("cookies", arrays(), {"characters": LETTERS}, tmp_path)
    monkeypatch.setattr(weights, "MODELS", tmp_path)
    return tmp_path


def test_evaluation(shipped):
    file = shipped / "names.txt"
    file.write_text("Oats\n\nChoco\nBean\n", encoding="utf-8")
    model = CookieModel.load(directory=shipped)
    bits, characters = model.bits(["Oats", "Choco"])
    result = evaluation.evaluate(arguments(file, "--limit", 2))
    assert result == {"names": 2, "bits_per_character": pytest.approx(bits / characters)}
    result = evaluation.evaluate(arguments(file, "--names", 20, "--titles", file, "--training", file))
    assert result["names"] == 3 and result["baked"]["names"] == 20
    assert 0 <= result["baked"]["words_in_titles"] <= 1 and 0 <= result["baked"]["not_in_training"] <= 1
    json.dumps(result)


def test_evaluation_counts_copies_and_words(shipped, monkeypatch):
    titles, cookies = shipped / "titles.txt", shipped / "cookies.txt"
    titles.write_text("Grandma's Oat Soup\n")
    cookies.write_text("Oat Zzz\n")
    monkeypatch.setattr(CookieModel, "bake", lambda *a, **k: ["Oat Zzz", "Oat Soup"])
    result = evaluation.evaluate(arguments(titles, "--names", 2, "--titles", titles, "--training", cookies))["baked"]
    assert (result["not_in_training"], result["words_in_titles"]) == (0.5, 0.75)
    assert evaluation.words("Grandma's No-Bake 7") == ["grandma's", "no", "bake"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00"])
def test_evaluation_of_a_bad_file(shipped, content):
    file = shipped / "bad.txt"
    file.write_bytes(content)
    with pytest.raises(DataError):
        evaluation.evaluate(arguments(file))
    with pytest.raises(DataError):
        evaluation.evaluate(arguments(shipped / "missing.txt"))
