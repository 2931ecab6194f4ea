"""What each network can see of the words so far: all in order, the last five, or all in no order."""

import numpy as np
import pytest

from seqdemo.core.trace import Trace, extend
from seqdemo.language.model import FIRST, SHAPES
from seqdemo.language.networks import WINDOW
from seqdemo.language.vocabulary import END
from tests.language.stub import arrays, stub

NUMBERS = np.array([[END, 3, 4, 5, 6, 7, 8, 9, 10]])


@pytest.fixture(scope="module")
def networks():
    return stub().networks


def last_thought(network, numbers) -> np.ndarray:
    return network.thoughts(np.array(numbers)[None])[0, -1]


def test_the_bag_does_not_know_the_order(networks):
    random = np.random.default_rng(0)
    before = last_thought(networks["mlp"], NUMBERS[0])
    for _ in range(10):
        after = last_thought(networks["mlp"], random.permutation(NUMBERS[0]))
        np.testing.assert_allclose(after, before, atol=1e-5)


def test_the_window_ends_where_it_should(networks):
    before = last_thought(networks["cnn"], NUMBERS[0])
    beyond, inside = NUMBERS[0].copy(), NUMBERS[0].copy()
    beyond[:-WINDOW] = 20
    inside[-WINDOW] = 20
    np.testing.assert_array_equal(last_thought(networks["cnn"], beyond), before)
    assert np.abs(last_thought(networks["cnn"], inside) - before).max() > 1e-4


def test_the_lstm_sees_every_word_and_its_place(networks):
    before = last_thought(networks["rnn"], NUMBERS[0])
    for change in ([END, 20, 4, 5, 6, 7, 8, 9, 10], [END, 4, 3, 5, 6, 7, 8, 9, 10]):
        assert np.abs(last_thought(networks["rnn"], change) - before).max() > 1e-5


@pytest.mark.parametrize("name", ["rnn", "cnn", "mlp"])
def test_what_is_said_after_a_word_does_not_depend_on_what_comes_later(networks, name):
    whole = networks[name].thoughts(NUMBERS)
    for length in range(1, NUMBERS.shape[1]):
        np.testing.assert_allclose(networks[name].thoughts(NUMBERS[:, :length]), whole[:, :length], atol=1e-5)


@pytest.mark.parametrize("name", ["rnn", "cnn", "mlp"])
def test_nats_are_those_of_a_probability_for_each_word(networks, name):
    network, count = networks[name], len(stub().vocabulary)
    each = [network.nats(NUMBERS[:, :3], np.array([[4, 5, word]]))[0, -1] for word in range(count)]
    assert np.exp(-np.array(each)).sum() == pytest.approx(1, abs=1e-5)


def test_the_walk_says_what_the_batch_says():
    model = stub()
    words = model.read("we are going to have a party")
    trace = extend(model, Trace(), [FIRST, *words])
    targets = [*(word.number for word in words), END]
    expected = -np.log(trace.outputs[np.arange(len(targets)), targets])
    np.testing.assert_allclose(model.surprise([words])[0], expected, rtol=1e-4)


def test_sentences_of_any_length_are_measured_together_as_each_alone():
    model = stub()
    sentences = [model.read(text) for text in ("we are here .", "I", "Tom and the dog saw what they want .", "")]
    for name in model.networks:
        together = model.surprise(sentences, name)
        for words, found in zip(sentences, together, strict=True):
            np.testing.assert_allclose(found, model.surprise([words], name)[0], rtol=1e-4)
            assert found.shape == (len(words) + 1,)


def test_every_weight_belongs_to_one_network(networks):
    counted = {name for network in networks.values() for name in network.weights}
    assert counted == set(SHAPES)
    assert sum(network.parameters for network in networks.values()) == sum(a.size for a in arrays().values())
