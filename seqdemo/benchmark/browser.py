"""What a visitor waits for in a real Chromium, as ratios over an empty page measured in the same run, in turn.

The empty page has one live input and one figure. Chromium and Playwright are needed (requirements-dev.txt).
"""

from __future__ import annotations

import itertools
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from seqdemo import registry
from seqdemo.benchmark.app import EMPTY_PAGE, ROOT, SENTENCE, Visitor, app
from seqdemo.core.about import Floors

FLOORS: Floors = {
    "key_over_empty_page": ("most", 1.5),
    "step_over_empty_page": ("most", 1.2),
    "cookies_key_milliseconds": ("most", 250),
    "cookies_step_milliseconds": ("most", 120),
    "silence_milliseconds": ("most", 150),
    "frames_a_second": ("least", 30),
    "first_sight_over_empty_page": ("most", 1.5),
}
KEYS, STEPS, SIGHTS, PLAYED = 12, 12, 3, 40
COOKIE = "Banana Walnut"
TYPING = 90  # milliseconds from letter to letter, of one who types well
WIDE = {"width": 1280, "height": 900}
CAPTION = "\n    st.caption(f'After {words} of {words} words')\n"
"""What tells on the empty page that it has answered."""
WATCH = """
window.answer = (pattern) => {
  const wanted = new RegExp(pattern)
  const main = document.querySelector("[data-testid=stMain]")
  return new Promise((resolve) => {
    const look = () => {
      if (!wanted.test(main.textContent)) return
      watching.disconnect()
      // what was changed is seen with the next frame
      requestAnimationFrame(() => resolve(performance.now() - window.pressed))
    }
    const watching = new MutationObserver(look)
    watching.observe(main, { subtree: true, childList: true, characterData: true })
    look()
  })
}
addEventListener("keydown", () => { window.pressed = performance.now() }, true)
"""
FIGURE = "document.querySelector('.js-plotly-plot .main-svg')"
PICTURE = "document.querySelectorAll('[data-testid=stMain] [data-testid=stImage] img')[1]?.complete"
"""The first picture after that of the shape: what a page without a memory shows in the place of a figure."""
PLAY = """
async (tape) => {
  const times = []
  const output = tape.querySelector("output")
  tape.querySelector("[data-do=play]").click()
  await new Promise((resolve) => {
    const frame = (now) => {
      times.push(now)
      const [step, count] = output.textContent.match(/\\d+/g)
      step === count ? resolve() : requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  return [times.length - 1, (times.at(-1) - times[0]) / 1000]
}
"""

FOLLOW = """
(tape) => {
  window.changes = [performance.now()]
  let before = tape.textContent
  const look = (now) => {
    if (tape.textContent !== before) window.changes.push(now)
    before = tape.textContent
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
"""


def answers() -> dict[str, float]:
    """Milliseconds and ratios of a key press, a step and a first sight, and the frames a second while a tape plays."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY_PAGE.replace("\nstage()\n", f"{CAPTION}\nstage()\n"), encoding="utf-8")
        with app(ROOT / "app.py") as (port, _, _), app(empty) as (other_port, _, _), chromium() as browser:
            bare, full = (f"http://127.0.0.1:{number}" for number in (other_port, port))
            # a warm server: the weights of every page are there
            for about in registry.USE_CASES:
                with Visitor(port, about.name):
                    pass
            return {
                **typed(browser, bare, full),
                **cookies(browser, full),
                **flowed(browser, full),
                **played(browser, full),
                **sights(browser, bare, full),
            }


def typed(browser: Any, bare: str, full: str) -> dict[str, float]:
    """A key press to the new verdict and a step of the tape to the new figure, of the page of comments."""
    pages = {"bare": opened(browser, bare), "full": opened(browser, f"{full}/toxicity")}
    waits: dict[str, list[float]] = {"bare": [], "full": [], "step": []}
    words = (SENTENCE * 3).split()
    fields = {name: page.get_by_role("textbox").first for name, page in pages.items()}
    for count in range(10, 10 + KEYS):
        for name, page in pages.items():
            fields[name].fill(" ".join(words[:count]) + " ")
            page.evaluate("(pattern) => window.answer(pattern)", f"After {count} of {count} words")
            page.wait_for_timeout(400)
            waits[name].append(pressed(page, "a", f"After {count + 1} of {count + 1} words"))
            page.wait_for_timeout(400)
    page = pages["full"]
    page.get_by_role("group", name="Step tape").first.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(1000)
    for step in range(1, STEPS + 1):
        # the sentence under the figure, which comes after it
        waits["step"].append(pressed(page, "ArrowRight", f"After step {step} [(]"))
        page.wait_for_timeout(500)
    for page in pages.values():
        page.context.close()
    found = {name: statistics.median(times) for name, times in waits.items()}
    return {
        "key_milliseconds": found["full"],
        "key_over_empty_page": found["full"] / found["bare"],
        "step_milliseconds": found["step"],
        "step_over_empty_page": found["step"] / found["bare"],
    }


def cookies(browser: Any, full: str) -> dict[str, float]:
    """A key press in the beginning of a cookie's name to the new tray, and a step of its tape to the new bars."""
    page = opened(browser, f"{full}/cookies")
    field = page.get_by_role("textbox").first
    keys, steps = [], []
    field.fill(COOKIE[:1])
    for count in range(1, len(COOKIE)):
        page.wait_for_timeout(600)
        # what comes after the bars
        keys.append(pressed(page, COOKIE[count], f"What if letter {count + 2} were"))
    tape = page.get_by_role("group", name="Step tape").first
    tape.focus()
    page.keyboard.press("Home")
    for step in range(1, STEPS + 1):
        page.wait_for_timeout(500)
        steps.append(pressed(page, "ArrowRight", f"What if letter {step} were"))
    page.context.close()
    return {"cookies_key_milliseconds": statistics.median(keys), "cookies_step_milliseconds": statistics.median(steps)}


def flowed(browser: Any, full: str) -> dict[str, float]:
    """How long the page of comments says nothing new to one who types without a pause."""
    page = opened(browser, f"{full}/toxicity")
    page.get_by_role("textbox").first.fill("")
    page.wait_for_timeout(1000)
    page.get_by_role("group", name="Step tape").first.evaluate(FOLLOW)
    page.get_by_role("textbox").first.press_sequentially(SENTENCE[:PLAYED], delay=TYPING)
    changes = page.evaluate("window.changes")
    page.context.close()
    silences = [later - sooner for sooner, later in itertools.pairwise(changes)]
    return {"silence_milliseconds": statistics.median(silences), "longest_silence_milliseconds": max(silences)}


def pressed(page: Any, key: str, pattern: str) -> float:
    """Presses a key; returns the milliseconds until the page has text that fits the pattern."""
    answer = page.evaluate_handle("(pattern) => { window.answered = window.answer(pattern) }", pattern)
    page.keyboard.press(key)
    answer.dispose()
    return page.evaluate("window.answered")


def played(browser: Any, full: str) -> dict[str, float]:
    """Frames a second while a tape of forty words plays at ten a second, the figures following."""
    text = "+".join((SENTENCE * 4).split()[:PLAYED])
    page = opened(browser, f"{full}/toxicity?tox_text={text}&tox_tape_step=0")
    tape = page.get_by_role("group", name="Step tape").first
    for _ in range(2):
        tape.locator("[data-do=pace]").click()
    frames, seconds = tape.evaluate(PLAY)
    page.context.close()
    return {"frames_a_second": frames / seconds, "steps_a_second": PLAYED / seconds}


def sights(browser: Any, bare: str, full: str) -> dict[str, float]:
    """The first figure of a page in a browser that knows nothing yet: the slowest page over the empty one."""
    ready = {about.name: PICTURE for about in registry.USE_CASES if not about.remembers}
    addresses = {"": bare, **{about.name: f"{full}/{about.name}" for about in registry.USE_CASES}}
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(SIGHTS):
        for name, address in addresses.items():
            page = opened(browser, address, ready=ready.get(name, FIGURE))
            times[name].append(page.evaluate("performance.now()"))
            page.context.close()
    # what else the machine does only slows: the fastest is the page itself
    empty, *others = map(min, times.values())
    return {
        "first_sight_milliseconds_empty": empty,
        **{f"first_sight_over_empty_{name}": its / empty for name, its in zip(list(times)[1:], others, strict=True)},
        "first_sight_over_empty_page": max(others) / empty,
    }


def opened(browser: Any, address: str, ready: str = "") -> Any:
    """A page in a browser without a cache; `ready` is what is waited for, otherwise that the script rests."""
    context = browser.new_context(viewport=WIDE)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address, wait_until="commit")
    # asked for with every frame, so that the time is that of the frame
    page.wait_for_function(ready or FIGURE, polling="raf")
    if not ready:
        page.wait_for_timeout(1500)
    return page


@contextmanager
def chromium() -> Iterator[Any]:
    """A Chromium without a screen."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        raise SystemExit("Chromium is not installed (on Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()
