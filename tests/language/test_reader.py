"""Sentences into words and back, however they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqdemo.language.reader import cut, joined
from seqdemo.language.vocabulary import END, NUMBER, UNKNOWN, Vocabulary, learn

KNOWN = Vocabulary(["we", "I'm", "don't", "Tom", ",", ".", "'s", "ice", "cream", "-", "going", "?", "7:30", "pm", '"'])


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        ("We’re going, aren't we?", ["We're", "going", ",", "aren't", "we", "?"]),
        ("“No…” he said – twice", ['"', "No", "...", '"', "he", "said", "-", "twice"]),
        ("at 7:30pm on the 3rd", ["at", "7:30", "pm", "on", "the", "3rd"]),
        ("$1,500.50, 20%", ["$", "1,500.50", ",", "20", "%"]),
        ("ice-cream o'clock", ["ice-cream", "o'clock"]),
        ("", []),
        (" \t\u00a0\n", []),
    ],
)
def test_words_numbers_and_signs_are_told_apart(typed, tokens):
    assert cut(typed) == tokens


@pytest.mark.parametrize(
    "line",
    ["We're going, aren't we?", '"I know," he said.', "it costs $20 (or 10%).", "ice-cream at 7:30.", "Tom's dog"],
)
def test_a_line_is_the_same_after_it_was_cut(line):
    assert joined(cut(line)) == line


@given(st.text(max_size=60))
def test_nothing_but_spaces_is_lost(text):
    once = "".join(cut(text))

    assert "".join(cut(joined(cut(text)))) == once


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("WE DONT", ["we", "don't"]),
        ("im", ["I'm"]),
        ("I’m", ["I'm"]),
        ("Tom’s", ["Tom's"]),
        ("ice-cream", ["ice", "-", "cream"]),
    ],
)
def test_capitals_and_missing_apostrophes_do_not_matter(typed, read):
    words = KNOWN.read(typed)

    assert all(word.known for word in words)
    assert [KNOWN.text(word.number) for word in words] == (["Tom", "'s"] if read == ["Tom's"] else read)


def test_what_is_not_known_keeps_its_text_and_says_what_it_is():
    words = KNOWN.read("We, Zyx: 4711 7:30")

    assert [(word.text, word.number) for word in words if not word.known] == [
        ("Zyx", UNKNOWN),
        (":", UNKNOWN),
        ("4711", NUMBER),
    ]
    assert [word.text for word in words] == ["We", ",", "Zyx", ":", "4711", "7:30"]


def test_the_end_is_not_part_of_a_line():
    assert KNOWN.line([KNOWN.word(3), KNOWN.word(END)]) == "we"


def test_the_most_frequent_words_are_learnt_in_the_form_they_most_often_have():
    everyday = ["The man saw Tom .", "Tom saw the Man .", "So Tom saw the man ."]

    words = learn([([line.split() for line in everyday], 1.0)], 6)

    assert set(words) == {"the", "man", "Tom", "saw", ".", "'s"}


def test_rare_numbers_and_words_without_their_apostrophe_are_no_words():
    lines = [["I", "don't", "have", "4711"]] * 45 + [["I", "dont", "have", "7"]] * 2 + [["at", "7"]] * 60

    words = learn([(lines, 1.0)], 50)

    assert "4711" not in words and "dont" not in words
    assert {"don't", "7"} <= set(words)


def test_a_kind_that_counts_less_gives_fewer_words():
    words = learn([([["rare"]] * 3, 1.0), ([["often"]] * 10, 0.2)], 2)

    assert words == ["rare", "'s"]
