"""How fast one point of nine drawings is, and the nine best of forty whole endings."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from seqdemo.benchmark.engine import engine_ratios, keras_sides, race
from seqdemo.sketch.features import FEATURES, what_is_told
from seqdemo.sketch.model import SketchModel
from seqdemo.sketch.ranking import FOR_NINE, Asked, completed
from seqdemo.sketch.surroundings import CELLS, last_surroundings

ROWS = 9
BEGUN = np.array([[60.0, 10.0, 0.0], [20.0, 40.0, 0.0], [-50.0, 30.0, 1.0]])
"""A stroke of three points, (3, 3) as the data have them."""


def ratios() -> dict[str, float]:
    """Returns the ratios of one step for nine drawings side by side, and the seconds for nine endings of forty."""
    model = SketchModel.load()
    seeds = itertools.count()
    best = race({"nine": lambda: completed(model, BEGUN, Asked("mosquito", 0.3, next(seeds), FOR_NINE, ROWS))})
    return {**step(model), "seconds_for_nine_of_forty": best["nine"]}


def step(model: SketchModel) -> dict[str, float]:
    """One point of nine drawings: NumPy, Keras, and the bare products."""
    classes = np.full(ROWS, model.number("mosquito"))
    carry, _ = model.advance(classes, None, model.begin(ROWS))
    points = np.repeat(BEGUN[:1], ROWS, axis=0).astype(np.float32)
    place = carry.place.after(points)
    seen = last_surroundings(place.drawn)
    told = [what_is_told(points, place), seen]
    inputs = [*(part[:, None] for part in told), classes[:, None].astype(np.int32), *carry.state]
    one_step = one_step_in_keras(model)
    _, raw = model.advance(classes, points, carry)
    np.testing.assert_allclose(raw, np.asarray(one_step(inputs)[0]), atol=1e-4)
    x, hidden = model.inputs(classes, points, place), carry.state.hidden
    # as BLAS has them without the help of `seqdemo.core.products`
    kernel, recurrent = map(np.ascontiguousarray, model.lstm[:2])
    sides = {
        "numpy": lambda: model.advance(classes, points, carry),
        "products": lambda: (seen @ model.around_kernel, x @ kernel, hidden @ recurrent, hidden @ model.dense_kernel),
        "function": keras_sides(one_step, inputs)["function"],
    }
    return engine_ratios(race(sides))


def one_step_in_keras(model: SketchModel) -> Any:
    """Features (B, 1, FEATURES), surroundings (B, 1, CELLS), class (B, 1) and both states (B, H) in.

    The raw mixture and both states out.
    """
    import keras
    from keras import layers

    told, around, number = keras.Input((1, FEATURES)), keras.Input((1, CELLS)), keras.Input((1,), dtype="int32")
    before = [keras.Input((model.units,)), keras.Input((model.units,))]
    of_class = layers.Embedding(*model.class_embedding.shape)
    seen = layers.Dense(len(model.around_bias), activation="relu")
    lstm = layers.LSTM(model.units, return_state=True)
    dense = layers.Dense(model.dense_kernel.shape[1])
    hidden, *after = lstm(layers.Concatenate()([told, of_class(number), seen(around)]), initial_state=before)
    one_step = keras.Model([told, around, number, *before], [dense(hidden), *after])
    of_class.set_weights([model.class_embedding])
    seen.set_weights([model.around_kernel, model.around_bias])
    lstm.set_weights(list(model.lstm))
    dense.set_weights([model.dense_kernel, model.dense_bias])
    return one_step
