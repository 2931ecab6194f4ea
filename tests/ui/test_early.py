"""The code that draws figures is named with the page, and with nothing else; tests/browser sees it being fetched."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
import streamlit as st

from seqdemo.ui.early import Early


def headers_of(kind: str, answer: str) -> dict[str, str]:
    """The headers of an answer of the type `answer`, behind Early."""
    told = []

    async def app(scope, receive, send):
        await send({"type": f"{kind}.response.start", "headers": [(b"content-type", answer.encode())]})

    async def send(message):
        told.extend(message["headers"])

    asyncio.run(Early(app)({"type": kind}, None, send))
    return {name.decode(): value.decode() for name, value in told}


def test_a_page_names_the_code_of_figures_and_that_is_there():
    (address,) = re.findall(r"<([^>]*)>; rel=modulepreload", headers_of("http", "text/html; charset=utf-8")["link"])
    assert address.startswith("/static/js/")
    # if Streamlit ever calls it something else, this fails, and the pages are only as slow as before
    assert (Path(st.__file__).parent / "static" / address.removeprefix("/")).stat().st_size > 1_000_000


@pytest.mark.parametrize("kind, answer", [("http", "application/json"), ("websocket", "text/html")])
def test_nothing_else_does(kind, answer):
    assert "link" not in headers_of(kind, answer)
