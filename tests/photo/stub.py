"""Photo networks that run without ONNX Runtime and without weights, for tests that need no trained ones."""

from __future__ import annotations

import numpy as np

from seqdemo.photo.model import MAPS, PhotoModel
from seqdemo.photo.sizes import CHANNELS, SIZE


class StubPhotoModel(PhotoModel):
    """Fills what is left of the last ink in each row with a colour that class, style, skips and seed decide."""

    def __init__(self):
        self.card = {"parameters": 7}
        self.asked = []

    def photo(self, ink, told, of, skips=(), seed=0):
        self.asked.append(of)
        inside = np.flip(np.maximum.accumulate(np.flip(ink, axis=1), axis=1), axis=1)[..., None]
        light = 0.2 + 0.1 * float(told @ np.arange(len(told))) % 0.5 + 0.05 * (of == "l1") + 0.01 * (seed % 5)
        light += 0.05 * sum(skips or [1.0] * (len(CHANNELS) - 1))
        return (1 - inside * (1 - light % 0.8) * np.ones(3)).astype(np.float32)

    def maps(self, ink, told, of, names, seed=0):
        sides = {name: SIZE // 2 ** (int(name[-1]) + 1) for name in MAPS}
        random = np.random.default_rng(0)
        return {name: random.normal(size=(sides[name], sides[name], 20)).astype(np.float32) for name in names}

    def belief(self, photo, ink):
        return (photo.reshape(16, SIZE // 16, 16, -1).mean(axis=(1, 3)) - 0.9).astype(np.float32)
