"""Faults of a machine, on real processes: a full disk, a jumping clock, replaced weights, `make serve` again."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from seqdemo.benchmark import load
from seqdemo.benchmark.app import ROOT, app, free_port
from seqdemo.benchmark.learner import Learner
from seqdemo.core import weights
from seqdemo.serving.__main__ import nginx
from seqdemo.serving.replicas import Replica, healthy
from tests.browser.conftest import _missing

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="speaks to Linux")


class Reader(Learner):
    """A learner who also reads what the page says."""

    said = ""

    def _see(self, answer):
        super()._see(answer)
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind in ("markdown", "alert"):
            self.said += getattr(element, kind).body + "\n"


def used(address: str, *pages: str) -> int:
    """Opens pages and presses a key on each; returns the errors."""

    async def use() -> int:
        async with Learner(address, pages[0], seed=1) as learner:
            for page in pages:
                await learner.open(page)
                await learner.press()
            return learner.errors

    return asyncio.run(use())


def read(address: str, page: str) -> tuple[str, int]:
    """What a page says on its first sight, and the errors."""

    async def look() -> tuple[str, int]:
        async with Reader(address, page, seed=1) as reader:
            await reader.open()
            return reader.said, reader.errors

    return asyncio.run(look())


@contextmanager
def served(folder: Path):
    """Two replicas behind nginx."""
    if nginx() is None:
        _missing("nginx is not installed (on Debian: apt-get install nginx-light).")
    port = free_port()
    command = [sys.executable, "-m", "seqdemo.serving", "--replicas", "2", "--address", "127.0.0.1"]
    command += ["--port", str(port), "--folder", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert "2 replicas serve at" in process.stdout.readline()
            yield f"127.0.0.1:{port}", process, command
        finally:
            process.send_signal(signal.SIGTERM)


def processes(folder: Path) -> list[int]:
    return [int(line.split()[0]) for line in (folder / "replicas").read_text().splitlines()]


def wait_until(true, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.1)


def test_a_replica_serves_though_its_log_is_on_a_full_disk(tmp_path):
    (tmp_path / "log").symlink_to("/dev/full")
    replica = Replica(tmp_path / "log", {})
    try:
        assert replica.wait()
        assert used(f"127.0.0.1:{replica.port}", "home", "stocks") == 0
    finally:
        replica.stop()


def test_on_a_full_disk_learners_go_on_and_a_replica_that_ends_comes_back(tmp_path):
    for name in ("nginx-access.log", "nginx-error.log", "replica-1.log", "replica-2.log"):
        (tmp_path / name).symlink_to("/dev/full")
    with served(tmp_path) as (address, supervisor, _):
        # from now on the supervisor can write nothing, nor what it starts
        resource.prlimit(supervisor.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        first, place = (tmp_path / "replicas").read_text().split()[:2]
        os.kill(int(first), signal.SIGKILL)
        assert used(address, "home", "cookies") == 0
        wait_until(lambda: healthy(int(place.split(":")[1])), 40)
        assert supervisor.poll() is None and used(address, "home", "cookies") == 0


def test_serve_again_twice_replaces_all_replicas_while_learners_press_keys(tmp_path):
    with served(tmp_path) as (address, supervisor, command):
        waits = load.Waits()

        async def press(number: int, until: asyncio.Event) -> None:
            async with Learner(address, "cookies", number) as learner:
                await learner.open()
                while not until.is_set():
                    await load.press_for(learner, waits, time.perf_counter() + 1, 0.5, 0)
                waits.errors += learner.errors

        async def replace() -> None:
            done = asyncio.Event()
            learners = [asyncio.create_task(press(number, done)) for number in range(3)]
            for _ in range(2):
                old = processes(tmp_path)
                asked = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True)
                assert asked.returncode == 0 and "replaced one by one" in asked.stdout
                await asyncio.to_thread(wait_until, lambda old=old: not {*old} & {*processes(tmp_path)}, 120)
                await asyncio.to_thread(wait_until, lambda old=old: not any(map(alive, old)), 30)
            done.set()
            await asyncio.gather(*learners)

        asyncio.run(replace())
        assert waits.errors == 0 and waits.of() and len(waits.gaps) >= 3
        assert max(waits.gaps) <= 5 and supervisor.poll() is None
        assert "Traceback" not in "".join(path.read_text() for path in tmp_path.glob("replica-*.log"))


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


JUMPING = """
import time
real = time.time
# a day forward, a day back, every second time that anybody asks
asked = 0
def jumping():
    global asked
    asked += 1
    return real() + (86_400 if asked % 4 < 2 else -86_400)
time.time = jumping
time.time_ns = lambda: int(jumping() * 1e9)
"""


def test_a_clock_that_jumps_changes_nothing(tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(JUMPING)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with app(ROOT / "app.py", "--server.disconnectedSessionTTL=5") as (port, _, _):
        assert used(f"127.0.0.1:{port}", "home", "cookies", "translation", "stocks") == 0


def test_weights_that_are_replaced_while_it_serves_are_never_mixed(tmp_path):
    for name in ("app.py", "pages", "seqdemo", "assets", ".streamlit"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    models = tmp_path / "assets" / "models"

    def replace(name: str, change=lambda array: array[..., ::-1] * 0.5) -> None:
        from safetensors.numpy import load as parse

        arrays = parse((models / f"{name}.safetensors").read_bytes())
        weights.save(
            name, {key: change(array) for key, array in arrays.items()}, weights.load_card(name, models), models
        )

    with app(tmp_path / "app.py") as (port, _, _):
        address = f"127.0.0.1:{port}"
        before, errors = read(address, "cookies")
        assert errors == 0
        replace("cookies")
        # who has loaded the old ones goes on with them
        assert read(address, "cookies") == (before, 0)
        # new weights that came without their card: a sentence, and no answer of either
        whole = (models / "stocks.safetensors").read_bytes()
        (models / "stocks.safetensors").write_bytes(whole[:-4] + b"\0\0\0\0")
        said, errors = read(address, "stocks")
        assert errors == 0 and "does not match the checksum in its model card" in said
        # whole again, the page is there without a restart
        (models / "stocks.safetensors").write_bytes(whole)
        said, errors = read(address, "stocks")
        assert errors == 0 and "checksum" not in said
    with app(tmp_path / "app.py") as (port, _, _):
        after, errors = read(f"127.0.0.1:{port}", "cookies")
        assert errors == 0 and after and after != before
