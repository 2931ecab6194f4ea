"""The parts that every page shares; the only package besides the pages that imports Streamlit."""
