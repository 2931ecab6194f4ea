"""Other languages are noticed, and English slang is not taken for one."""

import pytest

from seqdemo.toxicity.language import ANOTHER, other_language

ENGLISH = (
    "I grew up in a small town",
    "gg ez noob uninstall",
    "lol ur killing me",
    "kys",
    "brb dinner",
    "ok boomer",
    "ty bestie ily",
    "u r d u m b",
    "sooooo tiiired todaaay",
    "smh my head",
    "pog poggers pogchamp",
    "no",
    "",
    "Dick Smith met Fatima Al-Hassan in Kuala Lumpur",
    "yо\u0443 аrе ѕtuріd",
    "ìdîôt",
    "𝐢𝐝𝐢𝐨𝐭",
    "😂😂",
    "A55 45s",
)
OTHERS = {
    "tu es un idiot": "French",
    "du bist ein Idiot": "German",
    "eres un idiota": "Spanish",
    "sei un idiota": "Italian",
    "você é um idiota": "Portuguese",
    "jij bent een idioot": "Dutch",
    "sen bir aptalsın": "Turkish",
    "bardzo lubię twój dom": "Polish",
    "jesteś idiotą": ANOTHER,
    "ты идиот": ANOTHER,
    "你是个白痴": ANOTHER,
    "אתה טיפש": ANOTHER,
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_left_alone(text):
    assert other_language(text) == ""


@pytest.mark.parametrize(("text", "language"), OTHERS.items(), ids=OTHERS.values())
def test_another_language_is_named(text, language):
    assert other_language(text) == language
