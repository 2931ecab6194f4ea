"""Every setting of every page from the link: the first run says the same as the second."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from seqdemo.registry import USE_CASES
from seqdemo.ui.setting import Choice, Number, Setting, Switch, Text
from tests import pages

PAGES = ("home", *(about.name for about in USE_CASES))


def another(setting: Setting) -> str:
    """A value that is not the default, as it stands in an address."""
    match setting:
        case Number():
            return str(setting.low if setting.default == setting.high else setting.high)
        case Choice():
            *_, last = [choice for choice in setting.choices if choice != setting.default] or [setting.default]
            return setting.label(last)
        case Switch():
            return str(not setting.default).lower()
        case Text():
            return "A man and"
    raise TypeError(f"Say here what else {setting} may be.")


@pytest.fixture
def settings(monkeypatch):
    """Collects the settings that a page reads."""
    found = {}
    value = Setting.value

    def read(self):
        found[self.name] = self
        return value(self)

    monkeypatch.setattr(Setting, "value", read)
    return found


def shown(at: AppTest) -> list[str]:
    """All that can be read on a page, the figures by their alternative texts."""
    texts = [getattr(element, "value", None) for element in at.main if element.type not in ("markdown", "latex")]
    texts += [element.value for element in [*at.markdown, *at.caption, *at.latex, *at.code]]
    texts += [chart.proto.alt for chart in at.get("plotly_chart")]
    texts += [image.proto.imgs[0].alt for image in at.get("image")]
    return [str(text) for text in texts if text is not None]


def everything(page: str, settings: dict[str, Setting]) -> dict[str, str]:
    """A link to the page in which no setting has its default; what is in a panel is known when it is open."""
    link, before = {}, None
    while before != link.keys():
        before = set(link)
        settings.clear()
        pages.open_page(page, **link)
        # the front door shows the front page first
        here = {name: found for name, found in settings.items() if page == "home" or not name.startswith("home_")}
        link |= {name: another(found) for name, found in here.items() if name not in link}
    return link


@pytest.mark.parametrize("page", PAGES)
def test_the_first_run_of_a_link_says_the_same_as_the_second(page, settings):
    link = everything(page, settings)
    assert len(link) >= (1 if page == "home" else 8)
    at = pages.open_page(page, **link)
    assert not [info.value for info in at.info if "The link says" in info.value]
    first = shown(at)
    at.run()
    assert not at.exception
    assert shown(at) == first
