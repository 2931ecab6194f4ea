"""The pages of next words and of order in a real Chromium: typing, stepping, taking a word, touching, shuffling."""

import re

from playwright.sync_api import expect


def tape(page):
    return page.get_by_role("group", name="Step tape").first


def test_it_goes_on_while_typing_and_the_bars_follow_the_keyboard(app_url, page):
    page.goto(f"{app_url}/language?language_seed=3")
    field = page.get_by_label("Begin a sentence")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    field.fill("she")
    field.press_sequentially(" has", delay=30)  # without Enter, without leaving the field
    expect(page.get_by_text(re.compile("^In goes “has”"))).to_be_visible()
    tape(page).focus()
    page.keyboard.press("Home")
    expect(page.get_by_text(re.compile("^In goes the beginning of a sentence"))).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile("^In goes “she”.*“has” is yours"))).to_be_visible()


def test_a_word_taken_goes_back_in_and_the_link_brings_it_back(app_url, page):
    page.goto(f"{app_url}/language")
    offered = page.locator("[class*=st-key-language_take_] button:not([disabled])")
    expect(offered.first).to_be_visible()
    word = offered.nth(1).inner_text()
    offered.nth(1).click()
    expect(page.get_by_text(re.compile(f"^In goes “{re.escape(word)}”"))).to_be_visible()
    expect(page.get_by_text("Take another word 2.")).to_be_visible()
    page.wait_for_url(re.compile(r"language_taken=\d+"))
    page.goto(page.url)
    expect(tape(page).get_by_role("button", name=word, exact=True).first).to_be_visible()
    page.get_by_role("button", name="Give the words back that I took").click()
    expect(page.get_by_text("Take another word 1.")).to_be_visible()


def test_a_memory_of_another_sentence_and_an_unknown_word(app_url, page):
    page.goto(f"{app_url}/language")
    page.get_by_role("radio", name="comes from another beginning").click()
    other = page.get_by_label("The other beginning")
    other.fill("my Zyxwv and I")
    expect(page.get_by_text("With the memory of “my Zyxwv and I” after “going”").first).to_be_visible()
    expect(page.get_by_text(re.compile("Not among its 12,000 words: “Zyxwv”"))).to_be_visible()
    page.get_by_text("What it remembers").click()
    expect(page.locator(".st-key-language_memory_map .js-plotly-plot")).to_be_visible()


def test_a_sentence_is_shuffled_and_put_back(app_url, page):
    page.goto(f"{app_url}/order")
    expect(page.locator(".st-key-order_spread .js-plotly-plot")).to_be_visible()
    page.get_by_label("A sentence", exact=True).fill("the dog bit the man.")
    expect(page.get_by_text(re.compile("On the average of the sentence")).first).to_be_visible()
    chips = tape(page).get_by_role("button").all_inner_texts
    expect(tape(page).get_by_role("button", name="bit", exact=True)).to_be_visible()
    before = chips()
    page.get_by_role("button", name="Shuffle").click()
    expect(page.get_by_role("columnheader", name="in this order")).to_be_visible()
    assert sorted(chips()) == sorted(before)
    assert chips() != before
    page.get_by_role("button", name="As typed").click()
    expect(page.get_by_role("columnheader", name="in this order")).to_have_count(0)
    assert chips() == before
