"""Next words: a beginning goes in, and the network goes on, each word that it writes being its next input."""

from collections.abc import Sequence

import streamlit as st

from seqdemo.core.cells import lstm_step
from seqdemo.core.sampling import choose_by_rank, most_probable, with_temperature
from seqdemo.core.trace import Trace
from seqdemo.language import say
from seqdemo.language.model import FIRST, LONGEST, Draw, Grown, LanguageModel, allowed
from seqdemo.language.surgery import operated
from seqdemo.language.vocabulary import END, Word
from seqdemo.ui.alternatives import alternatives
from seqdemo.ui.cached import model as cached
from seqdemo.ui.dice import thrown
from seqdemo.ui.figures import bars
from seqdemo.ui.frame import figure, page_header, predict_then_reveal, presets, share_link, under_the_hood
from seqdemo.ui.kept import Kept
from seqdemo.ui.markdown import plain
from seqdemo.ui.memory import memory
from seqdemo.ui.notices import notice
from seqdemo.ui.remember import once, walked
from seqdemo.ui.setting import LIVE, Choice, Number, Text
from seqdemo.ui.tape import move_tape, reset_tape, step_tape

START = Text("language_start", say.START, say.LONGEST_TEXT)
TEMPERATURE = Number("language_temperature", 0.7, 0.0, 2.0, 0.1)
TOP = Choice("language_top", 40, say.TOPS)
SEED = Number("language_seed", say.SEED, 0, 999_999)
MOST = Number("language_most", 12, 5, 30)
CHANGE = Choice("language_change", say.STAYS, say.CHANGES)
PLACE = Choice("language_place", say.USUAL)
OTHER = Text("language_other", say.OTHER, say.LONGEST_TEXT)


@st.fragment
def stage() -> None:
    """The beginning, what comes after it, and a memory that was touched; all that runs at a key press."""
    begun, draw, most = settings()
    given = len(begun) - 1
    taken = TAKEN.value(about=begun.items)
    settled = (draw, most, taken) == (Draw(TEMPERATURE.default, TOP.default, SEED.default), MOST.default, ())
    grown = once(
        "language_grown",
        (begun.items, draw, most, taken),
        lambda: model.grow(begun, draw, most, taken),
        heavy=True,
        alike=settled and START.value() in {START.default, *say.PRESETS.values()},
    )
    written = min(len(taken), len(grown.words) - given)
    st.markdown(f"## {say.line(model, grown.words, given, grown.ended)}")
    step = tape(grown, given, written)
    st.markdown(say.what_happens(grown.words, step, given, written, grown, draw))
    said = grown.walk.steps[step].output
    options = say.options(model, said, draw, following(grown, step))
    if draw.temperature and draw.top > 1 and options.chosen is not None:
        throw = say.throw_of(draw, step) if given + written <= step else None
        shares = [(text, word.number) for text, word in zip(options.texts, options.words, strict=True)]
        before, cut = allowed(said), draw.chances(said)
        figure(*thrown(shares, cut, before, throw, options.chosen), "language_dice")
    left, right = st.columns([3, 2])
    with left:
        drawn = bars(options.texts, options.chances, other=options.plain.tolist(), chosen=options.chosen)
        figure(drawn, say.bars_caption(options, draw), "language_bars")
    with right:
        others(options, grown.words, max(step, given), given, taken)
    memory(grown.walk.states[1:], [word.text for word in grown.words], "language_memory", min(step, len(grown.words)))
    touch(grown, given, draw, most)
    under_the_hood(
        say.FORMULA,
        say.numbers(model, grown.walk, step, options),
        [LanguageModel.advance, lstm_step, with_temperature, most_probable, choose_by_rank],
        "language_hood",
    )


def settings() -> tuple[Trace, Draw, int]:
    """The walk over the beginning, how words are drawn, and how many at most."""
    text = START.field("Begin a sentence; the network goes on", live=LIVE)
    first, second, third, fourth = st.columns(4)
    temperature = TEMPERATURE.slider("Temperature: 0 is surest", first)
    top = TOP.select("Draw among the most probable (top-k)", second)
    most = MOST.slider("Words to write, at most", third)
    seed = SEED.field("Seed of the dice", fourth)
    words, told = say.begin(model, text)
    if told:
        notice(told)
    return walked("language_begun", model, [FIRST, *words]), Draw(temperature, top, seed), most


def tape(grown: Grown, given: int, taken: int) -> int:
    """The sentence word by word; what the network wrote is orange, what the learner took is blue."""
    colours = [0.0] * given + [-0.6] * taken + [0.7] * (len(grown.words) - given - taken)
    items = [say.chip(word) for word in grown.words]
    return step_tape(
        items,
        "language_tape",
        colours=colours,
        notes=say.notes(grown.words, given, taken),
        start=given,
        states=grown.walk.states[1:],
    )


def following(grown: Grown, step: int) -> Word | None:
    """The word that comes after `step`, the end where the sentence is done, None where the page stopped."""
    if step < len(grown.words):
        return grown.words[step]
    return model.vocabulary.word(END) if grown.ended else None


def take(kept: Sequence[int], number: int, step: int) -> None:
    """Takes a word: what came before it stays as it is, and the network goes on from there."""
    TAKEN.put((*kept, number))
    move_tape("language_tape", step)


def give_back() -> None:
    """Gives all taken words back."""
    TAKEN.put(())
    reset_tape("language_tape")


def others(options: say.Options, words: Sequence[Word], position: int, given: int, taken: Sequence[int]) -> None:
    """A button for each of the most probable words; a click takes it in place of the one that comes next."""
    st.markdown(f"**Take another word {position - given + 1}.** It goes in, and the network goes on from there.")
    kept = [word.number for word in words[given:position]]
    offered = options.words[: say.OFFERED]
    arguments = [(kept, word.number, position + (word.number != END)) for word in offered]
    names = [say.spoken(word) for word in offered]
    alternatives(names, options.chosen, take, arguments, "language_take", disabled=position >= LONGEST)
    if taken:
        st.button("Give the words back that I took", key="language_give_back", on_click=give_back)


def touch(grown: Grown, given: int, draw: Draw, most: int) -> None:
    """Wipes the memory after a word, or puts that of another beginning in its place; then the network goes on."""
    st.header("Touch its memory")
    kind = CHANGE.segments("In the middle of the sentence, the memory …")
    words = tuple(grown.words)
    if kind == say.STAYS or not words:
        st.caption("All that the network knows of the words before is its memory. Wipe it, or put another's there.")
        return
    left, right = st.columns(2)
    place = PLACE.among((say.USUAL, *range(len(words))), lambda i: say.place_name(words, i)).select(
        "The moment: after which word", left
    )
    place = max(given - 1, 0) if place == say.USUAL else place
    other: tuple[Word, ...] = ()
    if kind == say.SWAPPED:
        read, told = say.begin(model, OTHER.field("The other beginning", right, live=LIVE))
        other = tuple(read)
        if told:
            notice(told)
    # all words of the learner's are read, and at least the one after that moment
    reach = max(place + 1, given)
    changed = once(
        "language_changed",
        (words, kind, place, reach, other, draw, most),
        lambda: operated(model, grown.walk, place, reach, other if kind == say.SWAPPED else None, draw, most),
        heavy=True,
    )
    side_by_side(grown, changed, given, reach, say.memory_name(kind, words, place, other))


def side_by_side(grown: Grown, changed: Grown, given: int, reach: int, memory_name: str) -> None:
    """Both sentences, and the bars after the last word that they share."""
    left, right = st.columns(2)
    with left:
        st.markdown(f"**With its own memory**\n\n{say.line(model, grown.words, reach, grown.ended)}")
        st.markdown(f"**With {plain(memory_name)}**\n\n{say.line(model, changed.words, reach, changed.ended)}")
        st.caption("In bold what both have read; after it each goes on by itself, with the same dice.")
    words, own, now = say.both(model, grown.walk.steps[reach].output, changed.walk.steps[reach].output)
    with right:
        sentence = say.change_sentence(words, own, now, memory_name, grown.words[reach - 1].text)
        figure(bars(words, now, other=own.tolist()), sentence, "language_changed_bars")


def check_yourself() -> None:
    """A question that the network answers itself."""
    words = model.read(say.QUESTION)
    trace = walked("language_question", model, [FIRST, *words])
    said = allowed(trace.steps[-1].output)
    chances = {word: float(said[model.read(word)[0].number]) for word in say.ANSWERS}
    predict_then_reveal(
        f"The network has read “{say.QUESTION}”. Which does it think more probable next?",
        list(chances),
        max(chances, key=chances.__getitem__),
        say.answer_sentence(chances),
        "language_check",
    )


page_header(
    "Next words",
    "A beginning goes in, and **one word at a time** comes out: a network, a long short-term memory (LSTM), says how "
    "probable each of 12,000 words is as the next one. One is taken, and that word is its next input.",
    "one to many",
)
model = cached(LanguageModel.load)
TAKEN = Kept[tuple[int, ...]](
    "language_taken",
    (),
    say.encode,
    lambda text: say.decode(text, model),
    "The words taken in the link make no sense; the network goes on by itself.",
)
presets(say.PRESETS, "language_preset", START.put)
stage()
st.caption(say.LESSON)
st.header("Check yourself")
check_yourself()
share_link("language_share")
