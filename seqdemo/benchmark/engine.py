"""Races of one step: NumPy, Keras and the bare products, timed in turn, so that a busy machine slows all of them.

>>> race({"slow": lambda: sum(range(10_000)), "fast": lambda: sum(range(10))})     # seconds a call
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Clock = Callable[[], float]


def race(
    sides: Mapping[str, Callable[[], Any]], rounds: int = 15, seconds: float = 0.03, clock: Clock = time.perf_counter
) -> dict[str, float]:
    """Returns the median seconds a call of each side, timed in turn in every round for about `seconds`."""
    repeats = {}
    for name, side in sides.items():
        side()
        begin = clock()
        side()
        repeats[name] = max(1, int(seconds / (clock() - begin)))
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            begin = clock()
            for _ in range(repeats[name]):
                side()
            times[name].append((clock() - begin) / repeats[name])
    return {name: statistics.median(values) for name, values in times.items()}


def engine_ratios(times: Mapping[str, float]) -> dict[str, float]:
    """Ratios of one step; `times` has numpy, products, function and mostly predict."""
    ratios = {
        "numpy_step_microseconds": times["numpy"] * 1e6,
        "keras_function_over_numpy": times["function"] / times["numpy"],
        "numpy_over_products": times["numpy"] / times["products"],
    }
    if "predict" in times:
        ratios["keras_predict_over_numpy"] = times["predict"] / times["numpy"]
    return ratios


def keras_sides(model: Any, inputs: list[np.ndarray]) -> dict[str, Callable[[], Any]]:
    """The Keras model of one step, as a compiled function and as `predict`."""
    import tensorflow as tf

    function = tf.function(lambda *parts: model(list(parts), training=False))
    tensors = [tf.constant(part) for part in inputs]
    return {
        "function": lambda: [np.asarray(part) for part in function(*tensors)],
        "predict": lambda: model.predict(inputs, verbose=0),
    }
