"""Reads and writes `assets/models`: NAME.safetensors (float16) and NAME.json (the model card).

>>> arrays, card = load("cookies", {"embedding": (None, 64)})
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as parse_safetensors
from safetensors.numpy import save as to_safetensors

from seqdemo.core.errors import WeightsError

MODELS = Path(__file__).parents[2] / "assets" / "models"

Shape = tuple[int | None, ...]


def load(
    name: str, shapes: Mapping[str, Shape], directory: Path = MODELS
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Returns the arrays of model `name` as float32, and its card.

    `shapes` names every array the model needs; None in a shape fits any size.
    Raises WeightsError, one sentence, when a file is missing, damaged or of another shape.
    """
    card = load_card(name, directory)
    path = directory / f"{name}.safetensors"
    content = _read(path, name)
    if hashlib.sha256(content).hexdigest() != card.get("sha256"):
        raise WeightsError(_again(path, "does not match the checksum in its model card", name))
    try:
        arrays = {key: np.asarray(value, np.float32) for key, value in parse_safetensors(content).items()}
    except SafetensorError as error:
        raise WeightsError(_again(path, "is not a safetensors file", name)) from error
    for key, shape in shapes.items():
        if key not in arrays or not _fits(arrays[key].shape, shape):
            found = arrays[key].shape if key in arrays else "nothing"
            raise WeightsError(_again(path, f"has {found} where {key} of shape {shape} belongs", name))
    return arrays, card


def load_card(name: str, directory: Path = MODELS) -> dict[str, Any]:
    """Returns the model card of `name`. Raises WeightsError when it is missing or not JSON."""
    path = directory / f"{name}.json"
    try:
        card = json.loads(_read(path, name))
    except ValueError as error:  # covers JSON and UTF-8
        raise WeightsError(_again(path, "is not a JSON file", name)) from error
    if not isinstance(card, dict):
        raise WeightsError(_again(path, "is not a model card", name))
    return card


def save(name: str, arrays: Mapping[str, np.ndarray], card: Mapping[str, Any], directory: Path = MODELS) -> None:
    """Writes the arrays as float16 and the card with their checksum beside them."""
    directory.mkdir(parents=True, exist_ok=True)
    content = to_safetensors({key: np.ascontiguousarray(value, np.float16) for key, value in arrays.items()})
    (directory / f"{name}.safetensors").write_bytes(content)
    save_card(name, {**card, "sha256": hashlib.sha256(content).hexdigest()}, directory)


def save_card(name: str, card: Mapping[str, Any], directory: Path = MODELS) -> None:
    """Writes the card of `name` as readable JSON."""
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    (directory / f"{name}.json").write_text(text, encoding="utf-8")


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WeightsError(_again(path, "cannot be read", name)) from error


def _again(path: Path, what: str, name: str) -> str:
    return (
        f"The file assets/models/{path.name} {what}; restore it with `git checkout assets/models`, "
        f"or make it anew with `python -m seqdemo.training {name} --data DIR`."
    )


def _fits(found: tuple[int, ...], wanted: Shape) -> bool:
    return len(found) == len(wanted) and all(w is None or w == f for f, w in zip(found, wanted, strict=True))
