"""The state strip in a real Chromium: it grows with the steps, answers a click on a row, and waits for no server."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from seqdemo.registry import USE_CASES
from tests.browser.settled import settle

SEEN = """tape => [...tape.querySelectorAll(".item")].map(item => {
  const canvas = item.querySelector("canvas")
  return canvas !== null && getComputedStyle(canvas).visibility === "visible"
})"""
# presses a key and looks at once, before any message can have come back
PRESS = """(tape, key) => {
  tape.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))
  const now = tape.querySelector(".item.now")
  return {
    seen: [...tape.querySelectorAll("canvas")].filter(c => getComputedStyle(c).visibility === "visible").length,
    now: now && Number(now.dataset.index),
    ahead: now && now.classList.contains("ahead"),
    outline: now && getComputedStyle(now).outlineStyle,
  }
}"""


@pytest.fixture
def tape(page, app_url):
    page.goto(f"{app_url}/toxicity?tox_text=you+are+my+stupid+friend")
    settle(page)
    return page.get_by_role("group", name="Step tape")


def colours(tape) -> list[str]:
    return tape.evaluate("tape => [...tape.querySelectorAll('.item button')].map(chip => chip.style.backgroundColor)")


@pytest.mark.parametrize(
    "name", ["", *(about.name for about in USE_CASES if about.remembers)], ids=lambda name: name or "home"
)
def test_each_step_adds_a_column_and_the_future_is_blank(name, page, app_url):
    page.goto(f"{app_url}/{name}")
    settle(page)
    tape = page.get_by_role("group", name="Step tape").first
    assert tape.evaluate(PRESS, "Home") == {"seen": 0, "now": None, "ahead": None, "outline": None}
    for step in (1, 2, 3):
        found = tape.evaluate(PRESS, "ArrowRight")
        assert found == {"seen": step, "now": step - 1, "ahead": False, "outline": "solid"}
    assert tape.evaluate(PRESS, "ArrowLeft")["seen"] == 2
    settle(page)
    assert tape.evaluate(SEEN)[:4] == [True, True, False, False]
    expect(tape).to_contain_text("blue below zero, orange above")


def test_a_column_has_the_colours_of_its_numbers(tape):
    """Both hues, and more or less of them."""
    pixels = tape.evaluate(
        """tape => [...tape.querySelectorAll("canvas")].map(c =>
             [...c.getContext("2d").getImageData(0, 0, 1, c.height).data])"""
    )
    assert len(pixels) == 5 and all(len(column) == 4 * 16 for column in pixels)
    squares = [tuple(column[at : at + 4]) for column in pixels for at in range(0, 64, 4)]
    assert {red > blue for red, _, blue, _ in squares} == {True, False}
    assert len({alpha for *_, alpha in squares}) > 20


def test_a_letter_at_the_end_draws_one_chip_anew(page, tape):
    """Chips that look the same are not drawn again while the learner types."""
    tape.evaluate("tape => tape.querySelectorAll('.item').forEach(item => { item.before = true })")
    comment = page.get_by_role("textbox").first
    comment.press("End")
    page.keyboard.type("s")
    expect(tape.locator(".item").last).to_have_text("friends")
    assert tape.evaluate("tape => [...tape.querySelectorAll('.item')].map(item => item.before === true)") == [
        *[True] * 4,
        False,
    ]
    assert tape.evaluate(SEEN) == [True] * 5
    # and a word taken out of the middle leaves its neighbours in their order
    comment.fill("you are stupid friends")
    expect(tape.locator(".item")).to_have_text(["you", "are", "stupid", "friends"])


def test_a_click_on_a_row_asks_what_its_unit_cares_about(page, tape, elsewhere):
    before = colours(tape)
    tape.locator("canvas").first.click(position={"x": 5, "y": 40})
    expect(tape).to_contain_text(re.compile(r"The chips have the colours of unit \d+: highest after “\w+” \(\+?"))
    expect(page).to_have_url(re.compile(r"tox_tape_unit=\d+"))
    asked = colours(tape)
    assert asked != before and any(asked)
    settle(page)
    elsewhere.goto(page.url)
    settle(elsewhere)
    assert colours(elsewhere.get_by_role("group", name="Step tape")) == asked
    tape.locator("canvas").first.click(position={"x": 5, "y": 40})
    expect(page).not_to_have_url(re.compile("tox_tape_unit"))
    assert colours(tape) == before


def test_the_keyboard_goes_through_the_rows(page, tape):
    before = colours(tape)
    tape.focus()
    page.keyboard.press("ArrowDown")
    expect(tape).to_contain_text("The chips have the colours of unit")
    first = colours(tape)
    page.keyboard.press("ArrowDown")
    assert colours(tape) != first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert colours(tape) == before
    expect(page.get_by_text("After 5 of 5 words")).to_be_visible()


def test_a_row_colours_the_drawing_too(page, app_url):
    page.goto(f"{app_url}/sketch")
    settle(page)
    tape = page.get_by_role("group", name="Step tape")
    tape.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("img", name="The drawing coloured by unit")).to_be_visible()


def test_ten_steps_a_second_and_the_figures_follow(page, app_url):
    page.goto(f"{app_url}/toxicity?tox_text=" + "+".join(["you", "are", "my", "friend"] * 10))
    settle(page)
    tape = page.get_by_role("group", name="Step tape")
    for _ in range(2):
        tape.get_by_role("button", name="Speed").click()
    expect(tape.get_by_role("button", name="Speed: 6 times")).to_be_visible()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(tape.locator("output")).to_have_text(re.compile("step [1-9] of 40"))
    # while it plays on, the verdict has left the start
    expect(page.get_by_text(re.compile(r"^After [1-9]\d* of 40 words"))).to_be_visible()
    expect(tape.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_text("After 40 of 40 words")).to_be_visible()


def test_on_a_phone_each_chip_keeps_its_own_column(page, app_url):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app_url}/toxicity")
    settle(page)
    tape = page.get_by_role("group", name="Step tape")
    boxes = tape.evaluate(
        """tape => [...tape.querySelectorAll(".item")].map(item =>
             [...item.children].map(part => part.getBoundingClientRect()).map(({x, y, width, bottom}) =>
               ({x, y, width, bottom})))"""
    )
    assert len({chip["y"] for chip, _ in boxes}) > 1
    for chip, column in boxes:
        assert abs(chip["x"] - column["x"]) < 1 and abs(chip["width"] - column["width"]) < 1
        assert 0 <= column["y"] - chip["bottom"] < 8
    assert tape.locator("canvas:not([aria-hidden=true])").count() == 0
