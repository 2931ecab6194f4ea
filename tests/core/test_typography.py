"""What phones make of plain characters is turned back, once and for all."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seqdemo.core.typography import ALL, APOSTROPHES, DASHES, LONGER, QUOTES, SPACES, typewritten, unaccented

TEXTS = st.text() | st.text("’‘ʼ′`´“”„«»–—−‐‑…\u00a0\u202f\u200b\u00ade\u0301\u1fef\u1ffd\ufb2c")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("’ ‘ ʼ ′ ` ´", "' ' ' ' ' '"),
        ("“ ” „ « »", '" " " " "'),
        ("– — − ‐ ‑", "- - - - -"),
        ("wait…", "wait..."),
        ("a\u00a0b\u202fc\u2003d\te\nf\u3000g", "a b c d e f g"),
        ("co\u00adop\u200bera\u2060te\ufeff\u200f", "cooperate"),
        ("Cre\u0300me", "Crème"),
        ("e\u200d\u0301", "é"),  # composed although something stood between
        ('don\'t - "stop"!', 'don\'t - "stop"!'),
        ("", ""),
    ],
)
def test_each_kind_becomes_plain(typed, plain):
    assert typewritten(typed) == plain


def test_a_reader_takes_only_what_it_needs():
    assert typewritten("“don’t” – no…", APOSTROPHES) == "“don't” – no…"
    assert typewritten("“don’t” –\u00a0no…", QUOTES, DASHES) == '"don’t" -\u00a0no…'


def test_no_character_is_of_two_kinds():
    codes = [code for table in ALL for code in table]
    assert len(codes) == len({*codes})
    assert all(chr(code).isspace() for code in SPACES)


@given(TEXTS)
@example("\ufb2c" * 3)
@example("\u1fef\u1ffd")
def test_once_is_enough_and_no_text_grows_beyond_its_bound(text):
    once = typewritten(text)
    assert typewritten(once) == once
    assert len(once) <= LONGER * len(text)
    assert not {ord(c) for c in once if c not in " '\""} & {code for table in ALL for code in table}


@given(TEXTS, st.sampled_from(ALL))
def test_once_is_enough_for_each_kind_alone(text, table):
    once = typewritten(text, table)
    assert typewritten(once, table) == once


def test_letters_without_their_accents():
    assert unaccented("crème brûlée ｉｄ 𝐢𝐝 ﬁg a\u0301\u20dd\u200b") == "creme brulee id id fig a"


@given(st.text())
def test_accents_are_gone_after_one_time(text):
    assert unaccented(unaccented(text)) == unaccented(text)
