"""What the guesser learns from: drawings as another hand would have made them."""

import numpy as np
import pytest

from seqdemo.sketch.evaluation import Drawings
from seqdemo.sketch.path import TOLD, along
from tests.sketch.test_training import some_drawings

keras = pytest.importorskip("keras")


def test_a_batch_asks_at_the_end_and_on_the_way():
    from seqdemo.sketch.guesser_training import BATCH_SIZE, ON_THE_WAY, GuessBatches

    drawings = Drawings(some_drawings(60), np.arange(60) % 3, ["cat", "flower", "mosquito"])
    batches = GuessBatches(drawings)
    rows, length = batches.batches[0]
    inputs, target = batches[0]

    assert inputs["told"].shape == (BATCH_SIZE, length, TOLD)
    assert inputs["at"].shape == target.shape[:2] == (BATCH_SIZE, 1 + ON_THE_WAY)
    assert (inputs["at"] <= inputs["at"][:, :1]).all() and (inputs["at"] >= 0).all()
    assert (target.argmax(axis=-1) == drawings.classes[rows][:, None]).all() and np.allclose(target.sum(axis=-1), 1)
    again, _ = batches[0]
    assert np.array_equal(again["told"], inputs["told"])
    batches.on_epoch_end()
    other, _ = batches[0]
    assert other["told"].shape != inputs["told"].shape or not np.array_equal(other["told"], inputs["told"])


def test_where_a_teacher_saw_the_same_strokes_the_answer_is_its_view_as_well():
    from seqdemo.sketch.guesser_training import SMOOTHED, TAUGHT, GuessBatches
    from seqdemo.sketch.teacher import SHARES, Views

    names = ["cat", "flower", "mosquito"]
    drawings = Drawings(some_drawings(60), np.zeros(60, int), names)
    batches = GuessBatches(drawings, views=Views(np.tile(np.float16([0, 0.25, 0.75]), (60, len(SHARES), 1))))

    target = np.concatenate([batches[number][1] for number in range(len(batches))])
    taught = target[:, :, 2] > 0.1

    label = np.array([1 - SMOOTHED, 0, 0]) + SMOOTHED / 3
    assert np.allclose(target[~taught], label, atol=1e-6)
    assert np.allclose(target[taught], label + TAUGHT * ([0, 0.25, 0.75] - label), atol=1e-6)
    assert 0.5 < taught.mean() < 1


def test_the_keras_guesser_is_asked_where_the_batch_says():
    from seqdemo.sketch.guesser_training import build

    model, told = build(3, units=4), along(some_drawings(1)[0])[None]

    one = keras.ops.convert_to_numpy(model({"told": told, "at": np.array([[2, 1]])}))
    two = keras.ops.convert_to_numpy(model({"told": told[:, :2], "at": np.array([[1]])}))

    assert one.shape == (1, 2, 3) and np.allclose(one[:, 1], two[:, 0], atol=1e-6)


def test_the_loss_counts_the_end_most():
    from seqdemo.sketch.guesser_training import ON_THE_WAY, WEIGHT, loss

    logits, target = np.zeros((2, 1 + ON_THE_WAY, 3), np.float32), np.full((2, 1 + ON_THE_WAY, 3), 1 / 3, np.float32)

    found = keras.ops.convert_to_numpy(loss(target, logits))

    assert np.allclose(found[0], np.log(3) * np.array([1, *[WEIGHT] * ON_THE_WAY]), atol=1e-5)
