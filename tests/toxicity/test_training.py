"""What the judge of comments learns from: batches, masks, disguises, phrases among other sentences."""

import numpy as np
import pytest

from seqdemo.toxicity import disguise as ways
from seqdemo.toxicity.reader import Lexicon
from seqdemo.training.data import bucketed_batches


@pytest.mark.parametrize("way", [ways.double, ways.space, ways.star, ways.digits])
def test_a_disguise_changes_the_word_and_is_seen_through(way):
    lexicon = Lexicon(["idiot"], ["idiot"])
    for seed in range(20):
        hidden = way("idiot", np.random.default_rng(seed))
        assert hidden != "idiot"
        assert [word.canonical for word in lexicon.words(hidden)] == ["idiot"], hidden


def test_only_the_named_words_are_disguised():
    text = ways.disguise("you silly idiot", {"idiot"}, np.random.default_rng(0))

    assert text.startswith("you silly ")
    assert text != "you silly idiot"


def test_every_row_is_in_a_batch_and_every_batch_is_full():
    lengths = np.array([1, 5, 9, 9, 30, 200, 3])

    batches = list(bucketed_batches(lengths, (4, 16, 64), 4, seed=0))

    assert {row for rows, _ in batches for row in rows} == set(range(7))
    assert all(len(rows) == 4 for rows, _ in batches)
    assert all((lengths[rows] <= length).all() or length == 64 for rows, length in batches)


def test_unknown_labels_weigh_nothing():
    keras = pytest.importorskip("keras")
    from seqdemo.toxicity.training import masked_loss

    labels, weights = np.array([[1, 0, 0, 0, 0, 0]], np.float32), np.array([[1, 0, 0, 0, 0, 0]], np.float32)
    logits = np.array([[2.0, 9, -9, 9, 9, 9]], np.float32)

    loss = keras.ops.convert_to_numpy(masked_loss(np.concatenate([labels, weights], axis=1), logits))

    assert np.allclose(loss, np.log1p(np.exp(-2.0)))
