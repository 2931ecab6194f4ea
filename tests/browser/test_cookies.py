"""Cookie names in a real browser: a tray, the keyboard, a branch, a shared link."""

import re

from playwright.sync_api import expect

from tests.browser.settled import settle


def test_bake_step_branch_and_share(app_url, page):
    page.goto(f"{app_url}/cookies?cookies_start=Ging&cookies_seed=7")
    expect(page.get_by_text(re.compile("^Of 12 names"))).to_be_visible()
    settle(page)
    page.get_by_role("group", name="Step tape").first.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile("after step 1 of"))).to_be_visible()
    # the tape moves at once, the letters to choose from come after; a click between the two would be overtaken
    page.wait_for_url(re.compile("cookies_tape_step=1"))
    expect(page.get_by_text("What if letter 1 were another?")).to_be_visible()
    settle(page)
    page.locator(".st-key-cookies_grow_2 button").first.click()
    expect(page.get_by_text("branch 1", exact=True)).to_be_visible()
    page.wait_for_url(re.compile("(?=.*cookies_branches=)(?=.*cookies_branch=)"))
    settle(page)
    tray = page.get_by_text(re.compile("^Of 12 names")).inner_text()
    page.goto(page.url)
    expect(page.get_by_role("radio", name="branch 1")).to_be_checked()
    expect(page.get_by_text(re.compile("^Of 12 names"))).to_have_text(tray)
    expect(page.get_by_label("Begin the name with")).to_have_value("Ging")


def test_any_letter_grows_one_branch(app_url, page):
    page.goto(f"{app_url}/cookies?cookies_start=Ging&cookies_seed=7&cookies_tape_step=2")
    letters = page.get_by_role("combobox", name="Or any other letter")
    letters.click()
    letters.press_sequentially("Z")
    page.get_by_role("option", name="Z", exact=True).click()
    expect(page.get_by_role("radio", name="branch 1")).to_be_checked()
    expect(page.get_by_text(re.compile("^GZ")).first).to_be_visible()
    expect(letters).to_have_value("")
    page.get_by_text("What it remembers").click()
    expect(page.locator(".st-key-cookies_memory_map .js-plotly-plot")).to_be_visible()
    expect(page.get_by_role("radio", name="branch 2")).to_have_count(0)


def test_a_letter_is_typed_a_double_click_bids_once_and_the_score_is_in_the_link(app_url, page):
    page.goto(f"{app_url}/cookies")
    letter = page.get_by_label("The next letter; Enter bids")
    letter.press_sequentially("o")
    page.get_by_role("button", name="Bid, then show the bars").dblclick()
    expect(page.get_by_text("So many of 1 letter were")).to_be_visible()
    settle(page)
    expect(letter).to_have_value("")
    letter.press_sequentially("a")
    letter.press("Enter")
    expect(page.get_by_text("So many of 2 letters were")).to_be_visible()
    page.wait_for_url(re.compile(r"cookies_game=0\.2\.2\."))
    score = page.get_by_role("heading", name=re.compile("^You")).inner_text()
    page.goto(page.url)
    expect(page.get_by_role("heading", name=re.compile("^You"))).to_have_text(score)


def test_a_click_on_a_row_of_the_memory_chooses_its_unit(app_url, page):
    page.goto(f"{app_url}/cookies")
    page.get_by_text("What it remembers").click()
    rows = page.locator(".st-key-cookies_memory_map .nsewdrag")
    unit = page.get_by_role("combobox", name="Colour the input by one unit")
    expect(unit).to_be_visible()
    for share in (0.2, 0.8):
        before = unit.input_value()
        box = rows.bounding_box()
        rows.hover(position={"x": box["width"] * share, "y": box["height"] * share})
        pointed = page.locator(".st-key-cookies_memory_map .hoverlayer").get_by_text(re.compile(r"^unit \d+")).first
        expect(pointed).to_be_visible()
        named = pointed.text_content().split(":")[0]
        rows.click(position={"x": box["width"] * share, "y": box["height"] * share})
        expect(unit).to_have_value(named)
        assert named != before
