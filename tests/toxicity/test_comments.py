"""What belongs together stays on one side of the split; what is unknown weighs nothing."""

import numpy as np

from seqdemo.toxicity.comments import Comments, RememberingLexicon, families, made_up, opening, split_families, weigh
from seqdemo.toxicity.model import LABELS
from seqdemo.toxicity.phrases import Phrase
from seqdemo.toxicity.reader import Lexicon


def comments(texts, source="ethos"):
    return Comments(texts, np.zeros((len(texts), 6)), np.ones((len(texts), 6)), [source] * len(texts))


def test_comments_that_differ_in_one_word_are_a_family():
    texts = ["i like gay people", "something else", "i hate gay people", "i hate tall people", "i like people"]

    assert families(texts).tolist() == [0, 1, 0, 0, 4]


def test_a_family_is_never_split():
    pairs = [f"the {adjective} thing number {n} is here {n}" for n in range(60) for adjective in ("good", "bad")]

    learnt, aside = split_families(comments(pairs), set())

    assert len(learnt.texts) + len(aside.texts) == len(pairs) and aside.texts
    numbers = [{text.split()[4] for text in part.texts} for part in (learnt, aside)]
    assert not numbers[0] & numbers[1]


def test_a_comment_that_is_held_out_elsewhere_is_dropped():
    text = "this long comment stands in the other source as well"
    learnt, aside = split_families(comments([text, "short"]), {opening(text)})

    assert learnt.texts + aside.texts == ["short"]


def test_sources_weigh_as_the_table_says():
    weighed = weigh(comments(["a", "b"], "davidson"))

    assert np.allclose(weighed.weights[0], [0.05, 1, 1, 1, 1, 0.4])


def test_of_a_rude_phrase_only_its_own_label_is_known():
    rows = made_up(
        [Phrase("a", "hate", ""), Phrase("b", "fine", ""), Phrase("c", "swear", ""), Phrase("d", "rude", "")], 1
    )
    hate, obscene = LABELS.index("identity_hate"), LABELS.index("obscene")

    assert rows.labels[0, [0, hate]].tolist() == [1, 1] and np.flatnonzero(rows.weights[0]).tolist() == [0, hate]
    assert not rows.labels[1].any() and (rows.weights[1] > 0).all()
    assert rows.weights[2, obscene] == 0 and not rows.labels[2].any()
    assert np.flatnonzero(rows.weights[3]).tolist() == [0]


def test_a_remembering_lexicon_reads_like_any_other():
    text = "you are an 1d10t you are an 1d10t 45"

    assert RememberingLexicon(["you", "idiot"]).words(text) == Lexicon(["you", "idiot"]).words(text)
