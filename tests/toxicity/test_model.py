"""The judge of comments: a small one with random weights, and the shipped one held to Keras."""

import argparse

import numpy as np
import pytest

from seqdemo.core.errors import DataError
from seqdemo.core.trace import Trace, extend
from seqdemo.toxicity import evaluation, say
from seqdemo.toxicity.model import LABELS, ToxicityModel
from seqdemo.toxicity.reader import NGRAM_BUCKETS

TEXTS = ["thank you for your help", "you are an 1d10t", "word", "", "i d i o t qwrtzp 🙂 go away"]


@pytest.fixture(scope="module")
def small() -> ToxicityModel:
    random = np.random.default_rng(0)
    words = ["thank", "you", "for", "your", "help", "are", "an", "idiot", "word", "go", "away"]
    shapes = {
        "word_embedding": (len(words) + 1, 5),
        "form_embedding": (3, 5),
        "ngram_embedding": (NGRAM_BUCKETS + 1, 5),
        "gru_kernel": (5, 12),
        "gru_recurrent_kernel": (4, 12),
        "gru_bias": (2, 12),
        "labels_kernel": (12, 6),
        "labels_bias": (6,),
    }
    arrays = {name: random.normal(0, 0.7, shape).astype(np.float32) for name, shape in shapes.items()}
    return ToxicityModel(arrays, {"base_rates": [0.1] * 6}, [(word, 3) for word in words])


@pytest.fixture(scope="module")
def shipped() -> ToxicityModel:
    return ToxicityModel.load()


def scores(model: ToxicityModel, text: str) -> np.ndarray:
    trace = extend(model, Trace(), model.words(text))
    return trace.outputs[-1] if len(trace) else model.verdict_before


def test_a_batch_is_judged_as_each_comment_alone(small):
    together = small.judge(TEXTS)

    assert np.allclose(together, [scores(small, text) for text in TEXTS], atol=1e-6)


def test_a_comment_without_words_gets_the_base_rates(small):
    assert np.allclose(small.judge(["", "!!!"]), 0.1)


def test_the_state_of_a_prefix_is_the_state_on_the_way(small):
    words = small.words("thank you for your help")
    whole, part = extend(small, Trace(), words), extend(small, Trace(), words[:3])

    assert np.array_equal(whole.states[:3], part.states)
    assert extend(small, part, words).computed == 2


def test_counts_of_words(small):
    assert small.training_count("Thank") == 3
    assert small.training_count("nowhere") == 0


def test_the_shipped_model_tells_rude_from_kind(shipped):
    toxic = LABELS.index("toxic")
    kind, rude, disguised, not_rude = shipped.judge(
        [
            "Thank you, that was very kind of you.",
            "You are a stupid idiot.",
            "You are a stuuupid 1d10t.",
            "I am a gay man.",
        ]
    )[:, toxic]

    assert kind < 0.1 < 0.5 < rude
    assert disguised > 0.5
    assert kind < not_rude < 0.5


@pytest.mark.parametrize(
    ("harmless", "rude"),
    [
        ("this game sucks", "you suck at this game"),
        ("holy shit that was a fucking great goal", "you are a fucking idiot"),
        ("stupid me, i forgot my keys", "stupid idiot, you forgot your keys"),
        ("she called me a moron and i cried", "she is right, you are a moron"),
        ("gg wp everyone", "gg ez noob uninstall"),
        ("the A55 road is closed", "you a55hole"),
        ("i grew up in Scunthorpe", "you cunt"),
        ("i will find you and hug you", "i will find you and kill you"),
        ("muslims opened a bakery in our street", "muslims do not belong in this country"),
    ],
)
def test_the_shipped_model_tells_senses_of_the_same_words_apart(shipped, harmless, rude):
    low, high = shipped.judge([harmless, rude])[:, LABELS.index("toxic")]

    assert low < 0.5 < high


def test_presets_that_show_a_failure_still_fail(shipped):
    denied, poison = shipped.judge([say.PRESETS["An insult denied"], say.PRESETS["Polite poison"]])[:, 0]

    assert poison < 0.5 < denied


def test_the_evaluation_prints_areas_by_label(small, monkeypatch, tmp_path):
    monkeypatch.setattr(ToxicityModel, "load", classmethod(lambda cls: small))
    file = tmp_path / "comments.csv"
    header = "comment_text,other," + ",".join(LABELS)
    file.write_text(
        f"{header}\nthank you,x,0,0,,0,0,0\nidiot go away,x,1,0,,0,1,0\nhelp,x,0,,,,0,0\n", encoding="utf-8"
    )

    result = evaluation.evaluate(argparse.Namespace(file=file, limit=None))

    assert result["rows"] == 3
    assert result["auc"]["toxic"] in (0, 0.5, 1)
    assert result["auc"]["obscene"] is None
    assert result["mean_auc"] == np.mean([v for v in result["auc"].values() if v is not None])


def test_the_evaluation_counts_right_verdicts_also_by_function(small, monkeypatch, tmp_path):
    monkeypatch.setattr(ToxicityModel, "load", classmethod(lambda cls: small))
    truth = small.judge(["thank you", "idiot go away"])[:, 0] >= 0.5
    file = tmp_path / "comments.csv"
    file.write_text(
        f"comment_text,toxic,function\nthank you,{int(truth[0])},praise\nidiot go away,{int(not truth[1])},insult\n"
        "help,,insult\nhelp,-1,insult\nhelp,,other\n",
        encoding="utf-8",
    )

    result = evaluation.evaluate(argparse.Namespace(file=file, limit=None))

    assert result["accuracy"] == 0.5
    assert list(result["by_function"]) == ["insult", "other", "praise"]
    assert result["by_function"]["praise"] == {"rows": 1, "auc": None, "accuracy": 1.0}
    assert result["by_function"]["insult"] == {"rows": 3, "auc": None, "accuracy": 0.0}
    assert result["by_function"]["other"]["accuracy"] is None


@pytest.mark.parametrize("content", [None, "", "comment_text\n", "text,toxic\na,1\n", "comment_text,toxic\na,rude\n"])
def test_a_file_that_cannot_be_read_is_one_sentence(content, tmp_path):
    file = tmp_path / "comments.csv"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    with pytest.raises(DataError, match=r"give a CSV file|write 1, 0"):
        evaluation.evaluate(argparse.Namespace(file=file, limit=None))
