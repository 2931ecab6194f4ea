"""Imports point one way: pages -> seqdemo.ui -> seqdemo.models -> the ground."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GROUND = ["cells", "sampling", "trace", "text", "weights", "errors", "figures"]
WITH_TENSORFLOW = {"photo"}


def _modules() -> list[Path]:
    return sorted((ROOT / "seqdemo").rglob("*.py")) + sorted((ROOT / "pages").glob("*.py"))


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


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_only_the_pages_and_ui_import_streamlit(path):
    streamlit = any(name.split(".")[0] == "streamlit" for name in _imports(path))
    # the benchmark times whole pages, so it stands above them
    may = path.parent.name in ("ui", "pages") or path.name == "benchmark.py"
    assert may or not streamlit


@pytest.mark.parametrize("path", _modules(), ids=_name)
def test_arrows_are_not_turned_round(path):
    names = _imports(path)
    if path.parent.name != "pages":
        assert not any(name.split(".")[0] == "pages" for name in names)
    if path.parent.name not in ("ui", "pages"):
        assert not any(name.startswith("seqdemo.ui") for name in names)
    if path.parent.name == "seqdemo" and path.stem in GROUND:
        assert not any(name.startswith(("seqdemo.models", "seqdemo.training")) for name in names)


def test_models_pull_in_neither_streamlit_nor_tensorflow():
    models = sorted(path.stem for path in (ROOT / "seqdemo" / "models").glob("*.py"))
    names = [f"seqdemo.models.{name}" for name in models if name not in WITH_TENSORFLOW | {"__init__"}]
    code = (
        f"import importlib, sys\nfor name in {['seqdemo.models', *names]!r}: importlib.import_module(name)\n"
        "print(sorted({'streamlit', 'tensorflow', 'keras', 'torch', 'jax'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
