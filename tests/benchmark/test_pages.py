"""What the pages compute at a rerun, counted in steps of the shipped networks."""

from __future__ import annotations

import pytest

from seqdemo.benchmark import steps
from seqdemo.benchmark.__main__ import PAGES, missed
from seqdemo.benchmark.app import EMPTY_PAGE
from seqdemo.ui.setting import LIVE
from tests import pages

WALKS = {"steps_open", "steps_stocks_order"}  # the weeks in another order are another line


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_knows_is_not_computed_again(name, monkeypatch):
    # quizzes and panels: whatever stands on the page for them is known when it opens
    monkeypatch.setattr(steps, "CHANGES", {"radio": steps.CHANGES["radio"]})

    found = steps.of_page(name)

    assert missed({name: found}, {name: steps.FLOORS}) == []
    assert {what: count for what, count in found.items() if what not in WALKS and count} == {}


def test_a_word_more_is_one_step_more():
    at = pages.open_page("toxicity")
    field = at.text_input(key="tox_text")
    with steps.counted() as counter:
        field.set_value(f"{field.value} friend").run()
        assert counter.steps == 1
        field.set_value(field.value).run()
        assert counter.steps == 1


def test_the_empty_page_waits_for_the_same_pause_as_ours():
    assert f'live="{LIVE}"' in EMPTY_PAGE
