"""Weekly prices of some companies: those that Plotly ships, or a table of the same form.

>>> prices = shipped()                # 105 weeks, six companies
>>> changes(prices.values[:, 0])      # (104,) of the first company
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import plotly

from seqdemo.core.errors import DataError
from seqdemo.evaluate.tables import read_table

DATE = "date"
FORM = "a CSV file with a column date and a column of weekly prices for each company, a week a row"


class Prices(NamedTuple):
    """Closing prices, a row a week, each as a multiple of the company's first."""

    dates: tuple[str, ...]  # (W,) as YYYY-MM-DD
    companies: tuple[str, ...]  # (C,) by their signs at the exchange
    values: np.ndarray  # (W, C), above zero


@cache
def shipped() -> Prices:
    """The prices of six technology companies in 2018 and 2019 that come with Plotly."""
    # not by plotly.data.stocks(), which needs pandas: 70 MB of memory that nothing else here needs
    return read_prices(Path(plotly.__file__).parent / "package_data" / "datasets" / "stocks.csv.gz")


def read_prices(path: Path) -> Prices:
    """Returns the prices of a CSV file. Raises DataError where one is no number above zero."""
    rows = read_table(path, (DATE,), FORM)
    companies = tuple(name for name in rows[0] if name != DATE)
    if not companies:
        raise DataError(f"Cannot read {path}: it has no company; give {FORM}.")
    values = [[_price(row[name], f"Row {i + 1} of {path}", name) for name in companies] for i, row in enumerate(rows)]
    return Prices(tuple(row[DATE] for row in rows), companies, np.array(values))


def write_prices(prices: Prices, path: Path) -> None:
    """Writes the form that `read_prices` reads."""
    lines = [",".join([DATE, *prices.companies])]
    lines += [",".join([date, *map(str, row)]) for date, row in zip(prices.dates, prices.values.tolist(), strict=True)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def changes(prices: np.ndarray) -> np.ndarray:
    """Returns the logarithm of each price over the one before, (W - 1, ...): 0.01 is about one percent up."""
    return np.diff(np.log(prices), axis=0)


def _price(text: str, row: str, name: str) -> float:
    try:
        price = float(text)
    except ValueError:
        price = np.nan
    if not 0 < price < np.inf:
        raise DataError(f"{row} has “{text[:40]}” for {name}: write a price above zero, for example 101.5.")
    return price
