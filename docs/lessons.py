"""Writes docs/lessons.md: `python -m docs.lessons`."""

from __future__ import annotations

from pathlib import Path

from seqdemo.home.teaching import as_markdown

FILE = Path(__file__).with_suffix(".md")

if __name__ == "__main__":
    FILE.write_text(as_markdown(), encoding="utf-8")
