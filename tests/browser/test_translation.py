"""The page of translation in a real Chromium: typing, stepping, choosing another word, sharing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.settled import settle


@pytest.fixture
def field(page, app_url):
    """The page is open and drawn; yields the field of the sentence."""
    page.goto(f"{app_url}/translation")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    return page.get_by_label("Type an English sentence")


def french(page):
    """The translation on show."""
    return page.get_by_role("heading", level=2).first


def marked(text):
    """This text, where any word may have a mark of how sure the network was."""
    return re.compile(r"( \d+%)?".join(map(re.escape, text)))


def test_it_translates_while_typing(page, field):
    field.fill("I am")
    field.press_sequentially(" cold.", delay=30)
    expect(french(page)).to_have_text(marked("J'ai froid."))  # without Enter, without leaving the field


def test_the_keyboard_steps_through_encoder_and_decoder(page, field):
    field.fill("I am cold.")
    expect(french(page)).to_have_text(marked("J'ai froid."))
    tape = page.get_by_role("group", name="Step tape").first
    tape.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("Nothing has been read yet")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("One encoder has read “I”")).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_text("and the sentence is done")).to_be_visible()


def test_another_word_is_kept_and_the_link_brings_it_back(page, field, elsewhere):
    field.fill("I am old.")
    expect(french(page)).to_have_text(re.compile("^Je suis"))
    page.get_by_role("group", name="Step tape").first.get_by_role("button", name="Je", exact=True).click()
    other = page.get_by_label("Or any other French word")
    expect(page.get_by_text("In goes the start")).to_be_visible()
    settle(page)
    other.fill("Nous")
    other.press("Enter")
    expect(french(page)).to_have_text(re.compile("^Nous"))
    expect(page).to_have_url(re.compile("tr_forced=f"))
    expect(page.get_by_text("Violet: chosen by you")).to_be_visible()
    seen, link = french(page).inner_text(), page.url
    elsewhere.goto(link)
    expect(french(elsewhere)).to_have_text(seen)
    expect(elsewhere.get_by_text("Violet: chosen by you")).to_be_visible()


def test_a_click_in_the_map_puts_the_tape_there(page, field):
    field.fill("I am cold.")
    expect(french(page)).to_have_text(marked("J'ai froid."))
    plot = page.locator(".js-plotly-plot").first
    plot.scroll_into_view_if_needed()
    # rows are J', ai, froid, ., the end
    label = plot.get_by_text("froid", exact=True)
    expect(label).to_be_visible()
    box, row = plot.bounding_box(), label.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.7, row["y"] + row["height"] / 2)
    expect(page.get_by_text("Where it looked while it wrote “froid”")).to_be_visible()


def test_without_attention_the_sentence_falls_apart(page, field):
    page.get_by_text("Attention: let the decoder look back").click()
    expect(page.get_by_text("With attention it says:")).to_be_visible()
    expect(page.get_by_text("With attention it says:")).not_to_contain_text(french(page).inner_text())


def test_panels_open_and_it_fits_a_phone(page, field):
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_text("The beam: which beginnings lived").click()
    expect(page.get_by_text("With a beam of 5")).to_be_visible()
    page.get_by_text("Two sentences side by side").click()
    expect(page.get_by_label("Another English sentence")).to_be_visible()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")


def test_french_is_named_for_screen_readers_and_english_is_not(page, field):
    field.fill("I am cold.")
    expect(french(page)).to_have_text(marked("J'ai froid."))
    spoken = "element => (element.closest('[lang]') ?? document.documentElement).lang"
    tape = page.get_by_role("group", name="Step tape").first
    assert french(page).evaluate(spoken) == "fr"
    for place, language in (("I", "en"), ("froid", "fr")):
        assert tape.get_by_role("button", name=place, exact=True).evaluate(spoken) == language
    assert page.get_by_role("heading", level=1).evaluate(spoken) == "en"
    tape.get_by_role("button", name="froid", exact=True).click()
    other = page.locator(".st-key-tr_force_in_fr").get_by_role("button").first
    assert other.evaluate(spoken) == "fr"
    # the place of the button is kept, so that the keyboard goes on from it
    other.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Violet: chosen by you")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.st-key-tr_force_in_fr') !== null")
