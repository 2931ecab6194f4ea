"""Files from elsewhere: what is read, and the one sentence for each that is refused."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from seqdemo.core.errors import DataError
from seqdemo.evaluate import tables
from seqdemo.registry import having

FORM = "a file in this form"
LABELS = ("rude", "threat")


@pytest.fixture
def write(tmp_path):
    def write(content: bytes | str):
        path = tmp_path / "given"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def refusal(read, path) -> str:
    """The sentence that refuses this file: one line, with the file in it and what to give instead."""
    with pytest.raises(DataError) as refused:
        read(path)
    sentence = str(refused.value)
    assert str(path) in sentence and "\n" not in sentence and sentence.endswith(".")
    return sentence


READERS = {
    "lines": lambda path: tables.read_lines(path, FORM),
    "tabbed": lambda path: tables.read_tabbed(path, ("english", "french"), FORM),
    "table": lambda path: tables.read_table(path, ("text",), FORM),
    "arrays": lambda path: tables.read_arrays(path, ("points",), FORM),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_what_no_reader_can_read(read, tmp_path, write):
    assert "no such file" in refusal(read, tmp_path / "absent")
    assert "folder" in refusal(read, tmp_path)
    assert FORM in refusal(read, write(""))
    assert "gzip" in refusal(read, write(gzip.compress(b"text\na\n" * 99)[:-12]))


@pytest.mark.parametrize("read", [READERS[name] for name in ("lines", "tabbed", "table")])
@pytest.mark.parametrize("content", ["a\tb\nétoile\tc\n".encode("latin-1"), "text\na\n".encode("utf-16")])
def test_text_that_is_not_utf_8(read, content, write):
    assert "not UTF-8" in refusal(read, write(content))


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_lines_and_tables_come_as_they_were_written(pack, mark, end, write):
    text = end.join([f"{mark}text,rude", '"say ""oh"", or not",1', "", "NA,0", ""])

    assert tables.read_lines(write(pack(f"{mark}Oat{end}{end} Mom’s{end}".encode())), FORM) == ["Oat", " Mom’s"]
    assert tables.read_table(write(pack(text.encode())), ("text",), FORM) == [
        {"text": 'say "oh", or not', "rude": "1"},
        {"text": "NA", "rude": "0"},
    ]


def test_a_quoted_field_keeps_its_line_ends_and_a_line_its_rare_ones(write):
    assert tables.read_table(write('text\n"a\r\nb"\n'), ("text",), FORM) == [{"text": "a\r\nb"}]
    assert tables.read_lines(write("a\u2028b\x0bc\n"), FORM) == ["a\u2028b\x0bc"]


def test_a_row_that_is_short_or_long(write):
    read = READERS["table"]

    assert read(write("text,rude,threat\na,1\n")) == [{"text": "a", "rude": "1", "threat": ""}]
    assert "Line 3" in refusal(lambda path: tables.read_table(path, ("text",), FORM), write("id,text\n1,a\n2\n"))
    assert "quotes" in refusal(read, write("text,rude\nwell, well,1\n"))
    assert "no CSV" in refusal(read, write('text,rude\n"never closed,1\n'))
    assert "no column text" in refusal(read, write("comment,rude\na,1\n"))
    assert "no rows" in refusal(read, write("text,rude\n"))


def test_flags_are_one_zero_or_unknown(write):
    path = write("text,rude,threat\na,1,-1\nb,0.0,\nc,nan,1\n")
    rows = tables.read_table(path, ("text",), FORM)

    np.testing.assert_array_equal(tables.read_flags(rows, LABELS, path), [[1, np.nan], [0, np.nan], [np.nan, 1]])
    assert np.isnan(tables.read_flags(rows, ("absent",), path)).all()


@pytest.mark.parametrize("value", ["2", "yes", "0.5", "inf", "-2"])
def test_any_other_flag_is_refused(value, write):
    path = write(f"text,rude\na,1\nb,{value}\n")
    rows = tables.read_table(path, ("text",), FORM)

    sentence = refusal(lambda path: tables.read_flags(rows, LABELS, path), path)

    assert sentence.startswith(f"Row 2 of {path} has “{value}” for rude")


def test_tabbed_lines_have_their_fields(write):
    read = READERS["tabbed"]

    assert read(write('"Go," he said.\tVa.\tCC BY\n')) == [['"Go," he said.', "Va."]]
    for line in ("Go.", "Go.\t", "\tVa.", "Go. Va."):
        assert "Line 2" in refusal(read, write(f"Run!\tCours !\n{line}\n"))


def test_arrays_are_read_and_nothing_else_is(write, tmp_path):
    np.savez_compressed(tmp_path / "good.npz", points=np.arange(900), more=np.ones(2))
    np.savez(tmp_path / "pickled.npz", points=np.array([{}], object))
    np.savez(tmp_path / "other.npz", dots=np.ones(2))
    np.save(tmp_path / "one.npy", np.ones(2))
    content = (tmp_path / "good.npz").read_bytes()
    read = READERS["arrays"]

    assert list(read(tmp_path / "good.npz")) == ["points"]
    assert "no array points" in refusal(read, tmp_path / "other.npz")
    for path in (tmp_path / "pickled.npz", tmp_path / "one.npy"):
        assert "damaged or no .npz" in refusal(read, path)
    for damaged in (content[:-40], content[:60] + b"?" * 40 + content[100:], b"PK\x03\x04 no zip", b"plain text"):
        assert "damaged or no .npz" in refusal(read, write(damaged))


@pytest.mark.parametrize("name", having("evaluation"))
@pytest.mark.parametrize("limit", [0, -1])
def test_every_command_wants_a_limit_of_one_or_more(name, limit, write, capsys):
    from seqdemo.evaluate.__main__ import main

    assert main([name, str(write("a")), "--limit", str(limit)]) == 1
    assert capsys.readouterr().err == f"--limit is {limit}; give 1 or more, or leave it out.\n"


@pytest.mark.parametrize("name", having("evaluation"))
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b"\x1f\x8b cut off", b"PK\x03\x04\xff"])
def test_every_command_refuses_in_one_sentence(name, content, write, tmp_path, capsys):
    from seqdemo.evaluate.__main__ import main

    path = write(content) if content is not None else tmp_path

    assert main([name, str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and len(err.strip().splitlines()) == 1 and str(path) in err
