"""From Keras to ONNX: graphs without weights, and the weights under the names that Keras gives them.

The converter sees random weights, which are found again in the graph by their values; so no constant that is there
by chance, a bias of zeros say, is folded away, and one graph serves two generators.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from seqdemo.core.errors import WeightsError
from seqdemo.photo.model import MAPS, PhotoModel, in_graph, inputs
from seqdemo.photo.sizes import CHANNELS, CLASSES, GENERATORS, SIZE, STYLE
from seqdemo.photo.style import told, unknown
from seqdemo.photo.unet import critic, generator


def named(model: keras.Model) -> dict[str, np.ndarray]:
    """The weights of a model by layer and name."""
    return {"/".join(weight.path.split("/")[-2:]): np.asarray(weight) for weight in model.weights}


def put(model: keras.Model, arrays: Mapping[str, np.ndarray], prefix: str) -> keras.Model:
    """Gives a model its weights back."""
    for weight in model.weights:
        weight.assign(arrays[prefix + "/".join(weight.path.split("/")[-2:])])
    return model


def graphs() -> dict[str, bytes]:
    """The graphs of generator and critic, without weights."""
    whole = generator()
    maps = [whole.get_layer(f"{name}_normalised").output for name in MAPS]
    with_maps = keras.Model(whole.inputs, [whole.output, *maps])
    drawing, photo = np.zeros((1, SIZE, SIZE, 2)), np.zeros((1, SIZE, SIZE, 3))
    given = [drawing, np.zeros((1, len(CLASSES) + STYLE)), np.ones((1, len(CHANNELS) - 1))]
    return {
        "generator": graph(with_maps, given, ["light", *MAPS]),
        "critic": graph(critic(), [photo, drawing[..., :1]], ["belief"]),
    }


def graph(model: keras.Model, given: Sequence[np.ndarray], outputs: Sequence[str]) -> bytes:
    """Converts one model; its weights become initializers outside the file, its outputs get these names."""
    import onnx

    random = np.random.default_rng(0)
    for weight in model.weights:
        weight.assign(random.normal(0, 0.1, weight.shape))
    model([np.asarray(array, np.float32) for array in given])  # what was never called is not exported
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "model.onnx"
        model.export(path, format="onnx", verbose=False)
        converted = onnx.load(path)
    _empty(converted, named(model))
    _rename(converted, dict(zip([output.name for output in converted.graph.output], outputs, strict=True)))
    converted.graph.doc_string = converted.doc_string = ""
    return converted.SerializeToString(deterministic=True)


def _empty(converted: Any, arrays: Mapping[str, np.ndarray]) -> None:
    """Takes the weights out of a converted model and gives them the names of the arrays."""
    import onnx

    wanted = {in_graph(array).tobytes(): name for name, array in arrays.items()}
    for initializer in converted.graph.initializer:
        name = wanted.pop(onnx.numpy_helper.to_array(initializer).tobytes(), None)
        if name is None:
            continue
        _rename(converted, {initializer.name: name})
        # the runtime is given arrays of the shape that Keras has, and so must the graph
        shape, found = in_graph(arrays[name]).shape, tuple(initializer.dims)
        if shape != found:
            _reshaped(converted, initializer, name, shape)
        initializer.ClearField("raw_data")
        initializer.data_location = onnx.TensorProto.EXTERNAL
        entry = initializer.external_data.add()
        entry.key, entry.value = "location", "weights"
    if wanted:
        raise WeightsError(f"The converted network lacks {', '.join(sorted(wanted.values()))}.")


def _reshaped(converted: Any, initializer: Any, name: str, shape: Sequence[int]) -> None:
    """Lets an initializer have another shape than those who read it want, by a node between them."""
    import onnx

    wanted, inner = list(initializer.dims), f"{name}/as_read"
    for node in converted.graph.node:
        for place, read in enumerate(node.input):
            if read == name:
                node.input[place] = inner
    target = onnx.numpy_helper.from_array(np.array(wanted, np.int64), f"{name}/shape")
    converted.graph.initializer.append(target)
    converted.graph.node.insert(0, onnx.helper.make_node("Reshape", [name, target.name], [inner]))
    del initializer.dims[:]
    initializer.dims.extend(shape)


def _rename(converted: Any, names: Mapping[str, str]) -> None:
    """Gives values of a graph other names, wherever they stand."""
    for node in converted.graph.node:
        for places in (node.input, node.output):
            for place, name in enumerate(places):
                places[place] = names.get(name, name)
    for value in (*converted.graph.initializer, *converted.graph.output):
        value.name = names.get(value.name, value.name)


def largest_difference(model: PhotoModel, arrays: Mapping[str, np.ndarray]) -> float:
    """How far ONNX Runtime is from Keras with these weights: photos of 0..1, and beliefs as a share of the largest."""
    random = np.random.default_rng(0)
    ink = (random.random((SIZE, SIZE)) < 0.03).astype(np.float32)
    apart = []
    for number, name in enumerate(GENERATORS):
        given = inputs(ink, told(number, unknown()))
        theirs = np.asarray(put(generator(), arrays, f"{name}/")(list(given.values())))[0]
        ours = model.photo(ink, told(number, unknown()), name)
        apart.append(np.abs(ours - theirs).max())
    believed = np.asarray(put(critic(), arrays, "critic/")([ours[None], ink[None, :, :, None]]))[0, :, :, 0]
    apart.append(np.abs(model.belief(ours, ink) - believed).max() / np.abs(believed).max())
    return float(max(apart))
