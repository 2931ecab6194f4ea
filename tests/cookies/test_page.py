"""The page of cookie names, from the front door, with every kind of bad input."""

import json
from functools import partial

import numpy as np
import pytest
import streamlit as st

from seqdemo.benchmark import steps
from seqdemo.benchmark.steps import move_tape
from seqdemo.cookies import say
from seqdemo.cookies.model import FIRST, LONGEST, NEVER_DRAWN, CookieModel, spelled
from seqdemo.core.sampling import with_temperature
from seqdemo.core.trace import Trace, extend
from seqdemo.ui.remember import size_of
from tests import pages
from tests.cookies.test_model import LETTERS, arrays


@pytest.fixture
def model(monkeypatch):
    yield from pages.serving(monkeypatch, CookieModel, CookieModel(arrays(), {"characters": LETTERS}))


open_page = partial(pages.open_page, "cookies")


def said(at):
    return " ".join(m.value for m in [*at.markdown, *at.caption])


def notices(at):
    return [info.value for info in at.info]


def test_a_tray_is_there_at_once_and_follows_the_seed(model):
    at = open_page()
    for name in model.bake(say.START, 0.8, say.SEED, 12):
        assert say.plain(name) in said(at)
    at.number_input(key="cookies_seed").set_value(2).run()
    assert say.plain(model.bake(say.START, 0.8, 2, 12)[3]) in said(at)


def test_the_page_opens_on_a_likely_draw():
    model = CookieModel.load()
    begun = extend(model, Trace(), [FIRST, *say.START])
    names = [spelled(name) for name in model.grow(begun, 0.8, say.SEED, 12)]
    assert len(set(names)) == 12
    drawn = with_temperature(begun.outputs[-1], 0.8, NEVER_DRAWN)
    assert drawn[model.vocabulary.encode(names[0][len(say.START)])[0]] > 0.9 * drawn.max()


def test_at_temperature_0_nothing_is_said_of_dice_and_equal_names_are_one(model):
    at = open_page(cookies_temperature="0.0", cookies_tape_step="4")
    (name,) = set(model.bake(say.START, 0.0, say.SEED, 12))
    assert "dice showing" not in said(at) and "is the likeliest letter" in said(at)
    shown = [text.value for text in at.markdown if f"**{say.plain(name)}**" in text.value]
    assert len(shown) == 1 and "12 times" in shown[0]
    assert "cookies_dice" not in charts(at)
    thrown = open_page(cookies_tape_step="4")
    assert "dice showing" in said(thrown) and "The dice show 0." in charts(thrown)["cookies_dice"]


@pytest.mark.parametrize("text", ["x" * 100_000, "Oat 🍪", "עוגיה", "a\x00b", "<b>*Choc*</b>", "…" * 20])
def test_a_bad_start_is_one_sentence_and_stays_in_the_box(model, text):
    at = open_page()
    field = at.text_input(key="cookies_start").set_value(text)
    field.run()
    assert not at.exception and len(notices(at)) == 1 + (len(text) > LONGEST // 2)
    assert "<b>" not in said(at)
    assert at.text_input(key="cookies_start").value == text[: LONGEST // 2]


@pytest.mark.parametrize(
    ("text", "read", "told"),
    [
        ("Bo\u00a0Ch…", "Bo Ch...", 0),
        ("\tCho’s “e” – k", 'Cho\'s "e" - k', 0),
        ("Chocó", "Choco", 1),
        ("\u0301", "", 1),
    ],
)
def test_a_start_from_a_phone_is_read_and_stays_as_it_was_typed(monkeypatch, text, read, told):
    letters = LETTERS + ".-'\""
    served = CookieModel(arrays(letters), {"characters": letters})
    for model in pages.serving(monkeypatch, CookieModel, served):
        at = open_page()
        at.text_input(key="cookies_start").set_value(text).run()
        assert not at.exception and len(notices(at)) == told
        assert at.text_input(key="cookies_start").value == text
        assert say.plain(model.bake(read, 0.8, say.SEED, 1)[0]) in said(at)


def test_an_empty_start_is_fine(model):
    at = open_page()
    at.text_input(key="cookies_start").set_value("").run()
    assert not at.exception and not notices(at)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cookies_branches", "0.x.9"),
        ("cookies_branches", "5.1.9"),
        ("cookies_branch", "branch 1"),
        ("cookies_game", "0.0.0.0.0.0.0"),
        ("cookies_game", "99.1.5.10.10.1.1"),
        ("cookies_game", "0.3.2.10.10.1.1"),
        ("cookies_game", "0.1.2.-10.10.1.1"),
        ("cookies_game", "0.1.2.10.10.3.1"),
        ("cookies_game", "x" * 10_000),
    ],
)
def test_a_bad_link_is_one_sentence(model, name, value):
    assert len(notices(open_page(**{name: value}))) == 1


def test_a_letter_is_replaced_and_the_branch_stays(model):
    at = open_page()
    next(b for b in at.button if (b.key or "").startswith("cookies_grow_")).click().run()
    assert not at.exception
    assert at.radio(key="cookies_branch").options == ["the name", "branch 1"]
    assert at.radio(key="cookies_branch").value == 1
    shared = open_page(**address(at))
    assert shared.radio(key="cookies_branch").options == ["the name", "branch 1"]
    assert shared.radio(key="cookies_branch").value == 1


def test_the_tape_tells_whose_each_letter_is(model):
    at = open_page(cookies_branches="0.4.6", cookies_branch="branch 1")
    tape = next(json.loads(c.proto.json) for c in at.get("bidi_component") if "colours" in c.proto.json)
    own = len(say.START)
    assert own <= 4 and tape["colours"][:own] == [0.0] * own
    assert [i for i, colour in enumerate(tape["colours"]) if colour < 0] == [4]
    assert set(tape["colours"][5:]) <= {0.7} and "blue ones you chose" in said(at)
    assert "blue" not in said(open_page())


def test_a_branch_stands_beside_its_name_with_both_memories_and_the_tape_stays_at_the_letter(model):
    at = open_page(cookies_branches="0.3.6~1.4.7", cookies_branch="branch 1", cookies_tape_step="4")
    before, after, _ = lines_of(model, "0.3.6~1.4.7")
    assert say.both_names(before, after, 3) in said(at) and before[:3] == after[:3] and before[3] != after[3]
    items = [list(name) for name in (before, after)]
    assert "The two memories differ most" in said(at) and "before** (the name), in the rows" in said(at)
    at.radio(key="cookies_branch").set_value(0).run()
    assert at.session_state["_tape_items"]["cookies_tape"][: len(before)] == items[0]
    assert at.query_params["cookies_tape_step"] in ("4", ["4"]) and "The two memories" not in said(at)
    # one that ends at once shares all it has
    ended = open_page(cookies_branches="0.0.1", cookies_branch="branch 1")
    assert not ended.exception


def address(at):
    values = {
        name: at.query_params[name]
        for name in ("cookies_branches", "cookies_branch", "cookies_game")
        if name in at.query_params
    }
    return {name: value[0] if isinstance(value, list) else value for name, value in values.items()}


@pytest.mark.parametrize("step", [1, 3])
def test_any_letter_can_take_the_place_of_an_earlier_one(model, step):
    at = open_page(cookies_tape_step=str(step))
    buttons = {b.label for b in at.button if (b.key or "").startswith("cookies_grow_")}
    others = at.selectbox(key="cookies_other_0").options
    drawn = model.bake(say.START, 0.8, say.SEED, 1)[0][step - 1]
    assert {*buttons, *others, say.spoken(drawn)} == {say.spoken(c) for c in LETTERS} | {say.THE_END}
    assert not buttons & {*others}
    letter = next(c for c in others if c in LETTERS)
    at.selectbox(key="cookies_other_0").set_value(letter).run()
    assert not at.exception
    assert at.selectbox(key="cookies_other_1").value is None
    assert say.decode(address(at)["cookies_branches"], model) == [say.Branch(0, step - 1, letter)]
    assert at.radio(key="cookies_branch").value == 1


def steps_of(action):
    """The steps of the network that an action takes."""
    with steps.counted() as counter:
        action()
    return counter.steps


def longest(model, start=say.START, temperature=0.8, seed=say.SEED):
    return max(map(len, model.bake(start, temperature, seed, 12)))


def grow_first(at):
    next(b for b in at.button if (b.key or "").startswith("cookies_grow_")).click().run()
    assert not at.exception


def test_a_tray_is_walked_once_and_serves_the_name_too(model):
    # the first input and the letters of the longest name; the game takes none before the first bid
    assert steps_of(lambda: steps.open_page("cookies")) == 1 + longest(model)


def test_only_what_follows_from_a_change_is_walked(model):
    at = open_page()
    after_start = longest(model, "Moc") - len(say.START)
    assert steps_of(at.text_input(key="cookies_start").set_value("Moc").run) == after_start
    hotter = longest(model, "Moc", 1.5) - len("Moc")
    assert steps_of(at.slider(key="cookies_temperature").set_value(1.5).run) == hotter
    first, *_, fifth = model.bake("Moc", 1.5, say.SEED, 5)
    alike = next(i for i, (one, other) in enumerate(zip(first, fifth, strict=False)) if one != other)
    assert steps_of(at.number_input(key="cookies_row").set_value(5).run) == len(fifth) - alike
    assert steps_of(at.number_input(key="cookies_row").set_value(1).run) == 0


def test_a_tray_keeps_the_walk_of_one_name():
    (baked,) = open_page(cookies_start="Moc").session_state["cookies_tray"].values()

    assert len(baked.names) == 12 and size_of(baked) == size_of(baked.walk) > 0
    last = baked.walk.steps[-1]
    assert all(array.base is None for array in (last.output, *last.carry)), "no part of an array of all twelve"


def test_a_branch_walks_from_the_letter_that_was_replaced(model):
    at = open_page(cookies_tape_step="5")
    for number in (1, 2, 3):
        walked = steps_of(partial(grow_first, at))
        *_, branch = say.decode(address(at)["cookies_branches"], model)
        lines = lines_of(model, address(at)["cookies_branches"])
        assert branch.position == 4 and walked == len(lines[number]) - 4
    for line in (0, 1, 3):
        assert steps_of(at.radio(key="cookies_branch").set_value(line).run) == 0
    move_tape(at)
    assert steps_of(at.run) == 0 and "after" in said(at)


def lines_of(model, branches):
    """A name and its branches, each baked from its first letter on."""
    lines = model.bake(say.START, 0.8, say.SEED, 1)
    for branch in say.decode(branches, model):
        kept = lines[branch.parent][: branch.position]
        lines += model.bake(kept + branch.letter, 0.8, say.SEED, 1) if branch.letter else [kept]
    return lines


def test_branches_are_as_if_they_were_baked_from_the_first_letter_on(model):
    branches = "~".join(["0.4.6", "1.6.7", "2.5.2", "0.70.5"])
    found = [model.grow(extend(model, Trace(), [FIRST, *say.START]), 0.8, say.SEED, 1)[0]]
    for branch in say.decode(branches, model):
        found.append(say.branch_of(model, found, branch, 0.8, say.SEED, 0))
    assert [spelled(line) for line in found] == lines_of(model, branches)
    for line in found:
        alone = extend(model, Trace(), line.items)
        np.testing.assert_allclose(line.outputs, alone.outputs, atol=1e-6)
        np.testing.assert_allclose(line.states, alone.states, atol=1e-6)


def test_the_game_walks_a_letter_a_bid(model):
    at = open_page()
    truth = model.puzzles[0].lower()
    # the first input, the letters, and what is known by then when the end is guessed
    for letter, taken in zip([*truth, say.THE_END], [2, *[1] * (len(truth) - 1), 0], strict=True):
        assert steps_of(partial(bid, at, letter)) == taken
        assert steps_of(at.run) == 0


def test_no_more_branches_than_fit(model):
    at = open_page(cookies_branches="~".join(["0.1.5"] * say.MOST_BRANCHES))
    assert at.selectbox(key=f"cookies_other_{say.MOST_BRANCHES}").disabled
    assert "another name or seed begins anew" in said(at)


def bid(at, letter):
    if letter != say.THE_END:
        at.text_input(key="cookies_guess").set_value(letter)
    label = "The name ends here" if letter == say.THE_END else "Bid, then"
    next(b for b in at.button if b.label.startswith(label)).click().run()
    assert not at.exception


def score(at):
    return next(m.value for m in at.markdown if m.value.startswith("### You"))


def test_bidding_keeps_the_score(model):
    at = open_page()
    assert "cookies_game_bars" not in charts(at) and not address(at)
    truth = model.puzzles[0]
    bid(at, truth[0].upper())
    assert score(at).startswith("### You 1, network ") and f"It was **{truth[0].lower()}**" in said(at)
    assert f"The true letter, “{truth[0].lower()}”, had " in charts(at)["cookies_game_bars"]
    wrong = next(c for c in LETTERS.lower() if c != truth[1].lower())
    bid(at, wrong)
    assert score(at).startswith("### You 1, network ") and "So many of 2 letters" in said(at)


def test_what_is_no_letter_is_no_bid_and_a_second_click_finds_no_letter(model):
    at = open_page()
    for typed in ("", "ü"):
        bid(at, typed)
        assert "cookies_game" not in address(at) and len(notices(at)) == 1
    bid(at, "a")
    assert not notices(at) and address(at)["cookies_game"].startswith("0.1.1.")
    # each bid has a button of its own, and the field is empty again
    assert [b.key for b in at.button if b.label.startswith("Bid, then")] == ["cookies_bid_1"]


def test_the_link_holds_the_game(model):
    at = open_page()
    truth = model.puzzles[0]
    for letter in truth.lower():
        bid(at, letter)
    shared = open_page(**address(at))
    assert score(shared) == score(at) and f"You {len(truth)}, " in score(at)
    assert plain_bars(shared) == plain_bars(at)
    for page in (at, shared):
        bid(page, say.THE_END)
        assert f"The name was {truth}" in said(page)
    assert score(shared) == score(at)
    assert address(shared)["cookies_game"] == address(at)["cookies_game"]
    assert address(at)["cookies_game"].startswith(f"1.0.{len(truth) + 1}.")


def charts(at):
    """The figures of the page by their keys, each by its alternative text."""
    return {chart.key: chart.proto.alt for chart in at.get("plotly_chart")}


def plain_bars(at):
    return charts(at)["cookies_game_bars"]


def test_missing_weights_are_one_sentence(monkeypatch):
    pages.failing(monkeypatch, CookieModel, "The file is missing.")
    at = open_page()
    assert [error.value for error in at.error] == [say.plain("The file is missing.")]
    st.cache_resource.clear()


def test_bits_of_a_bid():
    assert say.learner_bits("a", "certain", "a", 40) < 0.1
    assert say.learner_bits("a", "certain", "b", 40) > say.learner_bits("a", "a hunch", "b", 40)


def test_the_game_survives_the_address(model):
    for game in (say.Game(), say.Game(1, 2, 5, 1234, 7)):
        assert say.decode_game(say.encode_game(game), model) == game


def test_the_first_sight_is_lively():
    """At the step on show at first the network does not know which letter comes."""
    shipped = CookieModel.load()
    chances = extend(shipped, Trace(), [FIRST, *say.START]).outputs[-1].astype(float)
    assert -(chances * np.log2(np.maximum(chances, 1e-12))).sum() > 2


def test_branches_survive_the_address(model):
    grown = [say.Branch(0, 3, "e"), say.Branch(1, 5, "")]
    assert say.decode(say.encode(grown, model), model) == grown
    for bad in ("x", "0.1", "9.1.5", "0.1.0", "0.1.9999", "~".join(["0.1.5"] * 9)):
        assert say.decode(bad, model) is None
