"""The page of drawings in a real Chromium: mouse, finger, undo, keeping an ending, a shared link."""

import base64
import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from seqdemo.core.strokes import FRAME
from seqdemo.sketch.ranking import SEED
from seqdemo.ui.paper.link import decode
from tests.browser.settled import settle

SIDE = 288
GRID = [(x, y) for y in range(6, SIDE, 44) for x in range(6, SIDE, 44)]
"""Where strokes begin, in pixels of the paper: its corners and edges, and all between."""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def open_page(page, address):
    page.goto(address)
    expect(canvas(page)).to_be_visible()
    expect(said(page)).to_be_visible()
    settle(page)


def canvas(page):
    """The canvas on show; one that it replaced may still be there, hidden."""
    return page.locator("canvas.upper-canvas:visible")


def said(page, text="After"):
    """The sentence under the finished drawing."""
    return page.get_by_text(re.compile(f"^{text}.* the network drew"))


def over(page):
    """The picture that lies over the paper."""
    return page.locator(".canvas-container img")


def ending(page):
    """The ways of the strokes that draw themselves over the paper."""
    told, *_ = re.split(" A part of it leaves| Drawn were", said(page).inner_text())
    expect(over(page)).to_have_attribute("alt", told)
    address = over(page).get_attribute("src")
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


def tap(finger, box, *way):
    """One stroke of a finger; `way` is in pixels of the canvas."""
    touches = [[{"x": box["x"] + x, "y": box["y"] + y}] for x, y in way]
    for kind, points in [("touchStart", touches[0]), *(("touchMove", at) for at in touches[1:]), ("touchEnd", [])]:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def drawn(address):
    """The strokes in an address."""
    return decode(parse_qs(urlsplit(address).query).get("sketch_drawing", [""])[0])


def begun(page, count):
    """Where the strokes of the drawing in the address begin, in pixels of the paper, once it has `count`."""
    page.wait_for_url(lambda url: len(drawn(url)) == count, wait_until="commit", timeout=60_000)
    return np.array([stroke.vertices[0] for stroke in drawn(page.url)]) * SIDE / FRAME


def short(x, y):
    """A stroke from here towards the middle of the paper."""
    return [(x, y), (x + (8 if x < SIDE / 2 else -8), y), (x + (16 if x < SIDE / 2 else -16), y)]


@pytest.fixture
def phone(browser):
    """A page on a phone, and its finger."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(30_000)
    page = context.new_page()
    yield page, context.new_cdp_session(page)
    context.close()


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


def test_the_ending_lies_on_the_paper_and_pales_while_one_draws(board):
    paper = canvas(board).bounding_box()
    assert over(board).bounding_box() == paper
    board.mouse.move(paper["x"] + 30, paper["y"] + 40)
    board.mouse.down()
    expect(over(board)).to_have_css("opacity", "0.2")
    board.mouse.move(paper["x"] + 90, paper["y"] + 60, steps=5)
    board.mouse.up()
    expect(said(board, "After your 3 strokes")).to_be_visible()
    expect(over(board)).to_have_css("opacity", "1")
    board.get_by_text("On my paper", exact=True).click()
    expect(board).to_have_url(re.compile("sketch_on_paper=false"))
    expect(over(board)).to_have_count(0)
    told, *_ = re.split(" Drawn were", said(board).inner_text())
    beside = board.get_by_role("img", name=told, exact=True).first
    assert beside.bounding_box()["x"] > paper["x"] + paper["width"]


@pytest.mark.parametrize("kind", ["mouse", "pen"])
def test_every_point_of_the_paper_draws_by_mouse_and_pen(page, app_url, kind):
    open_page(page, f"{app_url}/sketch?sketch_drawing=")
    box, hand = canvas(page).bounding_box(), page.context.new_cdp_session(page)
    for begin in GRID:
        first, *_, last = way = short(*begin)
        # each time from outside: tools that come out of a hand's way when it is on the paper are in its way at first
        moves = [("Moved", (-30, 160)), ("Pressed", first), *(("Moved", at) for at in way[1:]), ("Released", last)]
        for what, (x, y) in moves:
            pressed = {"button": "left", "buttons": 1, "clickCount": 1} if x > 0 else {}
            at = {"x": box["x"] + x, "y": box["y"] + y, "pointerType": kind}
            hand.send("Input.dispatchMouseEvent", {"type": f"mouse{what}"} | at | pressed)
    np.testing.assert_allclose(begun(page, len(GRID)), GRID, atol=2)


def test_every_point_of_the_paper_draws_by_finger(phone, app_url):
    page, finger = phone
    open_page(page, f"{app_url}/sketch?sketch_drawing=")
    canvas(page).scroll_into_view_if_needed()
    box = canvas(page).bounding_box()
    for x, y in GRID:
        tap(finger, box, *short(x, y))
    np.testing.assert_allclose(begun(page, len(GRID)), GRID, atol=2)


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
    board.get_by_role("button", name="Undo").click()
    expect(said(board, "After your 2 strokes")).to_be_visible()
    expect(board).to_have_url(re.compile("sketch_class=bicycle"))
    board.get_by_role("button", name="Again").click()
    expect(board).to_have_url(re.compile(f"sketch_seed={SEED + 1}"))


def test_again_gives_the_server_nothing_to_warn_of(page, new_app_url, tmp_path):
    open_page(page, f"{new_app_url}/sketch")
    page.get_by_role("button", name="Again").click()
    expect(page).to_have_url(re.compile(f"sketch_seed={SEED + 1}"))
    assert "default value" not in (tmp_path / "app.log").read_text()


def test_what_was_left_out_is_said_where_it_is_seen(board):
    draw(board, (160, 160), (420, 160))
    expect(board.get_by_text("moved to its edge")).to_be_in_viewport(ratio=1)


def at_once(page, name, *way):
    """Draws one stroke and clicks a button as fast as the browser takes both."""
    box = page.get_by_role("button", name=name, exact=True).bounding_box()
    draw(page, *way)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_undo_at_once_takes_back_the_stroke_just_drawn(board):
    before = board.url
    at_once(board, "Undo", (200, 40), (250, 60))
    board.wait_for_timeout(2000)
    expect(said(board, "After your 2 strokes")).to_be_visible()
    expect(board).to_have_url(before)


def test_a_click_at_once_does_not_lose_a_stroke(board):
    at_once(board, "Clear", (200, 40), (250, 60))
    expect(said(board, "After nothing")).to_be_visible()
    board.get_by_role("button", name="Undo").click()
    expect(said(board, "After your 3 strokes")).to_be_visible()
    at_once(board, "Keep and draw on", (30, 40), (90, 60))
    expect(board).to_have_url(re.compile(r"sketch_drawing=[\w-]+\.[0-9a-f]+"))
    assert sum(not stroke.by_network for stroke in drawn(board.url)) == 4


def test_a_stroke_begun_beside_the_paper_is_drawn_from_its_edge(page, app_url):
    open_page(page, f"{app_url}/sketch?sketch_drawing=")
    draw(page, (-40, 150), (100, 150), steps=20)
    ((x, y),) = begun(page, 1)
    assert x < 20 and abs(y - 150) < 2
    assert page.evaluate("getSelection().toString()") == ""


def test_a_hand_that_moves_a_slider_over_the_paper_draws_nothing(board):
    thumb = board.get_by_role("slider", name=re.compile("Temperature")).bounding_box()
    paper = canvas(board).bounding_box()
    board.mouse.move(thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] / 2)
    board.mouse.down()
    board.mouse.move(paper["x"] + 100, paper["y"] + 100, steps=20)
    board.mouse.up()
    expect(board).to_have_url(re.compile("sketch_temperature=0(&|$)"))
    expect(said(board, "After your 2 strokes")).to_be_visible()


def test_the_keyboard_meets_no_tools_that_nobody_sees(board):
    board.get_by_role("button", name="Undo").focus()
    board.keyboard.press("Shift+Tab")
    assert not board.evaluate("Boolean(document.activeElement.shadowRoot)")


def test_a_kept_ending_is_drawn_on_from_and_shared(board, elsewhere):
    board.get_by_role("button", name="Keep and draw on").click()
    expect(board).to_have_url(re.compile(r"sketch_drawing=[\w-]+\.[0-9a-f]+"))
    expect(said(board, r"After your 2 strokes \(")).to_have_count(0)
    link = board.url
    draw(board, (30, 270), (90, 279), (150, 275))
    expect(said(board, "After your 3 strokes and")).to_be_visible()
    expect(board).not_to_have_url(link)
    board.get_by_role("slider", name="Step on show").fill("5")
    expect(board).to_have_url(re.compile("sketch_tape_step=5"))
    open_page(elsewhere, board.url)
    assert said(elsewhere).inner_text() == said(board).inner_text()
    assert ending(elsewhere) == ending(board) != []
    expect(elsewhere.locator("output").first).to_have_text(board.locator("output").first.inner_text())


def test_a_finger_draws_on_a_phone(phone, app_url):
    page, finger = phone
    open_page(page, f"{app_url}/sketch?sketch_drawing=")
    canvas(page).scroll_into_view_if_needed()
    main = page.get_by_test_id("stMain")
    before = main.evaluate("element => element.scrollTop")
    tap(finger, canvas(page).bounding_box(), *[(40 + 12 * i, 60 + 15 * i) for i in range(12)])
    expect(said(page, "After your 1 stroke")).to_be_visible()
    assert main.evaluate("element => element.scrollTop") == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
    page.get_by_role("button", name="Clear").click()
    expect(said(page, "After nothing")).to_be_visible()


def test_panels_open_and_a_picture_is_downloaded(board):
    board.get_by_text("Fifty possible next strokes").click()
    expect(board.get_by_text(re.compile("^50 throws of the dice from here"))).to_be_visible()
    settle(board)
    board.get_by_text("What surprised it in your drawing?").click()
    expect(board.get_by_text(re.compile("surprised it most"))).to_be_visible()
    for name, first in (("SVG", b"<svg"), ("PNG", b"\x89PNG"), ("GIF", b"GIF89a")):
        with board.expect_download() as download:
            board.get_by_role("button", name=name).click()
        assert download.value.path().read_bytes().startswith(first)


def test_a_large_screen_has_a_large_paper_that_is_drawn_on_where_the_mouse_is(page, app_url):
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_page(page, f"{app_url}/sketch?sketch_drawing=")
    box = canvas(page).bounding_box()
    assert box["width"] == pytest.approx(1.4 * SIDE, abs=1) and over(page).bounding_box() == box
    drawn_at = [(40, 40), (200, 300), (380, 120)]
    for x, y in drawn_at:
        draw(page, (x, y), (x - 20, y), (x - 30, y))
    np.testing.assert_allclose(1.4 * begun(page, len(drawn_at)), drawn_at, atol=3)


def test_it_guesses_while_one_draws_and_the_game_asks_for_a_thing(page, app_url):
    open_page(page, f"{app_url}/sketch")
    expect(page.get_by_text(re.compile("^I see"))).to_be_visible()
    page.get_by_role("button", name="A game: draw what it names").click()
    expect(page.get_by_text("with as few strokes as you can")).to_be_visible()
    expect(over(page)).to_have_count(0)
    settle(page)
    draw(page, (40, 60), (200, 70))
    expect(page.get_by_text(re.compile("^(Not a|I see a)"))).to_be_visible()
    expect(page).to_have_url(re.compile("sketch_game=1.0.0"))
    page.get_by_role("button", name="Stop playing").click()
    expect(page.get_by_text(re.compile("^I see"))).to_be_visible()
