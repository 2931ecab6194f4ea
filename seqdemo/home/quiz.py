"""The questions over the whole lesson; what is right, the networks themselves say when the question is asked.

>>> verdict(ToxicityModel.load()).answer          # the one of three comments that it finds the most toxic
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seqdemo.cookies.model import FIRST as FIRST_LETTER
from seqdemo.cookies.model import CookieModel
from seqdemo.core.strokes import simplify, to_points
from seqdemo.core.trace import Trace, extend
from seqdemo.language.model import FIRST as FIRST_WORD
from seqdemo.language.model import LanguageModel, allowed
from seqdemo.language.say import START
from seqdemo.order.say import SENTENCE
from seqdemo.order.shuffling import SHUFFLES, Study
from seqdemo.photo.drawings import NEAT
from seqdemo.photo.model import PhotoModel
from seqdemo.photo.pictures import rasterised
from seqdemo.photo.style import told, unknown
from seqdemo.sketch.model import SketchModel
from seqdemo.sketch.starts import DEFAULT
from seqdemo.stocks.evaluation import READ_FIRST, misses
from seqdemo.stocks.model import StocksModel
from seqdemo.stocks.reader import shipped
from seqdemo.stocks.say import ANSWERS, answer, explanation
from seqdemo.stocks.shuffling import IN_ORDER
from seqdemo.stocks.weeks import SEEN
from seqdemo.toxicity.model import ToxicityModel
from seqdemo.translation.model import TranslationModel
from seqdemo.verdict.model import VerdictModel
from seqdemo.verdict.orders import toxic

NETWORKS = {"rnn": "the RNN", "cnn": "the CNN", "mlp": "the MLP over a bag of words"}
WORDS = ("be", "the", "school")
COMMENTS = (
    "i hate mondays",
    "you are not an idiot",
    "thank you for your help, that was kind of you",
)
SAME_WORDS = ("you are not stupid, just new", "you are just stupid, not new")
NAME, LETTER = "Choc", "o"
SURE = {"less than half": 0.5, "half to nine tenths": 0.9, "more than nine tenths": 1.0}
COLOUR, ANIMAL = "noir", "chat"
ENGLISH = "I have a black cat."
KINDS = ("mosquito", "cat")
TEMPERATURE = 0.3


@dataclass(frozen=True)
class Question:
    """One question, what can be chosen, which is right, and why."""

    text: str
    choices: Sequence[str]
    answer: str
    why: str


def order(model: LanguageModel) -> Question:
    """Which network minds other orders the least."""
    increase = {name: float(more.mean()) for name, more in Study.of(model, model.read(SENTENCE)).increase.items()}
    said = ", ".join(f"{NETWORKS[name]} {more:+.1f}" for name, more in increase.items())
    return Question(
        f"The words of “{SENTENCE}” are shuffled {SHUFFLES} times. Which network minds the least?",
        list(NETWORKS.values()),
        NETWORKS[min(increase, key=increase.__getitem__)],
        f"Bits of surprise a word, against the order as typed: {said}.",
    )


def price(model: StocksModel) -> Question:
    """How networks that learnt from weeks in order do on weeks that they never saw."""
    found = {"in_order": misses(model, shipped().values[SEEN - READ_FIRST - 1 :], IN_ORDER)}
    return Question(
        "On weeks that they never saw, how near are networks that learnt from stock prices in order, against the guess "
        "“next week is like this week”?",
        list(ANSWERS),
        answer(found),
        explanation(found),
    )


def next_word(model: LanguageModel) -> Question:
    """Which of three words it expects."""
    chances = allowed(extend(model, Trace(), [FIRST_WORD, *model.read(START)]).steps[-1].output)
    found = {word: float(chances[model.read(word)[0].number]) for word in WORDS}
    said = ", ".join(f"“{word}” {chance:.1%}" for word, chance in found.items())
    return Question(
        f"The network has read “{START}”. Which word does it think the most probable next?",
        list(WORDS),
        max(found, key=found.__getitem__),
        f"It says {said}; the one that is taken becomes its next input.",
    )


def verdict(model: ToxicityModel) -> Question:
    """Which of three comments it finds the most toxic."""
    found = dict(zip(COMMENTS, model.judge(COMMENTS)[:, 0].tolist(), strict=True))
    said = ", ".join(f"“{text}” {chance:.0%}" for text, chance in found.items())
    return Question(
        "Which of these comments does the network find the most toxic?",
        list(COMMENTS),
        max(found, key=found.__getitem__),
        f"After the last word it says {said}.",
    )


def letter(model: CookieModel) -> Question:
    """How sure it is of a letter."""
    chances = extend(model, Trace(), [FIRST_LETTER, *NAME]).steps[-1].output
    chance = float(chances[model.vocabulary.encode(LETTER)[0]])
    return Question(
        f"A name begins with “{NAME}”. How sure is the network that “{LETTER}” comes next?",
        list(SURE),
        next(name for name, most in SURE.items() if chance <= most),
        f"It says {chance:.1%}: the letters before leave little else.",
    )


def colour(model: TranslationModel) -> Question:
    """Where the colour stands in French."""
    (french,) = model.translate_all([ENGLISH])
    places = french.find(COLOUR), french.find(ANIMAL)
    places_of = {"before the animal": places[0] < places[1], "after the animal": places[0] > places[1]}
    answer = next((name for name, so in places_of.items() if so and min(places) >= 0), "one of the two is lost")
    return Question(
        f"Where does the network put the colour when it translates “{ENGLISH}”?",
        [*places_of, "one of the two is lost"],
        answer,
        f"It writes “{french}”: its decoder looks at the words in the order that French asks for.",
    )


def ending(model: SketchModel) -> Question:
    """Whether what one calls a drawing changes how it goes on."""
    begun, _ = to_points(simplify(DEFAULT.strokes)[0])
    endings = [model.complete(begun, kind, TEMPERATURE, seed=1, count=1)[0] for kind in KINDS]
    same = np.array_equal(endings[0], endings[1])
    points = " and ".join(f"{len(found)} points as a {kind}" for found, kind in zip(endings, KINDS, strict=True))
    choices = ["the same ending", "different endings"]
    return Question(
        f"The same {len(DEFAULT.strokes)} strokes, the same dice; once you call them a {KINDS[0]}, once a {KINDS[1]}. "
        "What does the network draw?",
        choices,
        choices[0] if same else choices[1],
        f"It drew {points}: the name is an input at every step, so every state differs.",
    )


def backwards(model: PhotoModel) -> Question:
    """Whether a network that gets a picture minds the order of its strokes."""
    shoe, *_ = NEAT
    strokes, _ = simplify(shoe.strokes)
    say = told(model.number(shoe.name), unknown())
    first, second = (model.photo(rasterised(lines), say, "adversarial") for lines in (strokes, strokes[::-1]))
    apart = float(np.abs(first - second).max())
    choices = ["the same photo", "another photo"]
    return Question(
        f"The {len(strokes)} strokes of a shoe are drawn in the opposite order. What does the network that makes "
        "photos of drawings make of them?",
        choices,
        choices[apart > 0],
        f"The two photos differ by {apart:.3f} at most: it gets the finished picture, on which no line says when it "
        "was drawn.",
    )


def bag(judge: ToxicityModel, rivals: VerdictModel) -> Question:
    """Whose verdict stays as it was when the same words say the opposite."""
    found = toxic(judge, rivals, [judge.words(text) for text in SAME_WORDS])
    ends = {name: rows[:, -1].tolist() for name, rows in found.items()}
    said = ", ".join(f"{NETWORKS[name]} {first:.0%} and {second:.0%}" for name, (first, second) in ends.items())
    return Question(
        f"“{SAME_WORDS[0]}” and “{SAME_WORDS[1]}” have the same words. Which network’s two verdicts lie nearest?",
        list(NETWORKS.values()),
        NETWORKS[min(ends, key=lambda name: abs(ends[name][0] - ends[name][1]))],
        f"“Toxic” of the first and of the second: {said}.",
    )


QUESTIONS: Mapping[str, Callable[..., Question]] = {
    "order": order,
    "stocks": price,
    "language": next_word,
    "toxicity": verdict,
    "verdict": bag,
    "cookies": letter,
    "translation": colour,
    "sketch": ending,
    "photo": backwards,
}
"""By the use case that teaches it: the question, asked of the models that its glimpse shows."""
