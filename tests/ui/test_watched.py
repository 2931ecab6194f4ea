"""What is measured of every visitor, and what is not."""

from __future__ import annotations

import asyncio

from prometheus_client import generate_latest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from seqdemo.ui.process import thrifty
from seqdemo.ui.watched import ANSWERS, BROKEN, Watch, Watched, page_of


def pressed(url: str = "", page: str = "") -> bytes:
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = "tox_text=a+secret"
    message.rerun_script.context_info.url = url
    return message.SerializeToString()


def over(status: int) -> bytes:
    return ForwardMsg(script_finished=status).SerializeToString()


def count(page: str) -> float:
    return sum(
        s.value for m in ANSWERS.collect() for s in m.samples if s.name.endswith("_count") and page in s.labels.values()
    )


def test_the_page_of_an_address_is_one_that_there_is():
    assert page_of("http://localhost:8501/toxicity?tox_text=a") == "toxicity"
    assert page_of("http://localhost/") == page_of("") == "home"
    assert page_of("https://school.example/below/cookies") == "cookies"
    assert page_of("http://localhost/a-secret") == page_of("http://[") == "other"


def test_an_answer_is_counted_once_for_its_page_and_nothing_typed_is_told():
    before, broken = count("toxicity"), BROKEN.labels("toxicity")._value.get()
    watch = Watch()
    watch.answered(over(ForwardMsg.FINISHED_SUCCESSFULLY))  # nobody asked
    watch.asked(b"\xff no message")
    watch.asked(pressed("http://localhost/toxicity?tox_text=a+secret"))
    watch.answered(b"\xff no message")
    watch.answered(over(ForwardMsg.FINISHED_EARLY_FOR_RERUN))
    watch.answered(over(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY))
    watch.answered(over(ForwardMsg.FINISHED_SUCCESSFULLY))
    assert count("toxicity") == before + 1
    watch.asked(pressed(page="toxicity"))
    watch.answered(over(ForwardMsg.FINISHED_WITH_COMPILE_ERROR))
    assert BROKEN.labels("toxicity")._value.get() == broken + 1
    assert b'seqdemo_broken_total{page="toxicity"}' in generate_latest() and b"secret" not in generate_latest()


def test_messages_go_through_as_they_are():
    sent, came = [], []
    incoming = [{"type": "websocket.receive", "bytes": pressed(page="cookies")}, {"type": "websocket.disconnect"}]

    async def app(scope, receive, send):
        came.extend([await receive(), await receive()])
        await send({"type": "websocket.send", "bytes": over(0)})

    async def go():
        messages = iter(incoming)

        async def receive():
            return next(messages)

        async def send(message):
            sent.append(message)

        await Watched(app)({"type": "websocket"}, receive, send)

    before = count("cookies")
    asyncio.run(go())
    assert came == incoming and sent == [{"type": "websocket.send", "bytes": over(0)}]
    assert count("cookies") == before + 1


def test_while_the_app_runs_threads_take_turns_often():
    import sys

    before = sys.getswitchinterval()

    async def go():
        async with thrifty(None):
            assert sys.getswitchinterval() < before

    asyncio.run(go())
    sys.setswitchinterval(before)
