"""The link that is copied from a page brings all that is seen to another browser, but no answer to a question.

Every page of the registry, those to come too, with all of its panels open, the code under its hood among them.
"""

import re

import pytest
from playwright.sync_api import expect

from seqdemo.registry import USE_CASES
from tests.browser.settled import settle


def seen(page):
    """All words on the page and what its fields hold, as soon as they are at rest."""
    main = page.get_by_test_id("stMain")
    before, now = None, ""
    while before != now:
        page.wait_for_timeout(400)
        settle(page)
        fields = page.locator("input:not([type=radio])").evaluate_all("all => all.map(field => field.value)")
        marked = page.locator("input[type=radio]:checked").evaluate_all("all => all.map(field => field.value)")
        switched = page.locator("[aria-checked=true], [aria-pressed=true]").all_inner_texts()
        before, now = now, "\n".join([main.inner_text(), *fields, *switched, str(len(marked))])
    # what was computed for whom, and whether the link was copied
    return re.sub(r"This time .*|\d+ of \d+ steps were computed.*|Copied\.", "", now)


def unfold_everything(page):
    closed = page.locator("details:not([open])")
    for left in reversed(range(closed.count())):
        settle(page)  # a panel that moves away from under the mouse is not clicked
        closed.first.locator("summary").click()
        expect(closed).to_have_count(left)


def choose_a_unit(page):
    units = page.get_by_role("combobox", name="Colour the input by one unit").first
    units.click()
    units.press_sequentially("unit 7")
    page.get_by_role("option", name="unit 7", exact=True).click()
    expect(page).to_have_url(re.compile("_unit=unit.7"))


@pytest.mark.parametrize("about", USE_CASES, ids=lambda about: about.name)
def test_a_copied_link_opened_elsewhere_shows_the_same(about, app_url, page, elsewhere):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{app_url}/{about.name}")
    expect(page.get_by_role("button", name="Copy a link")).to_be_visible()
    unfold_everything(page)
    expect(page.get_by_test_id("stCode").first).to_contain_text("def ")
    if about.remembers:
        choose_a_unit(page)
    page.get_by_role("group", name="Step tape").first.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("_tape_step=1"))
    for switch in page.get_by_text("Show the examples with rude words").all():
        switch.click()
        expect(page).to_have_url(re.compile("_rude_shown=true"))
    mine = seen(page)
    # the answer comes last: it is the one thing that is seen here and not there
    page.get_by_test_id("stRadio").last.get_by_role("radio").first.check(force=True)
    expect(page.get_by_test_id("stAlert").filter(has_text=re.compile("Yes|Not quite"))).to_be_visible()
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{app_url}/{about.name}?")
    elsewhere.goto(link)
    expect(elsewhere.get_by_role("button", name="Copy a link")).to_be_visible()
    assert seen(elsewhere) == mine
