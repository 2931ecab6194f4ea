"""How fast a sentence of ten words is translated, greedily and with a beam, and one step of the decoder."""

from __future__ import annotations

import numpy as np

from seqdemo.benchmark.engine import race
from seqdemo.translation.model import FIRST, Decoder, TranslationModel
from seqdemo.translation.reader import END, START

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
            target.append(int((np.asarray(logits)[0, -1] + model.never).argmax()))
        return tuple(model.subwords.spell(target[1:]))

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
    decoder = Decoder(model, encoded)
    carry = decoder.step(FIRST, decoder.start()).carry
    piece = model.translate(TEN_WORDS).pieces[0]
    x = model.embedding[[model.subwords.numbers[piece]]]
    first, second = model.lstm["decoder_1"], model.lstm["decoder_2"]
    asked = np.zeros((1, second.kernel.shape[0]), np.float32)
    memory, weights = encoded.memory, carry.attention

    def products() -> tuple[np.ndarray, ...]:
        query = carry.first.hidden @ model.attention_kernel
        return (
            *(x @ first.kernel, carry.first.hidden @ first.recurrent_kernel, query @ memory.T, weights @ memory),
            *(asked @ second.kernel, carry.second.hidden @ second.recurrent_kernel),
            *(asked @ model.combine_kernel, x @ model.embedding.T),
        )

    times = race({"numpy": lambda: decoder.step(piece, carry), "products": products})
    return {"numpy_step_microseconds": times["numpy"] * 1e6, "numpy_over_products": times["numpy"] / times["products"]}
