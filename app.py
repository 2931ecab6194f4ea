"""The front door: which pages there are. Start with `make run`."""

import streamlit as st

import seqdemo  # noqa: F401  (before NumPy: it sets how many threads that may use)
from seqdemo.registry import USE_CASES

st.set_page_config(page_title="seqdemo", page_icon="assets/icon.svg", layout="wide")
page = st.navigation(
    [
        st.Page("pages/home.py", title="Home", icon=":material/home:", default=True),
        *(st.Page(about.page, title=about.title, icon=about.icon, url_path=about.name) for about in USE_CASES),
    ],
    position="top",
)
page.run()
