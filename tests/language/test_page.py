"""The page of next words, from the front door: what is written, taken, touched, and every kind of bad input."""

from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from seqdemo.benchmark import steps
from seqdemo.core.trace import Trace, extend
from seqdemo.language import say
from seqdemo.language.model import FIRST, LONGEST, Draw, LanguageModel
from seqdemo.language.vocabulary import END
from tests import pages
from tests.language.stub import stub

DRAW = Draw(0.7, 40, say.SEED)


@pytest.fixture
def model(monkeypatch):
    yield from pages.serving(monkeypatch, LanguageModel, stub())


open_page = partial(pages.open_page, "language")


def said(at: AppTest) -> str:
    return " ".join(m.value for m in [*at.markdown, *at.caption])


def notices(at: AppTest) -> list[str]:
    return [info.value.replace("\\", "") for info in at.info]


def written(model, text=say.START, draw=DRAW, most=12, taken=()):
    return model.grow(extend(model, Trace(), [FIRST, *model.read(text)]), draw, most, taken)


def shown(model, grown, text=say.START):
    return say.line(model, grown.words, len(model.read(text)), grown.ended)


def tape_of(at: AppTest) -> list[str]:
    return at.session_state["_tape_items"]["language_tape"]


def test_a_sentence_is_there_at_once_and_follows_the_settings(model):
    at = open_page()
    assert shown(model, written(model)) in said(at)
    at.number_input(key="language_seed").set_value(2).run()
    assert shown(model, written(model, draw=DRAW._replace(seed=2))) in said(at)
    at.slider(key="language_temperature").set_value(0.0).run()
    assert shown(model, written(model, draw=Draw(0.0, 40, 2))) in said(at)
    at.selectbox(key="language_top").set_value(1).run()
    assert "is the most probable" in said(at)


def test_a_word_more_continues_from_what_is_known(model):
    at = open_page()
    with steps.counted() as counter:
        at.text_input(key="language_start").set_value(f"{say.START} have").run()
    begun = len(model.read(say.START)) + 1
    # the new word, and what is written after it; the words before are known
    assert counter.steps == 1 + len(written(model, f"{say.START} have").words) - begun


def test_a_word_taken_goes_in_and_the_network_goes_on(model):
    at = open_page()
    before = written(model)
    offered = [button for button in at.button if button.key.startswith("language_take_") and not button.disabled]
    button = next(button for button in offered if button.label != say.THE_END)
    button.click().run()
    word = model.read(button.label.replace("\\", ""))[0]
    assert tape_of(at)[4] == word.text != before.words[4].text
    assert at.query_params["language_taken"] == str(word.number)
    assert shown(model, written(model, taken=(word.number,))) in said(at)
    # the tape stands after the word, so the next words are on offer
    assert "Take another word 2" in said(at)
    at.button(key="language_give_back").click().run()
    assert shown(model, before) in said(at)
    assert "language_taken" not in at.query_params


def test_words_can_be_taken_until_the_sentence_is_full(model):
    number = model.read("party")[0].number
    at = open_page(language_taken=say.encode([number] * 40), language_tape_step="44")
    assert tape_of(at)[4:44] == ["party"] * 40 and len(tape_of(at)) > 44
    at = open_page(language_taken=say.encode([number] * LONGEST), language_tape_step="60")
    assert len(tape_of(at)) == LONGEST
    offered = [button for button in at.button if button.key.startswith("language_take_")]
    assert offered and all(button.disabled for button in offered)


def test_a_link_with_taken_words_shows_them_and_the_end_may_be_one(model):
    numbers = [word.number for word in model.read("have a party")]
    at = open_page(language_taken=say.encode([*numbers, END]))
    assert tape_of(at) == ["we", "are", "going", "to", "have", "a", "party"]
    assert "(the end)" in said(at) and not notices(at)


@pytest.mark.parametrize(
    "taken", ["1", "2", "x", "-3", "0.3", "9999999", "99999999999", "3..4", "²", ".".join("3" * 99)]
)
def test_taken_words_that_make_no_sense_are_one_sentence(model, taken):
    at = open_page(language_taken=taken)
    assert len(notices(at)) == 1 and "make no sense" in notices(at)[0]
    assert shown(model, written(model)) in said(at)
    assert "language_taken" not in at.query_params


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("We’re going to", 1),
        ("IM GOING, to", 1),
        ("we are going to 4711", 1),
        ("we dont know", 0),
        ("x" * 100_000, 1),
        ("we are 🍪", 1),
        ("<b>we</b> *are*", 1),
        ("we are " * 60, 1),
        ("", 0),
        ("\u200b \x00", 0),
    ],
)
def test_whatever_is_typed_is_read_and_stays_in_the_box(model, typed, told):
    at = open_page()
    at.text_input(key="language_start").set_value(typed).run()
    assert not at.exception and not at.error
    assert (len(notices(at)) > 0) == bool(told), notices(at)
    assert "<b>" not in said(at)
    assert at.text_input(key="language_start").value == typed[: say.LONGEST_TEXT]


def test_unknown_words_are_marked_and_not_hidden(model):
    at = open_page(language_start="we are Zyx 4711")
    assert tape_of(at)[:4] == ["we", "are", "Zyx (?)", "4711 (?)"]
    assert any("“Zyx”" in told and "“4711”" in told for told in notices(at))


def test_a_memory_that_is_wiped_or_another_s_changes_what_comes(model):
    at = open_page()
    at.segmented_control(key="language_change").set_value(say.WIPED).run()
    assert "an empty memory after “going”" in said(at).replace("\\", "")
    own = written(model)
    wiped = say.line(model, own.words, 4, own.ended)
    assert wiped in said(at)
    at.segmented_control(key="language_change").set_value(say.SWAPPED).run()
    at.text_input(key="language_other").set_value("Tom saw the dog").run()
    assert "the memory of “Tom saw the dog” after “going”" in said(at).replace("\\", "")
    at.text_input(key="language_other").set_value("Zyx").run()
    assert any("“Zyx”" in told for told in notices(at))


def test_the_memory_can_be_touched_before_the_first_word_and_after_the_last(model):
    last = len(written(model).words) - 1
    for place in (0, last):
        label = say.place_name(written(model).words, place)
        at = open_page(language_change=say.WIPED, language_place=label)
        assert not at.exception and not notices(at)
    at = open_page(language_start="", language_change=say.SWAPPED)
    assert not at.exception


def test_the_bars_hold_what_comes_next_even_where_it_is_improbable(model):
    output = extend(model, Trace(), [FIRST, *model.read(say.START)]).outputs[-1]
    rare = model.vocabulary.word(int(np.argsort(output)[3]))
    options = say.options(model, output, DRAW, rare)
    assert options.words[options.chosen] == rare and len(options.words) == say.SHOWN
    assert all(word.known for word in options.words if word != rare)


def test_the_caption_names_belief_and_dice_of_the_word_that_comes(model):
    options = say.Options([model.vocabulary.word(n) for n in (1, 2)], np.array([0.7, 0.3]), np.array([0.5, 0.2]), 1)
    said = say.bars_caption(options, DRAW)
    assert f"“{options.texts[0]}”: 50.0% of the network's belief, 70.0% of the dice" in said
    assert f"“{options.texts[1]}”: 20.0% of the network's belief, 30.0% of the dice" in said


def test_what_english_asks_for_is_said_whatever_the_network_thinks():
    assert "The network errs. English asks for “are”" in say.answer_sentence({"is": 0.3, "are": 0.1})
    assert "errs" not in say.answer_sentence({"is": 0.1, "are": 0.3})


def test_the_question_is_answered_by_the_network(model):
    at = open_page()
    words = {word: model.read(word)[0].number for word in say.ANSWERS}
    output = extend(model, Trace(), [FIRST, *model.read(say.QUESTION)]).outputs[-1]
    best = max(words, key=lambda word: output[words[word]])
    at.radio(key="language_check").set_value(best).run()
    assert [success.value.startswith("Yes.") for success in at.success] == [True]
