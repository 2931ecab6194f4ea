"""A learner without a screen: opens a page over a websocket as a browser does, and presses keys on it.

>>> async with Learner("127.0.0.1:8501", "cookies", seed=3) as learner:
...     seconds = await learner.press()
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from contextlib import suppress
from typing import Any
from urllib.request import urlopen

PATIENCE = 60  # seconds without an answer
TYPED = {
    "home": "home_text",
    "order": "order_text",
    "language": "language_start",
    "toxicity": "tox_text",
    "verdict": "verdict_text",
    "cookies": "cookies_start",
    "translation": "tr_text",
}
"""The field of each page that a press types into."""
DRAWN_ON = ("sketch", "photo")
"""Pages with a paper, on which a press draws a stroke."""
HEAVY = ("translation", *DRAWN_ON)
"""What a press asks for there takes longer than a key press may."""
WORDS = (
    "the old man reads a long book in the garden while two children play with their small dog and "
    "she says that we should go home because it is late and the street is dark and cold tonight"
).split()
STARTS = ("Ch", "Sal", "Pe", "Mo", "Lem", "But", "Or", "Wal", "Gin", "Su")
MOST_TYPED = 8  # words or strokes, then the learner begins anew


class Learner:
    """One visitor with a page open. What it types differs from what others type, so nothing of it is known yet."""

    def __init__(self, address: str, page: str, seed: int):
        self.address, self.page = address, page
        self.random = random.Random(seed)
        self.typed: list[str] = []
        self.strokes: list[dict[str, Any]] = []
        self.ids: dict[str, str] = {}
        self.fragments: dict[str, str] = {}
        self.known: set[str] = set()
        self.query = ""
        self.errors = 0
        self.bytes = 0
        self.socket: Any = None

    async def __aenter__(self) -> Learner:
        await self.connect()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self.leave()

    async def connect(self) -> None:
        """Opens the websocket, with the cookie that the front door gave."""
        from websockets.asyncio.client import connect

        cookie = await asyncio.to_thread(_cookie, self.address)
        headers = {"Cookie": cookie} if cookie else {}
        self.socket = await connect(
            f"ws://{self.address}/_stcore/stream",
            additional_headers=headers,
            max_size=None,
            open_timeout=PATIENCE,
            compression=None,
        )

    async def leave(self) -> None:
        """Closes the tab."""
        if self.socket is not None:
            with suppress(OSError, asyncio.TimeoutError):
                await self.socket.close()

    async def open(self, page: str = "", query: str = "") -> float:
        """Opens the page, or another one; returns the seconds until all of it was there."""
        if page:
            self.page, self.query = page, query
        return await self._ask()

    async def come_back(self) -> float:
        """Connects anew after a loss, with the address as it was; returns the seconds until the page was there."""
        begin = time.perf_counter()
        while True:
            with suppress(Exception):  # whatever is wrong, it is tried again until patience ends
                await self.leave()
                await self.connect()
                await self.open()
                return time.perf_counter() - begin
            if time.perf_counter() - begin > PATIENCE:
                raise TimeoutError("The app did not come back.")
            await asyncio.sleep(0.2)

    async def say(self, field: str, text: str) -> float:
        """Puts any text into any field of the page; returns the seconds until the answer was there."""
        return await self._ask(field, string_value=text)

    async def press(self) -> float:
        """Presses a key on the page, or draws a stroke; returns the seconds until the answer was there."""
        if self.page in DRAWN_ON:
            return await self._ask(f"{self.page}_canvas", json_value=json.dumps({"drawing": {"raw": self._stroke()}}))
        if self.page == "stocks":
            return await self._ask("stocks_first", doubles=[float(self.random.randint(1, 60))])
        return await self._ask(TYPED[self.page], string_value=self._text())

    def _text(self) -> str:
        if self.page in ("home", "cookies"):
            letters = "".join(self.random.choices("abcdefghiklmnoprstu ", k=self.random.randint(0, 4)))
            return self.random.choice(STARTS) + letters
        self.typed = [] if len(self.typed) >= MOST_TYPED else self.typed
        self.typed.append(self.random.choice(WORDS))
        return " ".join([*self.typed])

    def _stroke(self) -> dict[str, Any]:
        """What the canvas sends after one more stroke."""
        self.strokes = [] if len(self.strokes) >= MOST_TYPED else self.strokes
        x, y = (30 + 23 * len(self.strokes) + self.random.randint(0, 9), self.random.randint(40, 200))
        path = [["M", x, y], *(["L", x + 7 * i, y + self.random.randint(-9, 30)] for i in range(1, 9))]
        self.strokes.append({"type": "path", "path": path, "stroke": "#000000"})
        return {"objects": self.strokes}

    async def _ask(self, field: str = "", doubles: list[float] | None = None, **value: Any) -> float:
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_name = self.query, "" if self.page == "home" else self.page
        run.cached_message_hashes.extend(self.known)
        if field:
            state = run.widget_states.widgets.add(id=self.ids[field], **value)
            if doubles is not None:
                state.double_array_value.data.extend(doubles)
            run.fragment_id = self.fragments.get(field, "")
        begin = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            content = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            self.bytes += len(content)
            answer = ForwardMsg.FromString(content)
            kind = answer.WhichOneof("type")
            if kind == "delta":
                self._see(answer)
            elif kind == "page_info_changed":
                self.query = answer.page_info_changed.query_string
            elif kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.errors += answer.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR
                return time.perf_counter() - begin

    def _see(self, answer: Any) -> None:
        if answer.metadata.cacheable:
            self.known.add(answer.hash)
        if answer.delta.WhichOneof("type") != "new_element":
            return
        kind = answer.delta.new_element.WhichOneof("type")
        self.errors += kind == "exception"
        name = getattr(getattr(answer.delta.new_element, kind), "id", "") if kind else ""
        if name:
            # Streamlit's ids end with the key
            key = name.rsplit("-", 1)[-1]
            # that of a canvas has its version behind it
            key = next((f"{page}_canvas" for page in DRAWN_ON if key.startswith(f"{page}_canvas_")), key)
            self.ids[key], self.fragments[key] = name, answer.delta.fragment_id


def _cookie(address: str) -> str:
    with urlopen(f"http://{address}/", timeout=PATIENCE) as answer:
        answer.read()
        return "; ".join(cookie.split(";")[0] for cookie in answer.headers.get_all("Set-Cookie", []))
