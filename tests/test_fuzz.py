"""What browsers send may be anything: made-up links, widgets and canvases find no error and no page that hangs."""

from __future__ import annotations

from seqdemo.benchmark.fuzz import readers, throw


def test_made_up_input_is_read_or_refused_in_a_sentence():
    found = throw(readers(), count=300, seed=1)
    assert found.complaints == []
    assert set(found.thrown) == set(readers()) and min(found.thrown.values()) >= 300
    # the rest was taken for what it is
    assert 0 < found.refused < sum(found.thrown.values())
