"""Tables that packages bring as a file: read, and not kept. The modules of the packages would keep all of them, 18 MB.

>>> table("stopwordsiso", "stopwords-iso.json")["en"]
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def table(package: str, file: str) -> Any:
    """Returns what a JSON file of an installed package holds. Raises ModuleNotFoundError where it is not installed."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed; make install brings it.")
    return json.loads(Path(spec.origin).with_name(file).read_text(encoding="utf-8"))
