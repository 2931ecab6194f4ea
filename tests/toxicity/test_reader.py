"""Comments into words: disguises are undone, nothing a person can type breaks it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqdemo.toxicity.reader import (
    DISGUISED,
    LONGEST_WORD,
    MOST_NGRAMS,
    NGRAM_BUCKETS,
    PLAIN,
    UNKNOWN_WORD,
    Lexicon,
    ngrams,
    squeeze,
)

LEXICON = Lexicon(
    ["you", "are", "a", "an", "i", "idiot", "stupid", "ass", "dont", "so", "too"], ["stupid", "idiot", "ass"]
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("You are an IDIOT!", ["you", "are", "an", "idiot"]),
        ("1d10t", ["idiot"]),
        ("i d i o t", ["idiot"]),
        ("i.d.i.o.t", ["idiot"]),
        ("you a i d i o t", ["you", "a", "idiot"]),
        ("stuuupid", ["stupid"]),
        ("ssttuuppiidd", ["stupid"]),
        ("st*pid s**pid", ["stupid", "stupid"]),
        ("@ss a$$", ["ass", "ass"]),
        ("don't don’t", ["dont", "dont"]),
        ("ìdîôt ｉｄｉｏｔ 𝐢𝐝𝐢𝐨𝐭", ["idiot"] * 3),
        ("too soooo", ["too", "so"]),
        ("12 345", []),
        ("", []),
        ("!!! ... 🙂 \u200b", []),
    ],
)
def test_reads_what_was_meant(typed, read):
    assert [word.canonical for word in LEXICON.words(typed)] == read


def test_says_how_a_word_was_recognised():
    forms = [word.form for word in LEXICON.words("stupid stuuupid stoopidest")]

    assert forms == [PLAIN, DISGUISED, UNKNOWN_WORD]


def test_an_unknown_word_has_number_zero_and_letter_groups():
    (word,) = LEXICON.words("stoopidest")

    assert word.number == 0
    assert set(word.ngrams) & set(ngrams("stoopider"))


def test_a_disguised_word_keeps_what_was_typed():
    assert LEXICON.words("so 1D10T")[1].text == "1D10T"


def test_squeeze():
    assert squeeze("iiddiioott") == "idiot"


def test_typing_on_never_changes_words_that_are_behind():
    """The walk takes over earlier words; only the word under the pen may change."""
    text = "you are so stupid dont"
    whole = LEXICON.words(text)
    for end in range(1, len(text)):
        part = LEXICON.words(text[:end])
        assert part[:-1] == whole[: len(part) - 1]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_bounded_words(text):
    for word in LEXICON.words(text):
        assert 0 < len(word.text) <= 2 * LONGEST_WORD
        assert 1 <= len(word.ngrams) <= MOST_NGRAMS
        assert all(1 <= number <= NGRAM_BUCKETS for number in word.ngrams)


@pytest.mark.parametrize("text", ["a" * 5_000, "*" * 5_000, "a*" * 5_000, "a " * 5_000, "@$" * 5_000, "\u0301" * 5_000])
def test_long_input_takes_no_longer_than_it_should(text):
    import time

    begin = time.perf_counter()
    LEXICON.words(text)
    assert time.perf_counter() - begin < 1
