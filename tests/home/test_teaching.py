"""The lessons for a class: every link opens what is spoken of, and the page of the documentation is the same."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from seqdemo.home.teaching import LESSONS, as_markdown
from seqdemo.ui.lesson import LESSON
from tests import pages

STOPS = {f"{lesson.title}, {number}": stop for lesson in LESSONS for number, stop in enumerate(lesson.stops, 1)}


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_a_stop_opens_its_page_in_the_state_that_is_spoken_of(stop):
    page = pages.open_page(stop.page, **stop.state)
    assert not page.error and not any(info.value.startswith("The link") for info in page.info)
    for large in (False, True):
        path, _, query = stop.address(large).partition("?")
        assert path in (stop.page, "") and {name: value for name, (value,) in parse_qs(query).items()} == {
            **stop.query(large)
        }
    shown = {name: str(page.session_state[name]).lower() for name in stop.state}
    assert shown == {name: value.lower() for name, value in stop.state.items()}


@pytest.mark.parametrize("large", [False, True], ids=["usual", "for a projector"])
@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_the_link_of_a_stop_asks_first_and_then_opens_the_same_state(stop, large):
    page = pages.open_page(stop.page, **stop.query(large))
    assert not any(info.value.startswith("The link") for info in page.info)
    assert LESSON._read(stop.query(large).get("lesson", "none")) == (large, stop.bare, stop.ask * stop.first)
    styles = "".join(element.proto.body for element in page.get("html"))
    assert ("font-size" in styles, "display: none" in styles) == (large, stop.bare)
    if stop.first:
        assert [text.value for text in page.markdown if stop.ask in text.value.replace("\\", "")]
        # all of the page waits
        assert [field.key for field in page.text_input] == ["lesson_answer"]
        page.text_input(key="lesson_answer").set_value("a guess")
        next(button for button in page.button if button.label == "Now show me").click().run()
        assert not page.exception
    shown = {name: str(page.session_state[name]).lower() for name in stop.state}
    assert shown == {name: value.lower() for name, value in stop.state.items()}


def test_a_lesson_has_four_stops_or_more_and_each_asks():
    assert len(LESSONS) == 5
    for lesson in LESSONS:
        assert len(lesson.stops) >= 4 and lesson.aim.endswith(".")
        # a guess first, more often than not
        assert sum(stop.first for stop in lesson.stops) > len(lesson.stops) / 2
        assert all(
            stop.ask.endswith("?") and stop.do.endswith(".") and stop.look.endswith(".") for stop in lesson.stops
        )


def test_the_documentation_has_the_same_lessons():
    written = (Path(__file__).parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")
    assert written == as_markdown(), "write it anew with: python -m docs.lessons"
    assert len(re.findall(r"\]\(http://localhost:8501/", written)) == 2 * len(STOPS)


def test_the_front_page_shows_the_lesson_that_is_chosen():
    at = pages.open_page("home", home_teachers="true", home_lesson=LESSONS[2].title)
    said = " ".join(markdown.value for markdown in at.markdown)
    assert all(stop.ask in said and stop.look in said for stop in LESSONS[2].stops)
    assert LESSONS[1].aim not in said
    links = [link.proto for link in at.get("page_link") if link.proto.label == "Open toxic comments"]
    assert len(links) == len(LESSONS[2].stops) + 1
    assert sum("lesson=" in link.query_string for link in links) == len(LESSONS[2].stops)
    at.toggle(key="home_projector").set_value(True).run()
    links = [link.proto for link in at.get("page_link") if link.proto.label == "Open toxic comments"]
    assert sum("lesson=large" in link.query_string for link in links) == len(LESSONS[2].stops)
