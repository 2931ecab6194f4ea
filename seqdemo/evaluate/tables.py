"""Reads the files that people give to the commands: lines, tables and arrays, with one sentence for each refusal.

>>> rows = read_table(Path("comments.csv"), ("comment_text",), "a CSV file with a comment a row")
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from seqdemo.core.errors import DataError

GZIP = b"\x1f\x8b"
LONGEST_FIELD = 10_000_000  # characters; the csv module stops at 131,072 otherwise
NOT_SCORED = -1.0
"""What Kaggle writes for a label that was kept back."""


def read_bytes(path: Path, form: str) -> bytes:
    """Returns what a file holds, unpacked if it is gzipped, whatever it is called. Raises DataError.

    `form` says what to give instead, for example "a UTF-8 text file with one name a line".
    """
    if path.is_dir():
        raise DataError(f"Cannot read {path}: it is a folder; give {form}.")
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"Cannot read {path}: there is no such file; give {form}.") from error
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}; give {form}.") from error
    if not content.startswith(GZIP):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"Cannot read {path}: its gzip is damaged or cut off; give {form}.") from error


def read_text(path: Path, form: str) -> str:
    """Returns a UTF-8 text without its byte order mark, its ends of line as they are. Raises DataError."""
    content = read_bytes(path, form)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"Cannot read {path}: line {line} is not UTF-8; save it as UTF-8 and give {form}.") from error


def numbered_lines(path: Path, form: str) -> list[tuple[int, str]]:
    """Returns (number from 1, line) of every line that is not blank, at least one. Raises DataError."""
    lines = enumerate(io.StringIO(read_text(path, form), newline=None), 1)
    found = [(number, line.rstrip("\n")) for number, line in lines if line.strip()]
    if not found:
        raise DataError(f"Cannot read {path}: it has no lines; give {form}.")
    return found


def read_lines(path: Path, form: str) -> list[str]:
    """Returns the lines of a text file that are not blank, at least one. Raises DataError."""
    return [line for _, line in numbered_lines(path, form)]


def read_tabbed(path: Path, columns: Sequence[str], form: str) -> list[list[str]]:
    """Returns the first fields of each line, none of them blank; what comes after them is passed over.

    Fields are parted by tabs and have no quotes around them. Raises DataError.
    """
    rows = []
    for number, line in numbered_lines(path, form):
        fields = line.split("\t")[: len(columns)]
        if len(fields) < len(columns) or not all(field.strip() for field in fields):
            raise DataError(f"Line {number} of {path} lacks something: write {'<TAB>'.join(columns)}.")
        rows.append(fields)
    return rows


def read_table(path: Path, needed: Iterable[str], form: str) -> list[dict[str, str]]:
    """Returns the rows of a CSV file by the names in its first line, at least one row. Raises DataError.

    Every row has the `needed` columns; the others that it is too short for are blank.
    """
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.DictReader(io.StringIO(read_text(path, form), newline=""), strict=True, restval=None)
    rows = []
    try:
        absent = [name for name in needed if name not in (reader.fieldnames or ())]
        if absent:
            raise DataError(f"Cannot read {path}: it has no column {absent[0]}; give {form}.")
        for row in reader:
            if None in row:
                raise DataError(
                    f"Line {reader.line_num} of {path} has more fields than the first: put texts with commas in quotes."
                )
            short = [name for name in needed if row[name] is None]
            if short:
                raise DataError(f"Line {reader.line_num} of {path} ends before {short[0]}: write all fields.")
            rows.append({name: value or "" for name, value in row.items()})
    except csv.Error as error:
        raise DataError(f"Cannot read {path}: line {reader.line_num} is no CSV ({error}); give {form}.") from error
    if not rows:
        raise DataError(f"Cannot read {path}: it has no rows; give {form}.")
    return rows


def read_flags(rows: Sequence[Mapping[str, str]], columns: Sequence[str], path: Path) -> np.ndarray:
    """Returns 1.0 or 0.0 for each row and column (rows, columns), NaN where it is blank or -1, not scored.

    A column that the table lacks is unknown in every row. Raises DataError for any other value.
    """
    flags = np.full((len(rows), len(columns)), np.nan, np.float32)
    for i, row in enumerate(rows):
        for j, name in enumerate(columns):
            flags[i, j] = _flag(row.get(name, ""), f"Row {i + 1} of {path} has “{{}}” for {name}")
    return flags


def _flag(text: str, complaint: str) -> float:
    if not text.strip():
        return np.nan
    try:
        number = float(text)
    except ValueError:
        number = np.inf
    if number in (0.0, 1.0):
        return number
    if number == NOT_SCORED or np.isnan(number):
        return np.nan
    raise DataError(f"{complaint.format(text[:40])}: write 1, 0, or nothing where it is unknown.")


def read_arrays(path: Path, names: Iterable[str], form: str) -> dict[str, np.ndarray]:
    """Returns the arrays of these names from an .npz file; nothing in it is unpickled. Raises DataError."""
    content = read_bytes(path, form)
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            absent = [name for name in names if name not in stored]
            if absent:
                raise DataError(f"Cannot read {path}: it has no array {absent[0]}; give {form}.")
            return {name: stored[name] for name in names}
    except (OSError, EOFError, ValueError, TypeError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        raise DataError(
            f"Cannot read {path}: it is damaged or no .npz of plain arrays ({type(error).__name__}); give {form}."
        ) from error
