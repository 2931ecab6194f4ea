"""The front door: which pages there are. Start with `make run`."""

import sys

import streamlit as st
from starlette.middleware import Middleware

import seqdemo  # noqa: F401  (before NumPy: it sets how many threads that may use)
from seqdemo.registry import USE_CASES
from seqdemo.ui.lost import Lost
from seqdemo.ui.setting import say_what_is_unused
from seqdemo.ui.visited import visit

if __name__ == "__main__":
    # what a visitor sees; an icon of its own keeps the browser from fetching that of the page from elsewhere
    st.set_page_config(page_icon="assets/icon.svg", layout="wide")
    page = st.navigation(
        [
            st.Page("pages/home.py", title="Home", icon=":material/home:", default=True),
            *(st.Page(about.page, title=about.title, icon=about.icon, url_path=about.name) for about in USE_CASES),
        ],
        position="top",
    )
    st.set_page_config(page_title=f"{page.title} · seqdemo")
    said = st.empty()
    visit(page.url_path)
    page.run()
    say_what_is_unused(said)
else:
    # what `streamlit run` serves. A product of matrices leaves Python to others, ten times a step of a network; by
    # itself a thread that comes back from one waits 5 ms for each of those who run.
    sys.setswitchinterval(0.0005)
    app = st.App(__file__, middleware=[Middleware(Lost)])
