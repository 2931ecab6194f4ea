"""Nothing typed is lost, nothing is left out in silence, and everything can be read and reached, in a real Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from seqdemo.registry import USE_CASES
from tests.browser.settled import settle
from tests.browser.test_contract import every_page

SMALLEST = 12  # pixels
# every text on the page with its size as drawn, figures and components too
TEXTS = """() => {
  const found = []
  const look = root => root.querySelectorAll("*").forEach(element => {
    if (element.shadowRoot) look(element.shadowRoot)
    const texts = [...element.childNodes].filter(node => node.nodeType === 3)
    const own = texts.some(node => node.textContent.replace("\\u200b", "").trim())
    const { width, height } = element.getBoundingClientRect()
    if (!own || width < 2 || height < 2 || ["STYLE", "SCRIPT"].includes(element.tagName)) return
    const matrix = element.getScreenCTM?.()
    const scale = matrix ? Math.hypot(matrix.a, matrix.b) : 1
    const style = getComputedStyle(element)
    found.push({ text: element.textContent.slice(0, 40), size: parseFloat(style.fontSize) * scale, fill: style.fill,
                 plot: element.closest(".js-plotly-plot") !== null })
  })
  look(document)
  return found
}"""
# whatever begins or ends beside the screen, though it may be drawn inside a part that is cut off or can be scrolled
BESIDE = """() => {
  const found = []
  const kinds = "canvas, table, button, input, textarea, svg.main-svg"
  const look = root => root.querySelectorAll(kinds).forEach(element => {
    // what is there for screen readers only, as the input of a slider is, is cut to a pixel
    if (element.parentElement?.getBoundingClientRect().width <= 1) return
    // a row of examples is pushed aside by a finger, and brings the button with the focus into view by itself
    const row = element.closest("[class*=_makes_entry]")
    if (row && getComputedStyle(row).overflowX === "auto" && row.getBoundingClientRect().right <= innerWidth) return
    const { left, right, width } = element.getBoundingClientRect()
    if (width && (right > innerWidth + 1 || left < -1)) found.push([element.tagName, element.textContent.slice(0, 20)])
  })
  const main = document.querySelector("[data-testid=stMain]")
  look(main)
  main.querySelectorAll("*").forEach(element => element.shadowRoot && look(element.shadowRoot))
  return found
}"""


@pytest.mark.parametrize(
    ("page_name", "label"),
    [("toxicity", "Type a comment"), ("translation", "Type an English"), ("cookies", "Begin the name")],
)
def test_typed_and_left_at_once_both_pages_are_there_and_so_is_the_text(page, app_url, page_name, label):
    page.goto(f"{app_url}/{page_name}")
    settle(page)
    for text in ("good day", "you are kind", "thank you"):
        page.get_by_label(label).fill(text)
        page.wait_for_timeout(50 * len(text) % 300)  # while the field still waits for a pause
        page.get_by_role("link", name="Home").first.click()
        expect(page.get_by_role("heading", name="Sequence models, one step at a time")).to_be_visible()
        settle(page)
        page.go_back()
        expect(page.get_by_label(label)).to_have_value(text)
        settle(page)


def test_of_a_long_text_the_beginning_is_taken_and_that_is_said(page, app_url):
    page.goto(f"{app_url}/toxicity")
    settle(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text = "".join(f"word{number} " for number in range(400))
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    field = page.get_by_label("Type a comment")
    field.press("ControlOrMeta+a")
    field.press("ControlOrMeta+v")
    expect(page.get_by_text(f"This text has {len(text):,} characters; the first 2,000 are taken.")).to_be_visible()
    expect(field).to_have_value(text[:2000])
    expect(page.get_by_text(re.compile(r"After 2\d\d of 2\d\d words"))).to_be_visible()


def test_an_address_below_a_page_is_a_sentence_and_a_way_home(page, app_url):
    answer = page.goto(f"{app_url}/toxicity/<b>more</b>")
    assert answer.status == 404
    expect(page.get_by_text("There is nothing at /toxicity/<b>more</b>")).to_be_visible()
    page.get_by_role("link", name="front page").click()
    expect(page.get_by_role("heading", name="Sequence models, one step at a time")).to_be_visible()


def test_on_a_phone_the_menu_closes_after_a_choice(page, app_url):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(app_url)
    settle(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Cookies").click()
    expect(page.get_by_role("heading", name="Cookie names", level=1)).to_be_visible()
    settle(page)
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    expect(page.get_by_label("Begin the name")).to_be_visible()
    assert page.get_by_label("Begin the name").evaluate(
        "field => { field.scrollIntoView({ block: 'center' }); const { x, y } = field.getBoundingClientRect();"
        " return field.contains(document.elementFromPoint(x + 9, y + 9)) }"
    )


@every_page
def test_at_320_pixels_nothing_sticks_out(name, page, app_url):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{app_url}/{name}")
    settle(page)
    assert page.evaluate(BESIDE) == []
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


WITHOUT_FIGURES = ("photo",)
OPENED = {
    "toxicity": "tox_memory=true&tox_fair=true",
    "cookies": "cookies_memory=true",
    "sketch": "sketch_memory=true&sketch_surprise=true&sketch_fan=true&sketch_around=true",
    "translation": "tr_tree=true&tr_compare=true&tr_forward=true",
}


@every_page
def test_no_text_is_small_or_grey_on_white(name, page, app_url):
    page.goto(f"{app_url}/{name}?{OPENED.get(name, '')}")
    settle(page)
    if name not in WITHOUT_FIGURES:
        page.locator(".js-plotly-plot text").first.wait_for()
    texts = page.evaluate(TEXTS)
    assert any(text["plot"] for text in texts) == (name not in WITHOUT_FIGURES)
    assert [text for text in texts if text["size"] < SMALLEST - 0.01] == []
    # Streamlit's own grey for figures has a contrast of 3.7 to 1
    assert [text for text in texts if text["plot"] and text["fill"] == "rgb(128, 132, 149)"] == []


def test_every_page_has_its_own_title_in_the_tab(page, app_url):
    for name, title in [("", "Home"), *((about.name, about.title) for about in USE_CASES)]:
        page.goto(f"{app_url}/{name}")
        expect(page).to_have_title(f"{title} · seqdemo")
