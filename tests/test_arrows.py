"""Imports point one way: pages -> ui, say, figures -> model -> core; what a file may import, its name says."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from seqdemo.registry import USE_CASES

ROOT = Path(__file__).parents[1]
PANELS = {
    "cookies/game.py",
    "photo/board.py",
    "photo/stage.py",
    "sketch/board.py",
    "sketch/changed.py",
    "sketch/game.py",
    "sketch/guess.py",
    "sketch/stage.py",
}
"""Parts of one page that are large enough for a file of their own, and draw."""
SAYS = {"say", "figures", "glimpse"}
TRAINS = {"training", "guesser_training", "teacher", "unet", "adversary", "conversion"}
RACES = {"speed"}
"""Each use case's races hold NumPy to Keras, so they stand above both."""
KNOWN = {about.name: {about.name, about.owner, about.beside} for about in USE_CASES}
"""A use case that shows another's networks knows that one, and no more."""
NAMES = set(KNOWN)


def _modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _draws(path: Path) -> bool:
    inside = path.relative_to(ROOT)
    # the benchmark times whole pages, so it stands above them
    return inside.parts[0] == "pages" or inside.parts[1] in ("ui", "benchmark") or str(inside)[8:] in PANELS


@pytest.mark.parametrize("path", _modules("seqdemo", "pages"), ids=_name)
def test_only_pages_ui_and_panels_import_streamlit(path):
    assert _draws(path) or not any(name.split(".")[0] == "streamlit" for name in _imports(path))


@pytest.mark.parametrize("path", _modules("seqdemo", "pages"), ids=_name)
def test_only_trainings_and_benchmarks_import_keras(path):
    inside = path.relative_to(ROOT)
    may = path.stem in TRAINS | RACES or inside.parts[1] in ("training", "benchmark")
    assert may or not {name.split(".")[0] for name in _imports(path)} & {"keras", "tensorflow"}


@pytest.mark.parametrize("path", _modules("seqdemo/core"), ids=_name)
def test_the_core_knows_only_itself(path):
    assert all(name.startswith("seqdemo.core") for name in _imports(path) if name.startswith("seqdemo."))


@pytest.mark.parametrize("path", _modules("seqdemo"), ids=_name)
def test_nothing_imports_a_page(path):
    assert not any(name.split(".")[0] == "pages" for name in _imports(path))


@pytest.mark.parametrize("path", _modules("seqdemo/ui"), ids=_name)
def test_what_pages_share_knows_no_use_case(path):
    assert not {name.split(".")[1] for name in _imports(path) if name.startswith("seqdemo.")} & NAMES


@pytest.mark.parametrize("path", [path for name in sorted(NAMES) for path in _modules(f"seqdemo/{name}")], ids=_name)
def test_use_cases_do_not_know_each_other_and_models_do_not_know_pages(path):
    own = path.parent.name
    names = {name for name in _imports(path) if name.startswith("seqdemo.")}
    assert not {name.split(".")[1] for name in names} & (NAMES - KNOWN[own])
    if path.stem not in SAYS and not _draws(path) and path.stem != "evaluation":
        assert not any(name.startswith("seqdemo.ui") for name in names)
        assert not any(name == f"seqdemo.{own}.{part}" for name in names for part in SAYS)
    if path.stem not in TRAINS | RACES:
        assert not any(name.startswith((f"seqdemo.{own}.training", "seqdemo.training")) for name in names)


def test_models_pull_in_neither_streamlit_nor_tensorflow():
    names = [
        f"seqdemo.{about.name}.{part}"
        for about in USE_CASES
        for part in ("about", "model", "say")
        if part != "model" or about.owner == about.name
    ]
    code = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        "print(sorted({'streamlit', 'tensorflow', 'keras', 'torch', 'jax'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
