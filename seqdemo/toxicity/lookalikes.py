"""Letters of other scripts that look like plain ones, from Unicode's table of confusables (Technical Standard 39)."""

from __future__ import annotations

import unicodedata
from functools import cache

from seqdemo.toxicity.tables import table

_SMALL_CAPITAL = "LATIN LETTER SMALL CAPITAL "


def plain_letters(word: str) -> str:
    """Returns `word` with every look-alike as the plain small letter that it resembles."""
    return "".join(map(_plain_letter, word))


def _plain_letter(letter: str) -> str:
    return letter if letter.isascii() else _table().get(letter, letter)


@cache
def _table() -> dict[str, str]:
    """Look-alike -> plain letter; directly, or by way of a small capital, as for the Cyrillic `т`."""
    names_of = table("confusable_homoglyphs", "confusables.json")
    letters = {c: names for c, names in names_of.items() if len(c) == 1 and c.isalpha() and not c.isascii()}
    found = {c: letter for c in letters if (letter := _small_capital(c) or _resembled(letters[c]))}
    for c, others in letters.items():
        by_way_of = (_small_capital(other["c"]) for other in others if len(other["c"]) == 1)
        if c not in found and (letter := next(filter(None, by_way_of), "")):
            found[c] = letter
    return found


def _resembled(others: list[dict[str, str]]) -> str:
    return next((o["c"].lower() for o in others if o["c"].isascii() and o["c"].isalpha() and len(o["c"]) == 1), "")


def _small_capital(letter: str) -> str:
    name = unicodedata.name(letter, "")
    last = name.removeprefix(_SMALL_CAPITAL)
    return last.lower() if name.startswith(_SMALL_CAPITAL) and len(last) == 1 else ""
