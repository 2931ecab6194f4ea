"""The page of photos in a real Chromium: draw, rub out, upload, download, open the link elsewhere."""

import io
import re
from urllib.parse import parse_qs, urlsplit

from PIL import Image
from playwright.sync_api import expect

from seqdemo.ui.paper.link import decode
from tests.browser.settled import settle
from tests.browser.test_sketch import canvas, draw


def said(page, text):
    return page.get_by_test_id("stMain").get_by_text(re.compile(text)).first


def drawn(page):
    """The strokes in the address."""
    return decode(parse_qs(urlsplit(page.url).query).get("photo_drawing", [""])[0])


def photo(page):
    """The photo beside the paper, as the browser has it."""
    return page.get_by_role("img", name=re.compile("^The network’s")).first.get_attribute("src")


def test_draw_rub_out_upload_download_and_open_elsewhere(page, app_url, browser, tmp_path):
    page.goto(f"{app_url}/photo?photo_drawing=")
    settle(page)
    expect(said(page, "The paper is empty")).to_be_visible()
    for way in [((30, 60), (40, 220), (250, 220)), ((250, 210), (160, 150), (110, 60)), ((110, 64), (40, 60))]:
        draw(page, *way)
    expect(said(page, "shoe after 3 strokes")).to_be_visible()
    before = photo(page)

    # the eraser parts the sole
    page.get_by_role("radio", name="eraser").or_(page.get_by_role("button", name="eraser")).first.click()
    settle(page)
    draw(page, (140, 200), (140, 240))
    expect(said(page, "shoe after 4 strokes")).to_be_visible()
    assert photo(page) != before
    settle(page)
    page.get_by_role("button", name="Undo").click()
    expect(said(page, "shoe after 3 strokes")).to_be_visible()
    page.get_by_role("radio", name="pen").or_(page.get_by_role("button", name="pen", exact=True)).first.click()
    settle(page)
    draw(page, (90, 120), (130, 130))
    expect(said(page, "shoe after 4 strokes")).to_be_visible()

    # what stands in the photo's place is on the same screen as the paper
    box, other = canvas(page).bounding_box(), page.get_by_role("img", name=re.compile("^The network’s")).first
    assert abs(other.bounding_box()["y"] - box["y"]) < 120

    with page.expect_download() as loaded:
        page.get_by_role("button", name="Drawing and photo").click()
    with Image.open(loaded.value.path()) as image:
        assert image.size == (1024, 512) and loaded.value.suggested_filename == "shoes.png"

    page.get_by_text("From a picture of your own").click()
    mine = Image.new("RGB", (200, 200), "white")
    mine.paste((90, 40, 20), (50, 60, 150, 160))
    buffer = io.BytesIO()
    mine.save(buffer, "PNG")
    for name, content, answer in (
        ("mine.png", buffer.getvalue(), "These are its edges"),
        ("cut.png", buffer.getvalue()[:60], "cut off or damaged"),
    ):
        page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/png", "buffer": content})
        expect(said(page, answer)).to_be_visible()
    expect(said(page, "shoe after 4 strokes")).to_be_visible()
    settle(page)

    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(30_000)
    phone = context.new_page()
    phone.goto(page.url)
    settle(phone)
    expect(said(phone, "shoe after 4 strokes")).to_be_visible()
    assert len(drawn(phone)) == len(drawn(page)) == 4
    # the address of a picture has its checksum
    assert photo(phone).rpartition("/")[2] == photo(page).rpartition("/")[2]
    # both on one screen: from the top of the paper to the end of the photo
    paper = canvas(phone).bounding_box()
    made = phone.get_by_role("img", name=re.compile("^The network’s")).first.bounding_box()
    assert made["y"] + made["height"] - paper["y"] <= 844
    context.close()
