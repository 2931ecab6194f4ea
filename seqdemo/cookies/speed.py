"""How fast one character of the namer of cookies is: NumPy, Keras, and the bare products."""

from __future__ import annotations

from typing import Any

import numpy as np

from seqdemo.benchmark.engine import engine_ratios, keras_sides, race
from seqdemo.cookies.model import FIRST, CookieModel


def ratios() -> dict[str, float]:
    """Returns the ratios of one step."""
    model = CookieModel.load()
    carry = model.step(FIRST, model.start()).carry
    number = model.vocabulary.encode("c")
    inputs = [np.array([number], np.int32), carry.hidden[None], carry.cell[None]]
    one_step = one_step_in_keras(model)
    check = np.asarray(one_step(inputs)[0])[0]
    np.testing.assert_allclose(model.step("c", carry).output, check, atol=1e-5)
    x, kernel, recurrent, out = model.embedding[number[0]], *model.lstm[:2], model.dense_kernel
    sides = {
        "numpy": lambda: model.step("c", carry),
        "products": lambda: (x @ kernel, carry.hidden @ recurrent, carry.hidden @ out),
    }
    return engine_ratios(race({**sides, **keras_sides(one_step, inputs)}))


def one_step_in_keras(model: CookieModel) -> Any:
    """A character (1, 1) and both states (1, H) in; probabilities and both states out."""
    import keras
    from keras import layers

    character = keras.Input((1,), dtype="int32")
    before = [keras.Input((model.units,)), keras.Input((model.units,))]
    embed = layers.Embedding(*model.embedding.shape)
    lstm = layers.LSTM(model.units, return_state=True)
    dense = layers.Dense(model.dense_kernel.shape[1], activation="softmax")
    hidden, *after = lstm(embed(character), initial_state=before)
    one_step = keras.Model([character, *before], [dense(hidden), *after])
    embed.set_weights([model.embedding])
    lstm.set_weights(list(model.lstm))
    dense.set_weights([model.dense_kernel, model.dense_bias])
    return one_step
