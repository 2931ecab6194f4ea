"""Going on with a sentence, touching the memory, the yardstick, and the evaluation."""

import argparse
import json

import numpy as np
import pytest

from seqdemo.core.errors import DataError
from seqdemo.core.trace import Trace, extend
from seqdemo.language import continuations, evaluation
from seqdemo.language.kneser_ney import KneserNey
from seqdemo.language.model import FIRST, LONGEST, NEVER_DRAWN, Draw, LanguageModel
from seqdemo.language.surgery import memory_of, operated
from seqdemo.language.vocabulary import END
from tests.language.stub import stub


@pytest.fixture
def model():
    return stub()


def begun(model, text="we are going to"):
    return extend(model, Trace(), [FIRST, *model.read(text)])


def test_the_same_dice_write_the_same_and_others_something_else(model):
    walk = begun(model)
    lines = [model.grow(walk, Draw(1.0, 100, seed), 12).words for seed in (1, 1, 2)]
    assert lines[0] == lines[1] != lines[2]


def test_every_word_written_is_the_next_input(model):
    grown = model.grow(begun(model), Draw(1.0, 100, 3), 12)
    again = extend(model, Trace(), [FIRST, *grown.words])
    np.testing.assert_allclose(again.outputs, grown.walk.outputs, atol=1e-6)


def test_at_temperature_zero_and_among_one_the_most_probable_word_is_taken(model):
    walk = begun(model)
    allowed = walk.outputs[-1].copy()
    allowed[list(NEVER_DRAWN)] = 0
    for draw in (Draw(0.0, 100), Draw(2.0, 1)):
        grown = model.grow(walk, draw, 1)
        best = END if grown.ended else grown.words[-1].number
        assert best == allowed.argmax()


def test_only_the_most_probable_words_are_drawn_and_never_an_unknown_one(model):
    walk = begun(model)
    best = set(np.argsort(-walk.outputs[-1])[: 3 + len(NEVER_DRAWN)].tolist())
    drawn = {
        END if (grown := model.grow(walk, Draw(2.0, 3, seed), 1)).ended else grown.words[-1].number
        for seed in range(60)
    }
    assert 1 < len(drawn) <= 3 and drawn <= best - set(NEVER_DRAWN)


def test_words_that_were_taken_come_first_and_the_end_ends(model):
    number = model.read("party")[0].number
    grown = model.grow(begun(model), Draw(), 12, taken=(number, number))
    assert [word.text for word in grown.words[4:6]] == ["party", "party"]
    ended = model.grow(begun(model), Draw(), 12, taken=(number, END))
    assert ended.ended and len(ended.words) == 5


def test_no_sentence_is_longer_than_it_may_be(model):
    assert len(model.grow(begun(model), Draw(1.5), 10_000, taken=[5] * 100).words) <= LONGEST


def test_a_memory_put_back_changes_nothing_and_another_does(model):
    walk = begun(model)
    same = operated(model, walk, 3, 4, model.read("we are going"), Draw(), 0)
    np.testing.assert_allclose(same.walk.outputs, walk.outputs, atol=1e-6)
    for other in (None, model.read("I know what")):
        changed = operated(model, walk, 3, 4, other, Draw(), 0)
        np.testing.assert_array_equal(changed.walk.outputs[:4], walk.outputs[:4])
        assert np.abs(changed.walk.outputs[4] - walk.outputs[4]).max() > 1e-5


def test_the_memory_of_words_is_what_the_walk_carries(model):
    found = memory_of(model, model.read("we are going to"))
    np.testing.assert_array_equal(found.cell, begun(model).steps[-1].carry.cell)


SENTENCES = [[0, 3, 4, 5, 0], [0, 3, 4, 6, 0], [0, 7, 4, 5, 0], [0, 3, 8, 5, 6, 0], [0, 5, 0]] * 3


@pytest.mark.parametrize("history", [(), (0,), (3, 4), (0, 3, 4), (9, 9), (0, 3, 8, 5, 6)])
def test_the_yardstick_gives_probabilities(history):
    yardstick = KneserNey(SENTENCES, 4, vocabulary=12)
    chances = [yardstick.probability(word, history) for word in range(12)]
    assert sum(chances) == pytest.approx(1) and min(chances) > 0


def test_the_yardstick_knows_what_it_has_counted():
    yardstick = KneserNey(SENTENCES, 4, vocabulary=12)
    assert yardstick.probability(4, (0, 3)) > 0.5 > yardstick.probability(8, (0, 3)) > yardstick.probability(9, (0, 3))
    assert yardstick.nats(SENTENCES[0]).shape == (4,)


def test_bigrams_by_hand():
    """Two sentences "a b" and "a c": all counts are one or two, so the discounts are those for too few."""
    yardstick = KneserNey([[0, 3, 4, 0], [0, 3, 5, 0]], 2, vocabulary=6)
    # p(b): 1 of the 5 different bigrams ends in b; (1 - D1) / 5 and the share of what was taken away
    unigram = 0.5 / 5 + (3 * 0.5 + 0.75) / 5 / 6
    assert yardstick.probability(4, ()) == pytest.approx(unigram)
    assert yardstick.probability(4, (3,)) == pytest.approx(0.5 / 2 + (2 * 0.5) / 2 * unigram)


def arguments(file, **others):
    usual = {"limit": None, "shuffles": False, "contexts": False, "continuations": 0, "training": None}
    return argparse.Namespace(file=file, **{**usual, **others})


@pytest.fixture
def served(model, monkeypatch):
    monkeypatch.setattr(LanguageModel, "load", classmethod(lambda cls, **_: model))
    return model


def test_the_evaluation_counts_words_and_ends(served, tmp_path):
    file = tmp_path / "some.txt"
    file.write_text("We are going to have a party.\n\nTom wants Zyx\n", encoding="utf-8")
    found = evaluation.evaluate(arguments(file, shuffles=True))
    assert found["sentences"] == 2 and found["words"] == 9 + 4
    assert found["unknown_rate"] == pytest.approx(2 / 11)
    nats = np.concatenate(served.surprise([served.read("We are going to have a party."), served.read("Tom wants Zyx")]))
    assert found["perplexity"]["rnn"] == pytest.approx(np.exp(nats.mean()))
    assert set(found["perplexity"]) == set(found["shuffled_perplexity"]) == {"rnn", "cnn", "mlp"}
    assert json.dumps(found)


def test_a_file_without_words_is_one_sentence(served, tmp_path):
    file = tmp_path / "some.txt"
    file.write_text("\u200b\n", encoding="utf-8")
    with pytest.raises(DataError, match="no words"):
        evaluation.evaluate(arguments(file))


def test_told_all_words_the_contexts_cost_nothing(served, tmp_path, monkeypatch):
    monkeypatch.setattr(evaluation, "CONTEXTS", (1, 2, 5))
    sentences = [served.read("we are going to have")]
    # the only word with five before it is none: the end is not asked for
    assert evaluation.by_context(served, sentences) == {}
    sentences = [served.read("we are going to have a")]
    found = evaluation.by_context(served, sentences)
    for name in served.networks:
        assert found[name]["5"] == pytest.approx(np.exp(served.surprise(sentences, name)[0][5]), rel=1e-4)
    assert found["rnn"]["1"] != pytest.approx(found["rnn"]["5"])


def test_shuffled_sentences_have_the_same_words(served):
    sentences = [served.read("we are going to have a party .")] * 3
    for before, after in zip(sentences, evaluation.shuffled(sentences), strict=True):
        assert sorted(before) == sorted(after) and before != after


def test_continuations_are_long_enough_and_repetitions_are_counted(served):
    found = continuations.measure(served, 12, None)
    assert found["sentences"] == 12 and len(found["examples"]) == 12
    assert continuations.repeats(served.read("Tom is is here . .")) == 2
    assert continuations.runs([1, 2, 3, 4]) == [(1, 2, 3), (2, 3, 4)]
