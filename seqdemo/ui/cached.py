"""Models, loaded once per process and shared by all visitors."""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

from seqdemo.core.errors import WeightsError
from seqdemo.ui.notices import failed

T = TypeVar("T")


def model(load: Callable[[], T]) -> T:
    """Returns load(), called once per process. A WeightsError ends this page with a sentence.

    `load` must be a named function of a module; its name is the key of the cache.
    """
    loaded = model_if_there(load)
    if loaded is None:
        st.stop()
    return loaded


def model_if_there(load: Callable[[], T]) -> T | None:
    """The same for a part of a page: says the sentence and returns None, and the page goes on."""
    try:
        return _load(f"{load.__module__}.{load.__qualname__}", load)
    except WeightsError as error:
        failed(error)
        return None


@st.cache_resource(show_spinner="Loading the model …")
def _load(name: str, _load_it: Callable[[], Any]) -> Any:
    loaded = _load_it()
    # Streamlit collects garbage after every rerun; what is frozen is not searched again
    gc.collect()
    gc.freeze()
    return loaded


MOST_SHIPPED = 128


def shipped(name: str, asked: Hashable, make: Callable[[], T]) -> T:
    """Returns make(), kept for all visitors of this process; only for what shipped with the app, such as a preset.

    What a visitor typed or drew must never come here: others could tell by the speed that somebody asked for it.
    """
    known, asked_for = _shipped(), (name, asked)
    if asked_for not in known:
        made = make()
        if len(known) >= MOST_SHIPPED:
            return made
        known[asked_for] = made
    return known[asked_for]


@st.cache_resource(show_spinner=False)
def _shipped() -> dict[Hashable, Any]:
    return {}
