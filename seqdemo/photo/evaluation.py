"""How near photos from drawings are to real ones, and whether they look like material.

L1 is the mean absolute difference, 0..1, at the model's size, of the L1 model and of the adversarial one; the three
measures of texture (seqdemo/photo/texture.py) count together. No generator is told anything of the true photo.

    python -m seqdemo.evaluate photo DIR [--class shoes|handbags] [--limit N]
    python -m seqdemo.evaluate photo DIR --pictures FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from scipy import ndimage
from tqdm import tqdm

from seqdemo.core import weights
from seqdemo.core.errors import DataError
from seqdemo.photo.drawings import CLUMSY, NEAT
from seqdemo.photo.model import PhotoModel
from seqdemo.photo.pictures import rasterised, sheet
from seqdemo.photo.reader import INK_BELOW, Pairs, class_of, files, middle, read_pairs, small
from seqdemo.photo.sizes import CLASSES
from seqdemo.photo.style import told, unknown
from seqdemo.photo.texture import texture

THICK = 5
"""Pixels of 256: how thick the edges are drawn for `thick_l1`."""
ROWS, PAIRS_SHOWN = 25, 64


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="DIR", help="a folder of pairs, 512 x 256, photo left, edges right")
    parser.add_argument("--class", dest="of_class", choices=CLASSES, help="what they are, where the name does not tell")
    parser.add_argument("--limit", type=int, metavar="N", help="measure only the first N pairs: quicker, less exact")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="also make sheets of what the networks answer")


def in_card(arguments: argparse.Namespace) -> str:
    """The card has one entry a class: their folders may be called alike."""
    return arguments.of_class or class_of(arguments.file)


def evaluate(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns `pairs`, `l1`, `adversarial_l1`, the three measures of both, and the L1 for lines THICK pixels wide."""
    if not arguments.file.is_dir():
        raise DataError(f"There is no folder {arguments.file}: give one of pairs of 512 x 256 pixels.")
    name = in_card(arguments)
    model = PhotoModel.load(weights.MODELS)
    paths = files(arguments.file)[: arguments.limit]
    ink, photos = [], []
    made: dict[str, list[np.ndarray]] = {"thin": [], "adversarial": [], "thick": []}
    with tqdm(total=len(paths), unit="pair", desc="drawing (fewer with --limit N)") as bar:
        for begin in range(0, len(paths), ROWS):
            pairs = read_pairs(paths[begin : begin + ROWS], name)
            thin, thick = lines(pairs), lines(pairs, THICK)
            say = np.repeat(told(model.number(name), unknown())[None], len(pairs), axis=0)
            ink.append(thin)
            photos.append(small(pairs.photos))
            made["thin"].append(model.photos(thin, say, "l1"))
            made["thick"].append(model.photos(thick, say, "l1"))
            made["adversarial"].append(model.photos(thin, say, "adversarial"))
            bar.update(len(pairs))
    every, real = np.concatenate(ink), np.concatenate(photos)
    first, thick, second = (np.concatenate(made[which]) for which in ("thin", "thick", "adversarial"))
    if arguments.pictures:
        draw_sheets(model, name, every, first, second, arguments.pictures)
    result = {"pairs": len(every), "l1": l1(first, real), "adversarial_l1": l1(second, real)}
    result |= texture(first, real, every)
    result |= {f"adversarial_{what}": value for what, value in texture(second, real, every).items()}
    return result | {"thick_l1": l1(thick, real), "thick_share": l1(thick, real) / result["l1"]}


def l1(made: np.ndarray, photos: np.ndarray) -> float:
    """The mean absolute difference of photos of 0..1."""
    return float(np.abs(made - photos).mean())


def lines(pairs: Pairs, thickness: int = 1) -> np.ndarray:
    """The edges of all pairs as the networks read them, (N, SIZE, SIZE), drawn so many pixels of 256 thick."""
    disk = np.hypot(*np.indices((thickness, thickness)) - thickness // 2) <= thickness / 2
    drawn = (
        ndimage.binary_dilation(edges < INK_BELOW, disk) if thickness > 1 else edges < INK_BELOW
        for edges in pairs.edges
    )
    return np.stack([middle(ink) for ink in drawn]).astype(np.float32)


def draw_sheets(
    model: PhotoModel, name: str, ink: np.ndarray, first: np.ndarray, second: np.ndarray, folder: Path
) -> None:
    """Writes what both networks answer to unseen drawings and to those by hand; no photo of the data is in them."""
    folder.mkdir(parents=True, exist_ok=True)
    some = np.linspace(0, len(ink) - 1, min(PAIRS_SHOWN, len(ink))).astype(int)
    (folder / f"photo-{name}.png").write_bytes(sheet([(ink[i], first[i], second[i]) for i in some], columns=4))
    rows = []
    for drawing in (*NEAT, *CLUMSY):
        lines = rasterised(drawing.strokes)
        say = told(model.number(drawing.name), unknown())
        rows.append((lines, model.photo(lines, say, "l1"), model.photo(lines, say, "adversarial")))
    (folder / "photo-by-hand.png").write_bytes(sheet(rows, columns=4))
