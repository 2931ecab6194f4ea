"""The front door: which pages there are. Start with `make run`."""

import streamlit as st

import seqdemo  # noqa: F401  (before NumPy: it sets how many threads that may use)

st.set_page_config(page_title="seqdemo", page_icon="assets/icon.svg", layout="wide")
page = st.navigation(
    [
        st.Page(
            "pages/home.py",
            title="Home",
            icon=":material/home:",
            default=True,
        ),
        st.Page(
            "pages/toxicity.py",
            title="Toxic comments",
            icon=":material/forum:",
            url_path="toxicity",
        ),
        st.Page(
            "pages/cookies.py",
            title="Cookie names",
            icon=":material/cookie:",
            url_path="cookies",
        ),
        st.Page(
            "pages/sketch.py",
            title="Finish my drawing",
            icon=":material/draw:",
            url_path="sketch",
        ),
        st.Page(
            "pages/translation.py",
            title="Translation",
            icon=":material/translate:",
            url_path="translation",
        ),
    ],
    position="top",
)
page.run()
