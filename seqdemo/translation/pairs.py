"""Files with an English sentence and its French translation on every line."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from seqdemo.evaluate.tables import read_tabbed


class Pair(NamedTuple):
    """A sentence and how a person translated it."""

    english: str
    french: str


def read_pairs(path: Path) -> list[Pair]:
    """Reads the pairs of a file, as they are written; the file may be gzipped. Raises DataError."""
    rows = read_tabbed(path, Pair._fields, "a UTF-8 file with english<TAB>french a line")
    return [Pair(*row) for row in rows]
