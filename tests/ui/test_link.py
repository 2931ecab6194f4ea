"""The address: it follows the page, also where the browser has not heard of the last change yet."""

import pytest
import streamlit as st

from seqdemo.ui.link import keep_in_address

NAME = "sketch_drawing"


class Address(dict):
    """Query parameters as the browser said them, and what it was told since."""

    def __init__(self):
        super().__init__()
        self.told = []

    def __setitem__(self, name, value):
        super().__setitem__(name, value)
        self.told.append(dict(self))

    def __delitem__(self, name):
        super().__delitem__(name)
        self.told.append(dict(self))


@pytest.fixture
def address(monkeypatch):
    found = Address()
    monkeypatch.setattr(st, "query_params", found)
    monkeypatch.setattr(st, "session_state", {})
    return found


def test_the_address_is_written_only_when_it_changes(address):
    for value in (None, "a", "a", "b", None, None):
        keep_in_address(NAME, value)
    assert address.told == [{NAME: "a"}, {NAME: "b"}, {}]


@pytest.mark.parametrize("before", [None, "a"])
def test_a_click_that_overtakes_the_last_change_is_written_too(address, before):
    keep_in_address(NAME, before)
    keep_in_address(NAME, "b")
    address.clear()  # the click was sent with the address of before
    if before:
        address.update({NAME: before})
    keep_in_address(NAME, before)
    assert address.told[-1] == ({NAME: before} if before else {})
    assert len(address.told) > (2 if before else 1)
