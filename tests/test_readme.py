"""README.md, CONTRIBUTING.md and docs/ say what is true of the repository."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from seqdemo.benchmark import load
from seqdemo.evaluate import __main__ as evaluation
from seqdemo.evaluate import cards
from seqdemo.registry import USE_CASES
from seqdemo.serving import __main__ as serving
from seqdemo.training import __main__ as training

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
EVERYWHERE = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
README = PAGES[0].read_text(encoding="utf-8")
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)


def found(pattern: str, text: str) -> list[str]:
    """All matches, and there are some: a loop over none would pass."""
    matches = re.findall(pattern, text)
    assert matches, f"nothing matches {pattern}"
    return matches


def test_the_two_commands_come_first_and_the_page_is_short():
    first = README.split("```")[1].strip().splitlines()
    assert first[0].startswith("git clone")
    assert first[1] == "make run"
    assert README.index("```") < 40
    assert len(README.splitlines()) < 100


@every_page
def test_files_that_it_names_exist(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!http)([^)#]+)\)|src=\"([^\"]+)\"", text)
    code = re.findall(r"`((?:seqdemo|pages|assets|tests|docs|deploy)/[\w./-]*|[A-Z]+\.md)`", text)
    for path in ["".join(groups) for groups in links]:
        assert (page.parent / path).exists(), path
    for path in code:
        assert (ROOT / path).exists(), path
    assert links or code


def test_what_they_name_in_a_file_is_there():
    for path, name in found(r"`([\w/]+\.py)`,\s+`(\w+)`", EVERYWHERE):
        assert re.search(rf"^(def |class )?{name}\b", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), name


@pytest.mark.parametrize("about", USE_CASES, ids=lambda about: about.name)
def test_every_use_case_has_its_pictures(about):
    for size in ("wide", "phone"):
        path = f"assets/screenshots/{about.name}-{size}.png"
        assert path in README and (ROOT / path).stat().st_size > 5_000


def test_make_targets_that_they_name_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in found(r"\bmake ([a-z]+)\b(?=`|\n)", EVERYWHERE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_modules_that_they_name_exist():
    for name in found(r"python -m ((?:seqdemo|docs)[\w.]*\w)", EVERYWHERE):
        spec = find_spec(name)
        assert spec is not None, name
        assert spec.submodule_search_locations is None or find_spec(f"{name}.__main__"), name


@pytest.mark.parametrize(("command", "known"), [("training", training.names()), ("evaluate", evaluation.names())])
def test_commands_that_they_name_know_their_models(command, known):
    named = found(rf"python -m seqdemo\.{command} (\w+)", EVERYWHERE)
    assert set(named) - {"NAME"} == set(known)


def test_options_that_they_name_exist():
    parser = evaluation.parser()
    assert parser.parse_args(["sketch", "FILE", "--class", "mosquito", "--limit", "3"]).of_class == "mosquito"
    options = found(r"`(--[a-z]+)", EVERYWHERE)
    known = {option for kind in (serving, load) for option in kind.parser()._option_string_actions}
    assert set(options) <= {"--limit", "--smoke", "--work", "--class", "--card", *known}


@pytest.mark.parametrize("name", ["README.md", "models.md"])
def test_what_comes_from_the_cards_is_what_they_say(name):
    made = {path.name: text for path, text in cards.pages().items()}
    assert made[name].count(cards.BEGIN) == made[name].count(cards.END) == 1
    assert cards.NOT_YET not in made[name]
    on_disk = next(path for path in PAGES if path.name == name).read_text(encoding="utf-8")
    assert made[name] == on_disk, "write it anew with: python -m seqdemo.evaluate.cards"
