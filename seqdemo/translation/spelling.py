"""One way of writing: what people type becomes what the pieces were learnt from, and French becomes readable again.

>>> spaced_english("“I can’t,” said Tom.")     # '" I can\'t , " said Tom .'
>>> joined_french('" Je ne peux pas " , dit Tom .')

Punctuation stands alone, and so do the short words before an apostrophe and the pronouns after a hyphen, so that
`homme` is one piece also in `l'homme`.
"""

from __future__ import annotations

import re
import unicodedata

from seqdemo.core.typography import typewritten

NARROW_SPACE = "\u202f"
_DASH = re.compile(r"\s*—\s*|\s+–\s+")
_SINGLE_QUOTED = re.compile(r"(?<!\w)'(?=\w)([^']*)(?<=[\w.,?!])'(?!\w)")
_STOP = re.compile(r"(?<=\S)(\.\.\.|[.,])(?=\s|$)")
_MARK = re.compile(r"(?<=\S)([?!;:]+)(?=\s|$)")
_FRENCH_MARK = re.compile(r"\s*([?!;:])(?=\s|$|[?!])")
_ALONE = re.compile(r'(["()])')
_ELISION = r"(?i)\b((?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)')"
_PRONOUN = re.compile(r"(?i)(?<=\w)(-(?:t-)?(?:je|tu|ils?|elles?|on|nous|vous|ce|moi|toi|le|la|les|lui|leur|en|y))\b")
_UNITS = "st|nd|rd|th|s|ers?|ère|e|ème|ième|am|pm|km|kg|cm|mm|m|g|mg|l|ml|h|min|ft|mph|lbs?|oz|kb|mb|gb|°|°c|°f|%"
_UNIT = re.compile(rf"(?i)(?<!\S)(-?\d[\d.,:]*)({_UNITS})(?!\S)")
_AGE = re.compile(r"(?<!\S)(\d+)(-[^\W\d_])")


def plain(text: str) -> str:
    """Returns `text` with composed letters, straight quotation marks and apostrophes, and one space between words."""
    text = typewritten(_DASH.sub(" - ", text))
    return " ".join(typewritten(unicodedata.normalize("NFKC", text)).split())


def spaced_english(text: str) -> str:
    """`I can't, Tom.` -> `I can't , Tom .`"""
    text = _ALONE.sub(r" \1 ", _SINGLE_QUOTED.sub(r'"\1"', plain(text)))
    return _numbers_apart(_STOP.sub(r" \1", _MARK.sub(r" \1", text)))


def spaced_french(text: str) -> str:
    """`L'homme est-il là ?` -> `L' homme est -il là ?`"""
    text = _ALONE.sub(r" \1 ", plain(text))
    text = _STOP.sub(r" \1", _FRENCH_MARK.sub(r" \1", text))
    return _numbers_apart(_PRONOUN.sub(r" \1", re.sub(_ELISION + r"(?=\w)", r"\1 ", text)))


def _numbers_apart(text: str) -> str:
    """`3pm 20th 5-year-old` -> `3 pm 20 th 5 -year-old`"""
    text = _AGE.sub(r"\1 \2", _UNIT.sub(r"\1 \2", text))
    return " ".join(text.split())


def joined_french(text: str) -> str:
    """`L' homme est -il là ?` -> `L'homme est-il là ?`, with narrow spaces that do not break, and « » around quotes."""
    text = re.sub(_ELISION + r" (?=\w)", r"\1", text)
    text = re.sub(r"(?<=\d) (?=(?:e|er|ère|ème|ième)(?!\S))", "", text)
    text = re.sub(r"(?<=\() | (?=\))", "", re.sub(r"(?<=\w) (?=-\w)", "", text))
    text = quoted_french(re.sub(r" (\.\.\.|[.,])(?=\s|$)", r"\1", text))
    return re.sub(r" (?=[?!;:%»])|(?<=«) ", NARROW_SPACE, text).replace(" - ", " – ")


def quoted_french(text: str) -> str:
    """`il dit " oui "` -> `il dit « oui »`; a mark without its other half ends or begins by where it stands."""
    parts = text.split('"')
    for place in range(1, len(parts)):
        opens = place % 2 == 1
        if opens and place == len(parts) - 1 and not parts[place].strip(" .,"):
            opens = False  # the only one left stands at the end
        parts[place] = f"« {parts[place].lstrip()}" if opens else f" »{parts[place]}"
        parts[place - 1] = parts[place - 1] if opens else parts[place - 1].rstrip()
    return re.sub(r"» (?=[.,](?:\s|$))", "»", "".join(parts))
