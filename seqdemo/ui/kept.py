"""What the learner chose by hand and no widget holds: kept in the session, and as text in the address."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from seqdemo.ui.link import from_history, keep_in_address
from seqdemo.ui.notices import notice

T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """A value under `name`, in session and address; the address says nothing of `nothing`.

    `decode` returns None for a text that makes no sense; then the learner reads `complaint`.
    """

    name: str
    nothing: T
    encode: Callable[[T], str]
    decode: Callable[[str], T | None]
    complaint: str

    def value(self, about: Hashable = None) -> T:
        """Returns the value; it is forgotten when what it is `about` changes."""
        known = st.session_state.get(self.name)
        if known is None or from_history():
            known = about, self._from_address()
        elif known[0] != about:
            known = about, self.nothing
        st.session_state[self.name] = known
        keep_in_address(self.name, self.encode(known[1]) or None)
        return known[1]

    def known(self) -> T:
        """Returns the value as the page has read it; for callbacks."""
        return st.session_state[self.name][1]

    def put(self, value: T) -> None:
        """Takes another value; call it in a callback, after the page has read the one before."""
        about, _ = st.session_state[self.name]
        st.session_state[self.name] = about, value

    def _from_address(self) -> T:
        text = st.query_params.get(self.name, "")
        found = self.decode(text) if text else self.nothing
        if found is None:
            notice(self.complaint)
            return self.nothing
        return found
