"""Back and Forward in a real browser: pages and presets make entries, steps and strokes do not."""

import re

import pytest
from playwright.sync_api import expect

from seqdemo.registry import USE_CASES
from tests.browser.settled import settle

IN_THE_MENU = {about.title: about.menu or about.title for about in USE_CASES}


def step_is(page, step):
    expect(page.locator("output").first).to_have_text(re.compile(f"^after step {step} of"))


def go_to(page, name):
    page.get_by_role("link", name=IN_THE_MENU[name], exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.fixture
def home(page, app_url):
    """The front page is open, and nothing was before it."""
    page.goto(app_url)
    expect(page.get_by_role("group", name="Step tape")).to_be_visible()
    return page


def front_page_is_there(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Sequence models, one step at a time")


def test_steps_and_typing_then_back_leaves_the_page_in_one_press(home):
    go_to(home, "Toxic comments")
    field = home.get_by_label("Type a comment")
    field.fill("you are my friend")
    expect(home.get_by_text("After 4 of 4 words")).to_be_visible()
    home.get_by_role("group", name="Step tape").focus()
    for step in (3, 2, 1):
        home.keyboard.press("ArrowLeft")
        expect(home).to_have_url(re.compile(f"tox_tape_step={step}"))
    home.go_back()
    front_page_is_there(home)
    assert "tox_" not in home.url
    home.go_forward()
    expect(field).to_have_value("you are my friend")
    step_is(home, 1)
    expect(home.get_by_text("After 1 of 4 words")).to_be_visible()


def test_a_preset_then_back_returns_to_the_text_and_the_step_before(home):
    go_to(home, "Toxic comments")
    field = home.get_by_label("Type a comment")
    field.fill("you are my friend")
    expect(home.get_by_text("After 4 of 4 words")).to_be_visible()
    home.get_by_role("group", name="Step tape").focus()
    home.keyboard.press("ArrowLeft")
    expect(home).to_have_url(re.compile("tox_tape_step=3"))
    home.get_by_role("button", name="A turn at the start").click()
    step_is(home, 13)
    settle(home)
    before = field.input_value()
    home.get_by_role("button", name="Polite poison").click()
    expect(field).not_to_have_value(before)
    settle(home)
    chosen = field.input_value()
    home.go_back()
    expect(field).to_have_value(before)
    settle(home)
    home.go_back()
    expect(field).to_have_value("you are my friend")
    expect(home.get_by_text("After 3 of 4 words")).to_be_visible()
    home.go_forward()
    step_is(home, 13)
    home.go_forward()
    expect(field).to_have_value(chosen)
    expect(home).not_to_have_url(re.compile("tox_tape_step"))


def test_back_while_the_tape_plays_returns_to_the_step_before_the_preset_and_rests(home):
    go_to(home, "Toxic comments")
    field = home.get_by_label("Type a comment")
    field.fill("you are my friend")
    expect(home.get_by_text("After 4 of 4 words")).to_be_visible()
    tape = home.get_by_role("group", name="Step tape")
    tape.focus()
    home.keyboard.press("ArrowLeft")
    expect(home).to_have_url(re.compile("tox_tape_step=3"))
    home.get_by_role("button", name="A turn at the start").click()
    step_is(home, 13)
    settle(home)
    tape.get_by_role("button", name="Play").click()
    expect(home).to_have_url(re.compile("tox_tape_step=2"))
    home.go_back()
    expect(field).to_have_value("you are my friend")
    expect(tape.get_by_role("button", name="Play")).to_be_visible()
    expect(home.get_by_text("After 3 of 4 words")).to_be_visible()
    expect(home).to_have_url(re.compile("tox_tape_step=3"))


def test_strokes_then_back_leaves_the_drawing_in_one_press_and_forward_brings_it_again(home):
    go_to(home, "Finish my drawing")
    paper = home.locator("canvas.upper-canvas")
    expect(home.get_by_text(re.compile("^After your 2 strokes"))).to_be_visible()
    for count in (3, 4):
        box = paper.bounding_box()
        home.mouse.move(box["x"] + 30 * count, box["y"] + 60)
        home.mouse.down()
        home.mouse.move(box["x"] + 100, box["y"] + 30 * count, steps=5)
        home.mouse.up()
        expect(home.get_by_text(re.compile(f"^After your {count} strokes"))).to_be_visible()
    expect(home).to_have_url(re.compile("sketch_drawing="))
    home.go_back()
    front_page_is_there(home)
    home.go_forward()
    expect(home.get_by_text(re.compile("^After your 4 strokes"))).to_be_visible()


def test_what_a_page_put_into_the_address_stays_with_the_page(home):
    home.get_by_label("A beginning of the name").fill("Gin")
    expect(home).to_have_url(re.compile("home_text=Gin"))
    home.get_by_role("group", name="Step tape").focus()
    home.keyboard.press("Home")
    expect(home).to_have_url(re.compile("home_tape_step=0"))
    go_to(home, "Cookie names")
    expect(home).not_to_have_url(re.compile("home_"))
    home.get_by_role("group", name="Step tape").first.focus()
    home.keyboard.press("Home")
    expect(home).to_have_url(re.compile("cookies_tape_step=0"))
    expect(home.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    home.go_back()
    front_page_is_there(home)
    step_is(home, 0)
    expect(home.get_by_label("A beginning of the name")).to_have_value("Gin")
    # by the door instead: what was left there is still there
    go_to(home, "Cookie names")
    step_is(home, 0)


REFUSE = """
const replace = History.prototype.replaceState
window.refusals = 0
History.prototype.replaceState = function (...given) {
  if (window.refusals) { window.refusals -= 1; throw new DOMException("too many", "SecurityError") }
  replace.apply(this, given)
}
"""


def test_an_address_that_the_browser_refuses_comes_after_and_nothing_is_lost(page, app_url):
    page.add_init_script(REFUSE)
    page.goto(app_url)
    step_is(page, 2)
    settle(page)
    page.evaluate("window.refusals = 3")
    page.get_by_label("A beginning of the name").fill("Gin")
    step_is(page, 3)
    expect(page).to_have_url(re.compile("home_text=Gin"))
    assert page.evaluate("window.refusals") == 0
