"""What every page needs is asked for with its first answer: the code that draws figures, the largest of all.

Without it the browser learns that it needs this code only after the page has been computed.

>>> app = st.App(__file__, middleware=[Middleware(Early)])
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CODE = Path(st.__file__).parent / "static" / "static" / "js"


class Early:
    """Adds to every page of HTML a line that names the code of figures, which the browser then fetches at once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        base = (st.get_option("server.baseUrlPath") or "").strip("/")
        root = f"/{base}" if base else ""
        self.link = ", ".join(
            f"<{root}/static/js/{file.name}>; rel=modulepreload" for file in sorted(_CODE.glob("PlotlyChart.*.js"))
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and self.link:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("link", self.link)
            await send(message)

        await self.app(scope, receive, sent if scope["type"] == "http" else send)
