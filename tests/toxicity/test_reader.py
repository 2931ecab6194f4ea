"""Comments into words: disguises are undone, nothing a person can type breaks it."""

import pickle
import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqdemo.toxicity.reader import (
    DISGUISED,
    LONGEST_WORD,
    MOST_NGRAMS,
    NGRAM_BUCKETS,
    PLAIN,
    UNKNOWN_WORD,
    Lexicon,
    fits_piece_by_piece,
    ngrams,
    squeeze,
)

LEXICON = Lexicon(
    ["you", "are", "a", "an", "i", "idiot", "stupid", "ass", "dont", "so", "too", "boeing"], ["stupid", "idiot", "ass"]
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
        ("don't don’t donʼt don‘t don`t don´t don′t", ["dont"] * 7),
        ("``so`` ‘too’ so`", ["so", "too", "so"]),
        ("ìdîôt ｉｄｉｏｔ 𝐢𝐝𝐢𝐨𝐭", ["idiot"] * 3),
        ("too soooo", ["too", "so"]),
        ("12 345", []),
        ("", []),
        ("!!! ... \u200b", []),
        ("you 🙂🙂🙂 👍🏽", ["you", "🙂", "👍"]),
        ("уоu аrе аn іdіоt", ["you", "are", "an", "idiot"]),  # Cyrillic, but for u, r and n
        ("ιԁιοτ ɪᴅɪᴏᴛ", ["idiot", "idiot"]),
        ("wait 45s 27th A55 B12a 250g 10am 3x4 4-5-5 4 5 5", ["wait"]),
        ("a5$ 455 5tup1d", ["ass", "stupid"]),
        ("boeing747 Scunthorpe", ["boeing", "scunthorpe"]),
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


@given(st.text(max_size=300))
def test_any_text_gives_bounded_words(text):
    for word in LEXICON.words(text):
        assert 0 < len(word.text) <= 2 * LONGEST_WORD
        assert 1 <= len(word.ngrams) <= MOST_NGRAMS
        assert all(1 <= number <= NGRAM_BUCKETS for number in word.ngrams)


ADVERSARIAL = {
    "stars": "*" * 40 + "q",
    "stars and letters": "*a" * 20,
    "letters": "a" * 1_000,
    "letters and stars": "a*" * 500,
    "spaced": "a " * 500,
    "signs": "@$" * 500,
    "marks": "\u0301" * 1_000,
    "look-alikes": "\u0430" * 1_000,
    "emoji": "🙂🙃" * 500,
    "digits": "1a" * 500,
}


@pytest.mark.parametrize("text", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_the_work_is_linear_in_what_is_typed(text):
    steps = steps_of(lambda: LEXICON.words(text[: len(text) // 2])), steps_of(lambda: LEXICON.words(text))

    assert steps[1] < 2.5 * steps[0] + 2_000
    assert steps[1] < 100_000


def test_stars_are_matched_in_few_steps_and_by_no_pattern_made_of_what_was_typed(monkeypatch):
    """A regular expression with `.*` for each star goes back and forth inside of the library, where no step is seen."""
    monkeypatch.setattr(re, "compile", lambda *_: pytest.fail("a pattern was made of what was typed"))

    assert steps_of(lambda: LEXICON.recognise("*s" * 15 + "q")) < 2_000


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [("id*t", True), ("*", True), ("i*o*t", True), ("idiot*", True), ("id*x*t", False), ("idiot*t", False)],
)
def test_pieces_between_stars_follow_each_other(pattern, fits):
    assert fits_piece_by_piece(pattern, "idiot") == fits


def test_nothing_that_was_typed_is_kept():
    lexicon = Lexicon(["you", "idiot"], ["idiot"])
    lexicon.words("my secret stuuupid 1d10t you p4ssw0rd")

    kept = pickle.dumps(vars(lexicon))

    assert b"idiot" in kept
    assert not any(typed in kept for typed in (b"secret", b"stuuupid", b"stupid", b"1d10t", b"p4ssw0rd", b"password"))


def steps_of(call) -> int:
    """The lines of Python that a call runs."""
    steps = 0

    def count(frame, event, argument):
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        call()
    finally:
        sys.settrace(before)
    return steps
