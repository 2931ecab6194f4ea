"""Reads and writes `assets/models`: NAME.safetensors (float16) and NAME.json (the model card).

>>> arrays, card = load("cookies", {"embedding": "vocabulary, embedding"})
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as parse_safetensors
from safetensors.numpy import save as to_safetensors

from seqdemo.core.errors import WeightsError
from seqdemo.core.products import laid_out
from seqdemo.core.shapes import Shapes
from seqdemo.core.shapes import fit as sizes_of

MODELS = Path(__file__).parents[2] / "assets" / "models"


def load(
    name: str, shapes: Shapes, directory: Path = MODELS, as_stored: Container[str] = ()
) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Returns the arrays of model `name` as float32, and its card.

    `shapes` names every array the model needs, see `seqdemo.core.shapes`. Those `as_stored` stay float16: tables of
    which single rows are read, which then cost nothing to convert, take half the memory.
    Raises WeightsError, one sentence, when a file is missing, damaged or of another shape.
    """
    card = load_card(name, directory)
    path = directory / f"{name}.safetensors"
    content = load_file(name, path.name, card, directory)
    try:
        arrays = {
            key: np.array(value) if key in as_stored else _for_use(key, value)
            for key, value in parse_safetensors(content).items()
        }
    except SafetensorError as error:
        raise WeightsError(_again(path, "is not a safetensors file", name)) from error
    fit(name, shapes, arrays)
    return arrays, card


def load_file(name: str, file: str, card: Mapping[str, Any], directory: Path = MODELS) -> bytes:
    """Returns a file of model `name`. Raises WeightsError where it is missing or not the one that the card names."""
    path = directory / file
    content = _read(path, name)
    known = card.get("files")
    said = known.get(file) if isinstance(known, dict) else None
    if not isinstance(said, dict) or _checksum(content) != said.get("sha256"):
        raise WeightsError(_again(path, "does not match the checksum in its model card", name))
    return content


def fit(name: str, shapes: Shapes, arrays: Mapping[str, np.ndarray], **known: int) -> dict[str, int]:
    """Returns the sizes of model `name` by their names in `shapes`; `known` are those that its card or vocabulary has.

    Raises WeightsError where an array is missing or fits neither the others nor what is known.
    """
    try:
        return sizes_of(shapes, arrays, **known)
    except ValueError as error:
        raise WeightsError(_again(MODELS / f"{name}.safetensors", str(error), name)) from error


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


def save(
    name: str,
    arrays: Mapping[str, np.ndarray],
    card: Mapping[str, Any],
    directory: Path = MODELS,
    others: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Writes the arrays as float16, `others` (file name -> content), and the card with the checksums of all."""
    directory.mkdir(parents=True, exist_ok=True)
    packed = to_safetensors({key: np.ascontiguousarray(value, np.float16) for key, value in arrays.items()})
    files = {f"{name}.safetensors": packed, **others}
    for file, content in files.items():
        (directory / file).write_bytes(content)
    said = {file: {"bytes": len(content), "sha256": _checksum(content)} for file, content in files.items()}
    save_card(name, {**card, "files": said}, directory)


def save_card(name: str, card: Mapping[str, Any], directory: Path = MODELS) -> None:
    """Writes the card of `name` as readable JSON."""
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    (directory / f"{name}.json").write_text(text, encoding="utf-8")


def _for_use(name: str, stored: np.ndarray) -> np.ndarray:
    """An array as float32; what is multiplied with is laid out for it, tables of which rows are read are not."""
    array = np.asarray(stored, np.float32)
    return laid_out(array) if name.endswith("kernel") else array


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


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
