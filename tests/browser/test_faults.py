"""Two real replicas behind a real nginx: one is killed, nginx is killed, and nobody loses anything."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from seqdemo.benchmark.app import ROOT, free_port
from seqdemo.serving.__main__ import nginx
from seqdemo.serving.nginx import COOKIE
from tests.browser.conftest import _missing
from tests.browser.settled import settle


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Yields the address and the folder of two replicas."""
    if nginx() is None:
        _missing("nginx is not installed (on Debian: apt-get install nginx-light).")
    folder, port = tmp_path_factory.mktemp("serve"), free_port()
    command = [sys.executable, "-m", "seqdemo.serving", "--replicas", "2", "--address", "127.0.0.1"]
    command += ["--port", str(port), "--folder", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert "2 replicas serve at" in process.stdout.readline()
            yield f"http://127.0.0.1:{port}", folder
        finally:
            process.terminate()


MOST_SECONDS = 5
"""From the loss of the connection until the page is there again, drawn by the other replica."""


def stroke(page, height: int) -> None:
    """Draws a line across the canvas."""
    box = page.locator("[class*=st-key-sketch_canvas] iframe, [class*=st-key-sketch_canvas]").first.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + height)
    page.mouse.down()
    for step in range(10):
        page.mouse.move(box["x"] + 30 + 12 * step, box["y"] + height + step % 3 * 7)
    page.mouse.up()


def kill_replica_of(page, folder) -> None:
    (name,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == COOKIE]
    process = (folder / "replicas").read_text().splitlines()[int(name) - 1].split()[0]
    os.kill(int(process), signal.SIGKILL)


class Connection:
    """When a page has run on its newest websocket. What is drawn does not tell: a short loss may never be drawn."""

    def __init__(self, page):
        self.page, self.sockets, self.ran = page, 0, {}
        page.on("websocket", self._opened)

    def _opened(self, socket) -> None:
        self.sockets += 1
        number = self.sockets
        socket.on("framereceived", lambda frame: self._read(number, frame))

    def _read(self, number: int, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished":
            self.ran.setdefault(number, time.monotonic())

    def back(self, lost: int) -> float:
        """Waits until the page has run on a later websocket than number `lost`; returns when that was."""
        until = time.monotonic() + 30
        while not (later := [at for number, at in self.ran.items() if number > lost]):
            assert time.monotonic() < until, f"{self.page.url} is not connected again; {self.sockets} websockets."
            self.page.wait_for_timeout(50)
        settle(self.page)
        return min(later)


def test_a_replica_dies_and_all_goes_on_at_the_other(served, browser):
    url, folder = served
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    refused = []
    pages = comment, sentence, drawing = [context.new_page() for _ in range(3)]
    connections = [Connection(page) for page in pages]
    for page, name in ((comment, "toxicity"), (sentence, "translation"), (drawing, "sketch")):
        page.on("console", lambda message: refused.append(message.text) if "Security" in message.text else None)
        page.goto(f"{url}/{name}")
        settle(page)
    comment.get_by_label("Type a comment").fill("you are a very kind friend")
    expect(comment.get_by_text("After 6 of 6 words")).to_be_visible()
    sentence.locator("[class*=st-key-tr_force_] button").nth(2).click()
    expect(sentence).to_have_url(re.compile("tr_forced="))
    stroke(drawing, 220)
    expect(drawing).to_have_url(re.compile("sketch_drawing="))
    for page in pages:
        settle(page)
    before = [(page.url, page.get_by_test_id("stMain").inner_text()) for page in pages]

    lost = [connection.sockets for connection in connections]
    killed = time.monotonic()
    kill_replica_of(comment, folder)
    back = [connection.back(number) for connection, number in zip(connections, lost, strict=True)]
    assert max(back) - killed <= MOST_SECONDS

    assert [(page.url, page.get_by_test_id("stMain").inner_text()) for page in pages] == before
    # and what comes next is added to what was there
    comment.get_by_label("Type a comment").fill("you are a very kind friend and more")
    expect(comment.get_by_text("After 8 of 8 words")).to_be_visible()
    stroke(drawing, 60)
    expect(drawing).not_to_have_url(before[2][0])
    # a link has the strokes in their order
    assert drawing.url.startswith(before[2][0][:-2])

    # nginx itself is killed, and started anew by the supervisor
    lost = connections[0].sockets
    os.kill(int((folder / "nginx.pid").read_text()), signal.SIGTERM)
    connections[0].back(lost)
    expect(comment.get_by_label("Type a comment")).to_have_value("you are a very kind friend and more")
    assert refused == []
    logs = "".join(path.read_text(errors="replace") for path in folder.glob("*.log"))
    assert "kind" not in logs and "Traceback" not in logs
    context.close()


def test_every_answer_has_its_headers_and_numbers_are_for_those_who_look_after_it(served):
    url, _ = served
    with urllib.request.urlopen(url) as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
        script = re.search(r'src="\./(static/js/[^"]+)"', answer.read().decode()).group(1)
    with urllib.request.urlopen(f"{url}/{script}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    for path in ("metrics", "_stcore/metrics"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{url}/{path}")
