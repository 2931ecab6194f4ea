"""What phones and word processors make of apostrophes, quotes, dashes and spaces, turned back into the plain ones.

A reader takes what it needs: each table below is one kind of characters.

>>> typewritten("Mom’s “best” – no…")            # 'Mom\\'s "best" - no...', all kinds
>>> typewritten("don’t – never", APOSTROPHES)    # "don't – never"
>>> unaccented("crème brûlée")                   # 'creme brulee'
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

Table = Mapping[int, str | None]

APOSTROPHES: Table = {ord(c): "'" for c in "’‘‛ʼ′`´"}
QUOTES: Table = {ord(c): '"' for c in "“”„‟″«»‹›"}
DASHES: Table = {ord(c): "-" for c in "‐‑‒–—―−"}
ELLIPSES: Table = {ord("…"): "..."}
SPACES: Table = {code: " " for code in range(0x3001) if chr(code).isspace()}
"""Wide, narrow and no-break spaces, tabs and ends of lines: all that Unicode calls a space, each one space."""
INVISIBLE: Table = dict.fromkeys(
    [0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
"""Soft hyphens, joiners and spaces of no width, and signs for the direction of writing: left out."""
ALL = (APOSTROPHES, QUOTES, DASHES, ELLIPSES, SPACES, INVISIBLE)
LONGER = 3
"""A text becomes at most so many times as long: by `…`, or by a letter that Unicode composes of three."""


def typewritten(text: str, *tables: Table) -> str:
    """Returns `text` with the characters of these tables, of ALL where none is named, made plain, and letters composed.

    Doing it again changes nothing; the result has at most LONGER times as many characters.
    """
    # composed first, as some letters become signs of the tables, and again, as what stood between may be gone
    text = unicodedata.normalize("NFC", text)
    for table in tables or ALL:
        text = text.translate(table)
    return unicodedata.normalize("NFC", text)


def unaccented(text: str) -> str:
    """Returns `text` without accents, stacked marks and invisible characters; wide and styled letters become plain."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
