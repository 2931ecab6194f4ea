"""Trains the U-Net that makes photos of drawings: first by L1 alone, then with a critic of its patches.

    python -m seqdemo.training photo --data ../shared/data

Both networks are shipped. A part of the pairs to train on is held out and watched.
"""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np

from seqdemo.photo.adversary import Duel, fight
from seqdemo.photo.augment import plain, sources, varied
from seqdemo.photo.reader import Pairs, files, read_pairs
from seqdemo.photo.sizes import CHANNELS, CLASSES
from seqdemo.photo.texture import texture
from seqdemo.photo.unet import critic, generator
from seqdemo.training.fitting import fit

BATCH_SIZE = 4
HELD_OUT = 20
"""One pair in so many is held out."""
L1_EPOCHS, L1_RATE = 16, 8e-4
DUEL_EPOCHS = 24


def read(data: Path, part: str, some: int | None = None) -> Pairs:
    """Reads `some` pairs, or all, of each class."""
    read = [read_pairs(files(data / "photo" / f"edges2{name}" / part)[:some], name) for name in CLASSES]
    return Pairs(*(np.concatenate([getattr(of, field) for of in read]) for field in ("photos", "edges", "classes")))


def split(pairs: Pairs) -> tuple[Pairs, Pairs]:
    """Those to learn from and those held out."""
    held = np.arange(len(pairs)) % HELD_OUT == HELD_OUT - 1
    return pairs.take(np.flatnonzero(~held)), pairs.take(np.flatnonzero(held))


class PairBatches(keras.utils.PyDataset):
    """Pairs, varied anew in each epoch: ({drawing, told, skips}, photo)."""

    def __init__(self, pairs: Pairs, seed: int = 0, batch_size: int = BATCH_SIZE):
        super().__init__(workers=1, max_queue_size=8)
        self.sources, self.seed, self.batch_size, self.epoch = sources(pairs), seed, batch_size, 0
        self.on_epoch_end()

    def on_epoch_end(self) -> None:
        self.order = np.random.default_rng([self.seed, self.epoch]).permutation(len(self.sources))
        self.epoch += 1

    def __len__(self) -> int:
        return len(self.sources) // self.batch_size

    def __getitem__(self, index: int):
        random = np.random.default_rng([self.seed, self.epoch, index])
        rows = self.order[index * self.batch_size :][: self.batch_size]
        ink, told, photos = (
            np.stack(part) for part in zip(*(varied(self.sources[i], random) for i in rows), strict=True)
        )
        return inputs(ink, told, random), photos


def inputs(ink: np.ndarray, told: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the generator reads: drawings with noise beside the ink, what is told, and all skips switched on."""
    noise = random.standard_normal(ink.shape, np.float32)
    return np.stack([ink, noise], axis=-1), told, np.ones((len(ink), len(CHANNELS) - 1), np.float32)


class Watch(keras.callbacks.Callback):
    """Measures on held-out pairs after each epoch."""

    def __init__(self, pairs: Pairs):
        super().__init__()
        self.ink, told, self.photos = plain(pairs)
        self.classes = pairs.classes
        self.inputs = inputs(self.ink, told, np.random.default_rng(0))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        made = self.model.predict(list(self.inputs), batch_size=10, verbose=0)
        for number, name in enumerate(CLASSES):
            of = self.classes == number
            found = {"l1": float(np.abs(made[of] - self.photos[of]).mean())}
            found |= texture(made[of], self.photos[of], self.ink[of])
            print(f"{name}: " + ", ".join(f"{what} {value:.4f}" for what, value in found.items()), flush=True)
            if logs is not None:
                logs |= {f"{name}_{what}": value for what, value in found.items()}


def train(data: Path, work: Path, smoke: bool = False) -> tuple[keras.Model, Duel]:
    """Trains both generators; of the duel, `average` is the adversarial one, and `l1` the one before the duel."""
    keras.utils.set_random_seed(1)
    learn, held = split(read(data, "train", 40 if smoke else None))
    batches, watch = PairBatches(learn), Watch(held)
    first = generator()
    epochs = 1 if smoke else L1_EPOCHS
    fit(first, batches, "mae", epochs, L1_RATE, 0.02, watch, work / "l1", averaged=0.999, jit_compile=False)
    duel = Duel(generator(), critic(), generator())
    for other in (duel.generator, duel.average):
        other.set_weights(first.get_weights())
    fight(duel, batches, 1 if smoke else DUEL_EPOCHS, watch, work / "duel")
    return first, duel


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains and exports."""
    train(data, work, smoke)


if __name__ == "__main__":
    import sys

    main(Path(sys.argv[1]), Path(sys.argv[2]), False)
