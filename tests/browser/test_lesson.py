"""A teacher's link in a real Chromium: the question first, then the state that the link holds."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.settled import settle


def test_a_question_first_then_the_state_of_the_link_without_controls(page, app_url):
    page.goto(f"{app_url}/cookies?cookies_temperature=1.2&cookies_tape_step=5&lesson=large.hidden:What+comes+next%3F")
    settle(page)
    tape = page.get_by_role("group", name="Step tape")
    expect(tape).to_have_count(0)
    page.get_by_label("What do you expect?").fill("an apple")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You said: an apple. Now look.")).to_be_visible()
    expect(tape.first).to_contain_text("after step 5")
    settle(page)
    expect(page).to_have_url(re.compile("cookies_temperature=1.2"))
    expect(page.get_by_label("Begin the name with")).to_be_visible()
    expect(page.get_by_label("Seed of the dice")).to_be_hidden()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 20

    page.get_by_role("button", name="Leave the lesson").click()
    expect(page).not_to_have_url(re.compile("lesson"))
    settle(page)  # until then what the lesson hid stands beside its successor
    expect(page.get_by_label("Seed of the dice")).to_be_visible()
    expect(tape.first).to_contain_text("after step 5")
    # a teacher makes another one; the page stays as it is
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("For teachers: a link for a lesson").click()
    page.get_by_label("A question that is answered").fill("Why?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Open it beside")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert "lesson=%3AWhy%3F" in link and "cookies_temperature=1.2" in link
    assert "lesson=" not in page.url.replace("share_lesson=", "")
