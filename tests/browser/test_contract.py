"""What every page of the registry holds to in a real Chromium, those to come too."""

from __future__ import annotations

import pytest

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
