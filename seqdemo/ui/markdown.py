"""Markdown: the text of a learner inside it, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Streamlit looks for these in finished text, where a backslash no longer helps:
# shortcodes (:smile:), arrows (->), links (http://, www., me@here.org)
_AFTERWARDS = re.compile(r"(?<=[:@])(?=\w)|(?<=[-<>=~:/])(?=[-<>=~:/])|(?<=\bwww)(?=\.)|(?=@)", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """Returns Markdown that shows `text` as it was typed: no formatting, HTML, formula, emoji or link."""
    text = " ".join(_INVISIBLE.sub(" ", text).split("\n"))
    return _MARKDOWN.sub(r"\\\1", _AFTERWARDS.sub(_WORD_JOINER, text))


def table(names: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """Returns a Markdown table; its first `words` columns are set to the left, the others as numbers."""
    rule = ["---"] * words + ["---:"] * (len(names) - words)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (names, rule, *rows))
