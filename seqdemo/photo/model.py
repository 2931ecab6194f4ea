"""The networks as the app runs them: ONNX Runtime, with the weights beside the graphs.

Both generators have one graph, so a skip that is switched off, a class or a style are inputs, and the maps inside
the U are further outputs.

>>> model = PhotoModel.load()
>>> made = model.photo(ink, told(0, unknown()), "adversarial")        # (SIZE, SIZE, 3) of 0..1
>>> model.belief(made, ink)                                           # (16, 16), what the critic believes
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from seqdemo.core import weights
from seqdemo.core.errors import WeightsError
from seqdemo.photo.sizes import CHANNELS, CLASSES, GENERATORS, SIZE, critic_shapes, generator_shapes

Array = np.ndarray[Any, np.dtype[np.float32]]
GRAPHS = {"generator": "photo_generator.onnx", "critic": "photo_critic.onnx"}
"""The networks without their weights, which are in photo.safetensors."""
MAPS = (*(f"down_{level}" for level in range(len(CHANNELS))), *(f"up_{level}" for level in range(len(CHANNELS) - 1)))
"""The maps inside the U that can be asked for, each (H, W, C)."""
SHAPES = {
    f"{of}/{name}": ", ".join(map(str, shape))
    for of, shapes in [*((name, generator_shapes()) for name in GENERATORS), ("critic", critic_shapes())]
    for name, shape in shapes.items()
}
"""All weights, by network and layer, as Keras has them."""


def in_graph(array: Array) -> Array:
    """A weight as the graphs have it: of a kernel (H, W, in, out) ONNX wants (out, in, H, W)."""
    return np.ascontiguousarray(array.transpose(3, 2, 0, 1) if array.ndim == 4 else array, np.float32)


class PhotoModel:
    """Two generators and a critic."""

    def __init__(self, arrays: Mapping[str, Array], card: Mapping[str, Any], graphs: Mapping[str, bytes]):
        self.card = card
        self._sessions = {
            name: Session(graphs["critic" if name == "critic" else "generator"], arrays, f"{name}/")
            for name in (*GENERATORS, "critic")
        }

    @classmethod
    def load(cls, directory: Path = weights.MODELS) -> PhotoModel:
        """Reads weights, card and graphs. Raises WeightsError."""
        arrays, card = weights.load("photo", SHAPES, directory)
        graphs = {name: weights.load_file("photo", file, card, directory) for name, file in GRAPHS.items()}
        return cls(arrays, card, graphs)

    def number(self, name: str) -> int:
        """The number of a class."""
        return CLASSES.index(name)

    def photo(self, ink: Array, told: Array, of: str, skips: Sequence[float] = (), seed: int = 0) -> Array:
        """The photo (SIZE, SIZE, 3) of 0..1 that generator `of` makes of ink (SIZE, SIZE), 1 where a line is.

        `told` (CLASSES + STYLE,) is class and style; `skips` are 1 as trained or 0 for off, from the finest on.
        `seed` is that of the noise beside the ink: another one gives another grain.
        """
        (found,) = self._sessions[of].run(["light"], inputs(ink, told, skips, seed))
        return found[0]

    def photos(self, ink: Array, told: Array, of: str) -> Array:
        """The same for N drawings with what is told of each."""
        return np.stack([self.photo(*pair, of) for pair in zip(ink, told, strict=True)])

    def maps(self, ink: Array, told: Array, of: str, names: Sequence[str], seed: int = 0) -> dict[str, Array]:
        """The maps (H, W, C) inside the U that are asked for, of MAPS."""
        found = self._sessions[of].run(list(names), inputs(ink, told, (), seed))
        return {name: maps[0] for name, maps in zip(names, found, strict=True)}

    def belief(self, photo: Array, ink: Array) -> Array:
        """The critic's logits for each patch of a photo beside its drawing, (16, 16): above 0 it takes it for real."""
        (found,) = self._sessions["critic"].run(["belief"], {"photo": photo[None], "ink": ink[None, :, :, None]})
        return found[0, :, :, 0]


def inputs(ink: Array, told: Array, skips: Sequence[float] = (), seed: int = 0) -> dict[str, Array]:
    """What a generator reads of one drawing: noise beside the ink, class and style, and which skips are on."""
    noise = np.random.default_rng(seed).standard_normal((SIZE, SIZE), np.float32)
    on = np.array(skips or [1.0] * (len(CHANNELS) - 1), np.float32)
    return {
        "drawing": np.stack([np.asarray(ink, np.float32), noise], axis=-1)[None],
        "told": np.asarray(told, np.float32)[None],
        "skips": on[None],
    }


class Session:
    """One network in ONNX Runtime, on one thread: many learners share a machine."""

    def __init__(self, graph: bytes, arrays: Mapping[str, Array], prefix: str):
        ours = {name[len(prefix) :]: in_graph(array) for name, array in arrays.items() if name.startswith(prefix)}
        values = {name: onnxruntime.OrtValue.ortvalue_from_numpy(array) for name, array in ours.items()}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.add_external_initializers(list(values), list(values.values()))
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its errors share no class but this
            raise WeightsError("The graphs of the photo networks do not fit their weights.") from error

    def run(self, outputs: list[str], given: Mapping[str, Array]) -> list[Array]:
        return self._session.run(outputs, dict(given))
