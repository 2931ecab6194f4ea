"""The README says what is true of the repository."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_come_first():
    first = README.split("```")[1].strip().splitlines()
    assert first[0].startswith("git clone")
    assert first[1] == "make run"
    assert README.index("```") < 40


def test_files_that_it_names_exist():
    named = re.findall(r"!\[[^]]*]\(([^)]+)\)|src=\"([^\"]+)\"|`((?:seqdemo|pages|assets)/[\w./]*)`", README)
    for path in ("".join(groups) for groups in named):
        assert (ROOT / path).exists(), path


def test_make_targets_that_it_names_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake (run|test|lint|format)\b", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_modules_that_it_names_exist():
    for name in re.findall(r"python -m (seqdemo\.\w+)", README):
        path = ROOT / name.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def test_numbers_have_their_place():
    assert README.count("<!-- numbers -->") == README.count("<!-- /numbers -->") == 1
