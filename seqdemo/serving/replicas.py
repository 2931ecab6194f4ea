"""One replica: a process of the app on a port of this machine, started, looked after, stopped."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.request import urlopen

from seqdemo import registry
from seqdemo.benchmark.app import free_port
from seqdemo.benchmark.learner import Learner

ROOT = Path(__file__).parents[2]
HEALTH = "/_stcore/health"
START_SECONDS = 60
STOP_SECONDS = 10
MOST_MISSED = 3
"""So many times in a row a replica may miss its check before it is started anew."""


def healthy(port: int, timeout: float = 2) -> bool:
    """Whether the app answers there."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{HEALTH}", timeout=timeout) as answer:
            return answer.status == 200
    except OSError:
        return False


def listens(port: int, patience: float = 5) -> bool:
    """Waits until somebody listens there; returns False where nobody does within `patience` seconds."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
        time.sleep(0.05)
    return False


class Replica:
    """The process behind one port."""

    def __init__(self, log: Path, settings: Mapping[str, str]) -> None:
        self.port, self.log, self.settings = free_port(), log, dict(settings)
        self.missed = 0
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
        command += ["--server.address=127.0.0.1", f"--server.port={self.port}"]
        with _writable(self.log) as output:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **self.settings},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait(self, patience: float = START_SECONDS) -> bool:
        """Waits until it answers; returns False where it does not within `patience` seconds."""
        until = time.monotonic() + patience
        while time.monotonic() < until and self.process.poll() is None:
            if healthy(self.port):
                return True
            time.sleep(0.1)
        return False

    def warm(self) -> None:
        """Visits every page once, so that the networks are loaded before learners come."""
        visit = threading.Thread(target=_visit, args=(f"127.0.0.1:{self.port}",), daemon=True)
        visit.start()
        visit.join(START_SECONDS)

    def look_after(self) -> bool:
        """Starts it anew where it has ended or answers no more; returns whether that was so. Its port stays."""
        if self.process.poll() is None:
            self.missed = 0 if healthy(self.port) else self.missed + 1
            if self.missed <= MOST_MISSED:
                return False
            self.process.kill()
            self.process.wait()
        self.missed = -2 * MOST_MISSED  # while it starts
        self.process = self._start()
        return True

    def stop(self) -> None:
        """Ends it: first it is asked, then it is killed."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _writable(log: Path) -> IO[bytes]:
    """Opens a log to add to; one that nobody can write to now, as on a full disk, would keep the app from starting."""
    with suppress(OSError):
        output = log.open("ab", buffering=0)
        try:
            output.write(b"A replica starts.\n")
            return output
        except OSError:
            output.close()
    return open(os.devnull, "ab", buffering=0)


def _visit(address: str) -> None:
    async def visit() -> None:
        async with Learner(address, "home", seed=0) as learner:
            for page in ("home", *(about.name for about in registry.USE_CASES)):
                await learner.open(page)

    with suppress(Exception):  # whatever goes wrong here, learners meet it as a sentence on its page
        asyncio.run(visit())
