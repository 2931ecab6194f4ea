"""What the tests of pages share: a page opened from the front door, with a small model in place of the real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from seqdemo.core.errors import WeightsError

APP = Path(__file__).parent.parent / "app.py"


def open_page(page: str, **query: str) -> AppTest:
    """Opens pages/PAGE.py with these values in the address."""
    at = _at_address(AppTest.from_file(str(APP), default_timeout=30), query)
    at.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    return at


def run_script(script: Callable[[], None], **query: str) -> AppTest:
    """Runs a function as a page of its own, with these values in the address."""
    at = _at_address(AppTest.from_function(script, default_timeout=30), query).run()
    assert not at.exception
    return at


def _at_address(at: AppTest, query: dict[str, str]) -> AppTest:
    for name, value in query.items():
        at.query_params[name] = value
    return at


def serving(monkeypatch: Any, kind: type, made: Any) -> Iterator[Any]:
    """Lets the app load `made` as its model of this kind; for `yield from` in a fixture."""

    def load(cls):
        return made

    load.__qualname__ = f"{kind.__name__}.load"  # what the cache of models goes by
    monkeypatch.setattr(kind, "load", classmethod(load))
    st.cache_resource.clear()
    yield made
    st.cache_resource.clear()


def failing(monkeypatch: Any, kind: type, sentence: str) -> None:
    """Lets the app find the weights of this kind of model damaged."""

    def load(cls):
        raise WeightsError(sentence)

    monkeypatch.setattr(kind, "load", classmethod(load))
    st.cache_resource.clear()
