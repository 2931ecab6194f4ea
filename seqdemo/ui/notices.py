"""One sentence to the learner: about what was mended, and about what failed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from seqdemo.core.errors import SeqDemoError
from seqdemo.ui.markdown import plain


def notice(error: Exception | str, place: Any = st) -> None:
    """Says in one sentence, at this place of the page, that something was mended or left out."""
    place.info(plain(str(error)), icon=":material/info:")


def failed(error: SeqDemoError) -> None:
    """Says in one sentence what went wrong."""
    st.error(plain(str(error)), icon=":material/error:")
