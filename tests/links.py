"""What the contract does with the address of a page: everything that it can say, well and badly."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from seqdemo.ui.lesson import LESSON
from seqdemo.ui.link import OWNERS
from seqdemo.ui.plan import Plan
from seqdemo.ui.setting import Choice, Number, Setting, Switch, Text
from tests import pages

Read = dict[str, tuple[Setting[Any], Any]]
"""The settings that a page has read, by their names, each with its value."""
BAD: dict[str, str | list[str]] = {
    "of another type": "maybe",
    "out of range": "1000001",
    "empty": "",
    "not finite": "inf",
    "very long": "9" * 20_000,
    "in other scripts": "三 ثلاثة 🍪 e\u0301 \u202e<b>*_`$ \x00",
    "said twice": ["0.5", "maybe"],
}
"""What no setting but a text may be."""


def another(setting: Setting[Any]) -> str:
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
        case _ if setting is LESSON:
            # without a question, which would hide the page
            return "large.hidden"
    raise TypeError(f"Say here what else {setting} may be.")


@contextmanager
def reading() -> Iterator[Read]:
    """Collects the settings that pages read until the end of the block."""
    found: Read = {}
    value = Setting.value

    def read(setting):
        found[setting.name] = setting, value(setting)
        return found[setting.name][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Setting, "value", read)
        yield found


@functools.cache
def everything(page: str) -> tuple[dict[str, str], set[str]]:
    """A link in which no setting of the page has its default, and the names of what else the address can keep."""
    link: dict[str, str] = {}
    while True:
        with reading() as read:
            at = pages.open_page(page, **link)
        # what is in a panel is known when it is open
        found = {name: another(setting) for name, (setting, _) in read.items() if name not in link}
        if not found:
            return link, kept_by_hand(at)
        link |= found


def kept_by_hand(at: AppTest) -> set[str]:
    """The names under which the address keeps what is no setting: steps of tapes, drawings, branches."""
    return set(at.session_state[OWNERS]) if OWNERS in at.session_state else set()


def meant(setting: Setting[Any], said: str | list[str] | None) -> Any:
    """What a link means by it: the value where it is allowed, else the default; of a text the beginning."""
    value = said[-1] if isinstance(said, list) else said
    if value is None:
        return setting.default
    match setting:
        case Text():
            return value[: setting.longest]
        case Number():
            allowed = {str(number): number for number in (setting.low, setting.high)}
        case Choice():
            allowed = {setting.label(choice): choice for choice in setting.choices}
        case _ if setting is LESSON:
            allowed = {"large.hidden": Plan(large=True, hidden=True)}
        case _:
            allowed = {"true": True, "false": False}
    return allowed.get(value, setting.default)


def shown(at: AppTest) -> list[str]:
    """All that can be read on a page, the figures by their alternative texts."""
    texts = [getattr(element, "value", None) for element in at.main if element.type not in ("markdown", "latex")]
    texts += [element.value for element in [*at.markdown, *at.caption, *at.latex, *at.code]]
    texts += [chart.proto.alt for chart in at.get("plotly_chart")]
    texts += [image.proto.imgs[0].alt for image in at.get("image")]
    return [str(text) for text in texts if text is not None]
