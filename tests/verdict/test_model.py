"""The three networks: what each sees of the words before, and that batches change nothing."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from seqdemo.core import weights
from seqdemo.core.errors import WeightsError
from seqdemo.core.trace import Trace, extend
from seqdemo.toxicity.model import ToxicityModel
from seqdemo.verdict import evaluation
from seqdemo.verdict.model import WINDOW, VerdictModel, vectors_of
from seqdemo.verdict.orders import NETWORKS, ORDERS, Study, in_order, toxic
from tests.toxicity import stub as comments
from tests.verdict.stub import arrays, stub

TEXT = "you are the idiot friend gay tall people thank a stupid loser"


@pytest.fixture
def judge():
    return comments.stub()


def test_after_every_word_a_network_says_what_it_says_of_the_words_so_far(judge):
    words = judge.words(TEXT)
    whole = toxic(judge, stub(), [words])
    for name, rows in whole.items():
        ends = [toxic(judge, stub(), [words[:count]])[name][0, -1] for count in range(1, len(words) + 1)]
        np.testing.assert_allclose(rows[0], ends, atol=1e-5)
    np.testing.assert_allclose(whole["rnn"][0], extend(judge, Trace(), words).outputs[:, 0], atol=1e-5)


def test_the_bag_says_the_same_in_every_order_and_the_others_do_not(judge):
    words = judge.words(TEXT)
    ends = {n: rows[:, -1] for n, rows in toxic(judge, stub(), [in_order(words, seed) for seed in range(20)]).items()}
    np.testing.assert_allclose(ends["mlp"], ends["mlp"][0], atol=1e-5)
    assert np.ptp(ends["rnn"]) > 1e-3 and np.ptp(ends["cnn"]) > 1e-3


def test_the_cnn_does_not_see_beyond_its_window(judge):
    x = np.array([[judge.embed(word) for word in judge.words(TEXT)]])
    seen = stub().convolved(stub().convolved(x, "near"), "far")
    other = x.copy()
    other[0, :-WINDOW] = other[0, :-WINDOW][::-1]
    np.testing.assert_allclose(stub().convolved(stub().convolved(other, "near"), "far")[0, -1], seen[0, -1], atol=1e-5)
    other[0, -WINDOW] += 1
    assert np.abs(stub().convolved(stub().convolved(other, "near"), "far")[0, -1] - seen[0, -1]).max() > 1e-3


def test_a_study_is_what_each_order_alone_would_give(judge):
    words = judge.words(TEXT)
    study = Study.of(judge, stub(), words)
    for name in NETWORKS:
        alone = toxic(judge, stub(), [in_order(words, 7)])[name][0, -1]
        assert study.at(name, 7) == pytest.approx(alone, abs=1e-5)
        every = [study.at(name, seed) for seed in range(ORDERS + 1)]
        assert study.range_of(name) == pytest.approx(max(every) - min(every))
    every = [study.at("rnn", seed) for seed in range(ORDERS + 1)]
    assert every[study.kindest] == min(every) and every[study.harshest] == max(every)


def test_comments_of_different_lengths_are_judged_as_if_alone(judge):
    texts = ["you", TEXT, "you are the friend", "thank you"]
    found = evaluation.judged(judge, stub(), [judge.words(text) for text in texts])
    np.testing.assert_allclose(found["rnn"], judge.judge(texts), atol=1e-5)
    for name in NETWORKS[1:]:
        for row, text in enumerate(texts):
            alone = toxic(judge, stub(), [judge.words(text)])[name][0, -1]
            assert found[name][row, 0] == pytest.approx(alone, abs=1e-5)


def test_what_is_measured_is_measured_of_comments_with_words(judge, tmp_path, monkeypatch):
    monkeypatch.setattr(ToxicityModel, "load", lambda *_: judge)
    monkeypatch.setattr(VerdictModel, "load", lambda *_: stub())
    path = tmp_path / "comments.csv"
    path.write_text("comment_text,toxic\nyou are the idiot,1\nthank you friend,0\n \u200b ,1\na tall loser,1\n")
    found = evaluation.evaluate(SimpleNamespace(file=path, limit=None))
    assert found["rows"] == 3 and set(found["auc"]) == set(NETWORKS)
    assert found["shuffled_auc"]["mlp"] == found["auc"]["mlp"] and found["moved"]["mlp"] < 1e-5 < found["moved"]["rnn"]


def test_other_word_vectors_are_refused(tmp_path):
    card = weights.load_card("verdict")
    assert card["word_vectors"] == vectors_of(weights.load_card("toxicity"))
    weights.save("verdict", arrays(), {**card, "word_vectors": "others"}, tmp_path)
    with pytest.raises(
        WeightsError, match=r"^The file assets/models/verdict.safetensors was made with another [^\n]+\.$"
    ):
        VerdictModel.load(tmp_path)
    assert json.loads((tmp_path / "verdict.json").read_text())["word_vectors"] == "others"
