"""The page about order in a verdict, from the front door: presets, other orders, and whatever is typed."""

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from seqdemo.benchmark import steps
from seqdemo.toxicity.model import ToxicityModel
from seqdemo.verdict import say
from seqdemo.verdict.model import VerdictModel
from seqdemo.verdict.orders import Study, in_order, toxic
from tests import pages
from tests.toxicity import stub as comments
from tests.verdict.stub import MEASURED, arrays, stub

TEXT = "you are the idiot friend"


@pytest.fixture
def networks(monkeypatch):
    judge, rivals = comments.stub(), stub()
    for _ in pages.serving(monkeypatch, ToxicityModel, judge):
        for _ in pages.serving(monkeypatch, VerdictModel, rivals):
            yield judge, rivals


open_page = partial(pages.open_page, "verdict")


def said(at: AppTest) -> str:
    return " ".join(m.value for m in [*at.markdown, *at.caption])


def tape_of(at: AppTest) -> list[str]:
    return at.session_state["_tape_items"]["verdict_tape"]


def test_what_stands_on_the_page_is_what_the_networks_say(networks):
    judge, rivals = networks
    at = open_page(verdict_text=TEXT, verdict_shuffle="3")
    words = judge.words(TEXT)
    study, shown = Study.of(judge, rivals, words), in_order(words, 3)
    now = {name: rows[0] for name, rows in toxic(judge, rivals, [shown]).items()}
    assert tape_of(at) == say.chips(shown)
    assert say.verdict_table(study, now, shuffled=True) in said(at)
    lines, spread = (chart.proto.alt for chart in at.get("plotly_chart")[:2])
    assert lines == say.verdicts_sentence(now, say.chips(shown), len(shown), shuffled=True)
    assert spread == say.spread_sentence(study) and f"MLP {say.percent(study.at('mlp', 0))}, {say.NEVER}" in spread
    assert all(name in said(at) for name in say.parameters(judge, rivals).values())


def test_shuffled_and_back_and_the_two_ends(networks):
    at = open_page(verdict_text=TEXT)
    at.button(key="verdict_again").click().run()
    assert at.query_params["verdict_shuffle"] == "1" and "in this order" in said(at)
    at.button(key="verdict_back").click().run()
    assert tape_of(at) == TEXT.split() and "in this order" not in said(at)
    judge, rivals = networks
    study = Study.of(judge, rivals, judge.words(TEXT))
    for what in ("kindest", "harshest"):
        at.button(key=f"verdict_{what}").click().run()
        assert tape_of(at) == say.chips(in_order(judge.words(TEXT), getattr(study, what)))
    at = open_page(verdict_text=TEXT, verdict_shuffle="999999")
    at.button(key="verdict_again").click().run()
    assert not at.exception and at.number_input(key="verdict_shuffle").value == 999_999


def test_another_order_studies_nothing_anew(networks, monkeypatch):
    at = open_page(verdict_text=TEXT)
    made = []
    monkeypatch.setattr(Study, "of", classmethod(lambda cls, *_: made.append(1)))
    at.button(key="verdict_again").click().run()
    assert made == []
    with steps.counted() as counter:
        at.run()
    assert counter.steps == 0


@pytest.mark.parametrize("text", say.PRESETS.values(), ids=say.PRESETS)
def test_a_preset_is_read_whole(networks, text):
    judge, _ = networks
    assert say.begin(judge, text)[1] == "" and len(text) <= say.LONGEST_TEXT
    at = open_page()
    at.button(key=f"verdict_preset_{list(say.PRESETS.values()).index(text)}").click().run()
    assert not at.exception and tape_of(at) == say.chips(judge.words(text))


def test_another_language_and_what_is_not_read_are_said(networks):
    judge, _ = networks
    assert "looks like" in say.begin(judge, "مرحبا بالعالم")[1]
    assert "“2”" in say.begin(judge, "you have 2 dogs")[1]


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", 1), ("you", 1), ("YOU ARE", 0), ("you " * 40, 1), ("x" * 9_000, 1), ("<b>you</b> *are* \x00", 0), ("4 5", 2)],
)
def test_whatever_is_typed_is_read_and_stays_in_the_box(networks, typed, told):
    at = open_page()
    at.text_input(key="verdict_text").set_value(typed).run()
    assert not at.exception and not at.error
    assert (len(at.info) > 0) == bool(told), [info.value for info in at.info]
    assert "<b>" not in said(at)
    assert at.text_input(key="verdict_text").value == typed[: say.LONGEST_TEXT]


def test_without_measurements_the_page_is_whole(networks, monkeypatch):
    for _ in pages.serving(monkeypatch, VerdictModel, VerdictModel(arrays(), {"quality": {}})):
        at = open_page()
        assert "How much does order help?" not in [header.value for header in at.header]


def test_what_was_measured_is_said():
    said = say.lesson({"contrast.csv": MEASURED})
    assert "The RNN is +0.100 to +0.100 against the bag; shuffled, it changes by +0.000 to +0.000." in said
    assert say.measured_table({"natural.csv": MEASURED}).count("\n") == 2


def test_without_the_other_weights_the_page_says_so(networks, monkeypatch):
    pages.failing(monkeypatch, ToxicityModel, "The file is gone.")
    at = open_page()
    assert [error.value.replace("\\", "") for error in at.error] == ["The file is gone."]


def test_what_the_page_teaches_is_true_of_the_shipped_networks():
    judge, rivals = ToxicityModel.load(), VerdictModel.load()
    pairs = (
        ("Not stupid, just new", "Just stupid, not new"),
        ("I do not hate you", "I do not love you"),
    )
    for kind, rude in pairs:
        studies = [Study.of(judge, rivals, judge.words(say.PRESETS[name])) for name in (kind, rude)]
        assert studies[0].at("rnn", 0) < say.HALF < studies[1].at("rnn", 0)
        assert abs(studies[0].at("mlp", 0) - studies[1].at("mlp", 0)) < say.STEADY < 0.3 < studies[0].range_of("rnn")
        assert studies[0].range_of("mlp") < say.STEADY
    for file, found in rivals.card["quality"].items():
        assert file in say.SETS and abs(found["auc"]["rnn"] - found["auc"]["mlp"]) < 0.02
        assert found["shuffled_auc"]["rnn"] < found["auc"]["rnn"]
    counts = [int(text.split()[0].replace(",", "")) for text in say.parameters(judge, rivals).values()]
    assert max(counts) < 1.02 * min(counts)
