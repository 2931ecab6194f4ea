"""The training of the networks for stock prices, in its parts and as a smoke run."""

import numpy as np
import pytest

pytest.importorskip("keras")

from seqdemo.stocks import training
from seqdemo.stocks.evaluation import READ_FIRST
from seqdemo.stocks.model import SCALE, StocksModel
from seqdemo.stocks.reader import changes, read_prices, shipped
from seqdemo.stocks.shuffling import IN_ORDER, PRICES
from seqdemo.stocks.weeks import LEARNT, SEEN


def test_targets_are_the_changes_after_the_inputs():
    inputs, targets = training.lessons(np.array([[1.0, 2.0, 4.0, 2.0]]))
    np.testing.assert_allclose(inputs[0, :, 0] * SCALE, np.log([2, 2]), rtol=1e-5)
    np.testing.assert_allclose(targets[0, :, 0] * SCALE, np.log([2, 0.5]), rtol=1e-5)


def test_no_week_is_learnt_from_that_is_held_out():
    values = np.exp(np.arange(LEARNT)[:, None] ** 2 / 1000)  # each change is of another size
    known = {round(float(change) / SCALE, 3) for change in changes(values)[:, 0]}
    inputs, targets = training.Stretches(values, IN_ORDER, seed=0)[0]
    assert inputs.shape == targets.shape == (training.ROWS, training.LENGTH - 2, 1)
    assert {round(float(change), 3) for change in targets.ravel()} <= known
    inputs, targets, there = training.validation(np.arange(1.0, 106.0)[:, None], IN_ORDER)
    # the last week that is looked at is the last that counts as seen
    assert targets[0, -1, 0] * SCALE == pytest.approx(np.log(SEEN / (SEEN - 1)), rel=1e-4)
    assert there.sum() == SEEN - LEARNT and there[0, READ_FIRST - 1] == 1


def test_the_validation_of_shuffled_weeks_is_shuffled():
    values = np.arange(1.0, 106.0)[:, None]
    inputs, *_ = training.validation(values, PRICES)
    assert len(inputs) == training.LOOKED_AT and (inputs < 0).any()


def test_a_smoke_run_writes_networks_that_walk_and_the_weeks_they_never_saw(tmp_path, monkeypatch):
    monkeypatch.setattr(training, "BATCHES", 1)
    training.main(tmp_path, tmp_path, smoke=True)
    model = StocksModel.load(tmp_path / "models")
    assert model.seeds == 1 and np.isfinite(model.expect(np.zeros((1, 3)))).all()
    unseen = read_prices(tmp_path / "unseen.csv")
    assert unseen.dates == shipped().dates[SEEN - READ_FIRST - 1 :]
    np.testing.assert_array_equal(unseen.values, shipped().values[SEEN - READ_FIRST - 1 :])
