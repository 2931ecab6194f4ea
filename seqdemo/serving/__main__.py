"""Serves the app with several processes behind nginx: `python -m seqdemo.serving --replicas 2`, or `make serve`.

Asked for again while it runs, it replaces the replicas one by one. What it writes is in runs/serve.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from seqdemo.serving.nginx import Front, configuration
from seqdemo.serving.replicas import ROOT, Replica, listens

CHECK_SECONDS = 1.0
MISSING = "nginx is not here. On Debian: apt-get install nginx-light. One process needs none: make run."


class Supervisor:
    """nginx and the replicas behind it."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked, self.folder = asked, Path(asked.folder).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        # one secret for all: a form that one replica has given is taken by another
        self.settings = {"STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32)}
        self.replicas: list[Replica] = []
        self.nginx: subprocess.Popen[bytes] | None = None
        self.stopping = self.replacing = False

    def run(self) -> int:
        """Serves until it is told to stop; returns the exit code."""
        if listens(self.asked.port, patience=0.1):
            print(
                f"Something serves on port {self.asked.port} already; end it, or choose another with --port.",
                file=sys.stderr,
            )
            return 1
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGHUP, self._replace)
        try:
            self.replicas = [self._new(number) for number in range(1, self.asked.replicas + 1)]
            if not all(replica.wait() for replica in self.replicas):
                print(f"A replica did not start; {self.folder} has its log.", file=sys.stderr)
                return 1
            self._configure()
            threading.Thread(target=self._keep_nginx, daemon=True).start()
            if not listens(self.asked.port):
                print(
                    f"nginx does not listen on port {self.asked.port}; is it taken? See {self.folder}.", file=sys.stderr
                )
                return 1
            self._say_where()
            for replica in self.replicas:
                replica.warm()
            while not self.stopping:
                self._look_after()
                if self.replacing:
                    self.replacing = False
                    self._replace_all()
                time.sleep(CHECK_SECONDS)
            return 0
        finally:
            self._end()

    def _new(self, number: int) -> Replica:
        return Replica(self.folder / f"replica-{number}.log", self.settings)

    def _configure(self) -> None:
        front = Front(
            self.asked.port,
            tuple(replica.port for replica in self.replicas),
            self.folder,
            static(),
            self.asked.address,
            _absolute(self.asked.certificate),
            _absolute(self.asked.key),
            self.asked.frame_ancestors,
        )
        written = self.folder / "nginx.conf.new"
        written.write_text(configuration(front), encoding="utf-8")
        written.replace(self.folder / "nginx.conf")
        # who looks after the machine asks each of them for its numbers
        lines = [f"{replica.process.pid} 127.0.0.1:{replica.port}\n" for replica in self.replicas]
        (self.folder / "replicas").write_text("".join(lines), encoding="utf-8")

    def _start_nginx(self) -> subprocess.Popen[bytes]:
        command = [nginx() or "nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        command += ["-e", str(self.folder / "nginx-error.log")]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def _keep_nginx(self) -> None:
        """Starts nginx, and anew whenever it ends: all wait for it, so it waits for no replica."""
        while not self.stopping:
            since = time.monotonic()
            self.nginx = self._start_nginx()
            self.nginx.wait()
            if time.monotonic() - since < CHECK_SECONDS:
                time.sleep(CHECK_SECONDS)  # something is wrong with it, and may be for long

    def _look_after(self) -> None:
        restarted = [replica for replica in self.replicas if replica.look_after()]
        if restarted:
            # the ports stay, so on a full disk nginx goes on with what it was told before
            with suppress(OSError):
                self._configure()
        for replica in restarted:
            # that takes seconds, in which something else may end
            threading.Thread(target=_warm_when_back, args=(replica,), daemon=True).start()

    def _replace_all(self) -> None:
        """A new process takes the place of each old one; who was there comes back to the new one by itself."""
        for number, old in enumerate(self.replicas):
            new = self._new(number + 1)
            if not new.wait():
                new.stop()
                print("The new replica did not start; the old ones stay.", file=sys.stderr, flush=True)
                return
            new.warm()
            self.replicas[number] = new
            self._configure()
            if self.nginx is not None:
                self.nginx.send_signal(signal.SIGHUP)
            time.sleep(CHECK_SECONDS)  # until nginx asks the new one
            old.stop()
            print(f"Replica {number + 1} of {len(self.replicas)} is replaced.", flush=True)

    def _say_where(self) -> None:
        kind = "https" if self.asked.certificate else "http"
        print(f"{len(self.replicas)} replicas serve at {kind}://localhost:{self.asked.port}", flush=True)
        print("End with Control-C. `make serve` in another window replaces them one by one.", flush=True)

    def _end(self) -> None:
        self.stopping = True
        if self.nginx is not None and self.nginx.poll() is None:
            self.nginx.terminate()
            self.nginx.wait()
        for replica in self.replicas:
            replica.process.terminate()
        for replica in self.replicas:
            replica.stop()

    def _stop(self, *_: Any) -> None:
        self.stopping = True

    def _replace(self, *_: Any) -> None:
        self.replacing = True


def _warm_when_back(replica: Replica) -> None:
    if replica.wait():
        replica.warm()


def _absolute(path: str) -> Path | None:
    return Path(path).resolve() if path else None


def static() -> Path:
    """Returns the folder of Streamlit's browser side, which nginx serves itself."""
    package = find_spec("streamlit")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("Streamlit is not installed.")
    return Path(package.origin).parent / "static"


def nginx() -> str | None:
    """Returns the path of nginx, which Debian keeps where ordinary users do not look."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def parser() -> argparse.ArgumentParser:
    """What the command knows."""
    known = argparse.ArgumentParser(prog="python -m seqdemo.serving", description=__doc__.splitlines()[0])
    known.add_argument("--replicas", type=int, default=max(1, os.cpu_count() or 1), help="processes; one a core")
    known.add_argument("--port", type=int, default=8500)
    known.add_argument("--address", default="0.0.0.0", help="where it listens; 127.0.0.1 for this machine only")
    known.add_argument("--certificate", default="", help="a file, with which it speaks https; it needs --key too")
    known.add_argument("--key", default="")
    known.add_argument(
        "--frame-ancestors", default="'self'", help="who may show the app in a frame, such as a learning platform"
    )
    known.add_argument("--folder", default=str(ROOT / "runs" / "serve"))
    return known


def main(command_line: Sequence[str] | None = None) -> int:
    """Serves, or asks the one that serves already to replace its replicas; returns the exit code."""
    asked = parser().parse_args(command_line)
    if nginx() is None:
        print(MISSING, file=sys.stderr)
        return 1
    folder = Path(asked.folder)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "supervisor.pid").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            os.kill(int(lock.read()), signal.SIGHUP)
            print("It serves already; its replicas are replaced one by one.")
            return 0
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        return Supervisor(asked).run()


if __name__ == "__main__":
    sys.exit(main())
