"""The real app on a free port, and a real Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DESKTOP = {"width": 1280, "height": 900}
_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def app_url(tmp_path_factory):
    """Yields the address of the app, which runs in a process of its own."""
    with serve(tmp_path_factory.mktemp("app")) as url:
        yield url


@contextmanager
def serve(directory: Path) -> Iterator[str]:
    """Runs the app in a new process; yields its address. Its log is in `directory`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = directory / "app.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
        command += ["--server.address=127.0.0.1", f"--server.port={port}"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/_stcore/health", process, log)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.2)
    pytest.fail(f"The app did not start:\n{log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def browser():
    """Yields Chromium; skips where there is none, fails there when CI=true."""
    if _CHROMIUM is None:
        _missing("Chromium is not installed (on Debian: apt-get install chromium).")
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        _missing("Playwright is not installed (pip install -r requirements-dev.txt).")
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def new_app_url(tmp_path):
    """Yields the address of an app that nobody has visited yet."""
    with serve(tmp_path) as url:
        yield url


def _at_home(browser):
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(30_000)
    yield context
    context.close()


# one browser profile for all tests: it fetches and compiles the code of the app once, which halves the time of a page
_here = pytest.fixture(scope="session", name="_here")(_at_home)
_elsewhere = pytest.fixture(scope="session", name="_elsewhere")(_at_home)


def _a_page(context):
    page = context.new_page()
    yield page
    for opened in context.pages:
        opened.close()
    context.clear_permissions()
    context.clear_cookies()


@pytest.fixture
def page(_here):
    """Yields a fresh page, 1280 x 900. The app keeps nothing in a browser but cookies, and these are cleared."""
    yield from _a_page(_here)


@pytest.fixture
def elsewhere(_elsewhere):
    """Yields a page of another person's browser."""
    yield from _a_page(_elsewhere)
