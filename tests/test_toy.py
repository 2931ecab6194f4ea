"""A new use case, tests/template, is added to a copy of the repository as CONTRIBUTING.md says, and tested there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_PLACES = 6
WRITTEN_BY_COMMAND = {
    "README.md",
    "docs/models.md",
    "assets/screenshots/toy-wide.png",
    "assets/screenshots/toy-phone.png",
}
NOT_COPIED = (".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "runs")
CONTRACT = ("tests/test_contract.py", "tests/test_arrows.py", "tests/test_readme.py", "tests/benchmark", "tests/toy")


def contents(house: Path) -> dict[str, bytes]:
    """What the files of a repository hold."""
    files = [path for path in house.rglob("*") if path.is_file() and not {"runs", "__pycache__"} & {*path.parts}]
    return {path.relative_to(house).as_posix(): path.read_bytes() for path in files}


def places(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """What is new or changed; a new folder is one place, whatever is in it."""
    folders = {parent.as_posix() for path in before for parent in Path(path).parents}
    changed = [Path(path) for path, content in after.items() if before.get(path) != content]
    return {
        next((parent for parent in reversed(path.parents) if parent.as_posix() not in folders), path).as_posix()
        for path in changed
    }


def run(house: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m ARGUMENTS` in the copy, untouched by the run of tests around it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, timeout=300)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def add_the_toy(house: Path) -> None:
    """Does what the developer of a new use case does."""
    shutil.copytree(house / "tests" / "template", house, dirs_exist_ok=True)
    edit(house / "seqdemo" / "registry.py", "for name in (", 'for name in ("toy", ')
    for command in (
        ("seqdemo.training", "toy", "--data", "."),
        ("seqdemo.evaluate", "toy", "runs/toy/validation.txt", "--card"),
    ):
        done = run(house, *command)
        assert done.returncode == 0, done.stderr
    # in place of `make screenshots`, which needs a browser
    screenshots = house / "assets" / "screenshots"
    for size in ("wide", "phone"):
        shutil.copy(screenshots / f"cookies-{size}.png", screenshots / f"toy-{size}.png")


def break_the_toy(house: Path) -> list[str]:
    """Breaks three things, and returns the tests of which each should see one."""
    weights, about, model = "assets/models/toy.safetensors", "seqdemo/toy/about.py", "seqdemo/toy/model.py"
    damaged = bytearray((house / weights).read_bytes())
    damaged[-1] ^= 1
    (house / weights).write_bytes(damaged)
    edit(house / about, "many to many", "any to any")
    edit(house / model, "import numpy as np\n", "import numpy as np\nimport streamlit  # noqa: F401\n")
    return [
        "tests/test_contract.py::test_its_card_is_complete_and_true[toy]",
        "tests/test_contract.py::test_it_says_what_it_is[toy]",
        f"tests/test_arrows.py::test_only_pages_ui_and_panels_import_streamlit[{model}]",
    ]


def test_a_new_use_case_touches_few_places_and_is_held_to_the_contract(tmp_path):
    pytest.importorskip("keras")
    house = tmp_path / "house"
    shutil.copytree(ROOT, house, ignore=shutil.ignore_patterns(*NOT_COPIED))
    before = contents(house)
    add_the_toy(house)
    touched = places(before, contents(house))
    assert touched >= {"seqdemo/toy", "pages/toy.py", "tests/toy", "seqdemo/registry.py", *WRITTEN_BY_COMMAND}
    assert len(touched - WRITTEN_BY_COMMAND) <= MOST_PLACES, touched

    done = run(house, "pytest", *CONTRACT, "-q", "-k", "toy or test_readme or (test_benchmark and floors)")
    assert done.returncode == 0, done.stdout[-3_000:]
    assert "skipped" not in done.stdout
    assert int(done.stdout.split(" passed")[0].split()[-1]) >= 60, "the contract is not about the toy"

    broken = break_the_toy(house)
    done = run(house, "pytest", *broken, "-q")
    summary = done.stdout.partition("short test summary")[2]
    assert [name for name in broken if f"FAILED {name}" not in summary] == [], done.stdout[-3_000:]
