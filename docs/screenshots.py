"""Takes the pictures of the README: `make screenshots`. Each page of the registry, wide and on a phone."""

from __future__ import annotations

import io
import shutil

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from seqdemo.benchmark.app import ROOT, app
from seqdemo.registry import USE_CASES

SIZES = {"wide": (1280, 1400), "phone": (390, 1300)}
SETTLED = 7_000  # milliseconds: the longest drawing that draws itself has ended
COLOURS = 96
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def take(page: Page, address: str, name: str, size: str) -> None:
    """Writes assets/screenshots/NAME-SIZE.png: what is seen without scrolling."""
    page.goto(address)
    page.get_by_role("group", name="Step tape").first.wait_for()
    # grey boxes stand where something is still to come
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=60_000)
    page.wait_for_timeout(SETTLED)
    picture = Image.open(io.BytesIO(page.screenshot()))
    # few colours, because history keeps every byte of every picture
    picture.quantize(COLOURS).save(ROOT / "assets" / "screenshots" / f"{name}-{size}.png", optimize=True)


def main() -> None:
    """Starts the app and visits every page."""
    with app(ROOT / "app.py") as (port, _, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for about in USE_CASES:
                take(page, f"http://127.0.0.1:{port}/{about.name}", about.name, size)
        browser.close()


if __name__ == "__main__":
    main()
