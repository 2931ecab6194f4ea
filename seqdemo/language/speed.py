"""How fast one word of the LSTM is: NumPy, Keras, and the bare products, those with the whole vocabulary included."""

from __future__ import annotations

from typing import Any

import numpy as np

from seqdemo.benchmark.engine import engine_ratios, keras_sides, race
from seqdemo.language.model import FIRST, LanguageModel


def ratios() -> dict[str, float]:
    """Returns the ratios of one step."""
    model = LanguageModel.load()
    carry = model.step(FIRST, model.start()).carry
    (word,) = model.read("going")
    inputs = [np.array([[word.number]], np.int32), carry.hidden[None], carry.cell[None]]
    one_step = one_step_in_keras(model)
    check = np.asarray(one_step(inputs)[0])[0]
    np.testing.assert_allclose(model.step(word, carry).output, check, atol=1e-5)
    rnn = model.rnn
    x, thought, speak = rnn.embedding[word.number], rnn.speak(carry.hidden), rnn.own["speak_kernel"]
    kernel, recurrent, _ = rnn.lstm
    sides = {
        "numpy": lambda: model.step(word, carry),
        "products": lambda: (x @ kernel, carry.hidden @ recurrent, carry.hidden @ speak, thought @ rnn.embedding.T),
    }
    return engine_ratios(race({**sides, **keras_sides(one_step, inputs)}))


def one_step_in_keras(model: LanguageModel) -> Any:
    """A word (1, 1) and both states (1, H) in; probabilities and both states out."""
    import keras
    from keras import layers

    rnn = model.rnn
    word = keras.Input((1,), dtype="int32")
    before = [keras.Input((rnn.units,)), keras.Input((rnn.units,))]
    embed = layers.Embedding(*rnn.embedding.shape)
    lstm = layers.LSTM(rnn.units, return_state=True)
    speak = layers.Dense(rnn.embedding.shape[1])
    vocabulary = layers.Dense(len(rnn.embedding), activation="softmax")
    hidden, *after = lstm(embed(word), initial_state=before)
    one_step = keras.Model([word, *before], [vocabulary(speak(hidden)), *after])
    embed.set_weights([rnn.embedding])
    lstm.set_weights(list(rnn.lstm))
    speak.set_weights([rnn.own["speak_kernel"], rnn.own["speak_bias"]])
    vocabulary.set_weights([rnn.embedding.T, rnn.output_bias])
    return one_step
