"""What a process that serves does not carry with it, and what it answers instead."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.components.v2.bidi_component import serialization
from streamlit.elements.widgets import text_widgets

from seqdemo.benchmark import app
from seqdemo.benchmark.learner import Learner
from seqdemo.benchmark.load import PAGES
from seqdemo.ui.lean import spare_pandas


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the list of what a process has loaded")
def test_a_process_that_served_every_page_has_loaded_neither_pandas_nor_scipy():
    async def use(port: int) -> int:
        async with Learner(f"127.0.0.1:{port}", "home", seed=1) as learner:
            for page in PAGES:
                await learner.open(page)
                await learner.press()
            return learner.errors

    with app.app(app.ROOT / "app.py") as (port, process, _):
        assert asyncio.run(use(port)) == 0
        loaded = Path(f"/proc/{process}/maps").read_text()
    assert "numpy" in loaded and "onnxruntime" in loaded
    assert [name for name in ("pandas", "pyarrow", "scipy", "tensorflow") if f"/{name}/" in loaded] == []


def test_pauses_are_read_as_before():
    spare_pandas()
    seconds = text_widgets.time_to_seconds
    assert [seconds("60ms"), seconds("0.5s"), seconds("1m")] == [0.06, 0.5, 60]
    assert seconds(timedelta(seconds=2)) == 2 and seconds(3) == 3
    with pytest.raises(Exception, match="ms"):
        seconds("ms")


def test_tables_are_known_as_before_and_lists_are_none():
    spare_pandas()
    spare_pandas()  # a second time changes nothing
    is_table = serialization.is_dataframe_like
    assert is_table(pd.DataFrame({"a": [1]})) and is_table(pd.Series([1]))
    assert not any(map(is_table, ({"a": 1}, [1, 2], [{"a": 1}], "text", 1, None, (1, 2))))
