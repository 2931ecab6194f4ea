"""Measures the speed of the two engines and of the app: `python -m seqdemo.benchmark`.

Both sides of every ratio are timed in one run, in turn, so that a busy machine slows both.
The last line is one JSON object; the exit code is 1 when a floor is missed.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import numpy as np

ROOT = Path(__file__).parents[2]
FLOORS = {  # name -> (least, most)
    "keras_function_over_numpy": (5, None),
    "keras_predict_over_numpy": (100, None),
    "numpy_over_products": (None, 2.5),
    "page_300_words_over_10": (None, 1.5),
    "seconds_to_answer": (None, 1.5),
    "megabytes": (None, 250),
    "megabytes_after_visit": (None, 250),
    "tensorflow_imported": (None, 0),
    "rerun_over_empty_page": (None, 2),
    "seconds_for_nine_endings": (None, 0.25),
    "keras_loop_over_numpy": (10, None),
    "beam_of_5_over_greedy": (None, 4),
}
TEN_WORDS = "The old man in the garden is reading a book."
SENTENCE = "thank you very much for your kind help with this long article about rivers and bridges "
EMPTY_PAGE = """
import streamlit as st

@st.fragment
def stage():
    text = st.text_input("Text", key="tox_text", live="150ms", bind="query-params")
    words = len(text.split())
    line = {"type": "scatter", "x": list(range(words)), "y": [0.5] * words}
    st.plotly_chart({"data": [line]}, key="figure")

stage()
"""


def race(sides: Mapping[str, Callable[[], Any]], rounds: int = 15, seconds: float = 0.03) -> dict[str, float]:
    """Returns the median seconds a call of each side, timed in turn in every round."""
    repeats = {}
    for name, side in sides.items():
        side()
        begin = time.perf_counter()
        side()
        repeats[name] = max(1, int(seconds / (time.perf_counter() - begin)))
    times: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            begin = time.perf_counter()
            for _ in range(repeats[name]):
                side()
            times[name].append((time.perf_counter() - begin) / repeats[name])
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


def cookies_step() -> dict[str, float]:
    """One character of the namer of cookies: NumPy, Keras, and the bare products."""
    import keras
    from keras import layers

    from seqdemo.cookies.model import FIRST, CookieModel

    model = CookieModel.load()
    carry = model.step(FIRST, model.start()).carry
    units = model.units

    character = keras.Input((1,), dtype="int32")
    before = [keras.Input((units,)), keras.Input((units,))]
    embed = layers.Embedding(*model.embedding.shape)
    lstm = layers.LSTM(units, return_state=True)
    dense = layers.Dense(model.dense_kernel.shape[1], activation="softmax")
    hidden, *after = lstm(embed(character), initial_state=before)
    one_step = keras.Model([character, *before], [dense(hidden), *after])
    embed.set_weights([model.embedding])
    lstm.set_weights(list(model.lstm))
    dense.set_weights([model.dense_kernel, model.dense_bias])

    number = model.vocabulary.encode("c")
    inputs = [np.array([number], np.int32), carry.hidden[None], carry.cell[None]]
    check = np.asarray(one_step(inputs)[0])[0]
    np.testing.assert_allclose(model.step("c", carry).output, check, atol=1e-5)
    x, kernel, recurrent, out = model.embedding[number[0]], *model.lstm[:2], model.dense_kernel
    return engine_ratios(race({
        "numpy": lambda: model.step("c", carry),
        "products": lambda: (x @ kernel, carry.hidden @ recurrent, carry.hidden @ out),
        **keras_sides(one_step, inputs),
    }))  # fmt: skip


def toxicity_step() -> dict[str, float]:
    """One word of the judge of comments: NumPy, Keras, and the bare products."""
    import keras
    from keras import layers, ops

    from seqdemo.toxicity.model import ToxicityModel
    from seqdemo.toxicity.reader import MOST_NGRAMS

    model = ToxicityModel.load()
    first, word = model.words("thank you")
    carry = model.step(first, model.start()).carry

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

    padded = list(word.ngrams) + [0] * (MOST_NGRAMS - len(word.ngrams))
    inputs = [np.array([[word.number]]), np.array([[word.form]]), np.array([padded])]
    inputs = [part.astype(np.int32) for part in inputs]
    inputs += [
        carry.state[None],
        carry.highest[None],
        carry.total[None],
        np.array([[carry.count]], np.float32),
    ]
    check = np.asarray(one_step(inputs)[0])[0]
    np.testing.assert_allclose(model.step(word, carry).output, check, atol=1e-5)
    x, kernel, recurrent = model.embed(word), *model.gru[:2]
    pool = np.concatenate([carry.state, carry.highest, carry.total])
    products = lambda: (x @ kernel, carry.state @ recurrent, pool @ model.labels_kernel)  # noqa: E731
    sides = {"numpy": lambda: model.step(word, carry), "products": products}
    return engine_ratios(race({**sides, **keras_sides(one_step, inputs)}))


def sketch_step() -> dict[str, float]:
    """One point of nine drawings at once: NumPy, Keras, and the bare products; and nine whole endings."""
    import keras
    from keras import layers

    from seqdemo.sketch.features import FEATURES, what_is_told
    from seqdemo.sketch.model import SketchModel

    model, rows = SketchModel.load(), 9
    begun = np.array([[60.0, 10.0, 0.0], [20.0, 40.0, 0.0], [-50.0, 30.0, 1.0]])
    classes = np.full(rows, model.number("mosquito"))
    carry, _, _ = model.advance(classes, None, model.begin(rows))
    points = np.repeat(begun[:1], rows, axis=0).astype(np.float32)

    told, number = keras.Input((1, FEATURES)), keras.Input((1,), dtype="int32")
    before = [keras.Input((model.units,)), keras.Input((model.units,))]
    of_class = layers.Embedding(*model.class_embedding.shape)
    lstm = layers.LSTM(model.units, return_state=True)
    dense = layers.Dense(model.dense_kernel.shape[1])
    hidden, *after = lstm(layers.Concatenate()([told, of_class(number)]), initial_state=before)
    one_step = keras.Model([told, number, *before], [dense(hidden), *after])
    of_class.set_weights([model.class_embedding])
    lstm.set_weights(list(model.lstm))
    dense.set_weights([model.dense_kernel, model.dense_bias])

    x = what_is_told(points, carry.place.after(points))
    inputs = [x[:, None], classes[:, None].astype(np.int32), carry.state.hidden, carry.state.cell]
    _, _, raw = model.advance(classes, points, carry)
    np.testing.assert_allclose(raw, np.asarray(one_step(inputs)[0]), atol=1e-4)
    x, hidden = np.concatenate([x, model.class_embedding[classes]], axis=1), carry.state.hidden
    times = race({
        "numpy": lambda: model.advance(classes, points, carry),
        "products": lambda: (x @ model.lstm.kernel, hidden @ model.lstm.recurrent_kernel, hidden @ model.dense_kernel),
        "function": keras_sides(one_step, inputs)["function"],
    })  # fmt: skip
    seeds = itertools.count()
    endings = race({"nine": lambda: model.complete(begun, "mosquito", 0.4, next(seeds), rows)})
    return {**engine_ratios(times), "seconds_for_nine_endings": endings["nine"]}


def translation_step() -> dict[str, float]:
    """A sentence of ten words: NumPy, a loop of calls of the Keras model; a beam; one step of the decoder."""
    from seqdemo.translation.model import FIRST, Decoder, TranslationModel
    from seqdemo.translation.reader import END, START
    from seqdemo.translation.training import restore

    model, keras_model = TranslationModel.load(), restore()
    encoded = model.encode(TEN_WORDS)
    source = np.array([encoded.source.numbers], np.int32)

    def loop() -> tuple[str, ...]:
        target = [START]
        while target[-1] != END and len(target) < 40:
            logits = keras_model({"source": source, "target": np.array([target], np.int32)}, training=False)
            target.append(int((np.asarray(logits)[0, -1] + model.never).argmax()))
        return tuple(model.subwords.spell(target[1:]))

    assert loop() == model.translate(TEN_WORDS).pieces
    times = race({
        "greedy": lambda: model.translate(TEN_WORDS),
        "beam": lambda: model.translate(TEN_WORDS, beam=5),
        "loop": loop,
    }, rounds=5)  # fmt: skip

    decoder = Decoder(model, encoded)
    carry = decoder.step(FIRST, decoder.start()).carry
    piece = model.translate(TEN_WORDS).pieces[0]
    x, first, second = (
        model.embedding[[model.subwords.numbers[piece]]],
        model.lstm["decoder_1"],
        model.lstm["decoder_2"],
    )
    asked = np.zeros((1, second.kernel.shape[0]), np.float32)
    memory, weights = encoded.memory, carry.attention

    def products() -> tuple[np.ndarray, ...]:
        query = carry.first.hidden @ model.attention_kernel
        return (
            x @ first.kernel, carry.first.hidden @ first.recurrent_kernel, query @ memory.T, weights @ memory,
            asked @ second.kernel, carry.second.hidden @ second.recurrent_kernel, asked @ model.combine_kernel,
            x @ model.embedding.T,
        )  # fmt: skip

    steps = race({"numpy": lambda: decoder.step(piece, carry), "products": products})
    return {
        "numpy_step_microseconds": steps["numpy"] * 1e6,
        "numpy_over_products": steps["numpy"] / steps["products"],
        "milliseconds_for_ten_words": times["greedy"] * 1e3,
        "keras_loop_over_numpy": times["loop"] / times["greedy"],
        "beam_of_5_over_greedy": times["beam"] / times["greedy"],
    }


def key_press() -> dict[str, float]:
    """What one more word costs on the page of toxic comments with 10 and with 300 words typed."""
    from seqdemo.core.trace import Trace, extend
    from seqdemo.toxicity.model import ToxicityModel

    model = ToxicityModel.load()
    words = model.words(SENTENCE * 20)[:301]

    def press(count: int) -> Callable[[], Trace]:
        known = extend(model, Trace(), words[:count])
        return lambda: extend(model, known, words[: count + 1])

    times = race({"10": press(10), "300": press(300)})
    return {
        "key_press_microseconds": times["300"] * 1e6,
        "key_press_300_words_over_10": times["300"] / times["10"],
    }


@contextmanager
def app(script: Path) -> Iterator[tuple[int, int, float]]:
    """Runs the app; yields (port, process id, seconds until it answered)."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1"]
    begin = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield port, process.pid, _seconds_until_answer(port, begin)
        finally:
            process.terminate()


def _seconds_until_answer(port: int, begin: float, patience: float = 60) -> float:
    while time.perf_counter() - begin < patience:
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return time.perf_counter() - begin
        except OSError:
            time.sleep(0.01)
    raise TimeoutError(f"The app did not answer within {patience:.0f} seconds.")


class Visitor:
    """A browser without a screen: opens one page over a websocket and types into a field."""

    def __init__(self, port: int, page: str, query: str = ""):
        from websockets.sync.client import connect

        self.ids: dict[str, str] = {}
        self.fragment = ""
        self.states: Any = None
        self.bytes = 0
        self.connection = connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=None)
        self.socket = self.connection.__enter__()
        self.page, self.query = page, query
        self.run()

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *error: Any) -> None:
        self.connection.__exit__(*error)

    def run(self, field: str = "", text: str = "") -> float:
        """Reruns the page, or the fragment around `field` with `text` in it; returns the seconds."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        if field:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = self.ids[field], text
            message.rerun_script.fragment_id = self.fragment
        begin = time.perf_counter()
        self.socket.send(message.SerializeToString())
        while True:
            content = self.socket.recv(timeout=60)
            self.bytes += len(content)
            answer = ForwardMsg.FromString(content)
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
                element = answer.delta.new_element
                if element.WhichOneof("type") == "text_input":
                    self.ids[element.text_input.id.rsplit("-", 1)[-1]] = element.text_input.id
                    self.fragment = answer.delta.fragment_id or self.fragment
            if kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return time.perf_counter() - begin


def pages() -> dict[str, float]:
    """Start, memory, and what one key press costs on the page against an empty page."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(textwrap.dedent(EMPTY_PAGE), encoding="utf-8")
        with app(ROOT / "app.py") as (port, process, seconds), app(empty) as (other_port, other_process, _):
            found = {"seconds_to_answer": seconds, "megabytes": megabytes(process)}
            with Visitor(port, "toxicity") as full, Visitor(other_port, "") as bare:
                sides = {
                    "bare": (bare, other_process, 12),
                    "full": (full, process, 12),
                    "10": (full, process, 10),
                    "300": (full, process, 300),
                }
                waited, worked = type_words(sides)
            found["megabytes_after_visit"] = megabytes(process)
            found["tensorflow_imported"] = float(b"tensorflow" in Path(f"/proc/{process}/maps").read_bytes())
    return {
        **found,
        "rerun_milliseconds_waited": waited["full"] * 1e3,
        "rerun_milliseconds_worked": worked["full"] * 1e3,
        "rerun_over_empty_page": worked["full"] / worked["bare"],
        "page_300_words_over_10": worked["300"] / worked["10"],
    }


def type_words(sides: Mapping[str, tuple[Visitor, int, int]], rounds: int = 8, presses: int = 8):
    """Returns what one key press costs each side: seconds until the answer, seconds of processor time.

    The processor time is the cost of the page; the wait has the delays of the network in it.
    """
    words = (SENTENCE * 25).split()
    waited: dict[str, list[float]] = {name: [] for name in sides}
    worked: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, (visitor, process, count) in sides.items():
            visitor.run("tox_text", " ".join(words[:count]))
            before = processor_seconds(process)
            for press in range(presses):
                text = " ".join([*words[:count], "abcdefgh"[: press + 1]])
                waited[name].append(visitor.run("tox_text", text))
            worked[name].append((processor_seconds(process) - before) / presses)
    return ({name: statistics.median(v) for name, v in waited.items()},
            {name: statistics.mean(v) for name, v in worked.items()})  # fmt: skip


def processor_seconds(process: int) -> float:
    """Processor time a process has used so far, all its threads together."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(process: int) -> float:
    """Resident memory of a process."""
    pages_used = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages_used * os.sysconf("SC_PAGE_SIZE") / 1e6


def missed(results: Mapping[str, Mapping[str, float]]) -> list[str]:
    """One sentence for every floor that was not reached."""
    sentences = []
    for part, values in results.items():
        for name, value in values.items():
            least, most = FLOORS.get(name, (None, None))
            if least is not None and not value >= least:
                sentences.append(f"{part}: {name} is {value:.3g}, at least {least} is wanted.")
            if most is not None and not value <= most:
                sentences.append(f"{part}: {name} is {value:.3g}, at most {most} is wanted.")
    return sentences


def main() -> int:
    """Prints every ratio; returns the exit code."""
    results = {}
    parts = {"app": pages, "key_press": key_press, "cookies": cookies_step, "toxicity": toxicity_step}
    parts |= {"sketch": sketch_step, "translation": translation_step}
    for name, part in parts.items():
        results[name] = part()
        for what, value in results[name].items():
            print(f"{name:10} {what:30} {value:10.3g}", flush=True)
    for sentence in missed(results):
        print(sentence, file=sys.stderr)
    print(json.dumps({part: {k: round(v, 4) for k, v in values.items()} for part, values in results.items()}))
    return 1 if missed(results) else 0


if __name__ == "__main__":
    sys.exit(main())
