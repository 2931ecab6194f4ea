"""What every page of the registry holds to in a real Chromium, those to come too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from seqdemo.registry import USE_CASES
from tests.browser.settled import settle

every_use_case = pytest.mark.parametrize("about", USE_CASES, ids=lambda about: about.name)
every_page = pytest.mark.parametrize(
    "name", ["", *(about.name for about in USE_CASES)], ids=lambda name: name or "home"
)
LOOKS = {"wide and light": (1280, "light"), "narrow and dark": (390, "dark")}


@pytest.fixture(scope="session")
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


def shown(page) -> str:
    """All text on the page, without what a computation took."""
    return page.get_by_test_id("stMain").inner_text()


@every_page
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_is_fetched_from_elsewhere(name, look, browser, app_url, axe):
    width, scheme = LOOKS[look]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.set_default_timeout(30_000)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app_url}/{name}")
    settle(page)
    found = axe.run(page).response["violations"]
    assert [(rule["id"], rule["impact"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []
    own = (app_url, app_url.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    context.close()


@every_use_case
def test_under_the_hood_opens_and_a_link_shows_the_same_elsewhere(about, page, app_url, browser):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{app_url}/{about.name}")
    settle(page)
    tape = page.get_by_role("group", name="Step tape").first
    tape.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    # the tape waits a little before it tells the second step, and then tells the whole address
    expect(page).to_have_url(re.compile("_step=1"))
    settle(page)
    page.get_by_text("Under the hood").click()
    expect(page.get_by_test_id("stCode").first).to_contain_text("def ")
    settle(page)

    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{app_url}/{about.name}?")
    other = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    other.set_default_timeout(30_000)
    other.goto(link)
    settle(other)
    expect(other.get_by_test_id("stCode").first).to_contain_text("def ")
    settle(other)
    assert shown(other) == shown(page).replace("Copied.", "").rstrip()
    other.context.close()
