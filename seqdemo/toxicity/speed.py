"""How fast one word of the judge of comments is, and one more word of a long comment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from seqdemo.benchmark.app import SENTENCE
from seqdemo.benchmark.engine import engine_ratios, keras_sides, race
from seqdemo.core.trace import Trace, extend
from seqdemo.toxicity.model import Carry, ToxicityModel
from seqdemo.toxicity.reader import MOST_NGRAMS, Word


def ratios() -> dict[str, float]:
    """Returns the ratios of one step, and what a key press costs with 10 and with 300 words typed."""
    model = ToxicityModel.load()
    return {**step(model), **key_press(model)}


def step(model: ToxicityModel) -> dict[str, float]:
    """One word: NumPy, Keras, and the bare products."""
    first, word = model.words("thank you")
    carry = model.step(first, model.start()).carry
    one_step, inputs = one_step_in_keras(model), keras_inputs(word, carry)
    check = np.asarray(one_step(inputs)[0])[0]
    np.testing.assert_allclose(model.step(word, carry).output, check, atol=1e-5)
    x, kernel, recurrent = model.embed(word), *model.gru[:2]
    pool = np.concatenate([carry.state, carry.highest, carry.total])
    sides = {
        "numpy": lambda: model.step(word, carry),
        "products": lambda: (x @ kernel, carry.state @ recurrent, pool @ model.labels_kernel),
    }
    return engine_ratios(race({**sides, **keras_sides(one_step, inputs)}))


def one_step_in_keras(model: ToxicityModel) -> Any:
    """Number, form and letter groups of a word and what is carried in; probabilities and what is carried out."""
    import keras
    from keras import layers, ops

    number, form = keras.Input((1,), dtype="int32"), keras.Input((1,), dtype="int32")
    groups = keras.Input((MOST_NGRAMS,), dtype="int32")
    state, highest, total = (keras.Input((model.units,)) for _ in range(3))
    count = keras.Input((1,))
    of_word = layers.Embedding(*model.word_embedding.shape)
    of_form = layers.Embedding(*model.form_embedding.shape)
    of_letters = layers.Embedding(*model.ngram_embedding.shape)
    gru = layers.GRU(model.units, return_state=True)
    labels = layers.Dense(model.labels_kernel.shape[1], activation="sigmoid")
    present = ops.cast(groups > 0, "float32")[..., None]
    letters = ops.sum(of_letters(groups) * present, axis=1, keepdims=True) / ops.sum(present, axis=1, keepdims=True)
    _, state_after = gru(of_word(number) + of_form(form) + letters, initial_state=state)
    after = [state_after, ops.maximum(highest, state_after), total + state_after, count + 1]
    pooled = ops.concatenate([after[0], after[1], after[2] / after[3]], axis=-1)
    one_step = keras.Model([number, form, groups, state, highest, total, count], [labels(pooled), *after])
    of_word.set_weights([model.word_embedding])
    of_form.set_weights([model.form_embedding])
    of_letters.set_weights([model.ngram_embedding])
    gru.set_weights(list(model.gru))
    labels.set_weights([model.labels_kernel, model.labels_bias])
    return one_step


def keras_inputs(word: Word, carry: Carry) -> list[np.ndarray]:
    """A word and what is carried as the Keras model reads them, one row each."""
    padded = list(word.ngrams) + [0] * (MOST_NGRAMS - len(word.ngrams))
    numbers = [np.array([part], np.int32) for part in ([word.number], [word.form], padded)]
    return [*numbers, *(np.array(part, np.float32).reshape(1, -1) for part in carry)]


def key_press(model: ToxicityModel) -> dict[str, float]:
    """What one more word costs with 10 and with 300 words typed."""
    words = model.words(SENTENCE * 20)[:301]

    def press(count: int) -> Callable[[], Trace]:
        known = extend(model, Trace(), words[:count])
        return lambda: extend(model, known, words[: count + 1])

    times = race({"10": press(10), "300": press(300)})
    return {
        "key_press_microseconds": times["300"] * 1e6,
        "key_press_300_words_over_10": times["300"] / times["10"],
    }
