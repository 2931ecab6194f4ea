"""The page of toxic comments, from the front door, with every kind of bad input."""

import base64
import json
import re
from functools import partial

import numpy as np
import pytest

from seqdemo.benchmark.steps import move_tape
from seqdemo.core.trace import Trace, extend
from seqdemo.toxicity import say
from seqdemo.toxicity.model import LABELS, ToxicityModel
from tests import pages
from tests.toxicity.stub import stub

BEFORE = np.array([0.1, 0.01, 0.05, 0.01, 0.05, 0.01])


@pytest.fixture
def model(monkeypatch):
    yield from pages.serving(monkeypatch, ToxicityModel, stub())


open_page = partial(pages.open_page, "toxicity")


def words_on(at):
    return " ".join(m.value for m in at.markdown)


def curve(at):
    return at.get("plotly_chart")[0].proto


def test_it_works_before_anything_is_typed(model):
    at = open_page()
    assert at.text_input(key="tox_text").value == say.EXAMPLE
    assert "of 16 words" in words_on(at) and "After step 16" in curve(at).alt


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("I have 2 dogs, 3,5 and 2 cats", ["2", "3,5"]),
        ("fine :) thanks :-( <3", [":)", ":-(", "<3"]),
        ("1 d i o t", []),
        ("at 5km, the 2nd - and &", []),
        ("you are g8 and 1d10t!", []),
        ("1 2 3 4 5 6", ["1", "2", "3", "4"]),
    ],
)
def test_numbers_and_smileys_that_are_not_read_are_named(model, text, unread):
    said = say.unread_sentence(text, model.words(text))
    assert re.findall("“(.*?)”", said) == unread
    assert ("Not read" in words_on(open_page(tox_text=text))) == bool(unread)


def test_typing_computes_only_the_new_words(model):
    at = open_page(tox_text="you are a")
    at.text_input(key="tox_text").set_value("you are a friend").run()
    assert not at.exception
    assert "1 of 4 words were computed" in words_on(at)
    assert at.session_state.tox_read.computed == 1


def test_the_link_brings_back_the_whole_state(model):
    at = open_page(tox_text="you idiot", tox_threshold="0.3", tox_band="0.2", tox_if="Mute")
    assert at.text_input(key="tox_text").value == "you idiot"
    assert at.slider(key="tox_threshold").value == 0.3 and at.slider(key="tox_band").value == 0.2
    assert at.segmented_control(key="tox_if").value == "mute"
    assert "is muted" in curve(at).alt


BAD_TEXTS = {
    "empty": "",
    "blank": "  \t ",
    "one long word": "a" * 5_000,
    "very long": "you are " * 12_500,
    "emoji": "\N{PILE OF POO}\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-5} you",
    "right to left": "\u05d0\u05ea\u05d4 \u05d8\u05d9\u05e4\u05e9 \u202eyou",
    "combining": "y" + "\u0301" * 300 + "ou idi\u0308ot",
    "control": "you\x00are\x07an\x1bidiot\u2028x",
    "html": "<script>alert(1)</script> <b>you</b> <img src=x onerror=alert(1)>",
    "markdown": "**you** [idiot](http://x) :smile: $x^2$ # ~~a~~ `b` | c | d",
}


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS.keys())
def test_bad_text_never_breaks_the_page(model, text):
    at = open_page()
    at.text_input(key="tox_text").set_value(text).run()
    assert not at.exception
    for kind in say.CHANGES:
        at.segmented_control(key="tox_if").set_value(kind).run()
        assert not at.exception
    assert len(curve(at).spec) < 200_000 and "after" in words_on(at).lower() + "before"


@pytest.mark.parametrize("text", BAD_TEXTS.values(), ids=BAD_TEXTS.keys())
def test_bad_text_in_the_link_never_breaks_the_page(model, text):
    at = open_page(tox_text=text)
    if len(text) > say.LONGEST_TEXT:
        assert any("characters" in i.value for i in at.info)


def test_html_is_never_rendered(model):
    at = open_page(tox_text=BAD_TEXTS["html"])
    assert not any(m.allow_html for m in at.markdown)


def test_the_second_curve_is_drawn_over_the_first(model):
    at = open_page(tox_text="you are a stupid loser my friend")
    plain_lines = curve(at).spec.count('"lines"')
    for kind in ("mute", "swap", "move"):
        at.segmented_control(key="tox_if").set_value(kind).run()
        assert not at.exception and curve(at).spec.count('"lines"') == 2 * plain_lines
        assert "instead of" in curve(at).alt


def strips(at):
    """The numbers of the tape and of the two strips below it, each (steps, rows)."""
    data = [
        json.loads(element.proto.json) for element in at.get("bidi_component") if "tape" in element.proto.component_name
    ]
    return [
        np.frombuffer(base64.b64decode(tape["strip"][0]["numbers"]), np.int8)
        .reshape(len(tape["items"]), -1)
        .astype(int)
        for tape in data
    ]


def test_before_and_after_stand_in_the_same_rows(model):
    at = open_page(tox_text="you are a stupid loser my friend", tox_if="Mute", tox_if_word="4. stupid")
    before, after, difference = strips(at)
    assert before.shape == after.shape == difference.shape
    np.testing.assert_array_equal(before[:3], after[:3])
    assert not difference[:3].any() and difference[3:].any()
    np.testing.assert_allclose(np.clip(after[4:] - before[4:], -127, 127), difference[4:], atol=2)
    assert "The two memories differ most" in " ".join(caption.value for caption in at.caption)
    at.segmented_control(key="tox_if").set_value("nothing").run()
    assert len(strips(at)) == 1


def test_the_answer_to_what_if_stands_above_the_curve_and_the_muted_word_is_struck(model):
    at = open_page(tox_text="you are a stupid loser", tox_if="Mute", tox_if_word="4. stupid")
    trace = at.session_state.tox_read
    other = say.changed_walk(model, trace, say.Change("mute", 3))
    assert say.change_answer(trace, other, "toxic", model.verdict_before) in [text.value for text in at.markdown]
    tape = json.loads(next(e.proto for e in at.get("bidi_component") if "tape" in e.proto.component_name).json)
    assert tape["struck"] == 3


def test_a_step_of_the_tape_chooses_the_word_that_is_different(model):
    at = open_page(tox_text="you are a stupid loser", tox_if="Mute")
    move_tape(at)
    at.run()
    assert at.selectbox(key="tox_if_word").value == 1
    assert "If word 2, “are”, is muted" in curve(at).alt


def test_two_words_may_stand_for_one(model):
    at = open_page(tox_text="you are a stupid loser", tox_if="Swap", tox_if_word="4. stupid", tox_if_swap="a friend")
    assert "“stupid”, becomes “a friend”" in curve(at).alt


def test_what_if_is_about_the_largest_jump_until_another_word_is_chosen(model):
    at = open_page(tox_text="a friend you idiot the a", tox_if="Mute")
    for text in ("a friend you idiot the a", "the idiot thank a people tall gay"):
        at.text_input(key="tox_text").set_value(text).run()
        trace = at.session_state.tox_read
        largest = int(abs(say.moves(trace.outputs, model.verdict_before, 0)).argmax())
        assert largest > 0
        assert f"If word {largest + 1}, “{trace.items[largest].text}”, is muted" in curve(at).alt
    at.selectbox(key="tox_if_word").set_value(0).run()
    assert "If word 1, “the”, is muted" in curve(at).alt
    shared = open_page(tox_text="you idiot", tox_if="Mute", tox_if_word="2. idiot")
    assert "If word 2, “idiot”, is muted" in curve(shared).alt


def test_rude_examples_are_hidden_until_asked_for(model):
    at = open_page()
    labels = {b.label for b in at.button}
    assert not labels & set(say.OFFENSIVE)
    at.toggle(key="tox_rude_shown").set_value(True).run()
    next(b for b in at.button if b.label == "Plain insult").click().run()
    assert at.text_input(key="tox_text").value == say.OFFENSIVE["Plain insult"]


def test_the_fairness_table_has_scores_and_counts(model):
    at = open_page()
    assert "times in the training data" not in words_on(at)
    at.session_state["tox_fair"] = True
    at.run()
    assert not at.exception
    assert "times in the training data" in words_on(at) and "| gay people |" in words_on(at)


def test_the_groups_that_are_treated_worst_come_first(model):
    rows = say.fairness_rows(model, say.TEMPLATES[0], say.IDENTITIES)
    worst = [max(row["toxic"], row["identity hate"]) for row in rows]
    assert worst == sorted(worst, reverse=True) and {row["the group"] for row in rows} == {*say.IDENTITIES}
    told = say.fairness_sentence(rows)
    assert f"Worst off are “{rows[0]['the group']}”" in told and f"best off “{rows[-1]['the group']}”" in told


def test_missing_weights_are_one_sentence_and_other_pages_work(monkeypatch):
    pages.failing(monkeypatch, ToxicityModel, "The file assets/models/toxicity.safetensors cannot be read.")
    at = open_page()
    assert len(at.error) == 1 and "toxicity" in at.error[0].value
    at.switch_page("pages/home.py").run()
    assert not at.exception and not at.error


def test_the_text_survives_another_page(model):
    at = open_page()
    at.text_input(key="tox_text").set_value("you idiot").run()
    at.switch_page("pages/home.py").run()
    at.switch_page("pages/toxicity.py").run()
    assert at.text_input(key="tox_text").value == "you idiot"


def test_unsure_is_an_answer():
    assert say.decide(0.55, 0.5, 0.1) == say.decide(0.45, 0.5, 0.1) == "unsure"
    assert say.decide(0.65, 0.5, 0.1) == "toxic" and say.decide(0.3, 0.5, 0.1) == "not toxic"
    assert say.decide(0.5, 0.5, 0.0) == "toxic"


def test_changes_of_words():
    words = ["a", "b", "c"]
    assert say.change_words(words, say.Change("mute", 1)) == ["a", "c"]
    assert say.change_words(words, say.Change("swap", 1, words=("x",))) == ["a", "x", "c"]
    assert say.change_words(words, say.Change("swap", 1, words=("x", "y"))) == ["a", "x", "y", "c"]
    assert say.change_words(words, say.Change("swap", 1)) == words
    assert say.change_words(words, say.Change("move", 0, target=2)) == ["b", "c", "a"]
    assert say.change_words(words, say.Change("move", 0, target=99)) == ["b", "c", "a"]
    assert say.change_words(words, say.Change("mute", 9)) == words


def test_a_muted_word_keeps_the_curves_in_line():
    model = stub()
    trace = extend(model, Trace(), model.words("you are a stupid friend"))
    for position in range(5):
        change = say.Change("mute", position)
        other = say.changed_walk(model, trace, change)
        same, rows = say.in_line(trace.outputs, other.outputs, change, model.verdict_before)
        np.testing.assert_array_equal(same, trace.outputs)
        assert rows.shape == (5, len(LABELS)) and len(other) == 4
        expected = rows[position - 1] if position else model.verdict_before
        np.testing.assert_array_equal(rows[position], expected)
        np.testing.assert_array_equal(rows[:position], trace.outputs[:position])


def test_two_words_for_one_keep_the_curves_in_line():
    model = stub()
    trace = extend(model, Trace(), model.words("you are a stupid friend"))
    change = say.Change("swap", 3, words=tuple(model.words("very good")))
    other = say.changed_walk(model, trace, change)
    assert [step.item.text for step in other.steps] == ["you", "are", "a", "very", "good", "friend"]
    first, second = say.in_line(trace.outputs, other.outputs, change, model.verdict_before)
    assert first.shape == second.shape == (6, len(LABELS))
    np.testing.assert_array_equal(first, trace.outputs[[0, 1, 2, 3, 3, 4]])
    np.testing.assert_array_equal(second, other.outputs)


def test_moves_add_up_to_the_verdict():
    model = stub()
    trace = extend(model, Trace(), model.words("you are a stupid friend"))
    jumps = say.moves(trace.outputs, model.verdict_before, 0)
    assert jumps.sum() == pytest.approx(trace.outputs[-1, 0] - model.verdict_before[0])
    sentence = say.jumps_sentence(["w"] * 5, jumps, "toxic", most=1)
    assert f"word {int(abs(jumps).argmax()) + 1}," in sentence


def test_a_disguise_is_noted_and_a_doubled_letter_is_not():
    assert say.disguise_note("1d10t", "idiot") and say.disguise_note("stuuupid", "stupid")
    assert not say.disguise_note("Well", "wel") and not say.disguise_note("You", "you")


def test_a_probability_is_never_rounded_to_certainty():
    assert say.percent(0.0001) == "under 1%" and say.percent(0.9999) == "over 99%" and say.percent(0.5) == "50%"


def test_the_lessons_and_presets_belong_together():
    assert set(say.LESSONS) == set(say.PRESETS) and set(say.OFFENSIVE_LESSONS) == set(say.OFFENSIVE)
    assert say.lesson_of(say.PRESETS["Polite poison"]) and not say.lesson_of("something else")
    assert all(len(text) < say.LONGEST_TEXT for text in (*say.PRESETS.values(), *say.OFFENSIVE.values()))
