"""A connection that is cut in the middle of an answer: the page comes back by itself and shows the whole answer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.settled import settle


class Wire:
    """Stands between browser and app, and cuts once, after so many parts of the answer."""

    def __init__(self) -> None:
        self.left = -1
        self.cuts = 0

    def between(self, page) -> None:
        def opened(browser_side) -> None:
            app_side = browser_side.connect_to_server()

            def answered(message) -> None:
                if self.left == 0:
                    self.left, self.cuts = -1, self.cuts + 1
                    browser_side.close(code=1001)
                    app_side.close()
                    return
                if self.left > 0 and ForwardMsg.FromString(message).WhichOneof("type") == "delta":
                    self.left -= 1
                browser_side.send(message)

            app_side.on_message(answered)
            browser_side.on_message(app_side.send)

        page.route_web_socket(re.compile("_stcore/stream"), opened)


@pytest.mark.parametrize("parts", [0, 3, 9])
def test_an_answer_that_was_cut_is_there_after_all(app_url, browser, parts):
    page, wire = browser.new_page(), Wire()
    wire.between(page)
    page.goto(f"{app_url}/translation")
    settle(page)
    wire.left = parts
    page.get_by_label("Type an English sentence").fill("She sings.")
    expect(page.locator(".st-key-tr_answer_in_fr h2")).to_contain_text("chante", timeout=15_000)
    settle(page)
    assert wire.cuts == 1
    expect(page.get_by_label("Type an English sentence")).to_have_value("She sings.")
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    page.close()
