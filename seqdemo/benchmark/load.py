"""Many learners at once: `python -m seqdemo.benchmark load`.

Starts the app on 127.0.0.1, once as one process and once as two replicas behind nginx, and lets learners without a
screen open its pages and press keys. It ends by itself. Prints a table, then one JSON object; the exit code is 1
where a floor is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import platform
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlencode

import numpy as np
from websockets.exceptions import ConnectionClosed

from seqdemo import registry
from seqdemo.benchmark import app, fuzz
from seqdemo.benchmark.learner import HEAVY, TYPED, Learner
from seqdemo.core.about import Floors
from seqdemo.ui.process import TRIM_SECONDS

PAGES = ("home", *(about.name for about in registry.USE_CASES))
FLOORS: Floors = {
    "mix_key_press_p95": ("most", 0.3),
    "mix_stroke_or_translation_p95": ("most", 0.8),
    "cookies_p95": ("most", 0.5),
    "translation_p95": ("most", 1.0),
    "two_replicas_over_one": ("least", 1.6),
    "megabytes_after_visitors": ("most", 400),
    "megabytes_a_learner": ("most", 3),
    "soak_growth_megabytes": ("most", 20),
    "opened": ("least", 1.0),
    "seconds_until_all_go_on": ("most", 5),
    "made_up_requests_that_hung": ("most", 0),
    "errors": ("most", 0),
}
SWAMPED = 24  # learners who never pause
FORGOTTEN_SECONDS = 5  # after a visitor has left; the app itself waits for two minutes


@dataclass
class Served:
    """An app that runs: where, and the processes that answer."""

    address: str
    processes: list[int]

    def megabytes(self) -> float:
        """Resident memory of the largest process."""
        return max(map(app.megabytes, self.processes))


Scenario: TypeAlias = Callable[[Served], Awaitable[dict[str, float]]]
Scenarios: TypeAlias = dict[str, Scenario]


@dataclass
class Waits:
    """How long the presses of a scenario took, in seconds, by page, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    gaps: list[float] = field(default_factory=list)  # from a lost connection to the page being there again
    errors: int = 0
    elapsed: float = 0.0

    def of(self, *pages: str) -> list[float]:
        return [value for page in pages or self.seconds for value in self.seconds.get(page, [])]

    def quantile(self, share: float, *pages: str) -> float:
        waited = self.of(*pages)
        return float(np.quantile(waited, share)) if waited else float("nan")

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.of()) / self.elapsed if self.elapsed else float("nan")


async def press_for(learner: Learner, waits: Waits, until: float, pause: float, first: float) -> None:
    """Presses every `pause` seconds until then, first after `first` seconds; a late answer delays the next press."""
    due = time.perf_counter() + first
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        try:
            waits.seconds.setdefault(learner.page, []).append(await learner.press())
        except ConnectionClosed:
            waits.gaps.append(await learner.come_back())
        except (OSError, asyncio.TimeoutError, KeyError) as error:
            print(f"{learner.page}: {error!r}", file=sys.stderr)
            waits.errors += 1
            return
        due = max(due + pause, time.perf_counter())


async def class_of(served: Served, pages: Sequence[str], count: int, seconds: float, pause: float) -> Waits:
    """Lets `count` learners, spread over `pages`, press keys for so many seconds."""
    waits = Waits()
    async with AsyncExitStack() as stack:
        learners = []
        for number, page in zip(range(count), itertools.cycle(pages)):
            learners.append(await stack.enter_async_context(Learner(served.address, page, number)))
            await learners[-1].open()
        begin = time.perf_counter()
        firsts = [pause * number / count for number in range(count)]
        await asyncio.gather(
            *(press_for(one, waits, begin + seconds, pause, first) for one, first in zip(learners, firsts, strict=True))
        )
        waits.elapsed = time.perf_counter() - begin
        waits.errors += sum(learner.errors for learner in learners)
    return waits


async def come_and_go(served: Served, visitors: int, at_once: int = 4) -> int:
    """Lets visitors use every page and leave; returns the errors they met."""
    numbers, errors = iter(range(visitors)), 0

    async def visit() -> None:
        nonlocal errors
        for number in numbers:
            async with Learner(served.address, "home", 1000 + number) as learner:
                for page in PAGES:
                    await learner.open(page)
                    await learner.press()
                errors += learner.errors

    await asyncio.gather(*(visit() for _ in range(at_once)))
    return errors


async def stay(served: Served, count: int, presses: int = 5) -> float:
    """Returns the megabytes that each of `count` learners takes who pressed on every page and are still there."""
    before = served.megabytes()
    async with AsyncExitStack() as stack:
        for number in range(count):
            learner = await stack.enter_async_context(Learner(served.address, "home", 5000 + number))
            for page in PAGES:
                await learner.open(page)
                for _ in range(presses):
                    await learner.press()
        await asyncio.sleep(TRIM_SECONDS + 2)
        return (served.megabytes() - before) / count


async def settle(served: Served) -> None:
    """Waits until those who left are forgotten, which happens when somebody comes, and what they had is given back."""
    await asyncio.sleep(FORGOTTEN_SECONDS + 2)
    async with Learner(served.address, "home", 1) as learner:
        await learner.open()
    await asyncio.sleep(TRIM_SECONDS + 2)


async def open_at_once(served: Served, count: int, within: float) -> tuple[float, float]:
    """Returns the share of visitors who got the whole front page, and the seconds of the slowest."""
    took: list[float] = []

    async def visit(number: int) -> None:
        await asyncio.sleep(within * number / count)
        begin = time.perf_counter()
        with suppress(OSError, asyncio.TimeoutError):
            async with Learner(served.address, "home", number) as learner:
                await learner.open()
                if not learner.errors and "home_text" in learner.ids:
                    took.append(time.perf_counter() - begin)

    await asyncio.gather(*(visit(number) for number in range(count)))
    return len(took) / count, max(took, default=float("nan"))


@contextmanager
def one_process() -> Iterator[Served]:
    """The app as `make run` starts it; what visitors leave behind is forgotten sooner, so that it is measured."""
    with app.app(app.ROOT / "app.py", f"--server.disconnectedSessionTTL={FORGOTTEN_SECONDS}") as (port, process, _):
        yield Served(f"127.0.0.1:{port}", [process])


@contextmanager
def two_replicas() -> Iterator[Served]:
    """The app as `make serve REPLICAS=2` starts it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port = app.free_port()
        command = [sys.executable, "-m", "seqdemo.serving", "--replicas", "2", "--address", "127.0.0.1"]
        command += ["--port", str(port), "--folder", name]
        with subprocess.Popen(command, cwd=app.ROOT, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                process.stdout.readline()
                lines = (folder / "replicas").read_text(encoding="utf-8").splitlines()
                yield Served(f"127.0.0.1:{port}", [int(line.split()[0]) for line in lines])
            finally:
                process.terminate()


async def kill_one(served: Served, count: int, seconds: float) -> Waits:
    """Lets `count` learners press keys, and kills one of the replicas in the middle."""

    async def kill() -> None:
        await asyncio.sleep(seconds / 2)
        os.kill(served.processes[0], signal.SIGKILL)

    killing = asyncio.create_task(kill())
    waits = await class_of(served, PAGES, count, seconds, 1.0)
    await killing
    return waits


async def throw_at(served: Served, count: int, seed: int = 1) -> tuple[int, int]:
    """Opens made-up links and puts made-up text into fields; returns the errors and how many took over a second."""
    dice, slow, errors = random.Random(seed), 0, 0
    names: list[str] = []
    for number in range(0, count, 10):
        async with Learner(served.address, "home", number) as learner:
            for _ in range(10):
                page = dice.choice(PAGES)
                said = {dice.choice(names or ["tox_text"]): fuzz.text(dice)[:3000] for _ in range(dice.randrange(4))}
                query = urlencode(said, errors="replace")
                took = await learner.open(page, query)
                names = sorted({*names, *learner.ids})
                if page in TYPED:
                    text = fuzz.text(dice).encode(errors="replace").decode()
                    took = max(took, await learner.say(TYPED[page], text))
                slow += took > 1
            errors += learner.errors
    return errors, slow


def measure(asked: argparse.Namespace) -> dict[str, float]:
    """All scenarios that were asked for."""
    found: dict[str, float] = {}

    async def mix(served: Served) -> dict[str, float]:
        waits = await class_of(served, PAGES, asked.learners, asked.seconds, asked.pause)
        light = [page for page in PAGES if page not in HEAVY]
        return {
            "mix_key_press_p50": waits.quantile(0.5, *light),
            "mix_key_press_p95": waits.quantile(0.95, *light),
            "mix_stroke_or_translation_p50": waits.quantile(0.5, *HEAVY),
            "mix_stroke_or_translation_p95": waits.quantile(0.95, *HEAVY),
            "errors": waits.errors,
        }

    async def all_on(page: str, served: Served) -> dict[str, float]:
        waits = await class_of(served, [page], asked.learners, asked.seconds, asked.pause)
        return {
            f"{page}_p50": waits.quantile(0.5),
            f"{page}_p95": waits.quantile(0.95),
            f"{page}_answers_a_second": waits.rate,
            "errors": waits.errors,
        }

    async def swamped(name: str, served: Served) -> dict[str, float]:
        waits = await class_of(served, PAGES, SWAMPED, asked.seconds, 0.0)
        return {f"{name}_answers_a_second": waits.rate, "errors": waits.errors}

    async def visitors(served: Served) -> dict[str, float]:
        errors = await come_and_go(served, asked.visitors)
        await settle(served)
        return {"megabytes_after_visitors": served.megabytes(), "errors": errors}

    async def present(served: Served) -> dict[str, float]:
        return {"megabytes_a_learner": await stay(served, 20)}

    async def soak(served: Served) -> dict[str, float]:
        await class_of(served, PAGES, asked.learners, 60, asked.pause)
        await settle(served)
        before = served.megabytes()
        waits = await class_of(served, PAGES, asked.learners, 60 * asked.soak, asked.pause)
        await settle(served)
        return {"soak_growth_megabytes": served.megabytes() - before, "errors": waits.errors}

    async def front_page(served: Served) -> dict[str, float]:
        opened, slowest = await open_at_once(served, asked.opens, within=10)
        return {"opened": opened, "slowest_open": slowest}

    async def bad(served: Served) -> dict[str, float]:
        errors, slow = await throw_at(served, asked.bad)
        return {"made_up_requests_that_hung": slow, "errors": errors}

    async def faults(served: Served) -> dict[str, float]:
        waits = await kill_one(served, 20, asked.seconds)
        return {"seconds_until_all_go_on": max(waits.gaps, default=float("nan")), "errors": waits.errors}

    def on(start: Callable[[], AbstractContextManager[Served]], warm_up: int, scenarios: Scenarios) -> None:
        wanted = {name: scenario for name, scenario in scenarios.items() if not asked.only or name in asked.only}
        if not wanted:
            return
        with start() as served:
            asyncio.run(_awaited(come_and_go(served, warm_up)))  # all models are loaded
            for name, scenario in wanted.items():
                print(f"{name} …", file=sys.stderr, flush=True)
                for what, value in asyncio.run(_awaited(scenario(served))).items():
                    found[what] = found.get(what, 0) + value if what == "errors" else value

    under_load: Scenarios = {
        "mix": mix,
        "cookies": partial(all_on, "cookies"),
        "translation": partial(all_on, "translation"),
        "swamped": partial(swamped, "one_process"),
        "bad": bad,
        "opens": front_page,
    }
    on(one_process, 2, under_load)
    # a process of their own: what they leave is measured, and not what a rush before them left
    on(one_process, 2, {"visitors": visitors, "present": present})
    if asked.soak:
        on(one_process, 2, {"soak": soak})
    on(two_replicas, 8, {"swamped": partial(swamped, "two_replicas"), "faults": faults})
    if {"one_process_answers_a_second", "two_replicas_answers_a_second"} <= set(found):
        found["two_replicas_over_one"] = found["two_replicas_answers_a_second"] / found["one_process_answers_a_second"]
    return found


async def _awaited(scenario: Awaitable) -> dict[str, float]:
    return await scenario


def rows(found: dict[str, float], floors: Floors = FLOORS) -> list[tuple[str, str, str]]:
    """What was measured, beside what is wanted, in words."""
    table = []
    for name, value in found.items():
        way, bound = floors.get(name, ("", 0))
        table.append((name.replace("_", " "), f"{value:,.3g}", f"at {way} {bound:g}" if way else ""))
    return table


def machine() -> str:
    """Names the machine in one line."""
    model = platform.processor() or platform.machine()
    with suppress(OSError):
        names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
        model = f"{len(names)} cores of {names[0].split(':')[1].strip()}"
    return f"{model}, Python {platform.python_version()}"


def parser() -> argparse.ArgumentParser:
    """What the command knows."""
    known = argparse.ArgumentParser(prog="python -m seqdemo.benchmark load", description=__doc__.splitlines()[0])
    known.add_argument("--only", nargs="*", default=[], metavar="SCENARIO", help="some scenarios instead of all")
    known.add_argument("--learners", type=int, default=30)
    known.add_argument("--seconds", type=float, default=40, help="how long each scenario lasts")
    known.add_argument("--pause", type=float, default=2, help="seconds between two presses of a learner")
    known.add_argument("--visitors", type=int, default=100, help="who come, use every page and go")
    known.add_argument("--opens", type=int, default=500, help="who open the front page within ten seconds")
    known.add_argument("--bad", type=int, default=200, help="made-up links and fields")
    known.add_argument("--soak", type=float, default=0, metavar="MINUTES", help="a long run, for what grows")
    return known


def main(command_line: Sequence[str] | None = None) -> int:
    """Measures, prints; returns the exit code."""
    from seqdemo.benchmark.__main__ import missed

    found = measure(parser().parse_args(command_line))
    print(machine())
    print("| what | measured | wanted |\n| --- | --- | --- |")
    for row in rows(found):
        print(f"| {' | '.join(row)} |")
    wanted = {name: floor for name, floor in FLOORS.items() if name in found}
    complaints = missed({"load": found}, {"load": wanted})
    for sentence in complaints:
        print(sentence, file=sys.stderr)
    print(json.dumps({name: round(value, 4) for name, value in found.items()}))
    return 1 if complaints else 0
