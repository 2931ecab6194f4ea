"""What to watch: how many presses each page answers and how fast, at /metrics, in the form of Prometheus.

Nothing of what anybody typed is in it. Streamlit's own numbers are at /_stcore/metrics.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from seqdemo.registry import USE_CASES

PAGES = {"home", *(about.name for about in USE_CASES)}
ANSWERS = Histogram("seqdemo_answer_seconds", "From a press to its whole answer", ["page"])
BROKEN = Counter("seqdemo_broken", "Runs of a page that ended with an error", ["page"])
_SMALL = 400  # bytes: the message that a run is over has fewer


class Watched:
    """Measures what goes through the websocket of every visitor, and hands it on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        watch = Watch()

        async def received() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                watch.asked(message.get("bytes") or b"")
            return message

        async def sent(message: Message) -> None:
            if message["type"] == "websocket.send":
                watch.answered(message.get("bytes") or b"")
            await send(message)

        await self.app(scope, received, sent)


class Watch:
    """One visitor: the page of the last press, and when it came."""

    def __init__(self) -> None:
        self.page = "home"
        self.since: float | None = None

    def asked(self, content: bytes) -> None:
        """A message of the browser."""
        message = _read(BackMsg, content)
        if message is not None and message.WhichOneof("type") == "rerun_script":
            run = message.rerun_script
            self.page = page_of(run.context_info.url or run.page_name)
            self.since = time.monotonic()

    def answered(self, content: bytes) -> None:
        """A message of the app."""
        message = _read(ForwardMsg, content) if len(content) < _SMALL else None
        if message is None or message.WhichOneof("type") != "script_finished" or self.since is None:
            return
        if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            BROKEN.labels(self.page).inc()
        elif message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            ANSWERS.labels(self.page).observe(time.monotonic() - self.since)
            self.since = None


def page_of(address: str) -> str:
    """The name of a page from its address; "other" for what is none, so that nobody can make up names."""
    try:
        name = urlsplit(address).path.strip("/").rsplit("/", 1)[-1] or "home"
    except ValueError:
        return "other"
    return name if name in PAGES else "other"


def _read(kind: Any, content: bytes) -> Any:
    try:
        return kind.FromString(content)
    except Exception:  # what a browser sends may be anything, and protobuf's own error is not public
        return None


async def _metrics(_: Request) -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


METRICS = Route("/metrics", _metrics)
