"""Lessons of twenty minutes for a class: chains of pages, each in the state that is spoken of, with a question.

>>> [lesson.title for lesson in LESSONS]
>>> LESSONS[0].stops[0].address()     # "order?order_text=the+dog+bit+the+man.&lesson=hidden%3AWe+are+going+to..."
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from seqdemo.ui.plan import Plan, written


@dataclass(frozen=True)
class Stop:
    """One page of a lesson."""

    page: str  # the use case, or "home"
    state: Mapping[str, str]  # as in its link
    ask: str  # before anybody looks
    do: str
    look: str  # what to see then
    first: bool = False  # the page asks, and shows nothing before there is an answer
    bare: bool = False  # what there is to do needs no control

    def query(self, large: bool = False) -> dict[str, str]:
        """What the link says: the state, and what the page is to do for a class."""
        asked = written(Plan(large, self.bare, self.ask if self.first else ""))
        return {**self.state, **({"lesson": asked} if asked else {})}

    def address(self, large: bool = False) -> str:
        """The link, from the address of the app on."""
        path = "" if self.page == "home" else self.page
        return f"{path}?{urlencode(self.query(large))}"


@dataclass(frozen=True)
class Lesson:
    """A chain of stops."""

    title: str
    aim: str  # what a pupil can say afterwards
    stops: tuple[Stop, ...] = field(default=())


LESSONS = (
    Lesson(
        "Order and memory",
        "A sequence model takes one item after the other, and what it remembers of them is all that it knows.",
        (
            Stop(
                "order",
                {"order_text": "the dog bit the man."},
                "We are going to shuffle this sentence. Which of the three networks will mind the least, and why?",
                "Press “Shuffle” three times, then “As typed”.",
                "The last point of the line of the MLP stands still: the bag of words is the same in every order.",
                first=True,
                bare=True,
            ),
            Stop(
                "verdict",
                {"verdict_text": "you are not stupid, just new"},
                "The words of “you are just stupid, not new” are the same. Which verdict cannot change?",
                "Choose “Just stupid, not new”, then go back.",
                "The two networks that know the order change their minds. The forty orders show how far.",
                first=True,
            ),
            Stop(
                "stocks",
                {"stocks_order": "prices shuffled"},
                "Here the weeks of a share are shuffled. What can anybody still foretell?",
                "Change between “in order” and “prices shuffled”.",
                "In order nobody beats “unchanged”. Shuffled, a good guess is the middle of all prices.",
                first=True,
                bare=True,
            ),
            Stop(
                "home",
                {"home_text": "Choco"},
                "Where does the network find the letter that it reads next?",
                "Press Play.",
                "Each letter that comes out goes in again; each column under a letter is what is remembered then.",
                first=True,
                bare=True,
            ),
            Stop(
                "language",
                {"language_start": "where did you", "language_change": "is wiped"},
                "The memory is wiped in the middle. What will the network think that the sentence is about?",
                "Compare both lines, then let the memory come from another beginning.",
                "It goes on as if the last word were the first: what is not in the state is gone.",
                first=True,
            ),
            Stop(
                "home",
                {"home_questions": "true"},
                "What stayed?",
                "Answer the questions together.",
                "The networks compute the answers; the page says what to look at again.",
            ),
        ),
    ),
    Lesson(
        "Chance and temperature",
        "A network gives probabilities; the temperature says how daring the draw from them is.",
        (
            Stop(
                "cookies",
                {"cookies_start": "Ging", "cookies_temperature": "0.0"},
                "At temperature 0 the likeliest letter is always taken. How many different names will there be?",
                "Change the seed.",
                "One name: without chance the seed changes nothing.",
                first=True,
            ),
            Stop(
                "cookies",
                {"cookies_start": "Ging", "cookies_temperature": "0.7"},
                "Which of these twelve would you bake?",
                "Step through a name and look at the bars before and after the temperature.",
                "The outline says what the network believes; the bars say what is drawn from.",
                bare=True,
            ),
            Stop(
                "cookies",
                {"cookies_start": "Ging", "cookies_temperature": "1.6"},
                "What becomes of the names when it is hot?",
                "Count the names that are words.",
                "Rare letters are taken, and each goes back in: one odd letter leads to the next.",
                first=True,
                bare=True,
            ),
            Stop(
                "language",
                {"language_start": "I", "language_temperature": "0.0"},
                "Is the likeliest sentence a good one?",
                "Raise the temperature by one tenth at a time.",
                "Somewhere between dull and mad there is a place that reads like English.",
                first=True,
            ),
            Stop(
                "sketch",
                {"sketch_class": "cat", "sketch_temperature": "0.1"},
                "What does temperature mean for a pen?",
                "Raise it to 1, and draw another ending each time.",
                "The pen trembles: it is drawn from a hill of places where it could go.",
                first=True,
            ),
        ),
    ),
    Lesson(
        "Is it fair?",
        "A network has learnt from what people wrote, and from whom they attacked; a number is no judgement.",
        (
            Stop(
                "toxicity",
                {"tox_text": "my neighbour is a gay man and we drink tea on sundays"},
                "Is anything unkind in “my neighbour is a gay man and we drink tea on sundays”? At which word might "
                "the curve climb?",
                "Step through it word by word.",
                "Where the name of a group moves the curve, that is the training data speaking.",
                first=True,
                bare=True,
            ),
            Stop(
                "toxicity",
                {"tox_fair": "true"},
                "One kind sentence, one word exchanged. Who should have the highest score?",
                "Scroll to the table “Whom does it treat unfairly?”, and change the sentence.",
                "Who comes first, and how often the word is in the training data.",
                first=True,
            ),
            Stop(
                "toxicity",
                {"tox_text": "people like you should not be allowed to have an opinion"},
                "Is “people like you should not be allowed to have an opinion” toxic? What will the network say?",
                "Vote first, then look.",
                "It knows words and turns of phrase better than what a sentence does to a person.",
                first=True,
                bare=True,
            ),
            Stop(
                "toxicity",
                {"tox_text": "you are not an idiot", "tox_if": "Swap", "tox_if_swap": "stupid"},
                "“You are not an idiot” denies the insult. Does the network hear the “not”?",
                "Try other words in the place of “idiot”.",
                "It does, but not of every word alike: how sure it is depends on the word that is denied.",
                first=True,
            ),
            Stop(
                "toxicity",
                {"tox_text": "thank you for nothing", "tox_threshold": "0.3"},
                "Who should decide from which score a comment is taken down?",
                "Move the threshold and the band of doubt.",
                "The network gives a number; the line through it is drawn by people.",
                first=True,
            ),
        ),
    ),
    Lesson(
        "Where does it look?",
        "A decoder writes word by word, and before each it looks back at the words it translates.",
        (
            Stop(
                "translation",
                {"tr_text": "I have a black cat."},
                "In French the colour stands after the animal. What must the decoder do at “noir”?",
                "Step through the French words.",
                "The bright square leaves the diagonal: it looks back at “black”.",
                first=True,
                bare=True,
            ),
            Stop(
                "translation",
                {"tr_text": "I have a black cat.", "tr_attention": "false"},
                "Without attention it has only the last state of the encoder. What will be lost?",
                "Turn attention on and off.",
                "A long sentence loses more than a short one.",
                first=True,
            ),
            Stop(
                "translation",
                {"tr_text": "I am tired."},
                "What happens to the rest when you choose another first word?",
                "At the first French word type “Ils”, then “Nous”.",
                "What is chosen goes back in as the next input: after “Ils” the verb follows, and the adjective too. "
                "After “Nous” they do not, for the English still says “I am”.",
                first=True,
            ),
            Stop(
                "translation",
                {"tr_text": "The weather is nice today.", "tr_tree": "true"},
                "Why keep several beginnings?",
                "Change the width of the beam.",
                "A beginning that is best now may end badly.",
                first=True,
            ),
            Stop(
                "translation",
                {"tr_text": "I am cold.", "tr_compare": "true", "tr_other": "The water is cold."},
                "The same English word, and two French ones. How does it know?",
                "Look at both translations and the map of the notes.",
                "What the encoder notes at a word depends on the words around it.",
                first=True,
                bare=True,
            ),
        ),
    ),
    Lesson(
        "A pen that goes on",
        "A drawing is a sequence too: moves of a pen, each given all that were before.",
        (
            Stop(
                "sketch",
                {"sketch_class": "mosquito"},
                "The network is given these strokes. What comes next?",
                "Draw one more line, and see how the ending changes.",
                "It has read the moves of the pen one by one, and has seen no picture.",
                bare=True,
            ),
            Stop(
                "sketch",
                {"sketch_class": "mosquito", "sketch_what_if": "true", "sketch_other": "cat"},
                "The strokes of the mosquito, called a cat: what will it draw?",
                "Compare both endings.",
                "What it is told is an input at every step, so every state differs.",
                first=True,
                bare=True,
            ),
            Stop(
                "sketch",
                {"sketch_class": "mosquito", "sketch_fan": "true"},
                "It draws the next stroke fifty times. How many ways are there to go on?",
                "Look at the fifty, then change the temperature.",
                "Where they lie together it is sure; where they part, chance decides.",
                first=True,
            ),
            Stop(
                "sketch",
                {"sketch_class": "mosquito", "sketch_surprise": "true"},
                "Which of your strokes will surprise it most?",
                "Draw something that no mosquito has.",
                "Surprise is what a move costs: the less probable, the more.",
                bare=True,
            ),
            Stop(
                "photo",
                {"photo_class": "shoes"},
                "This network makes a photo of a drawing. Will it mind in which order the strokes were drawn?",
                "Step through the strokes, then answer the question below them.",
                "The photo is the same: it gets the finished paper. It maps one thing to another, and is no sequence "
                "model.",
                first=True,
                bare=True,
            ),
        ),
    ),
)


def as_markdown(address: str = "http://localhost:8501") -> str:
    """All lessons as a page of the documentation, with links to the app at `address`."""
    parts = [
        "# Five lessons of twenty minutes",
        "Each is a chain of links. Ask first, let everybody guess, then look. The links lead to an app that `make run` "
        f"has started on this machine; for a class put the *Network URL* that it prints in the place of {address}. "
        "The same lessons are on the front page, under “For teachers”; both come from `seqdemo/home/teaching.py`, and "
        "`python -m docs.lessons` writes this page. Where a guess comes first, the page itself asks, and shows nothing "
        "before there is an answer; where nothing need be set, its controls are hidden. The second link is the same in "
        "large type, for a projector. For a link of your own open “For teachers: a link for a lesson” at the end of a "
        "page, and copy it from there.",
    ]
    for number, lesson in enumerate(LESSONS, 1):
        parts += [f"## {number}. {lesson.title}", f"{lesson.aim}"]
        parts += [
            f"{count}. [Open the page]({address}/{stop.address()}), or [for a projector]"
            f"({address}/{stop.address(large=True)}). **Ask:** {stop.ask} **Do:** {stop.do} **Look:** {stop.look}"
            for count, stop in enumerate(lesson.stops, 1)
        ]
    return "\n\n".join(parts) + "\n"
