"""The app in a process of its own: how soon it answers, how much memory it takes, what a key press costs."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
FLOORS = {
    "page_300_words_over_10": ("most", 1.5),
    "seconds_to_answer": ("most", 1.5),
    "megabytes": ("most", 250),
    "megabytes_after_visit": ("most", 250),
    "tensorflow_imported": ("most", 0),
    "rerun_over_empty_page": ("most", 2),
}
SENTENCE = "thank you very much for your kind help with this long article about rivers and bridges "
EMPTY_PAGE = """
import streamlit as st

@st.fragment
def stage():
    text = st.text_input("Text", key="tox_text", live="20ms", bind="query-params")
    words = len(text.split())
    line = {"type": "scatter", "x": list(range(words)), "y": [0.5] * words}
    st.plotly_chart({"data": [line]}, key="figure")

stage()
"""


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
    return (
        {name: statistics.median(v) for name, v in waited.items()},
        {name: statistics.mean(v) for name, v in worked.items()},
    )


def free_port() -> int:
    """Returns a port of this machine that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def app(script: Path, *options: str) -> Iterator[tuple[int, int, float]]:
    """Runs the app, with these options of Streamlit; yields (port, process id, seconds until it answered)."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", *options]
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


def processor_seconds(process: int) -> float:
    """Processor time a process has used so far, all its threads together."""
    # the clock that clock_getcpuclockid(3) names on Linux: /proc/PID/stat counts in hundredths, a key press takes less
    return time.clock_gettime(~process << 3 | 2)


def megabytes(process: int) -> float:
    """Resident memory of a process."""
    pages_used = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages_used * os.sysconf("SC_PAGE_SIZE") / 1e6
