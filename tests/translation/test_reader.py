"""From what people type to what the network reads, and from what it writes to French."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqdemo.translation import lessons, wordlist
from seqdemo.translation.across import SYMBOL, canonical, carried_pair, carry, french_number, restored
from seqdemo.translation.lessons import Spaced, set_apart, varied
from seqdemo.translation.pairs import Pair
from seqdemo.translation.pieces import STOP, words
from seqdemo.translation.reader import Reader, around, sentences
from seqdemo.translation.spelling import joined_french, plain, quoted_french, spaced_english, spaced_french
from seqdemo.translation.wordlist import KnownWords
from tests.translation.stub import small_pieces, some_words

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?'-\"$%:")
KNOWN = KnownWords(
    "the I is at met saw dog cold and Tom Monday am he you see said not in don't it =Alice I'm that like oh".split()
)


# spelling


@pytest.mark.parametrize(
    "text, spaced",
    [
        ("L'homme est-il là ?", "L' homme est -il là ?"),
        ("Y a-t-il quelqu'un ? Oui, moi.", "Y a -t-il quelqu'un ? Oui , moi ."),
        ("Aujourd’hui, c’est Anne-Marie…", "Aujourd'hui , c' est Anne-Marie ..."),
        ("Qu'est-ce qu'il t'a dit\u202f!", "Qu' est -ce qu' il t' a dit !"),
        ("Dis-le-moi : « oui » !", 'Dis -le -moi : " oui " !'),
    ],
)
def test_french_is_set_apart_and_joined_again(text, spaced):
    assert spaced_french(text) == spaced
    assert plain(joined_french(spaced)) == plain(text)
    assert spaced_french(joined_french(spaced)) == spaced


@pytest.mark.parametrize(
    "text, spaced",
    [
        ("I  can’t, Tom.\nWhy?!", "I can't , Tom . Why ?!"),
        ("“I can’t,” said Tom.", '" I can\'t , " said Tom .'),
        ("„No“, ‘yes’ —  oh", '" No " , " yes " - oh'),
        ("At 3pm, 20th, 5-year-old, −5°C", "At 3 pm , 20 th , 5 -year-old , -5 °C"),
        ("$1,000 (or 3.5%)", "$1,000 ( or 3.5 % )"),
        ("so\u00adft\u200b and\u00a0hard", "soft and hard"),
    ],
)
def test_english_is_set_apart(text, spaced):
    assert spaced_english(text) == spaced


@given(st.text(alphabet="aI’'“”\"«».,!?-–− \u202f\u00a0", max_size=30))
@settings(max_examples=200)
def test_what_was_set_apart_stays_as_it_is(text):
    once = plain(text)
    assert plain(once) == once


@pytest.mark.parametrize(
    "text, quoted",
    [
        ('il dit " oui "', "il dit «\u202foui\u202f»"),
        ('" Oui , " dit -il .', "«\u202fOui,\u202f» dit-il."),
        ('" Oui', "«\u202fOui"),
        ('oui "', "oui\u202f»"),
    ],
)
def test_french_quotes_are_guillemets(text, quoted):
    assert joined_french(text) == quoted
    assert quoted_french("no quote") == "no quote"


# names and words


def test_who_knows_the_words_can_tell_a_name():
    assert KNOWN.is_name("Zorblax", begins=False) and KNOWN.is_name("Zorblax", begins=True)
    assert KNOWN.is_name("Alice", begins=False), "French takes it over"
    assert not KNOWN.is_name("Tom", begins=False) and not KNOWN.is_name("Dog", begins=True)
    assert KNOWN.is_name("Dog", begins=False) and not KNOWN.is_name("dog", begins=False)


@pytest.mark.parametrize(
    "text, read",
    [
        ("SEE YOU MONDAY , ALICE", "See you Monday , Alice"),
        ("see you monday , alice", "See you Monday , Alice"),
        ("i dont like it", "I don't like it"),
        ("im cold", "I'm cold"),
        ("thats it", "That's it"),
        ("ZORBLAX SAW TOM'S DOG", "Zorblax saw Tom's dog"),
        ("I see NASA", "I see NASA"),
        ("OK", "OK"),
    ],
)
def test_capitals_and_slips_are_read_as_they_are_mostly_written(text, read):
    assert " ".join(KNOWN.recased(text.split())) == read


def test_the_list_is_learnt_from_pairs():
    pairs = [
        ("Oh , Tom met Alice .", "Oh , Tom a rencontré Alice ."),
        ("Oh , we see her .", "Oh , nous la voyons ."),
        ("We met Alice on Monday .", "Nous avons rencontré Alice lundi ."),
        ("Is Zorblax here ?", "Zorblax est ici ?"),
    ]
    lines = wordlist.learn([(one.split(), other.split()) for one, other in pairs for _ in range(1)])
    assert {"=Alice", "Monday", "we", "met"} <= set(lines)
    assert "=Zorblax" not in lines and "Zorblax" not in lines, "once is too seldom"
    often = wordlist.learn([(pairs[0][0].split(), pairs[0][1].split())] * wordlist.OFTEN)
    assert "Tom" in often and "=Tom" not in often, "met often, it is learnt"


# carried across


@pytest.mark.parametrize(
    "text, spaced, texts",
    [
        ("I met Zorblax at 10:30", "I met ⟦name1⟧ at ⟦number1⟧", ["Zorblax", "10:30"]),
        ("I met Zorblax Quux , not Zed", "I met ⟦name1⟧ , not ⟦name2⟧", ["Zorblax Quux", "Zed"]),
        ("Zed saw Zed", "⟦name1⟧ saw ⟦name1⟧", ["Zed"]),
        ("Zed's dog", "⟦name1⟧ 's dog", ["Zed"]),
        ("it is $20", "it is ⟦name1⟧", ["$20"]),
        ("see 06 12 34", "see ⟦number1⟧", ["06 12 34"]),
        (
            "see a@b.example and https://c.example/d?e=1",
            "see ⟦name1⟧ and ⟦name2⟧",
            ["a@b.example", "https://c.example/d?e=1"],
        ),
        ("I 😀 漢字", "I ⟦sign1⟧ ⟦name1⟧", ["😀", "漢字"]),
        ("the A55 is cold", "the ⟦name1⟧ is cold", ["A55"]),
    ],
)
def test_what_is_carried_leaves_a_placeholder(text, spaced, texts):
    carried = carry(text.split(), KNOWN, LETTERS)
    assert carried.spaced == spaced and list(carried.texts.values()) == texts
    assert restored(
        carried.spaced, {symbol: text for symbol, text in carried.texts.items() if symbol.startswith("⟦name")}
    )


def test_more_than_there_are_placeholders_for():
    text = "I saw " + " and ".join(f"{number}" for number in range(100, 130))
    carried = carry(text.split(), KNOWN, LETTERS)
    assert len(carried.texts) == 8 and carried.spaced.endswith("129"), "the network reads the digits itself"
    signs = carry(" and ".join("😀😁😂🙂🙃😉").split(), KNOWN, LETTERS)
    assert len(signs.texts) == 4 and "😉" not in signs.spaced, "what it cannot read is left out"


def test_a_pair_has_placeholders_only_where_both_sides_agree():
    carried = carry("I met Zed at 10:30 and 7".split(), KNOWN, LETTERS)
    english, french = carried_pair(carried, "J' ai rencontré Zed à 10 h 30 et sept".split())
    assert english == "I met ⟦name1⟧ at ⟦number1⟧ and 7" and french == "J' ai rencontré ⟦name1⟧ à ⟦number1⟧ et sept"
    assert carried_pair(carry(["Zed"], KNOWN, LETTERS), "le chien d' Zed".split())[1] == "le chien de ⟦name1⟧"


@pytest.mark.parametrize(
    "text, french",
    [
        ("10,000.5", "10\u202f000,5"),
        ("2:30", "2\u202fh\u202f30"),
        ("2:00", "2\u202fh"),
        ("$20", "20\u202f$"),
        ("-5", "−5"),
        ("3.5", "3,5"),
        ("27", "27"),
        ("06 12", "06 12"),
        ("A55", "A55"),
    ],
)
def test_numbers_are_written_the_french_way(text, french):
    assert french_number(text) == french
    assert restored("il en a ⟦number1⟧", {"⟦number1⟧": text}) == f"il en a {french}"


def test_the_little_word_before_a_name_depends_on_the_name():
    assert restored("la sœur de ⟦name1⟧", {"⟦name1⟧": "Alice"}) == "la sœur d'Alice"
    assert restored("la sœur de ⟦name1⟧", {"⟦name1⟧": "Zed"}) == "la sœur de Zed"
    assert canonical("10,000 à 2 h 30") == "10000 à 2:30"


# sentences


@pytest.mark.parametrize(
    "text, found",
    [
        ("I am cold. You are not! Why?", ["I am cold.", "You are not!", "Why?"]),
        ("Dr. Smith met Mr. J. Brown at 5 p.m. in town.", ["Dr. Smith met Mr. J. Brown at 5 p.m. in town."]),
        ("No! No. See No. 5!", ["No!", "No.", "See No. 5!"]),
        ("Hello... you", ["Hello... you"]),
        ("i am cold. you are not", ["i am cold.", "you are not"]),
        ("One\ntwo\n\nthree", ["One", "two", "three"]),
        ("Stop! 😀 Go.", ["Stop!", "😀 Go."]),
        ("Go. ❤️", ["Go. ❤️"]),
        ("At 10:30 😀. He paid 3. Go", ["At 10:30 😀.", "He paid 3.", "Go"]),
    ],
)
def test_a_text_is_read_sentence_by_sentence(text, found):
    assert [" ".join(words) for _, words in sentences(text)] == found


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_no_character_that_can_be_read_is_lost(text):
    assert "".join("".join(words) for _, words in sentences(text)) == "".join(
        plain(line) for line in text.splitlines()
    ).replace(" ", "")


def test_signs_around_a_sentence_are_put_aside():
    signs = "⟦sign1⟧ I ⟦sign2⟧ see ⟦name1⟧ ⟦sign3⟧ ⟦sign4⟧".split()
    assert around(signs) == (signs[:1], signs[1:5], signs[5:])
    assert around(["I"]) == ([], ["I"], [])


def test_a_word_put_in_by_hand_may_be_what_is_carried():
    reader = Reader(small_pieces(), KnownWords(some_words()))
    (source,) = reader.read("I am Zorblax.").sentences
    assert "▁⟦name1⟧" in reader.french_pieces("Zorblax", source.texts)
    assert reader.french_pieces("froid", source.texts) == reader.french_pieces("froid", {})


def test_words_are_made_of_their_pieces():
    pieces = ["▁J'", "▁ai", "▁fr", "oid", "▁.", STOP]
    assert words(pieces) == ((0,), (1,), (2, 3), (4,), (5,))
    assert small_pieces().french(pieces[:-1], {}) == "J'ai froid."


def test_the_metric_does_not_mind_the_narrow_space():
    metrics = pytest.importorskip("sacrebleu.metrics")
    outputs, reference = ["As-tu froid\u202f? Non\u202f!"], [["As-tu froid ? Non !"]]
    assert metrics.BLEU(effective_order=True).corpus_score(outputs, reference).score == pytest.approx(100)
    assert metrics.CHRF().corpus_score(outputs, reference).score == pytest.approx(100)


# lessons


def test_pairs_are_written_another_way_in_each_epoch():
    pairs = [
        set_apart(Pair(f"Tom has two dogs and {n} cats.", f"Tom a deux chiens et {n} chats."), KNOWN, LETTERS)
        for n in range(50)
    ]
    assert pairs[7] == Spaced("Tom has two dogs and ⟦number1⟧ cats .", "Tom a deux chiens et ⟦number1⟧ chats .")
    random = np.random.default_rng(0)
    found = [varied(pairs, row % 50, random) for row in range(2000)]
    for pair in found:
        assert set(SYMBOL.findall(pair.french)) <= set(SYMBOL.findall(pair.english))
    assert any("⟦name" in pair.english for pair in found), "a name it knows is carried all the same"
    assert any("⟦sign" in pair.english for pair in found)
    assert any(pair.english.count(" .") > 1 for pair in found), "two sentences in a row"
    assert any(not pair.english.endswith((".", "⟧")) for pair in found), "no full stop"
    assert lessons.mistyped("The dogs are cold .", np.random.default_rng(1)) != "The dogs are cold ."
