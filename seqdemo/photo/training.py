"""Trains the U-Net that makes photos of drawings: first by L1 alone, then with a critic of its patches.

The one of L1 alone goes on by itself after the other has begun from it: more slowly, and told a style less often.

    python -m seqdemo.training photo --data ../shared/data

Both networks are shipped. A part of the pairs to train on is held out and watched.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import keras
import numpy as np

from seqdemo.core import weights
from seqdemo.core.errors import WeightsError
from seqdemo.photo.adversary import Duel, between, fight
from seqdemo.photo.augment import WITHOUT_STYLE, Source, plain, sources, varied
from seqdemo.photo.conversion import graphs, largest_difference, named
from seqdemo.photo.model import GRAPHS, PhotoModel
from seqdemo.photo.reader import Pairs, files, read_pairs
from seqdemo.photo.sizes import CHANNELS, CLASSES, GENERATORS, SIZE
from seqdemo.photo.texture import texture
from seqdemo.photo.unet import critic, generator
from seqdemo.training.fitting import fit

BATCH_SIZE = 4
HELD_OUT = 20
"""One pair in so many is held out."""
L1_EPOCHS, L1_RATE = 10, 8e-4
LATER_EPOCHS, LATER_RATE = 12, 4e-4
LATER_WITHOUT_STYLE = 0.7
"""Photos are judged without a style, so the last lessons are mostly of that kind."""
DUEL_EPOCHS, DUEL_STEPS = 15, 500
SHARE = 0.7
"""How much of the way from the L1 generator to the one of the duel is shipped: of 0.7, 0.85 and 1 that whose grain on
held-out shoes is nearest to that of real ones."""
SMOKE_PAIRS, SMOKE_STEPS = 20, 4
PARITY = 1e-4
FAILURES = (
    "Everything is a shoe or a bag to it: what else is drawn, a cat or letters, gets the skin of one.",
    "It knows one object on white, seen from the side, as shops show it.",
    "Nothing in an outline tells a colour: unless it is asked for one, it takes what is usual, brown or black.",
    "Large empty places, a bare box for example, get a plain skin: it invents no pocket and no buckle.",
    "Its details are grain and stains rather than seams where no line says what is there.",
    "A thin high heel gets a smudge under its arch, and the upper half of a backpack may stay white.",
    "Of 24 drawings by hand, a shaky outline and a slipper were not taken for a shoe by the one who looked: 22 were.",
)


def read(data: Path, part: str, some: int | None = None) -> Pairs:
    """Reads `some` pairs, or all, of each class."""
    read = [read_pairs(files(data / "photo" / f"edges2{name}" / part)[:some], name) for name in CLASSES]
    return Pairs(*(np.concatenate([getattr(of, field) for of in read]) for field in ("photos", "edges", "classes")))


def split(pairs: Pairs) -> tuple[Pairs, Pairs]:
    """Those to learn from and those held out."""
    held = np.arange(len(pairs)) % HELD_OUT == HELD_OUT - 1
    return pairs.take(np.flatnonzero(~held)), pairs.take(np.flatnonzero(held))


class PairBatches(keras.utils.PyDataset):
    """Pairs, varied anew in each epoch of `steps`, or of all pairs: ((drawing, told, skips), photo)."""

    def __init__(
        self,
        ready: list[Source],
        batch_size: int,
        steps: int | None = None,
        seed: int = 0,
        without_style: float = WITHOUT_STYLE,
    ):
        super().__init__(workers=1, max_queue_size=8)
        self.without_style = without_style
        self.sources, self.seed, self.batch_size, self.epoch = ready, seed, batch_size, 0
        self.steps = min(steps or len(ready), len(ready) // batch_size)  # an epoch
        self.on_epoch_end()

    def on_epoch_end(self) -> None:
        self.order = np.random.default_rng([self.seed, self.epoch]).permutation(len(self.sources))
        self.epoch += 1

    def __len__(self) -> int:
        return self.steps

    def __getitem__(self, index: int):
        random = np.random.default_rng([self.seed, self.epoch, index])
        rows = self.order[index * self.batch_size :][: self.batch_size]
        made = [varied(self.sources[i], random, self.without_style) for i in rows]
        ink, told, photos = (np.stack(part) for part in zip(*made, strict=True))
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


def train(learn: Pairs, held: Pairs, work: Path, smoke: bool = False) -> tuple[keras.Model, Duel]:
    """Returns the generator trained by L1 alone, and the duel, whose `average` is the adversarial one."""
    keras.utils.set_random_seed(1)
    ready, watch = sources(learn), Watch(held)
    first = generator()
    epochs = 2 if smoke else L1_EPOCHS
    batches = PairBatches(ready, BATCH_SIZE, SMOKE_STEPS if smoke else None)
    fit(first, batches, "mae", epochs, L1_RATE, 0.02, watch, work / "l1", averaged=0.999, jit_compile=False)
    duel = Duel(generator(), critic(), generator())
    for other in (duel.generator, duel.average):
        other.set_weights(first.get_weights())
    # one pair at a time: the critic's lessons are worth more often than exact
    pairs = PairBatches(ready, 1, SMOKE_STEPS if smoke else DUEL_STEPS)
    fight(duel, pairs, 1 if smoke else DUEL_EPOCHS, watch, work / "duel")
    between(first, duel.average, SHARE)
    later = PairBatches(ready, BATCH_SIZE, SMOKE_STEPS if smoke else None, 11, LATER_WITHOUT_STYLE)
    epochs = 1 if smoke else LATER_EPOCHS
    fit(first, later, "mae", epochs, LATER_RATE, 0.01, watch, work / "later", averaged=0.998, jit_compile=False)
    return first, duel


def export(first: keras.Model, duel: Duel, learnt_from: int, directory: Path = weights.MODELS) -> None:
    """Writes weights, graphs and model card, and checks that ONNX Runtime says what Keras says."""
    networks = zip((*GENERATORS, "critic"), (first, duel.average, duel.critic), strict=True)
    arrays = {f"{of}/{name}": array for of, network in networks for name, array in named(network).items()}
    made = graphs()
    model = PhotoModel({name: array.astype(np.float16) for name, array in arrays.items()}, {}, made)
    apart = largest_difference(model, {name: array.astype(np.float16) for name, array in arrays.items()})
    if apart > PARITY:
        raise WeightsError(f"After the conversion ONNX Runtime differs from Keras by {apart:.1e}, more than {PARITY}.")
    card = {
        "name": "photo",
        "task": "makes a photo of a shoe or a bag from its outline, in one step",
        "architecture": f"two U-Nets of the same {len(CHANNELS)} levels with {', '.join(map(str, CHANNELS))} channels, "
        f"at {SIZE} x {SIZE}, instance normalisation scaled by class and style, resizing and convolution; one trained "
        "by the L1 distance alone, one against a critic of patches as well; run by ONNX Runtime",
        "parameters": int(sum(array.size for array in arrays.values())),
        "training_data": {
            "pairs": f"{learnt_from:,} pairs of a photo and its edges: edges2shoes (UT Zappos50K) and edges2handbags "
            "(photos from Amazon), made for pix2pix, research use; every twentieth was held out",
            "duel": "475 steps of four pairs, the L1 distance weighing 20, then one pair a step: 3,000 steps with 10, "
            f"4,500 with 30; {SHARE} of the way from the L1 generator's weights then to their average",
            "later": f"after the duel the L1 generator went on alone for {LATER_EPOCHS} epochs",
            "varied": "moved, resized, mirrored, recoloured; lines wobbly, with gaps, or the outline alone",
        },
        "date": datetime.date.today().isoformat(),
        "command": "python -m seqdemo.training photo --data DIR",
        "conversion": f"ONNX Runtime differs from Keras by {apart:.1e} at most",
        "known_failures": list(FAILURES),
        "pictures": "assets/sheets: photo-shoes.png and photo-handbags.png, 64 unseen drawings each; "
        "photo-by-hand.png, 24 drawings by hand; each drawing with the photo by L1 alone and the one with the critic",
        "quality": {},
    }
    weights.save("photo", arrays, card, directory, {GRAPHS[name]: content for name, content in made.items()})


def main(data: Path, work: Path, smoke: bool) -> None:
    """Trains and exports; a smoke run writes beside its checkpoints, not over the shipped weights."""
    learn, held = split(read(data, "train", SMOKE_PAIRS if smoke else None))
    first, duel = train(learn, held, work, smoke)
    export(first, duel, len(learn), work / "models" if smoke else weights.MODELS)
