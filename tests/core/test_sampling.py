import numpy as np
import pytest

from seqdemo.core.sampling import (
    choose,
    choose_by_rank,
    dice,
    most_probable,
    shuffled_order,
    slices,
    with_temperature,
)

P = np.array([[0.5, 0.3, 0.2, 0.0], [0.1, 0.2, 0.6, 0.1]])


@pytest.mark.parametrize("temperature", [0.0, 1e-9, 0.3, 1.0, 2.0, 50.0])
def test_probabilities_sum_to_one(temperature):
    changed = with_temperature(P, temperature, forbidden=[1])
    assert np.allclose(changed.sum(axis=-1), 1) and np.all(changed[:, 1] == 0)


def test_temperature_one_changes_nothing_and_zero_is_argmax():
    assert np.allclose(with_temperature(P, 1.0), P)
    for temperature in (0.0, 1e-6):
        assert np.allclose(with_temperature(P, temperature), [[1, 0, 0, 0], [0, 0, 1, 0]])


def test_temperature_follows_the_formula():
    assert np.allclose(with_temperature(P[1], 0.5), P[1] ** 2 / (P[1] ** 2).sum())
    assert with_temperature(P[1], 2.0).max() < P[1].max() < with_temperature(P[1], 0.5).max()


def test_zero_temperature_makes_one_choice_of_equals():
    assert with_temperature(np.full(4, 0.25), 0.0).tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize("temperature", [-1.0, float("nan")])
def test_impossible_temperature_is_refused(temperature):
    with pytest.raises(ValueError):
        with_temperature(P, temperature)


def test_the_input_is_left_alone():
    before = P.copy()
    with_temperature(P, 0.5, forbidden=[0])
    assert np.array_equal(P, before)


def test_dice_depend_on_seed_and_row_only():
    assert np.array_equal(dice(1, 2, 9), dice(1, 2, 9))
    assert np.array_equal(dice(1, 2, 4), dice(1, 2, 9)[:4])
    assert not np.array_equal(dice(1, 2, 9), dice(1, 3, 9))
    assert not np.array_equal(dice(2, 2, 9), dice(1, 2, 9))


def test_choices_come_as_often_as_they_are_probable():
    throws = dice(0, 0, 20_000)
    drawn = choose(np.broadcast_to(P[0], (20_000, 4)), throws)
    assert np.allclose(np.bincount(drawn, minlength=4) / 20_000, P[0], atol=0.015)


def test_the_impossible_is_never_chosen():
    edges = np.array([0.0, 0.5, 0.5])
    assert choose(edges, 0.0) == 1
    assert choose(edges, np.nextafter(1, 0)) == 2
    assert choose(np.array([0.5, 0.5, 0.0]), np.nextafter(1, 0)) == 1


def test_only_the_most_probable_keep_their_share():
    assert np.allclose(most_probable(P[1], 2), [0, 0.25, 0.75, 0])
    assert most_probable(np.full(4, 0.25), 1).tolist() == [1, 0, 0, 0]
    for count in (4, 100):
        assert np.array_equal(most_probable(P[1], count), P[1])


@pytest.mark.parametrize("count", range(2, 10))
def test_a_shuffle_has_every_number_once_and_moves_something(count):
    orders = [shuffled_order(count, seed) for seed in range(1, 50)]
    assert all(sorted(order) == list(range(count)) != order for order in orders)
    assert orders == [shuffled_order(count, seed) for seed in range(1, 50)]


def test_what_cannot_be_shuffled_stays():
    assert shuffled_order(5, 0) == [0, 1, 2, 3, 4]
    assert shuffled_order(0, 3) == [] and shuffled_order(1, 3) == [0]


def test_a_low_throw_is_a_likely_choice_and_the_slices_say_where():
    rows = np.array([[0.1, 0.6, 0.3, 0.0], [0.25, 0.25, 0.5, 0.0]])
    assert choose_by_rank(rows, np.array([0.59, 0.5])).tolist() == [1, 0]
    assert choose_by_rank(rows, np.array([0.61, 0.76])).tolist() == [2, 1]
    for row in rows:
        begins, widths = slices(row)
        for place in np.flatnonzero(widths):
            middle = begins[place] + widths[place] / 2
            assert choose_by_rank(row, middle) == place
        assert widths.sum() == 1 and choose_by_rank(row, np.nextafter(1, 0)) != 3
