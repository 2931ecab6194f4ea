"""Sentences into words and signs, and back into a line of text.

>>> cut("We’re going, aren't we?")                      # ["We're", 'going', ',', "aren't", 'we', '?']
>>> joined(["We're", 'going', ',', "aren't", 'we', '?'])  # "We're going, aren't we?"
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from seqdemo.core.typography import typewritten, unaccented

_TOKEN = re.compile(
    r"""\d+(?:[.,:/]\d+)*(?:(?:st|nd|rd|th)\b)?   # 7, 7:30, 1,500.50, 3rd
    |[^\W\d_]+(?:['-][^\W\d_]+)*                  # word, don't, ice-cream
    |'s\b                                         # of a possessive that stands alone
    |\.\.\.
    |[^\w\s\x00-\x1f\x7f-\x9f]|_              # any other sign that can be seen""",
    re.VERBOSE | re.IGNORECASE,
)
_CLOSING = frozenset([".", ",", "?", "!", ";", ":", "%", ")", "]", "...", "'s"])
_OPENING = frozenset(["$", "(", "[", "#"])
_BETWEEN = frozenset(["-", "/"])


def cut(text: str) -> list[str]:
    """Returns the words, numbers and signs of a text as they were typed, quotes and dashes made plain."""
    return _TOKEN.findall(typewritten(text))


def key(token: str) -> str:
    """Returns what a word is looked up by: `Café` -> `cafe`."""
    return unaccented(token).lower()


def is_number(token: str) -> bool:
    """Whether a token begins with a digit."""
    return token[:1].isdigit()


def joined(tokens: Iterable[str]) -> str:
    """Returns the tokens as a line of text: no space before a comma, none inside quotes and brackets."""
    line, quotes, glue = "", 0, True
    for token in tokens:
        quotes += token == '"'
        closes = token in _CLOSING or token in _BETWEEN or (token == '"' and quotes % 2 == 0)
        line += token if glue or closes else f" {token}"
        glue = token in _OPENING or token in _BETWEEN or (token == '"' and quotes % 2 == 1)
    return line
