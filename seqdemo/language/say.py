"""What the page of next words says: about the beginning, the bars, the words taken, and a memory that was touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from seqdemo.core.cells import LSTM_FORMULA
from seqdemo.core.sampling import dice
from seqdemo.core.trace import Trace
from seqdemo.language.model import LONGEST, NEVER_DRAWN, Draw, Grown, LanguageModel, allowed
from seqdemo.language.reader import joined
from seqdemo.language.vocabulary import END, NUMBER, Word
from seqdemo.ui.markdown import plain

START = "we are going to"
SEED = 39  # dice that throw a likely word first, and more than five
OTHER = "could you please tell me how"
LONGEST_TEXT, LONGEST_START = 240, 30
"""Characters in the field, and words and signs that are read of them."""
SHOWN, OFFERED = 10, 8
"""Bars, and buttons for other words."""
TOPS = (1, 3, 10, 40, 12_000)
THE_END = "the end"
PRESETS = {
    "Where to?": START,
    "Many ways to go on": "I",
    "A question": "how many",
    "Wipe its memory here": "where did you",
    "A long way back": "the keys to the old house",
    "It gets this wrong": "two plus two is",
}
STAYS, WIPED, SWAPPED = CHANGES = ("stays", "is wiped", "comes from another beginning")
"""What becomes of the memory in the middle of a sentence."""
USUAL = -1
"""The moment just before the last word that the learner gave."""
QUESTION, ANSWERS, RIGHT = "the keys to the old house", ("is", "are"), "are"
LESSON = (
    "It learnt sentences, not facts: after “two plus two is” it goes on with anything that often follows “is”. With a "
    "memory that was wiped after “did”, “where did you” is to it a “you” out of nowhere: no question, no past."
)
FORMULA = (
    LSTM_FORMULA
    + r"""\\
s &= h' D + d \qquad p = \mathrm{softmax}(s E^\top + b) & \text{the thought, times the vector of each word}\\
p'_k &\propto p_k^{1/T} \text{ for the } k \text{ most probable words} & \text{what the dice are thrown on}
"""
)


class Options(NamedTuple):
    """The words that may come next, as the bars show them."""

    words: list[Word]
    chances: np.ndarray  # on which the dice are thrown
    plain: np.ndarray  # as the network says them, without what is never drawn
    chosen: int | None  # which of them comes next in the sentence

    @property
    def texts(self) -> list[str]:
        """The words as they are shown."""
        return [spoken(word) for word in self.words]


def begin(model: LanguageModel, text: str) -> tuple[list[Word], str]:
    """Returns the words that are read of a beginning, and a sentence where they are not quite what was typed."""
    words = model.read(text)
    told = []
    if len(words) > LONGEST_START:
        told.append(f"Only the first {LONGEST_START} words and signs of the {len(words):,} are read.")
        words = words[:LONGEST_START]
    unknown = dict.fromkeys(word.text for word in words if not word.known and word.number != NUMBER)
    numbers = dict.fromkeys(word.text for word in words if word.number == NUMBER)
    if unknown:
        told.append(f"Not among its 12,000 words: {quoted(unknown)}. To the network all unknown words are the same.")
    if numbers:
        told.append(f"It reads {quoted(numbers)} as “a number”, without knowing which.")
    return words, " ".join(told)


def quoted(texts: Sequence[str] | dict[str, None]) -> str:
    """Returns texts in quotation marks, with commas between them."""
    return ", ".join(f"“{text}”" for text in texts)


def chip(word: Word) -> str:
    """Returns a word as the tape shows it: what is not in the vocabulary has a mark."""
    return word.text if word.known else f"{word.text} (?)"


def spoken(word: Word) -> str:
    """Returns a word as a choice in a list."""
    return THE_END if word.number == END else word.text


def notes(words: Sequence[Word], given: int, taken: int) -> list[str]:
    """Returns a line for every chip: where the word came from."""
    found = []
    for i, word in enumerate(words):
        if i >= given + taken:
            found.append(f"“{word.text}” was drawn by the network; then it was its next input.")
        elif i >= given:
            found.append(f"“{word.text}” you took from the bars; then it was the next input.")
        elif word.known:
            found.append(f"“{word.text}” is a word of yours.")
        else:
            found.append(f"“{word.text}” is not in the vocabulary: the network reads an unknown word.")
    return found


def options(model: LanguageModel, before: np.ndarray, draw: Draw, following: Word | None) -> Options:
    """Returns the most probable next words after a step whose output is `before`, and the one that follows."""
    chances, belief = draw.chances(before), allowed(before)
    numbers = [int(number) for number in np.argsort(-belief, kind="stable")[:SHOWN]]
    if following is not None and following.number not in numbers:
        numbers[-1] = following.number
    chosen = None if following is None else numbers.index(following.number)
    return Options([model.vocabulary.word(n) for n in numbers], chances[numbers], belief[numbers], chosen)


def bars_caption(options: Options, draw: Draw) -> str:
    """Says which word is most probable, and which one comes."""
    best = int(options.plain.argmax())
    said = f"Most probable is “{options.texts[best]}”: {_belief(options, best)}"
    if options.chosen is not None and options.chosen != best:
        said += f". What comes is “{options.texts[options.chosen]}”: {_belief(options, options.chosen)}"
    return said + ". Outlines: what the network says. Bars: what the dice are thrown on, after temperature and choice."


def _belief(options: Options, number: int) -> str:
    believed, thrown = options.plain[number], options.chances[number]
    same = abs(thrown - believed) < 0.005
    return f"{share(believed)} of the network's belief" + ("" if same else f", {share(thrown)} of the dice")


def share(probability: float) -> str:
    """0.1234 -> `12.3%`."""
    return f"{100 * probability:.1f}%" if probability >= 0.001 else "under 0.1%"


def what_happens(words: Sequence[Word], step: int, given: int, taken: int, grown: Grown, draw: Draw) -> str:
    """The line between tape and bars in Markdown: what went in, and what becomes of what comes out."""
    read = "the beginning of a sentence" if step == 0 else f"“{words[step - 1].text}”"
    line = f"In goes **{plain(read)}** :material/arrow_forward: the state changes :material/arrow_forward: out come "
    line += "the bars. "
    if step >= len(words):
        if grown.ended:
            return line + "The network draws **the end**: the sentence is done."
        return line + "Here the page stops; take a word, and it goes on."
    following = plain(f"“{words[step].text}”")
    if step < given:
        return line + f"**{following}** is yours, and goes in next."
    if step < given + taken:
        how = "was taken by you"
    elif draw.temperature == 0 or draw.top == 1:
        how = "is the most probable"
    else:
        how = f"was drawn, the dice showing {throw_of(draw, step):.2f}"
    return line + f"**{following}** {how}, and **goes back in as the next input** :material/replay:"


def throw_of(draw: Draw, position: int) -> float:
    """What the dice show for the word at `position` of a sentence, in [0, 1)."""
    return float(dice(draw.seed, draw.row, LONGEST)[position])


def line(model: LanguageModel, words: Sequence[Word], given: int, ended: bool) -> str:
    """A sentence in Markdown: what was given in bold, then what the network wrote."""
    whole, first = model.vocabulary.line(words), model.vocabulary.line(words[:given])
    end = " :small[(the end)]" if ended else " …"
    return f"**{plain(first)}**{plain(whole[len(first) :])}{end}" if first else plain(whole) + end


def place_name(words: Sequence[Word], place: int) -> str:
    """A moment in the sentence as a choice: after which word."""
    if place == USUAL:
        return "just before your last word"
    return f"{place} {words[place - 1].text}" if place else "0 (before the first word)"


def memory_name(kind: str, words: Sequence[Word], place: int, other: Sequence[Word]) -> str:
    """What the network goes on with after `place` words."""
    after = f"after “{words[place - 1].text}”" if place else "before the first word"
    if kind == WIPED:
        return f"an empty memory {after}"
    return f"the memory of “{joined(word.text for word in other)}” {after}"


def both(model: LanguageModel, own: np.ndarray, now: np.ndarray) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Returns the words that either memory thinks most probable, and their probabilities with its own and now."""
    own, now = allowed(own), allowed(now)
    best = [int(number) for part in (now, own) for number in np.argsort(-part, kind="stable")[: SHOWN // 2]]
    numbers = list(dict.fromkeys(best))
    return [spoken(model.vocabulary.word(number)) for number in numbers], own[numbers], now[numbers]


def change_sentence(words: Sequence[str], own: np.ndarray, now: np.ndarray, memory_name: str, last: str) -> str:
    """Says what the network expects after the word `last` with its own memory and with the changed one."""
    mine, theirs = int(own.argmax()), int(now.argmax())
    return (
        f"With {memory_name}, and having read on to “{last}”, it expects “{words[theirs]}” most, at "
        f"{share(now[theirs])}; with its own memory that had {share(own[theirs])}. “{words[mine]}”, its own favourite, "
        f"went from {share(own[mine])} to {share(now[mine])}. Outlines: with its own memory."
    )


def answer_sentence(chances: Mapping[str, float]) -> str:
    """Says how probable the answers of the question are, what English asks for, and why that is not easy."""
    said = " and ".join(f"“{word}” {share(chance)}" for word, chance in chances.items())
    wrong = "The network errs. " if max(chances, key=chances.__getitem__) != RIGHT else ""
    return (
        f"It gives {said}. {wrong}English asks for “{RIGHT}”: the word that decides, “keys”, lies five words back; "
        "nearer stands “house”."
    )


def numbers(model: LanguageModel, trace: Trace, step: int, options: Options) -> dict[str, str]:
    """What the panel under the hood shows of this step."""
    embedding, units, vocabulary = model.rnn.embedding.shape[1], model.rnn.units, len(model.vocabulary)
    gates = trace.steps[step].gates
    return {
        "shapes": f"x ({embedding},), h and c ({units},), s ({embedding},), p ({vocabulary:,},)",
        "parameters": f"{model.rnn.parameters:,}, of which {model.rnn.embedding.size:,} are the vectors E of the words",
        "forget gate, on the average": f"{gates['forget'].mean():.2f} (1 keeps all, 0 wipes)",
        "input gate, on the average": f"{gates['input'].mean():.2f}",
        "p of the most probable word": f"{options.plain.max():.4f}, after temperature {options.chances.max():.4f}",
    }


def encode(taken: Sequence[int]) -> str:
    """The words that were taken, as they stand in the address of the page."""
    return ".".join(map(str, taken))


def decode(text: str, model: LanguageModel) -> tuple[int, ...] | None:
    """The words that an address names; None where it makes no sense."""
    fields = text.split(".")
    if len(fields) > LONGEST or not all(f.isascii() and f.isdigit() and len(f) < 8 for f in fields):
        return None
    numbers = tuple(map(int, fields))
    # the end may only be the last
    sound = all(n < len(model.vocabulary) and n not in NEVER_DRAWN for n in numbers) and END not in numbers[:-1]
    return numbers if sound else None
