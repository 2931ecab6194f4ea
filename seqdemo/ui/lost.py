"""An address below a page, such as /cookies/more: Streamlit has nothing there and shows an empty screen.

>>> app = st.App(__file__, middleware=[Middleware(Lost)])
"""

from __future__ import annotations

import html

import streamlit as st
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_STREAMLITS_OWN = {"_stcore", "component", "media", "static"}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>No such page · seqdemo</title>
<style>:root {{ color-scheme: light dark }} body {{ font: 1.1rem/1.6 sans-serif; margin: 15vh auto; max-width: 34rem;
padding: 0 1rem; overflow-wrap: anywhere }}</style>
</head>
<body><main><h1>No such page</h1><p>There is nothing at {address}.
<a href="{home}">Go to the front page</a>, which has doors to all others.</p></main></body>
</html>"""


class Lost:
    """Answers such an address with a sentence and a way home, and hands everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        home = f"/{(st.get_option('server.baseUrlPath') or '').strip('/')}".rstrip("/")
        if scope["type"] == "http" and _is_lost(scope["path"].removeprefix(home)):
            page = _PAGE.format(address=html.escape(scope["path"]), home=f"{home}/")
            await HTMLResponse(page, status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _is_lost(path: str) -> bool:
    """Pages have one name; what is Streamlit's own may stand behind it."""
    names = path.strip("/").split("/")
    return len(names) > 1 and not _STREAMLITS_OWN.intersection(names)
