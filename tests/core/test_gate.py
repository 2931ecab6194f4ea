"""The gate for heavy work: how many at once, in which order, and who keeps a place."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from seqdemo.core.gate import Gate
from seqdemo.core.pace import between_steps, looking_up


class Tired(Exception):
    pass


def until(true) -> None:
    """Waits for something that another thread does."""
    while not true():
        threading.Event().wait(0.001)


def test_so_many_work_at_once_and_the_others_come_in_the_order_in_which_they_asked():
    gate, order = Gate(places=2), []
    first, second = gate.turn("a"), gate.turn("b")

    def work(name: str) -> None:
        with gate.turn(name):
            order.append(name)

    with ThreadPoolExecutor() as others, first:
        with second:
            for count, name in enumerate("cde", 1):
                others.submit(work, name)
                until(lambda: gate.waiting() == count)  # noqa: B023 (it is called here)
            assert order == []
        until(lambda: len(order) == 3)
    assert order == list("cde")
    assert gate.waiting() == 0


def test_an_error_frees_the_place():
    gate = Gate(places=1)
    with pytest.raises(Tired), gate.turn("a"):
        raise Tired
    with gate.turn("b"):
        pass


@pytest.mark.parametrize("waits", [0, 60])
def test_who_waits_hears_the_place_and_who_gives_up_and_asks_again_has_the_old_one(waits):
    now = [0.0]
    gate, heard, order = Gate(places=1, clock=lambda: now[0]), [], []
    gives_up = threading.Event()

    def meanwhile(place: int, seconds: float) -> None:
        heard.append(place)
        if gives_up.is_set():
            raise Tired

    def work(name: str, told=None) -> None:
        with gate.turn(name, told):
            order.append(name)

    with ThreadPoolExecutor() as others, gate.turn("a"):
        typing = others.submit(work, "b", meanwhile)
        until(lambda: gate.waiting() == 1)
        others.submit(work, "c")
        until(lambda: gate.waiting() == 2)
        now[0] += waits
        gives_up.set()
        assert isinstance(typing.exception(), Tired)
        assert gate.waiting() == 1 and set(heard) <= {1}
        others.submit(work, "b")
        until(lambda: gate.waiting() == 2)
    assert order == ["b", "c"]


def test_three_wishes_of_one_visitor_all_have_a_turn():
    gate, done = Gate(places=1), []

    def work(number: int) -> None:
        with gate.turn("a"):
            done.append(number)

    with ThreadPoolExecutor() as others, gate.turn("another"):
        for number in range(3):
            others.submit(work, number)
            until(lambda: gate.waiting() == number + 1)  # noqa: B023 (it is called here)
    assert sorted(done) == [0, 1, 2]


def test_long_work_lets_those_go_first_who_wait():
    now = [0.0]
    gate, order = Gate(places=1, slice_of=1.0, clock=lambda: now[0]), []

    def short() -> None:
        with gate.turn("short"):
            order.append("short")

    with ThreadPoolExecutor() as others:
        with gate.turn("long") as turn:
            waiting = others.submit(short)
            until(lambda: gate.waiting() == 1)
            turn.step()
            order.append("still")  # its slice is not over
            now[0] = 1.5
            turn.step()
            order.append("again")
        waiting.result()
    assert order == ["still", "short", "again"]


def test_a_walk_looks_up_between_its_steps_only_where_somebody_asked_for_it():
    seen = []
    between_steps()
    with looking_up(lambda: seen.append(1)):
        between_steps()
        with ThreadPoolExecutor() as other:
            other.submit(between_steps).result()
    between_steps()
    assert seen == [1]
