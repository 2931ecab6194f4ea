"""Two visitors of one process: neither finds what the other typed."""

from __future__ import annotations

from seqdemo.ui.cached import _shipped
from tests import links, pages

SECRET = "my zebra sings loudly"


def test_nobody_reads_what_another_typed():
    for page, field in (("toxicity", "tox_text"), ("translation", "tr_text")):
        mine, other = pages.open_page(page), pages.open_page(page)
        mine.text_input(key=field).set_value(SECRET).run()
        assert any("zebra" in text for text in links.shown(mine))
        other.run()
        third = pages.open_page(page)
        for visitor in (other, third):
            assert "zebra" not in " ".join([visitor.session_state[field], *links.shown(visitor)])
    assert "zebra" not in repr(_shipped())
