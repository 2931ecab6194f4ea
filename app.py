"""The front door: which pages there are. Start with `make run`."""

import streamlit as st
from starlette.middleware import Middleware

import seqdemo  # noqa: F401  (before NumPy: it sets how many threads that may use)
from seqdemo.registry import USE_CASES
from seqdemo.ui.early import Early
from seqdemo.ui.lean import spare_pandas
from seqdemo.ui.lost import Lost
from seqdemo.ui.process import bounded, thrifty
from seqdemo.ui.setting import say_what_is_unused
from seqdemo.ui.visited import visit
from seqdemo.ui.watched import METRICS, Watched

if __name__ == "__main__":
    # what a visitor sees; an icon of its own keeps the browser from fetching that of the page from elsewhere
    st.set_page_config(page_icon="assets/icon.svg", layout="wide")
    page = st.navigation(
        [
            st.Page("pages/home.py", title="Home", icon=":material/home:", default=True),
            *(
                st.Page(about.page, title=about.menu or about.title, icon=about.icon, url_path=about.name)
                for about in USE_CASES
            ),
        ],
        position="top",
    )
    titles = {about.name: about.title for about in USE_CASES}
    st.set_page_config(page_title=f"{titles.get(page.url_path, page.title)} · seqdemo")
    said = st.empty()
    visit(page.url_path)
    page.run()
    say_what_is_unused(said)
else:
    # what `streamlit run` serves
    bounded()
    spare_pandas()
    app = st.App(
        __file__,
        lifespan=thrifty,
        middleware=[Middleware(Watched), Middleware(Early), Middleware(Lost)],
        routes=[METRICS],
    )
