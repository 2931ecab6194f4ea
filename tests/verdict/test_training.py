"""The two networks in Keras: what their pools do with padding, and that what is written walks."""

import numpy as np
import pytest

pytest.importorskip("keras")

import keras

from seqdemo.core import weights
from seqdemo.toxicity.comments import Comments
from seqdemo.toxicity.training import CommentBatches, predict
from seqdemo.verdict import training
from seqdemo.verdict.evaluation import judged
from seqdemo.verdict.model import SHAPES, VerdictModel
from tests.toxicity import stub as comments

TEXTS = ["you are the idiot", "thank you", "a tall gay friend thank the people you are stupid a loser", "you"]


def test_padding_is_neither_last_nor_highest_nor_counted():
    x = np.array([[[1.0], [4.0], [9.0]], [[2.0], [0.0], [5.0]]], np.float32)
    mask = np.array([[1, 1, 0], [1, 1, 1]], np.float32)
    assert keras.ops.convert_to_numpy(training.last(x, mask)).ravel().tolist() == [4, 5]
    highest, mean = (keras.ops.convert_to_numpy(part).ravel() for part in training.pools(x, mask))
    assert highest.tolist() == [4, 5]
    np.testing.assert_allclose(mean, [2.5, 7 / 3], rtol=1e-6)


def test_what_is_written_judges_in_numpy_as_it_did_in_keras(tmp_path):
    judge = comments.stub()
    judge.card["files"] = weights.load_card("toxicity")["files"]
    small = {"cnn": {"units": 8}, "mlp": {"features": 8, "hidden": 8}}
    models = {
        name: training.build(name, len(judge.lexicon.numbers), comments.SIZE, **sizes) for name, sizes in small.items()
    }
    for model in models.values():
        training.read_vectors(model, judge)
    training.export(models, judge, len(TEXTS), tmp_path)
    rivals = VerdictModel.load(tmp_path)
    assert set(rivals.arrays) == set(SHAPES) and rivals.parameters("mlp") == 8 * 13 + 8 * 17 + 6 * 9
    found = judged(judge, rivals, [judge.words(text) for text in TEXTS])
    batches = CommentBatches(Comments(TEXTS, np.zeros((4, 6)), np.zeros((4, 6)), [""] * 4), judge.lexicon)
    for name, model in models.items():
        assert {variable.path.split("/")[0] for variable in model.trainable_variables} == {
            *training.PARTS[name][1],
            "labels",
        }
        expected = 1 / (1 + np.exp(-predict(model, batches)))
        np.testing.assert_allclose(found[name], expected, atol=2e-3)  # weights are written as float16
