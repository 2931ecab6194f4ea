"""How fast a sentence of ten words is translated, greedily and with a beam, and one step of the decoder."""

from __future__ import annotations

import numpy as np

from seqdemo.benchmark.engine import race
from seqdemo.core.cells import softmax
from seqdemo.translation.model import TranslationModel
from seqdemo.translation.pieces import END, START

TEN_WORDS = "The old man in the garden is reading a book."
LONGEST = 40  # pieces


def ratios() -> dict[str, float]:
    """Returns the ratios of whole sentences and of one step."""
    model = TranslationModel.load()
    return {**sentences(model), **step(model)}


def sentences(model: TranslationModel) -> dict[str, float]:
    """Ten words: NumPy, greedy and with a beam of five, and a loop of calls of the Keras model."""
    from seqdemo.translation.training import restore

    keras_model = restore()
    source = np.array([model.encode(TEN_WORDS).source.numbers], np.int32)

    def loop() -> tuple[str, ...]:
        target = [START]
        while target[-1] != END and len(target) < LONGEST:
            logits = keras_model({"source": source, "target": np.array([target], np.int32)}, training=False)
            target.append(int((np.asarray(logits)[0, -1] + model.decoder.never).argmax()))
        return tuple(model.pieces.spell(target[1:]))

    assert loop() == model.translate(TEN_WORDS).pieces
    sides = {
        "greedy": lambda: model.translate(TEN_WORDS),
        "beam": lambda: model.translate(TEN_WORDS, beam=5),
        "loop": loop,
    }
    times = race(sides, rounds=5)
    return {
        "milliseconds_for_ten_words": times["greedy"] * 1e3,
        "keras_loop_over_numpy": times["loop"] / times["greedy"],
        "beam_of_5_over_greedy": times["beam"] / times["greedy"],
    }


def step(model: TranslationModel) -> dict[str, float]:
    """One piece of French: NumPy and the bare products."""
    encoded = model.encode(TEN_WORDS)
    decoder, look = model.decoder, encoded.look()
    carry, *_ = decoder.advance(np.array([START]), encoded.start, look)
    numbers = np.array([model.pieces.numbers[model.translate(encoded).pieces[0]]])
    x = decoder.embedding[numbers]
    first, second = decoder.lstm["decoder_1"], decoder.lstm["decoder_2"]
    asked = np.zeros((1, second.kernel.shape[0]), np.float32)
    memory, weights = look.rows[0], carry.attention

    def numpy() -> np.ndarray:
        after, _, _, logits = decoder.advance(numbers, carry, look)
        return softmax(decoder.allowed(logits, after, look))

    def products() -> tuple[np.ndarray, ...]:
        query = carry.first.hidden @ decoder.attention_kernel
        return (
            *(x @ first.kernel, carry.first.hidden @ first.recurrent_kernel, query @ memory.T, weights @ memory),
            *(asked @ second.kernel, carry.second.hidden @ second.recurrent_kernel),
            *(asked @ decoder.combine_kernel, x @ decoder.embedding.T),
        )

    times = race({"numpy": numpy, "products": products})
    return {"numpy_step_microseconds": times["numpy"] * 1e6, "numpy_over_products": times["numpy"] / times["products"]}
