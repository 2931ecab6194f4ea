"""The page of drawings in a real Chromium: mouse, finger, undo, keeping an ending, a shared link."""

import base64
import re

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def open_page(page, address):
    page.goto(address)
    expect(canvas(page)).to_be_visible()
    expect(said(page)).to_be_visible()


def canvas(page):
    """The canvas on show; one that it replaced may still be there, hidden."""
    return page.locator("canvas.upper-canvas:visible")


def said(page, text="After"):
    """The sentence under the finished drawing."""
    return page.get_by_text(re.compile(f"^{text}.* the network drew"))


def ending(page):
    """The ways of the strokes that draw themselves in the finished drawing."""
    address = page.get_by_role("img", name=re.compile("^After")).first.get_attribute("src")
    picture = base64.b64decode(address.partition("base64,")[2]).decode()
    return re.findall(r'd="([^"]*)"[^>]* class="draw"', picture)


def draw(page, *way, steps=6):
    """Draws one stroke with the mouse; `way` is in pixels of the canvas."""
    box = canvas(page).bounding_box()
    for i, (x, y) in enumerate(way):
        page.mouse.move(box["x"] + x, box["y"] + y, steps=1 if i == 0 else steps)
        if i == 0:
            page.mouse.down()
    page.mouse.up()


@pytest.fixture
def board(page, app_url):
    """The page is open with the start drawing of a mosquito, two strokes."""
    open_page(page, f"{app_url}/sketch")
    expect(said(page, "After your 2 strokes")).to_be_visible()
    return page


def test_the_mouse_draws_and_the_network_ends_it(board):
    before = ending(board)
    draw(board, (30, 40), (90, 60), (120, 130))
    expect(said(board, "After your 3 strokes")).to_be_visible()
    assert ending(board) != before


def test_strokes_in_quick_succession_all_stay(board):
    for x in (40, 80, 120, 160):
        draw(board, (x, 30), (x + 10, 90), steps=3)
    expect(said(board, "After your 6 strokes")).to_be_visible()


def test_class_undo_and_again(board):
    mosquito = ending(board)
    board.get_by_role("combobox", name="I am drawing a").fill("bicycle")
    board.keyboard.press("Enter")
    expect(said(board)).to_contain_text("this bicycle")
    expect(board).to_have_url(re.compile("sketch_class=bicycle"))
    assert ending(board) != mosquito
    draw(board, (200, 40), (250, 60))
    expect(said(board, "After your 3 strokes")).to_be_visible()
    board.get_by_role("button", name="Undo").last.click()
    expect(said(board, "After your 2 strokes")).to_be_visible()
    expect(board).to_have_url(re.compile("sketch_class=bicycle"))
    board.get_by_role("button", name="Again").click()
    expect(board).to_have_url(re.compile("sketch_seed=2"))


def test_again_gives_the_server_nothing_to_warn_of(page, new_app_url, tmp_path):
    open_page(page, f"{new_app_url}/sketch")
    page.get_by_role("button", name="Again").click()
    expect(page).to_have_url(re.compile("sketch_seed=2"))
    assert "default value" not in (tmp_path / "app.log").read_text()


def test_what_was_left_out_is_said_where_it_is_seen(board):
    draw(board, (160, 160), (420, 160))
    expect(board.get_by_text("moved to its edge")).to_be_in_viewport(ratio=1)


def test_a_late_report_does_not_undo_the_undo(board):
    draw(board, (200, 40), (250, 60))
    expect(said(board, "After your 3 strokes")).to_be_visible()
    # the canvas reports this stroke only a moment after the click on Undo
    draw(board, (30, 40), (90, 60))
    board.get_by_role("button", name="Undo").last.click()
    board.wait_for_timeout(2000)
    expect(said(board)).to_contain_text(re.compile("your (2|3) strokes"))


def test_a_kept_ending_is_drawn_on_from_and_shared(board, browser):
    board.get_by_role("button", name="Keep and draw on").click()
    expect(board).to_have_url(re.compile(r"sketch_drawing=[\w-]+\.[0-9a-f]+"))
    expect(said(board, r"After your 2 strokes \(")).to_have_count(0)
    link = board.url
    draw(board, (30, 300), (90, 310), (150, 305))
    expect(said(board, "After your 3 strokes and")).to_be_visible()
    expect(board).not_to_have_url(link)
    board.get_by_role("slider", name="Step on show").fill("5")
    expect(board).to_have_url(re.compile("sketch_tape_step=5"))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    other = context.new_page()
    open_page(other, board.url)
    assert said(other).inner_text() == said(board).inner_text()
    assert ending(other) == ending(board) != []
    expect(other.locator("output").first).to_have_text(board.locator("output").first.inner_text())
    context.close()


def test_a_finger_draws_on_a_phone(browser, app_url):
    context = browser.new_context(**PHONE)
    context.set_default_timeout(30_000)
    page = context.new_page()
    open_page(page, f"{app_url}/sketch?sketch_drawing=")
    canvas(page).scroll_into_view_if_needed()
    box = canvas(page).bounding_box()
    finger = context.new_cdp_session(page)
    way = [(box["x"] + 40 + 12 * i, box["y"] + 60 + 15 * i) for i in range(12)]
    before = page.get_by_test_id("stMain").evaluate("element => element.scrollTop")
    for kind, points in [("touchStart", way[:1]), *(("touchMove", [at]) for at in way[1:]), ("touchEnd", [])]:
        touches = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    expect(said(page, "After your 1 stroke")).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("element => element.scrollTop") == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    main = page.get_by_test_id("stMain")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
    page.get_by_role("button", name="Clear").click()
    expect(said(page, "After nothing")).to_be_visible()
    context.close()


def test_panels_open_and_a_picture_is_downloaded(board):
    board.get_by_text("Fifty possible next strokes").click()
    expect(board.get_by_text(re.compile("^50 throws of the dice from here"))).to_be_visible()
    board.get_by_text("What surprised it in your drawing?").click()
    expect(board.get_by_text(re.compile("surprised it most"))).to_be_visible()
    for name, first in (("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("GIF", b"GIF89a")):
        with board.expect_download() as download:
            board.get_by_role("button", name=name).click()
        assert download.value.path().read_bytes().startswith(first)
