"""The page of translation, from the front door: words chosen by hand, the beam, attention, every kind of bad input."""

import dataclasses
import gc
import re
from functools import partial

import numpy as np
import pytest

from seqdemo.benchmark import steps
from seqdemo.benchmark.steps import move_tape
from seqdemo.core.beam import DIED, ENDED, LIVES
from seqdemo.translation import say
from seqdemo.translation.figures import beam_tree, word_map
from seqdemo.translation.model import LONGEST, Translation, TranslationModel
from seqdemo.translation.pieces import STOP
from seqdemo.translation.reader import MOST_SENTENCES
from tests import pages
from tests.translation.stub import small_translation_model

TEXT = "I am cold."
STEP = 9  # seven pieces go in, "</s>" included; the second one has come out


@pytest.fixture(scope="module")
def small():
    return small_translation_model(scale=1.5)  # lively enough to change its mind


@pytest.fixture
def model(monkeypatch, small):
    yield from pages.serving(monkeypatch, TranslationModel, small)


open_page = partial(pages.open_page, "translation")


def said(at):
    """All text of the page, without the backslashes of Markdown."""
    return " ".join(m.value for m in [*at.markdown, *at.caption]).replace("\\", "")


def notices(at):
    return [info.value for info in at.info][:-1]  # the last one is that of the page itself


def translated(at):
    """The headline: the French sentence."""
    return next(m.value for m in at.markdown if m.value.startswith("## "))


def test_the_translation_is_there_at_once_and_follows_the_text_and_the_beam(model):
    at = open_page()
    found = model.translate(say.EXAMPLE, 5)
    assert translated(at) == f"## {say.marked(found, model)}"
    at.text_input(key="tr_text").set_value(TEXT).run()
    assert translated(at) == f"## {say.marked(model.translate(TEXT, 5), model)}"
    at.button_group(key="tr_beam").set_value("1").run()
    assert translated(at) == f"## {say.marked(model.translate(TEXT, 1), model)}"


def test_without_attention_another_sentence_comes_and_both_are_shown(model):
    at = open_page(tr_text=TEXT)
    at.toggle(key="tr_attention").set_value(False).run()
    without, whole = model.translate(TEXT, 5, attention=False), model.translate(TEXT, 5)
    assert without.text != whole.text
    assert translated(at) == f"## {say.marked(without, model)}"
    assert say.marked(whole, model).replace("\\", "") in said(at)


def test_another_piece_is_kept_marked_and_the_rest_is_decoded_anew(model):
    at = open_page(tr_text=TEXT, tr_tape_step=str(STEP))
    before = model.translate(TEXT, 5)
    position = STEP - len(before.encoded.pieces) - 1
    assert position == 1
    button = next(b for b in at.button if (b.key or "").startswith("tr_force_") and b.label != "the end")
    button.click().run()
    assert not at.exception
    forced = at.session_state.tr_forced[1]
    assert [piece.by_hand for piece in forced] == [False] * position + [True]
    assert tuple(piece for piece, _ in forced[:-1]) == before.pieces[:position]
    after = model.translate(TEXT, 5, tuple(piece for piece, _ in forced))
    assert after.pieces[: position + 1] == tuple(piece for piece, _ in forced)
    assert translated(at) == f"## {say.marked(after, model, forced)}"
    assert ":violet-background[" in translated(at)
    link = dict(at.query_params)
    # the link leaves out a tape that rests: where the network was least sure, the end aside
    rest = len(after.encoded.pieces) + int(after.log_probabilities[:-1].argmin()) + 1
    assert link.get("tr_tape_step", str(rest)) == str(STEP), "the chosen piece stays on show"
    again = open_page(**link)
    assert translated(again) == translated(at)
    at.button(key="tr_forget").click().run()
    assert at.session_state.tr_forced[1] == () and "tr_forced" not in at.query_params


def test_a_typed_word_is_put_in_and_bytes_are_refused(model):
    at = open_page(tr_text=TEXT, tr_tape_step=str(STEP))
    field = next(t for t in at.text_input if t.key.startswith("tr_typed_"))
    field.set_value("漢").run()
    assert any("漢" in notice for notice in notices(at)) and at.session_state.tr_forced[1] == ()
    field = next(t for t in at.text_input if t.key.startswith("tr_typed_"))
    field.set_value("froid").run()
    pieces = tuple(piece for piece, chosen in at.session_state.tr_forced[1] if chosen)
    assert pieces == model.reader.french_pieces("froid", {})


def type_word(at, word):
    next(t for t in at.text_input if t.key.startswith("tr_typed_")).set_value(word).run()
    assert not at.exception


def test_words_are_typed_in_turn_and_each_takes_the_place_of_a_whole_one(model):
    first = model.translate(TEXT, 5)
    read = len(first.encoded.pieces)
    at = open_page(tr_text=TEXT, tr_tape_step=str(read + 1))
    words = ("froid", "maison")
    for word in words:
        type_word(at, word)
    spelled = [model.reader.french_pieces(word, {}) for word in words]
    forced = at.session_state.tr_forced[1]
    assert tuple(piece for piece, _ in forced) == tuple(piece for pieces in spelled for piece in pieces)
    assert all(by_hand for _, by_hand in forced)
    # inside of a word of several pieces, the whole word gives way
    assert len(spelled[1]) > 1
    inside = read + len(spelled[0]) + len(spelled[1])
    move_tape(at, inside)
    at.run()
    type_word(at, "rouge")
    spelled[1] = model.reader.french_pieces("rouge", {})
    assert [piece for piece, _ in at.session_state.tr_forced[1]] == [piece for pieces in spelled for piece in pieces]


def test_a_lesson_is_told_of_what_it_shows_and_of_nothing_else(model):
    name, text = next(iter(say.PRESETS.items()))
    at = open_page(tr_text=text)
    assert say.LESSONS[name] in said(at)
    for change in ({"tr_attention": "false"}, {"tr_beam": "1"}, {"tr_text": "I am old, and so is she."}):
        assert say.LESSONS[name] not in said(open_page(**{"tr_text": text} | change))


def test_the_question_is_not_answered_above_it(model):
    at = open_page()
    assert say.QUESTION not in (say.EXAMPLE, say.OTHER, *say.PRESETS.values())
    assert any(say.QUESTION in radio.label.replace("\\", "") for radio in at.radio)


def test_surety_and_doubt_are_not_claimed_at_once(small):
    found = small.translate(TEXT, 5)
    sure = dataclasses.replace(found, log_probabilities=np.log(np.full(len(found.pieces), 0.99)))
    assert "more than half sure of every word" in say.answer_sentence(sure, ())
    ends = np.where([any(c.isalnum() for c in piece) and piece != STOP for piece in found.pieces], 0.99, 1e-9)
    torn = dataclasses.replace(found, log_probabilities=np.log(ends))
    assert say.sureness(torn) < say.AT_A_LOSS
    assert "unsure of the whole sentence" in say.answer_sentence(torn, ())
    assert "more than half sure" not in say.answer_sentence(torn, ())


def test_equal_sentences_have_one_row(small):
    found = small.translate(TEXT, 8)
    best = found.hypotheses[0]
    twice = dataclasses.replace(found, hypotheses=(best, best._replace(score=best.score - 1), *found.hypotheses[1:]))
    once, again = say.hypotheses_table(found, small), say.hypotheses_table(twice, small)
    assert again.count("\n") == once.count("\n")
    assert "spellings)" in again and f"{best.score:.2f}" in again


def test_another_text_forgets_what_was_chosen(model):
    at = open_page(tr_text=TEXT, tr_forced=f"f{model.pieces.numbers[model.reader.french_pieces('froid', {})[0]]}")
    assert len(at.session_state.tr_forced[1]) == 1
    at.text_input(key="tr_text").set_value("I am old.").run()
    assert at.session_state.tr_forced[1] == () and "tr_forced" not in at.query_params


@pytest.mark.parametrize("text", ["", "   ", "😀🦟", "?!...", "\x00"])
def test_a_text_without_words_is_one_sentence_and_the_page_goes_on(model, text):
    at = open_page()
    at.text_input(key="tr_text").set_value(text).run()
    assert not at.exception and len(notices(at)) == 1 and "no word" in notices(at)[0]
    assert at.text_input(key="tr_text").value == text
    at.text_input(key="tr_text").set_value(TEXT).run()
    assert translated(at) == f"## {say.marked(model.translate(TEXT, 5), model)}"


@pytest.mark.parametrize(
    "text", ["word " * 2000, "x" * 100_000, "ich bin müde", "漢字 عربى", "nO No NO no", "<b>*I*</b> $x$ [a](b)"]
)
def test_any_other_text_is_translated_as_far_as_it_goes(model, text):
    at = open_page()
    at.text_input(key="tr_text").set_value(text).run()
    assert not at.exception
    assert not any(re.search(r"(?<!\\)<b", m.value) for m in [*at.markdown, *at.caption])
    if text.startswith("word"):
        assert any("too long" in plain and "were left out" in plain for plain in notices(at))


def test_a_limit_is_said_of_each_sentence_that_met_it(model):
    at = open_page(tr_text="I am cold. Are " + "word " * 200)
    assert any(said.startswith("Sentence 2") and "were left out" in said for said in notices(at))


def test_every_sentence_of_a_text_is_translated_and_one_is_shown(model):
    texts = ["I am cold.", "Are you cold?", "No!"]
    at = open_page(tr_text=" ".join(texts))
    all_of_it = " ".join(say.marked(model.translate(text, 5), model) for text in texts)
    assert translated(at) == f"## {all_of_it}" and "3 sentences, each translated on its own" in said(at)
    at.button_group(key="tr_which").set_value("2").run()
    assert translated(at) == f"## {all_of_it}" and not at.exception
    assert at.session_state["_tape_items"]["tr_tape"][0] == say.shown(model.encode(texts[1]).pieces[0])
    # a shorter text has no second sentence
    at.text_input(key="tr_text").set_value(texts[0]).run()
    assert translated(at) == f"## {say.marked(model.translate(texts[0], 5), model)}" and not at.exception


def test_a_letter_more_translates_that_sentence_alone(model):
    at = open_page(tr_text="I am cold. Are you cold? No")
    with steps.counted() as counter:
        at.text_input(key="tr_text").set_value("I am cold. Are you cold? No!").run()
        changed = counter.steps
    with steps.counted() as counter:
        model.translate(model.encode("No!"), 5)
    assert changed == counter.steps


def test_what_was_typed_before_is_not_kept_for_ever():
    at = open_page()
    for word in ("cat", "dog", "house", "tree", "book", "car"):
        at.text_input(key="tr_text").set_value(f"I see a {word}.").run()
    assert len(at.session_state["tr_translation"]) <= 4 and len(at.session_state["tr_encoded"]) <= 4


def test_no_callback_keeps_a_translation():
    at = open_page()
    words = "I see a cat and one old dog in the house with my book"
    live = []
    for count in range(2, len(words.split())):
        at.text_input(key="tr_text").set_value(" ".join(words.split()[:count])).run()
        gc.collect()
        live.append(sum(isinstance(thing, Translation) for thing in gc.get_objects()))
    # Streamlit keeps what a callback is called with as long as the learner stays
    assert live[-1] <= live[3]


def test_sentences_after_the_limit_are_counted(model):
    at = open_page(tr_text="No! " * (MOST_SENTENCES + 3))
    assert f"Only the first {MOST_SENTENCES} were translated; 3 were left out" in said(at)


def test_what_is_carried_across_is_said(model):
    at = open_page(tr_text="I met Zorblax 27 times.")
    assert "Carried across as typed: “Zorblax”, “27”" in said(at)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tr_beam", "4"),
        ("tr_beam", "NaN"),
        ("tr_attention", "perhaps"),
        ("tr_pieces", "1e9"),
        ("tr_forced", "f"),
        ("tr_forced", "3"),
        ("tr_forced", "2.300"),
        ("tr_forced", "99999"),
        ("tr_forced", "-300"),
        ("tr_forced", ".".join(["300"] * LONGEST)),
        ("tr_forced", "x" * 10_000),
        ("tr_tape_step", "9999"),
        ("tr_text", "a " * 20_000),
    ],
)
def test_a_bad_link_falls_back_with_a_notice(model, name, value):
    at = open_page(**{name: value})
    assert notices(at) and not at.exception


def test_panels_open(model):
    at = open_page(tr_text=TEXT)
    for key in ("tr_tree", "tr_compare", "tr_forward", "tr_backward", "tr_decoder"):
        assert not at.exception
        at.session_state[key] = True
    at.run()
    assert not at.exception
    assert "With a beam of 5" in said(at) and say.marked(model.translate(say.OTHER, 5), model).replace(
        "\\", ""
    ) in said(at)


def test_a_missing_file_is_one_sentence(monkeypatch):
    pages.failing(monkeypatch, TranslationModel, "The weights are damaged.")
    at = open_page()
    assert [error.value for error in at.error] == ["The weights are damaged\\."]


def test_forced_pieces_survive_the_address(small):
    pieces = small.reader.french_pieces("J'ai froid.", {})
    forced = (*(say.Forced(piece, i % 2 == 1) for i, piece in enumerate(pieces)), say.Forced(STOP, True))
    assert say.decode_forced(say.encode_forced(forced, small), small) == forced
    assert say.decode_forced("", small) == ()


def test_marked_words_spell_the_translation(small):
    for text in ("I am cold.", "Are you cold?", "She can't see the man, Tom."):
        for beam in (1, 5):
            found = small.translate(text, beam)
            bare = re.sub(r" :small\[.*?\]|:orange-background\[", "", say.marked(found, small))
            letters = [c for c in found.text if c.isalpha()]
            assert [c for c in bare if c.isalpha()] == letters


def test_candidates_hold_what_was_taken(small):
    before = np.linspace(1, 0, len(small.pieces))
    unlikely = small.pieces.pieces[-1]
    names, values, index = say.candidates(before, unlikely, small)
    assert len(names) == say.SHOWN and names[index] == unlikely and values[index] == 0
    assert values[:-1] == sorted(values[:-1], reverse=True)


def test_every_cell_of_a_map_carries_its_row():
    drawn = word_map(np.array([[0.2, 0.8], [1.0, 0.0], [0.5, 0.5]]), "abc", "xy", "{row} {column} {value}", 1)
    heat, points = drawn["data"][:2]
    assert points["customdata"] == [0, 0, 1, 1, 2, 2] and points["text"][1] == "a y 80%"
    assert heat["zmin"] == 0
    pale, dark, _ = drawn["data"][2:]
    assert list(zip(pale["y"], pale["x"], pale["text"], strict=True)) == [
        (0, 0, "20%"),
        (0, 1, "80%"),
        (2, 0, "50%"),
        (2, 1, "50%"),
    ]
    assert (dark["y"], dark["x"], dark["text"]) == ([1], [0], ["100%"])
    # what lies on pale cells has the colour that the theme gives to text
    assert "color" not in pale["textfont"] and dark["textfont"]["color"] == "#FFFFFF"
    (frame,) = drawn["layout"]["shapes"]
    assert (frame["y0"], frame["y1"]) == (0.5, 1.5)
    signed = word_map(np.array([[0.2]]), "a", "x", "{value}", signed=True)
    assert signed["data"][0]["zmin"] == -1 and signed["data"][1]["text"] == ["0.20"]


def test_the_tree_joins_every_candidate_to_its_beginning(small):
    found = small.translate(TEXT, 3)
    names = [[str(node.item) for node in nodes] for nodes in found.tree]
    drawn = beam_tree(found.tree, names, found.hypotheses[0].path)
    nodes = [(step, place, node) for step, row in enumerate(found.tree) for place, node in enumerate(row)]
    edges = {
        (x, y, nx, ny)
        for trace in drawn["data"][:3]
        for x, y, nx, ny in zip(trace["x"][::3], trace["y"][::3], trace["x"][1::3], trace["y"][1::3], strict=True)
    }
    assert edges == {(step, node.parent if step else 0, step + 1, place) for step, place, node in nodes}
    assert drawn["data"][3]["y"] == [0, *found.hypotheses[0].path]
    for trace, fate in zip(drawn["data"][4:], (LIVES, ENDED, DIED), strict=True):
        assert len(trace["x"]) == sum(node.fate == fate for *_, node in nodes)


def test_words_like_themselves_are_alike(small):
    memory = say.word_memory(small.encode(TEXT))
    np.testing.assert_allclose(np.diag(say.cosines(memory, memory)), 1, atol=1e-5)


@pytest.mark.parametrize("text, told", [("I am cold. 😀", "😀"), ("I AM COLD.", "capitals")])
def test_sentences_of_the_same_pieces_are_not_taken_for_each_other(model, text, told):
    at = open_page(tr_text=TEXT)
    assert told not in said(at)
    at.text_input(key="tr_text").set_value(text).run()
    assert translated(at) == f"## {say.marked(model.translate(text, 5), model)}" and told in said(at)
    at.text_input(key="tr_text").set_value(TEXT).run()
    assert translated(at) == f"## {say.marked(model.translate(TEXT, 5), model)}" and told not in said(at)
