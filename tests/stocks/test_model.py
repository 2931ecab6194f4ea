"""Prices and their orders, the networks that read them, and how they are measured."""

import argparse

import numpy as np
import pytest

from seqdemo.core import weights
from seqdemo.core.errors import DataError, WeightsError
from seqdemo.core.trace import Trace, extend
from seqdemo.stocks import evaluation
from seqdemo.stocks.model import StocksModel
from seqdemo.stocks.reader import Prices, changes, read_prices, shipped, write_prices
from seqdemo.stocks.shuffling import CHANGES, IN_ORDER, ORDERS, PRICES, shuffled
from seqdemo.stocks.stretch import KINDS, ORDERED, Asked, Outcome, Stretch
from seqdemo.stocks.weeks import LEARNT
from tests.stocks.stub import arrays, stub

LINE = np.array([1.0, 1.1, 0.9, 1.2, 1.3, 1.25, 1.5])


def test_the_prices_are_those_that_plotly_hands_out():
    data = pytest.importorskip("plotly.data")
    frame = data.stocks()
    prices = shipped()
    assert list(prices.dates) == list(frame["date"]) and len(prices.dates) == 105
    np.testing.assert_array_equal(prices.values, frame[list(prices.companies)].to_numpy())


@pytest.mark.parametrize("seed", range(5))
def test_shuffled_prices_are_the_same_prices_and_shuffled_changes_the_same_changes(seed):
    assert shuffled(LINE, IN_ORDER, seed) is LINE
    mixed = shuffled(LINE, PRICES, seed)
    assert sorted(mixed) == sorted(LINE) and mixed.tolist() != LINE.tolist()
    moved = shuffled(LINE, CHANGES, seed)
    np.testing.assert_allclose(sorted(changes(moved)), sorted(changes(LINE)))
    assert moved[[0, -1]] == pytest.approx(LINE[[0, -1]]) and moved.tolist() != LINE.tolist()
    assert shuffled(LINE, PRICES, seed).tolist() == mixed.tolist()


def test_a_stretch_ends_with_the_last_week():
    prices = Prices(tuple("abcdefg"), ("A", "B"), np.stack([LINE, 2 * LINE], axis=1))
    stretch = Stretch.of(prices, Asked("B", 5, 12, IN_ORDER, 1))
    assert stretch.prices.tolist() == (2 * LINE[4:]).tolist()
    assert stretch.dates == ("e", "f", "g") and stretch.last == 7 and len(stretch.changes) == 2


def test_many_rows_at_once_are_as_each_alone():
    model = stub()
    rows = np.random.default_rng(1).normal(0, 0.05, (4, 9))
    together = model.expect(rows)
    for row, found in zip(rows, together.swapaxes(0, 1), strict=True):
        np.testing.assert_allclose(extend(model, Trace(), row.tolist()).outputs.T, found, atol=1e-7)


def test_the_order_of_what_was_read_matters_to_a_network():
    model = stub()
    ends = [extend(model, Trace(), order).outputs[-1] for order in ([0.1, -0.1, 0.0], [-0.1, 0.1, 0.0])]
    assert np.abs(ends[0] - ends[1]).max() > 1e-4


def test_an_outcome_is_what_can_be_counted_by_hand():
    prices = Prices(tuple("abcdefg"), ("A",), LINE[:, None])
    stretch = Stretch.of(prices, Asked("A", 1, 12, IN_ORDER, 1))
    came = changes(LINE)
    outputs = np.zeros((6, 4))
    outputs[:-1, 0] = came[1:]  # one that knows the future
    outputs[:-1, 1] = -came[1:]  # one that is always wrong
    outcome = Outcome.of(stretch, outputs)
    np.testing.assert_allclose(outcome.unchanged, np.abs(came[1:]))
    np.testing.assert_allclose(outcome.misses[ORDERED][:, 0], 0, atol=1e-12)
    np.testing.assert_allclose(outcome.misses[ORDERED][:, 1], 2 * np.abs(came[1:]))
    assert outcome.nearer(ORDERED) == 1


def test_arrays_that_do_not_fit_are_refused(tmp_path):
    made = arrays() | {"dense_bias": np.zeros((4, 1, 1), np.float32)}
    weights.save("stocks", made, {}, tmp_path)
    with pytest.raises(WeightsError):
        StocksModel.load(tmp_path)


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """Evaluates the stub on prices."""
    weights.save("stocks", arrays(), {}, tmp_path)
    monkeypatch.setattr(weights, "MODELS", tmp_path)

    def measure(values: np.ndarray, limit: int | None = None):
        path = tmp_path / "prices.csv"
        dates = tuple(f"2020-01-{day + 1:02}" for day in range(len(values)))
        write_prices(Prices(dates, ("A", "B"), values), path)
        np.testing.assert_array_equal(read_prices(path).values, values)
        return evaluation.evaluate(argparse.Namespace(file=path, limit=limit))

    return measure


def test_the_evaluation_measures_every_order(measured):
    steps = np.random.default_rng(2).normal(0, 0.05, (20, 2))
    steps[-1] = 0.3, -0.1
    values = np.exp(np.cumsum(steps, axis=0))
    found = measured(values)
    assert found["companies"] == 2 and found["weeks"] == 20 - 1 - evaluation.READ_FIRST
    came = changes(values)[evaluation.READ_FIRST :]
    assert found["in_order"]["unchanged"] == pytest.approx(100 * np.abs(came).mean())
    model = StocksModel.load(weights.MODELS)
    expected = model.expect(changes(values).T[:, :-1])[..., evaluation.READ_FIRST - 1 :]
    by_network = 100 * np.abs(expected - came.T).mean(axis=(1, 2))
    for kind, half in zip(KINDS, np.split(by_network, 2), strict=True):
        assert found["in_order"][kind]["mean"] == pytest.approx(half.mean())
        assert found["in_order"][kind]["seeds"] == pytest.approx(half, abs=1e-4)
        assert found["in_order"][kind]["nearer_than_unchanged"] == (half < found["in_order"]["unchanged"]).sum()
    assert set(found) == {"companies", "weeks", "usual_rise", *(order.replace(" ", "_") for order in ORDERS)}
    rise = np.median(changes(shipped().values[:LEARNT]))
    assert found["usual_rise"]["change"] == pytest.approx(100 * rise)
    assert found["usual_rise"]["miss"] == pytest.approx(100 * np.abs(came - rise).mean())
    assert measured(values, limit=15)["weeks"] == 15 - 1 - evaluation.READ_FIRST


def test_too_few_weeks_are_one_sentence(measured):
    with pytest.raises(DataError, match="has 9 weeks; give 10 or more"):
        measured(np.ones((9, 2)))


@pytest.mark.parametrize("price", ["0", "-1", "nan", "inf", "much", ""])
def test_what_is_no_price_is_one_sentence(price, tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text(f"date,A\n2020-01-01,1\n2020-01-08,{price}\n")
    with pytest.raises(DataError, match=r"Row 2 .* for A: write a price above zero"):
        read_prices(path)
    path.write_text("date\n2020-01-01\n")
    with pytest.raises(DataError, match="no company"):
        read_prices(path)
