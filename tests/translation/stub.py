"""A translator with small random weights and few pieces, for tests that need no trained one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from seqdemo.translation import reader as subwords
from seqdemo.translation.model import LAYERS, TranslationModel
from seqdemo.translation.reader import Subwords, spaced_english, spaced_french

ENGLISH = ("I am cold.", "I am old.", "Are you cold?", "The red house is old.", "She can't see the man, Tom.", "No!")
FRENCH = ("J'ai froid.", "Je suis vieux.", "As-tu froid ?", "La maison rouge est vieille.",
          "Elle ne voit pas l'homme, Tom.", "Non !")  # fmt: skip


@cache
def small_subwords(size: int = 320) -> Subwords:
    texts = [*map(spaced_english, ENGLISH), *map(spaced_french, FRENCH)]
    with TemporaryDirectory() as directory:
        return subwords.train(texts * 4, size, Path(directory))


def small_arrays(
    pieces: int, embedding: int = 10, inner: int = 6, half: int = 4, units: int = 8, scale: float = 0.6
) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    inputs = {"encoder_1": (embedding, inner), "encoder_2": (2 * inner, half)}
    sizes = {f"{layer}_{way}": size for layer, size in inputs.items() for way in ("forward", "backward")}
    sizes |= {"decoder_1": (embedding, units), "decoder_2": (units + 2 * half, units)}
    shapes: dict[str, tuple[int, ...]] = {
        "embedding": (pieces, embedding),
        "bridge_kernel": (2 * half, 4 * units),
        "bridge_bias": (4 * units,),
        "attention_kernel": (units, 2 * half),
        "combine_kernel": (units + 2 * half, embedding),
        "combine_bias": (embedding,),
        "output_bias": (pieces,),
    }
    for layer in LAYERS:
        inside, out = sizes[layer]
        shapes |= {f"{layer}_kernel": (inside, 4 * out), f"{layer}_recurrent_kernel": (out, 4 * out)}
        shapes[f"{layer}_bias"] = (4 * out,)
    return {name: random.normal(0, scale, shape).astype(np.float32) for name, shape in shapes.items()}


def small_translation_model(**options) -> TranslationModel:
    known = small_subwords()
    return TranslationModel(small_arrays(len(known), **options), {"name": "translation"}, known)
