"""What every page of the registry holds to in a real Chromium, those to come too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from seqdemo.registry import USE_CASES
from tests.browser.settled import settle

every_page = pytest.mark.parametrize(
    "name", ["", *(about.name for about in USE_CASES)], ids=lambda name: name or "home"
)
LOOKS = {"wide and light": (1280, "light"), "narrow and dark": (390, "dark")}


@pytest.fixture(scope="session")
def axe():
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


@every_page
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_nothing_is_fetched_from_elsewhere(name, look, page, app_url, axe):
    width, scheme = LOOKS[look]
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app_url}/{name}")
    settle(page)
    found = axe.run(page).response["violations"]
    assert [(rule["id"], rule["impact"], [node["html"][:200] for node in rule["nodes"]]) for rule in found] == []
    own = (app_url, app_url.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


FOCUS = """() => {
  const within = root => [...root.querySelectorAll("*")].flatMap(
    e => e.shadowRoot ? [e, ...within(e.shadowRoot)] : [e])
  const look = e => [e, e.parentElement, e.parentElement?.parentElement].filter(Boolean).map(part => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(part)
    return [outlineStyle === "none" ? "" : outlineWidth, boxShadow, borderColor].join()
  }).join(";")
  const name = e => e.ariaLabel || [...(e.labels || [])].map(label => label.textContent).join() || e.textContent
  const some = within(document).filter(e => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }))
  // of the choices of one question Tab reaches one, and the arrows the others
  const asked = some.filter(e => !e.disabled && e.type !== "radio" && e.role !== "radio"
    && e.matches("a[href], button, input, select, textarea, summary, [tabindex]"))
  const looks = new Map(some.map(e => [e, look(e)]))
  const seen = new Set()
  window.tabbed = () => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    if (at === document.body || seen.has(at)) return null
    seen.add(at)
    return [at.outerHTML.slice(0, 160), /\\S/.test(name(at)), looks.get(at) !== look(at), at.tabIndex > 0]
  }
  window.missed = () => asked.filter(e => e.isConnected && !seen.has(e)).map(e => e.outerHTML.slice(0, 160))
}"""
"""Keeps how all looks without the focus; then `tabbed` says of what has it: what, named, marked, out of order."""


@every_page
def test_tab_reaches_every_control_which_has_a_name_and_shows_the_focus(name, page, app_url):
    page.goto(f"{app_url}/{name}")
    settle(page)
    page.add_style_tag(content="* { transition: none !important; }")
    page.evaluate(FOCUS)
    stops = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate("tabbed()")
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) < 200
    assert [stop for stop in stops if stop[1:] != [True, True, False]] == []
    assert page.evaluate("missed()") == []


ANSWERS = {
    "what went in": "[data-testid=stMain] :is(input[type=text], canvas.upper-canvas)",
    "what does it remember now": "[data-testid=stMain] .item.now",
    "what does it say": "[data-testid=stMain] :is(.js-plotly-plot, .stMarkdown :is(h2, h3), .canvas-container img)",
    "what changed with this step": "[data-testid=stMain] .note",
    "what can I change": "[data-testid=stMain] :is(.stButton, .stSlider, .stNumberInput, .stTextInput)",
}
"""Where each page has its answer to the five questions of a newcomer."""
BOTTOMS = """parts => Math.min(...parts.map(part => part.getBoundingClientRect()).filter(({ height }) => height)
  .map(({ top, bottom, height }) => top + Math.min(height, 180)))"""


@pytest.mark.parametrize("width, screens", [(1280, 1), (390, 3)], ids=["first screen", "two swipes on a phone"])
@pytest.mark.parametrize(
    "name", ["", *(about.name for about in USE_CASES if about.remembers)], ids=lambda name: name or "home"
)
def test_five_questions_are_answered_without_opening_anything(name, width, screens, page, app_url):
    height = 900 if width == 1280 else 844
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{app_url}/{name}")
    settle(page)
    expect(page.locator(".note").first).to_have_text(re.compile(r"\w"))
    # the line over the chips says what is expected of the next week
    answers = ANSWERS | ({"what does it say": ANSWERS["what changed with this step"]} if name == "stocks" else {})
    for question, where in answers.items():
        bottoms = page.locator(where).evaluate_all(BOTTOMS)
        if bottoms > screens * height:  # what lies over the paper comes after the page
            page.wait_for_timeout(2000)
            bottoms = page.locator(where).evaluate_all(BOTTOMS)
        assert bottoms <= screens * height, question


def test_the_code_of_figures_is_fetched_before_the_page_is_computed(page, app_url):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{app_url}/order")
    settle(page)
    (figures,) = [number for number, url in enumerate(asked) if "/PlotlyChart." in url]
    assert figures < min(number for number, url in enumerate(asked) if "/_stcore/" in url)
