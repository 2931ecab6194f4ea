"""The front page and the step tape in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from seqdemo.cookies.model import CookieModel
from seqdemo.home import say as home
from seqdemo.order.about import ABOUT as ORDER
from seqdemo.registry import USE_CASES
from tests.browser.settled import settle

(NAME,) = CookieModel.load().bake(home.BEGINNING, 0.0, 0, 1)
REST, END = len(home.BEGINNING), len(NAME)


@pytest.fixture
def tape(page, app_url):
    page.goto(app_url)
    tape = page.get_by_role("group", name="Step tape")
    expect(tape).to_be_visible()
    return tape


def _after(tape, step: int) -> None:
    expect(tape.locator("output")).to_have_text(f"after step {step} of {END}")


def test_keyboard_moves_the_tape_and_the_figure(page, tape):
    _after(tape, REST)
    tape.focus()
    page.keyboard.press("ArrowRight")
    _after(tape, REST + 1)
    expect(page.get_by_text(f"After “{NAME[: REST + 1]}” the")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    _after(tape, REST - 1)
    page.keyboard.press("Home")
    _after(tape, 0)
    page.keyboard.press("End")
    _after(tape, END)


def test_space_plays_to_the_end(page, tape):
    tape.focus()
    page.keyboard.press("Space")
    expect(tape.get_by_role("button", name="Pause")).to_be_visible()
    _after(tape, END)
    expect(tape.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_mouse_and_scrub(page, tape):
    tape.get_by_role("button", name="One step back").click()
    _after(tape, REST - 1)
    tape.get_by_role("button", name="One step on").click()
    _after(tape, REST)
    tape.get_by_role("slider").fill("6")
    _after(tape, 6)
    tape.get_by_role("button", name="Back to the start").click()
    _after(tape, 0)


def test_tape_rests_again_when_its_words_are_replaced(page, tape):
    tape.focus()
    page.keyboard.press("ArrowLeft")
    _after(tape, REST - 1)
    page.get_by_role("textbox", name="A beginning").fill("Ging")
    expect(page.get_by_text("After “Ging” the")).to_be_visible()
    expect(tape.locator("output")).to_have_text(re.compile("^after step 4 of"))


def test_typed_markup_is_shown_as_typed(page, tape):
    page.get_by_role("textbox", name="A beginning").fill("'a' & *b*")
    expect(page.get_by_text("After “'a' & *b*” the")).to_be_visible()
    assert tape.locator("img, em").count() == 0


def test_shared_link_brings_text_and_step_back(page, app_url, tape):
    page.get_by_role("textbox", name="A beginning").fill("Ging")
    expect(page.get_by_text("After “Ging” the")).to_be_visible()
    tape.get_by_role("button", name="One step on").click()
    expect(page.get_by_text("After “Ginge” the")).to_be_visible()
    expect(page).to_have_url(re.compile("home_tape_step=5"))
    page.goto(page.url)
    expect(page.get_by_role("textbox", name="A beginning")).to_have_value("Ging")
    expect(page.get_by_text("After “Ginge” the")).to_be_visible()
    expect(tape.locator("output")).to_have_text(re.compile("^after step 5 of"))
    tape.get_by_role("button", name="One step back").click()
    expect(page).not_to_have_url(re.compile("home_tape_step"))


def test_no_sideways_scrolling_on_a_phone(page, app_url):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(app_url)
    expect(page.get_by_role("group", name="Step tape")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("about", USE_CASES, ids=lambda about: about.title)
def test_first_visit_of_a_new_server_may_be_any_page(page, new_app_url, about):
    page.goto(f"{new_app_url}/{about.name}")
    expect(page.get_by_role("link", name=about.menu or about.title, exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="app", exact=True)).to_have_count(0)


def test_all_pages_stand_side_by_side_in_the_menu(page, app_url, tape):
    for about in USE_CASES:
        expect(page.get_by_role("link", name=about.menu or about.title, exact=True)).to_be_visible()
    page.set_viewport_size({"width": 1100, "height": 900})
    page.wait_for_timeout(500)  # the menu measures itself some time after the window has changed
    expect(page.get_by_role("link", name=USE_CASES[-1].menu, exact=True)).to_be_visible()


def test_shape_is_pictured(page, tape):
    expect(page.get_by_role("img", name="A picture of the shape many to many")).to_be_visible()


def test_nothing_is_fetched_from_elsewhere(page, app_url):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(app_url)
    expect(page.get_by_role("group", name="Step tape")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((app_url, "data:", "blob:"))] == []


def test_a_stop_of_the_lesson_opens_in_its_state_and_is_marked(page, app_url, tape):
    page.get_by_role("link", name="Open order matters").click()
    expect(page.get_by_role("textbox", name="A sentence")).to_have_value(ORDER.opens["order_text"])
    expect(page.get_by_role("spinbutton", name="Order")).to_have_value(ORDER.opens["order_shuffle"])
    items = page.get_by_role("group", name="Items of the sequence")
    expect(items).to_have_text(re.compile("^the.*man.*bit.*the.*dog", re.DOTALL))
    settle(page)
    page.get_by_role("link", name="Home").first.click()
    expect(page.get_by_text("you were here")).to_have_count(1)
    expect(page).to_have_url(re.compile("home_been=order"))
    page.reload()
    expect(page.get_by_text("you were here")).to_have_count(1)
