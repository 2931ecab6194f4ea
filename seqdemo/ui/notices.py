"""One sentence to the learner: about what was mended, and about what failed."""

from __future__ import annotations

import streamlit as st

from seqdemo.core.errors import SeqDemoError
from seqdemo.ui.markdown import plain


def notice(error: Exception | str) -> None:
    """Says in one sentence that something was mended or left out."""
    st.info(plain(str(error)), icon=":material/info:")


def failed(error: SeqDemoError) -> None:
    """Says in one sentence what went wrong."""
    st.error(plain(str(error)), icon=":material/error:")
