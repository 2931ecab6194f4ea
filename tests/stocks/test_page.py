"""The page of stock prices, from the front door: what it says of what it shows, and whatever is asked of it."""

from functools import partial

import numpy as np
import pytest

from seqdemo.benchmark import steps
from seqdemo.core.trace import Trace, extend
from seqdemo.stocks import figures, say
from seqdemo.stocks.model import StocksModel
from seqdemo.stocks.reader import shipped
from seqdemo.stocks.shuffling import CHANGES, IN_ORDER, ORDERS, PRICES
from seqdemo.stocks.stretch import ORDERED, SHUFFLED, Asked, Outcome, Stretch
from tests import pages
from tests.stocks.stub import arrays, stub


@pytest.fixture
def model(monkeypatch):
    yield from pages.serving(monkeypatch, StocksModel, stub())


open_page = partial(pages.open_page, "stocks")


def test_that_fewer_weeks_are_left_than_were_asked_for_is_said(model):
    def said(**asked):
        return " ".join(caption.value for caption in open_page(**asked).caption)

    assert "From week 94 on there are only 12 weeks" in said(stocks_first="94", stocks_weeks="52")
    assert "there are only" not in said(stocks_first="94", stocks_weeks="12")


def said(at):
    return " ".join(m.value for m in [*at.markdown, *at.caption])


def shown(asked: Asked, model) -> tuple[Stretch, Outcome]:
    stretch = Stretch.of(shipped(), asked)
    return stretch, Outcome.of(stretch, extend(model, Trace(), stretch.changes).outputs)


@pytest.mark.parametrize("number", range(len(say.PRESETS)))
def test_a_preset_is_what_it_says(model, number):
    at = open_page(stocks_company="Apple", stocks_weeks="12", stocks_seed="9")
    at.button(key=f"stocks_preset_{number}").click().run()
    asked = list(say.PRESETS.values())[number]
    stretch, outcome = shown(asked, model)
    assert at.session_state["_tape_items"]["stocks_tape"] == say.chips(stretch)
    assert at.get("plotly_chart")[0].proto.alt == say.line_sentence(stretch, outcome)
    assert say.verdict(stretch, outcome) in said(at) and say.scores(outcome) in said(at)
    assert at.selectbox(key="stocks_company").value == asked.company
    link = {name: at.query_params[name] for name in at.query_params}
    shared = open_page(**{name: value[0] if isinstance(value, list) else value for name, value in link.items()})
    assert said(shared) == said(at)


def test_another_shuffle_is_another_line_and_the_last_seed_stays_the_last(model):
    at = open_page(stocks_order=PRICES)
    before = at.session_state["_tape_items"]["stocks_tape"]
    at.button(key="stocks_again").click().run()
    assert at.number_input(key="stocks_seed").value == say.START.seed + 1
    assert at.session_state["_tape_items"]["stocks_tape"] != before
    at = open_page(stocks_order=PRICES, stocks_seed="999999")
    at.button(key="stocks_again").click().run()
    assert not at.exception and at.number_input(key="stocks_seed").value == 999_999
    assert open_page().button(key="stocks_again").disabled


def test_a_stretch_over_the_end_is_cut_there_and_said(model):
    at = open_page(stocks_first="94", stocks_weeks="52")
    assert len(at.session_state["_tape_items"]["stocks_tape"]) == say.FEWEST - 1
    assert f"2019-10-14 to {shipped().dates[-1]}" in at.get("plotly_chart")[0].proto.alt
    assert len(shipped().dates) == say.ALL


def test_the_tape_walks_nothing_anew_and_every_step_is_said(model):
    at = open_page()
    stretch, outcome = shown(say.START, model)
    with steps.counted() as counter:
        for step in (0, 1, 15, len(stretch.changes)):
            steps.move_tape(at, step)
            at.run()
            assert say.step_sentence(stretch, outcome, step) in said(at)
    assert counter.steps == 0


def test_who_is_nearest_is_said_of_the_numbers():
    stretch = Stretch.of(shipped(), say.START)
    came = np.array(stretch.changes)
    outputs = np.zeros((len(came), 2))
    outputs[:-1, 0] = came[1:]
    outputs[:-1, 1] = came[1:] + 0.5
    outcome = Outcome.of(stretch, outputs)
    assert say.step_sentence(stretch, outcome, 5).endswith(
        f"It was {say.chips(stretch)[5]}: nearest was learnt in order."
    )
    assert "all 1 that learnt in order beat" in say.verdict(stretch, outcome)
    outputs[:, 0] = 0.5
    assert "nobody beats" in say.verdict(stretch, Outcome.of(stretch, outputs))


@pytest.mark.parametrize(
    ("first", "weeks", "words"),
    [(1, 20, "learnt from these very 20"), (76, 30, "has seen any of these 30"), (56, 25, "from 5, and never seen 5")],
)
def test_what_the_networks_know_of_the_weeks_is_said(first, weeks, words):
    assert words in say.seen(Stretch.of(shipped(), Asked("GOOG", first, weeks, IN_ORDER, 1)))


@pytest.mark.parametrize("order", ORDERS)
def test_the_figure_has_what_its_sentence_says(model, order):
    stretch, outcome = shown(say.START._replace(order=order), model)
    drawn = figures.prices(stretch, outcome, 4)
    lines = {line["name"]: line for line in drawn["data"] if line.get("name")}
    np.testing.assert_allclose(lines["price"]["y"], stretch.prices, atol=1e-4)
    np.testing.assert_allclose(lines["“unchanged”"]["y"], stretch.prices[:-1], atol=1e-4)
    assert ("as it was" in lines) == (order != IN_ORDER)
    expected = stretch.prices[4] * np.exp(outcome.expected[ORDERED][3].mean())
    diamonds = [line["y"][0] for line in drawn["data"] if line["x"] == [6]]
    assert diamonds[:2] == [pytest.approx(stretch.prices[4], abs=1e-4), pytest.approx(expected, abs=1e-4)]
    if order == CHANGES:
        assert f"ends where it ended, at {stretch.real[-1]:.3f}" in say.line_sentence(stretch, outcome)


def test_the_quiz_is_answered_by_what_was_measured():
    def of(nearer):
        return {"in_order": {ORDERED: {"seeds": [1, 2], "nearer_than_unchanged": nearer}}}

    assert [say.answer(of(nearer)) for nearer in (0, 1, 2)] == [say.WORSE, say.SAME, say.BETTER]


def test_what_the_lesson_says_is_true_of_what_was_measured():
    measured = StocksModel.load().card["quality"]["unseen.csv"]
    order, mixed, rise = measured["in_order"], measured["prices_shuffled"], measured["usual_rise"]
    assert mixed["unchanged"] > 3 * order["unchanged"]
    assert mixed[SHUFFLED]["most"] < mixed["unchanged"] and order[SHUFFLED]["least"] > order["unchanged"]
    assert rise["miss"] < min(order["unchanged"], order[ORDERED]["least"])
    assert abs(order[ORDERED]["mean"] / order["unchanged"] - 1) < 0.05
    assert f"{order[ORDERED]['mean']:.2f}%" in say.lesson(measured)


def test_without_measurements_the_page_is_whole(monkeypatch):
    for _ in pages.serving(monkeypatch, StocksModel, StocksModel(arrays(), {"quality": {}})):
        at = open_page()
        assert len(at.get("plotly_chart")) == 1 and [radio.key for radio in at.radio] == ["stocks_order"]
