"""The grammar of phrases: both sides of every contrast, nothing left unfilled, a part kept aside."""

from collections import Counter

import numpy as np
import pytest

from seqdemo.toxicity.phrases import TONES, alternatives, fill, phrases, read_grammar

TOY = {"bad": ["odd"], "badn": ["idiot", "fool"], "who": ["he (or she|or they)"]}


@pytest.fixture(scope="module")
def grammar():
    return read_grammar()


def test_the_same_seed_makes_the_same_phrases_and_no_phrase_twice():
    made = phrases(500)

    assert made == phrases(500)
    assert len({phrase.text for phrase in made}) == 500


def test_nothing_is_left_to_fill(grammar):
    for pattern in grammar.patterns:
        for seed in range(3):
            text = fill(pattern.text, grammar.slots, np.random.default_rng(seed))
            assert text and not set(text) & set("{}()|"), text


def test_every_kind_has_both_sides(grammar):
    sides = Counter((pattern.kind, pattern.tone in ("fine", "swear")) for pattern in grammar.patterns)

    assert all(pattern.tone in TONES and pattern.kind for pattern in grammar.patterns)
    assert all(sides[kind, side] for kind, _ in sides for side in (True, False))


def test_half_of_the_phrases_are_rude():
    assert 0.4 < np.mean([phrase.toxic for phrase in phrases(1000)]) < 0.6


def test_what_is_kept_aside_is_in_no_phrase_to_learn_from(grammar):
    learnt, aside = grammar.part(False, False), grammar.part(True, True)

    assert 0 < len(aside.patterns) < len(learnt.patterns) / 4
    assert not set(aside.patterns) & set(learnt.patterns)
    assert not set(aside.slots["badn"]) & set(learnt.slots["badn"])
    assert set(aside.slots["badn"]) | set(learnt.slots["badn"]) == set(grammar.slots["badn"])


def test_slots_choices_and_articles():
    random = np.random.default_rng(0)

    assert fill("you are {a bad} {bad} , really", TOY, random) == "you are an odd odd, really"
    assert fill("{who}", TOY, random) in ("he or she", "he or they")
    assert alternatives("one | two (a|b) | three") == ["one", "two (a|b)", "three"]
