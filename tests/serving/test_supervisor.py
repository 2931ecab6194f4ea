"""The supervisor: what becomes of a replica that ends, and how all are replaced."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import threading

import pytest

from seqdemo.serving import __main__ as serving
from seqdemo.serving.replicas import Replica, healthy, listens


class Stub:
    """A replica that only says what was done to it."""

    made: list[Stub]

    def __init__(self, *_):
        self.port, self.done, self.ended, self.starts = 40_000 + len(Stub.made), [], False, True
        self.process = self
        self.pid = self.port
        Stub.made.append(self)

    def wait(self, *_):
        self.done.append("wait")
        return self.starts

    def warm(self):
        self.done.append("warm")

    def stop(self):
        self.done.append("stop")

    def look_after(self):
        return self.ended


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    Stub.made = []
    monkeypatch.setattr(serving, "Replica", Stub)
    monkeypatch.setattr(serving, "CHECK_SECONDS", 0)
    made = serving.Supervisor(serving.parser().parse_args(["--replicas", "2", "--folder", str(tmp_path)]))
    made.replicas = [Stub(), Stub()]
    return made


def test_all_are_replaced_one_by_one_and_nginx_hears_of_each(supervisor, tmp_path):
    old = list(supervisor.replicas)
    supervisor._replace_all()
    assert [one.done for one in old] == [["stop"], ["stop"]]
    assert [one.done for one in supervisor.replicas] == [["wait", "warm"]] * 2
    assert "127.0.0.1:40003" in (tmp_path / "nginx.conf").read_text()
    assert (tmp_path / "replicas").read_text() == "40002 127.0.0.1:40002\n40003 127.0.0.1:40003\n"


def test_what_does_not_start_takes_nobodys_place(supervisor, monkeypatch, capsys):
    old = list(supervisor.replicas)
    monkeypatch.setattr(Stub, "wait", lambda self: False)
    supervisor._replace_all()
    assert supervisor.replicas == old and old[0].done == [] and Stub.made[-1].done == ["stop"]
    assert "the old ones stay" in capsys.readouterr().err


def test_one_that_ended_is_visited_when_it_is_back(supervisor):
    supervisor.replicas[1].ended = True
    supervisor._look_after()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and "_warm_when_back" in thread.name:
            thread.join()
    assert [one.done for one in supervisor.replicas] == [[], ["wait", "warm"]]


def test_nginx_is_started_anew_whenever_it_ends_until_all_ends(supervisor, monkeypatch):
    started = []

    def start():
        started.append("nginx")
        supervisor.stopping = len(started) == 3
        return type("Ended", (), {"wait": lambda self: 1})()

    monkeypatch.setattr(supervisor, "_start_nginx", start)
    supervisor._keep_nginx()
    assert started == ["nginx"] * 3


def test_asked_for_again_it_tells_the_one_that_serves(tmp_path, monkeypatch, capsys):
    told = []
    monkeypatch.setattr(serving, "nginx", lambda: "nginx")
    monkeypatch.setattr(os, "kill", lambda process, number: told.append((process, number)))
    with (tmp_path / "supervisor.pid").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()
        assert serving.main(["--folder", str(tmp_path)]) == 0
    assert told == [(4711, signal.SIGHUP)]
    assert "one by one" in capsys.readouterr().out


def test_a_port_that_is_taken_is_said_and_nothing_is_started(supervisor, capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        supervisor.asked.port = other.getsockname()[1]
        made = len(Stub.made)
        assert supervisor.run() == 1
    assert f"on port {supervisor.asked.port} already" in capsys.readouterr().err and len(Stub.made) == made


def test_a_real_one_is_started_anew_where_it_ends_on_the_same_port(tmp_path):
    replica = Replica(tmp_path / "log", {})
    try:
        assert replica.wait() and not replica.look_after()
        first = replica.process.pid
        replica.process.kill()
        replica.process.wait()
        assert replica.look_after() and replica.process.pid != first
        assert replica.wait() and healthy(replica.port) and listens(replica.port)
    finally:
        replica.stop()
    assert not healthy(replica.port) and not listens(replica.port, patience=0.1)
