"""How the three networks learn: batches, the sample of the vocabulary, and a tiny training from end to end."""

import gzip
import json

import numpy as np
import pytest

from seqdemo.core.trace import Trace, extend
from seqdemo.language import lessons, sample
from seqdemo.language.model import FIRST, Draw, LanguageModel
from seqdemo.language.vocabulary import END
from seqdemo.training.__main__ import main

keras = pytest.importorskip("keras")

from seqdemo.language import training  # noqa: E402  (needs Keras)

SENTENCES = [np.array([END, *range(3, 3 + count), END]) for count in range(1, 30)]


def test_a_sample_has_the_frequent_words_and_each_other_as_often_as_it_should():
    chances = sample.chances([np.array([0] * 200 + [5, 5, 5, 6, 6, 7])], 40, 12)
    assert chances.sum() == pytest.approx(12) and chances[0] == 1 and 0 < chances[30] < 1
    random, seen = np.random.default_rng(0), np.zeros(40)
    for _ in range(2000):
        drawn = sample.systematic(chances, random)
        assert len(set(drawn.tolist())) == len(drawn) == 12
        seen[drawn] += 1
    np.testing.assert_allclose(seen / 2000, chances, atol=0.05)


def test_a_sample_of_all_words_costs_what_the_whole_vocabulary_does():
    model = training.build("mlp", 20, **training.SMALL)
    inputs = {"words": np.array([[0, 4, 5]], np.int32), "next": np.array([[4, 5, 0]], np.int32)}
    whole = keras.ops.convert_to_numpy(model(inputs))
    everything = {"sample": np.arange(20, dtype=np.int32), "chance": np.ones(20, np.float32)}
    np.testing.assert_allclose(keras.ops.convert_to_numpy(model({**inputs, **everything})), whole, atol=1e-5)


def test_the_mean_of_many_samples_comes_near_the_whole_vocabulary():
    model = training.build("mlp", 200, **training.SMALL)
    inputs = {"words": np.array([[0, 4, 5]], np.int32), "next": np.array([[4, 5, 0]], np.int32)}
    whole = keras.ops.convert_to_numpy(model(inputs))
    chances = sample.chances([np.arange(200)], 200, 60)
    random, found = np.random.default_rng(0), []
    for _ in range(40):
        drawn = sample.systematic(chances, random)
        found.append(keras.ops.convert_to_numpy(model({**inputs, "sample": drawn, "chance": chances[drawn]})))
    np.testing.assert_allclose(np.mean(found, axis=0), whole, atol=0.05)


def test_every_sentence_is_in_an_epoch_and_padding_weighs_nothing():
    batches = training.SentenceBatches([list(SENTENCES)], [1.0], size=60)
    words = 0.0
    for index in range(len(batches)):
        inputs, there = batches[index]
        assert inputs["words"].shape == inputs["next"].shape == there.shape
        assert (inputs["words"][:, 1:] == inputs["next"][:, :-1]).all()
        words += there.sum()
    assert words == sum(len(sentence) - 1 for sentence in SENTENCES)
    shapes = [batches[index][1].shape for index in (0, 1)]
    assert shapes[0][0] != shapes[1][0] and shapes[0][1] != shapes[1][1]


def test_every_epoch_is_as_long_as_the_first_and_has_others():
    batches = training.SentenceBatches([list(SENTENCES)], [0.5], size=60)
    first, count = sum(map(len, batches.batches[0])), len(batches)
    lengths = {first}
    for _ in range(5):
        batches.on_epoch_end()
        assert len(batches) == count
        lengths.add(sum(map(len, batches.batches[0])))
    assert len(lengths) > 1


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    directory = tmp_path_factory.mktemp("data")
    (directory / "language").mkdir()
    random = np.random.default_rng(0)
    who, what, whom = (
        ["Tom", "Mary", "my dog", "she"],
        ["sees", "likes", "has lost"],
        ["a friend", "the red ball", "it"],
    )
    for number, file in enumerate(lessons.FILES.values()):
        lines = [f"{random.choice(who)} {random.choice(what)} {random.choice(whom)} {i}." for i in range(700)]
        with gzip.open(directory / "language" / file, "wt", encoding="utf-8") as opened:
            opened.write("\n".join([*lines, lines[0].upper(), f"only here {number}"]))
    return directory


def test_a_sentence_stands_on_one_side_and_once(data):
    found = lessons.split(data)
    for name in lessons.FILES:
        sides = [set(map(lessons.letters, part[name])) for part in (found.training, found.held_out)]
        assert not sides[0] & sides[1] and len(sides[0]) + len(sides[1]) == 701
        assert len(found.held_out[name]) > 5


def test_it_trains_and_can_be_loaded_and_asked_again(data, tmp_path):
    command = ["language", "--data", str(data), "--work", str(tmp_path), "--smoke"]
    assert main(command) == 0
    model = LanguageModel.load(directory=tmp_path / "models")
    before = extend(model, Trace(), [FIRST, *model.read("Tom likes")])
    assert model.grow(before, Draw(), 5).words[:2] == model.read("Tom likes")
    card = json.loads((tmp_path / "models" / "language.json").read_text(encoding="utf-8"))
    assert set(card["parameters_by_network"]) == set(model.networks)
    assert (tmp_path / "validation.txt").read_text(encoding="utf-8").count("\n") > 10
    assert main(command) == 0
    again = LanguageModel.load(directory=tmp_path / "models")
    after = extend(again, Trace(), [FIRST, *again.read("Tom likes")])
    np.testing.assert_allclose(after.outputs, before.outputs, atol=1e-5)
