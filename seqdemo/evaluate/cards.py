"""Puts what the model cards say into the pages that people read: `python -m seqdemo.evaluate.cards`.

README.md gets a line and the pictures of each use case, docs/models.md all of each card. Only what stands
between the two marks of a page is written anew; `python -m seqdemo.evaluate NAME FILE --card` does the same after it
has measured.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from seqdemo.core import weights
from seqdemo.core.about import About
from seqdemo.registry import OWNERS, USE_CASES

ROOT = Path(__file__).parents[2]
BEGIN, END = "<!-- from the cards -->", "<!-- /from the cards -->"
NOT_YET = "not measured yet"
Cards = Mapping[str, Mapping[str, Any]]


class _Lookup(string.Formatter):
    """Formats {natural.csv/mean_auc:.3f} with what a card says of that file."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        found: Any = kwargs
        for key in field_name.split("/"):
            found = found[key]
        return found, field_name


def quality(about: About, card: Mapping[str, Any]) -> str:
    """The line that says how good the network is, with the numbers of its card."""
    try:
        return _Lookup().vformat(about.quality, (), card.get("quality", {}))
    except (KeyError, TypeError):
        return NOT_YET


def pages_table(cards: Cards) -> str:
    """The README's table: what each page is about, and how good its network is."""
    rows = ["| page | what you do there | how good the network is |", "| --- | --- | --- |"]
    rows += [f"| {a.title} ({a.shape}) | {a.pitch} | {quality(a, cards[a.name])} |" for a in USE_CASES]
    return "\n".join(rows)


def pictures() -> str:
    """The README's pictures of all pages, as `make screenshots` takes them."""
    wide = [f"![The page {a.title}](assets/screenshots/{a.name}-wide.png)" for a in USE_CASES]
    phone = [
        f'<img src="assets/screenshots/{a.name}-phone.png" alt="{a.title} on a phone" width="200">' for a in USE_CASES
    ]
    return "\n".join([*wide, "\nOn a phone:\n", *phone])


def models_page(cards: Cards) -> str:
    """All cards, one after the other."""
    return "\n\n".join(_section(about, cards[about.name]) for about in OWNERS)


def _section(about: About, card: Mapping[str, Any]) -> str:
    command = f"python -m seqdemo.evaluate {about.name} FILE"
    megabytes = sum(file["bytes"] for file in card["files"].values()) / 1e6
    lines = [
        f"## {about.title}",
        f"It {card['task']}: {card['architecture']}. {card['parameters']:,} parameters, {megabytes:.1f} MB; trained "
        f"on {card['date']} with `{card['command']}`.",
        "It learned from:",
        "\n".join(f"- {_words(name)}: {_told(what)}" for name, what in card["training_data"].items()),
        "What it is known to get wrong:",
        "\n".join(f"- {failure}" for failure in card["known_failures"]),
        f"Measured with `{command}`:",
        "| measured on | what | value |\n| --- | --- | ---: |\n" + "\n".join(_rows(card["quality"])),
    ]
    return "\n\n".join(lines)


def _told(what: Any) -> str:
    if isinstance(what, Mapping):
        return ", ".join(f"{value:,} {name}" if isinstance(value, int) else str(value) for name, value in what.items())
    return str(what)


def _rows(measured: Mapping[str, Any]) -> Iterator[str]:
    for file, result in sorted(measured.items()):
        for what, value in flat(result):
            shown = f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"
            yield f"| `{file}` | {what} | {shown} |"


def _words(name: str) -> str:
    return name.replace("_", " ")


def flat(result: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yields (words, number) for every number in `result`, however deep."""
    for key, value in result.items():
        words = _words(f"{prefix} {key}".strip())
        if isinstance(value, Mapping):
            yield from flat(value, words)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield words, value


def between_marks(page: str, text: str) -> str:
    """Returns the page with `text` between its marks; a page without marks stays as it is."""
    if BEGIN not in page or END not in page:
        return page
    return f"{page.split(BEGIN, 1)[0]}{BEGIN}\n{text}\n{END}{page.split(END, 1)[1]}"


def pages() -> dict[Path, str]:
    """Both pages as the cards want them. Raises WeightsError."""
    cards = {about.name: weights.load_card(about.owner, weights.MODELS) for about in USE_CASES}
    readme = f"{pages_table(cards)}\n\n{pictures()}"
    made = {ROOT / "README.md": readme, ROOT / "docs" / "models.md": models_page(cards)}
    return {path: between_marks(path.read_text(encoding="utf-8"), text) for path, text in made.items()}


def write() -> None:
    """Writes both pages anew. Raises WeightsError."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
