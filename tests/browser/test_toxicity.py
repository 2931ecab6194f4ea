"""The page of toxic comments in a real Chromium: typing, stepping, changing, sharing."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def comment(page, app_url):
    """The page is open and drawn; yields the field of the comment."""
    page.goto(f"{app_url}/toxicity")
    field = page.get_by_label("Type a comment")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    return field


def score(page):
    """The probability of `toxic` on show, as text."""
    return page.get_by_role("row", name=re.compile(r"^toxic\b")).first.inner_text()


def test_the_scores_move_while_typing_and_only_new_words_are_computed(page, comment):
    comment.fill("you are a")
    expect(page.get_by_text("After 3 of 3 words")).to_be_visible()
    before = score(page)
    comment.press_sequentially(" stupid", delay=30)
    expect(page.get_by_text("After 4 of 4 words")).to_be_visible()
    comment.press_sequentially(" idiot", delay=30)
    expect(page.get_by_text("After 5 of 5 words")).to_be_visible()  # without Enter, without leaving the field
    assert score(page) != before
    expect(page.get_by_text(re.compile(r"1 of 5 words were computed"))).to_be_visible()


def test_the_keyboard_steps_through_the_words(page, comment):
    comment.fill("you are my friend")
    expect(page.get_by_text("After 4 of 4 words")).to_be_visible()
    page.get_by_role("group", name="Step tape").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("After 3 of 4 words")).to_be_visible()
    page.keyboard.press("Home")
    expect(page.get_by_text("Before the first word")).to_be_visible()


def test_a_shared_link_brings_back_the_same_state(page, comment, elsewhere):
    comment.fill("you are my stupid friend")
    expect(page.get_by_text("After 5 of 5 words")).to_be_visible()
    page.get_by_role("radio", name="Mute").click()
    expect(page.get_by_role("combobox", name="Which word")).to_be_visible()
    expect(page).to_have_url(re.compile("tox_if="))
    expect(page).to_have_url(re.compile("friend"))
    shared, seen = page.url, score(page)
    elsewhere.goto(shared)
    expect(elsewhere.get_by_text("After 5 of 5 words")).to_be_visible()
    expect(elsewhere.get_by_label("Type a comment")).to_have_value("you are my stupid friend")
    expect(elsewhere.get_by_role("combobox", name="Which word")).to_be_visible()
    assert score(elsewhere) == seen


def test_html_is_shown_as_typed(page, comment):
    comment.fill("<b>you</b> <img src=x onerror=document.title='broken'> **fat** idiot")
    expect(page.get_by_text(re.compile(r"After \d+ of \d+ words"))).to_be_visible()
    expect(page.locator("img[src=x]")).to_have_count(0)
    assert page.title() != "broken"


def test_it_fits_a_phone(page, comment):
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")


def test_closed_panels_open_and_the_fairness_table_has_counts(page, comment):
    expect(page.get_by_text("times in the training data")).to_have_count(0)
    page.get_by_text("Whom does it treat unfairly?").click()
    expect(page.get_by_text("times in the training data")).to_be_visible()
    page.get_by_text("What it remembers").click()
    expect(page.get_by_role("combobox", name="Colour the input by one unit")).to_be_visible()
