"""Notices that a comment is not English, by its little words (`de`, `ist`, `para`) and by its script.

>>> other_language("du bist ein Idiot")
'German'
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from seqdemo.toxicity.lookalikes import plain_letters
from seqdemo.toxicity.tables import table

NAMES = {
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "tr": "Turkish",
    "ro": "Romanian",
    "sv": "Swedish",
    "da": "Danish",
    "no": "Norwegian",
    "fi": "Finnish",
    "hu": "Hungarian",
    "hr": "Croatian",
    "ca": "Catalan",
    "id": "Indonesian",
    "vi": "Vietnamese",
}
ANOTHER = "another language"
FEWEST = 2
"""Little words of another language that it takes: one may be a name or slang."""
LEAST_SHARE = 0.4  # of little words among all, as in English
_LETTERS = re.compile(r"[^\W\d_]+")


def other_language(text: str) -> str:
    """Returns the likeliest language of `text` where it is not English, ANOTHER where it has no name here, or nothing.

    Short slang has few little words of any language, and is left alone.
    """
    words = _LETTERS.findall(unicodedata.normalize("NFC", text).lower())
    if not words:
        return ""
    if 2 * sum(map(_foreign, words)) > len(words) and any(_foreign(plain_letters(word)) for word in words):
        return ANOTHER
    counts = {code: sum(word in little for word in words) for code, little in _little_words().items()}
    english = counts.pop("en")
    likeliest = max(counts, key=counts.__getitem__)
    if counts[likeliest] >= max(FEWEST, LEAST_SHARE * len(words)) and counts[likeliest] > english:
        return NAMES[likeliest]
    marked = sum(map(_marked, words))
    return ANOTHER if marked >= FEWEST and 2 * marked > len(words) and not english else ""


def _foreign(word: str) -> bool:
    """Whether a word has a letter of another script than the Latin one."""
    return any(c.isalpha() and not c.isascii() and "LATIN" not in unicodedata.name(c, "") for c in word)


def _marked(word: str) -> bool:
    """Whether a word is written with a letter that English has not, as in `teşekkürler`."""
    return any(not c.isascii() and unicodedata.name(c, "").startswith("LATIN SMALL LETTER") for c in word)


@cache
def _little_words() -> dict[str, frozenset[str]]:
    words = table("stopwordsiso", "stopwords-iso.json")
    return {code: frozenset(map(str.lower, words[code])) for code in ("en", *NAMES)}
