"""Cookie names in a real browser: a tray, the keyboard, a branch, a shared link."""

import re

from playwright.sync_api import expect


def test_bake_step_branch_and_share(app_url, page):
    page.goto(f"{app_url}/cookies?cookies_start=Ging&cookies_seed=7")
    expect(page.get_by_text(re.compile("^Of 12 names"))).to_be_visible()
    page.get_by_role("group", name="Step tape").first.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile("after step 1 of"))).to_be_visible()
    page.locator(".st-key-cookies_grow_2 button, .st-key-cookies_grow_3 button").first.click()
    expect(page.get_by_text("branch 1", exact=True)).to_be_visible()
    page.wait_for_url(re.compile("cookies_branches="))
    tray = page.get_by_text(re.compile("^Of 12 names")).inner_text()
    page.goto(page.url)
    expect(page.get_by_text("branch 1", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("^Of 12 names"))).to_have_text(tray)
    expect(page.get_by_label("Begin the name with")).to_have_value("Ging")
