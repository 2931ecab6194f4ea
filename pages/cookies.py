"""Cookie names: nothing but a start goes in, a name comes out letter by letter."""

import math
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import streamlit as st

from seqdemo.cookies import say
from seqdemo.cookies.game import beat_the_network
from seqdemo.cookies.model import FIRST, LONGEST, NEVER_DRAWN, CookieModel, spelled
from seqdemo.core.cells import lstm_step
from seqdemo.core.sampling import choose_by_rank, dice, with_temperature
from seqdemo.core.trace import Trace, extend
from seqdemo.ui.alternatives import alternatives
from seqdemo.ui.before_after import before_and_after
from seqdemo.ui.cached import model as cached
from seqdemo.ui.dice import thrown
from seqdemo.ui.figures import bars, bars_sentence
from seqdemo.ui.frame import figure, page_header, predict_then_reveal, presets, share_link, under_the_hood
from seqdemo.ui.kept import Kept
from seqdemo.ui.markdown import plain
from seqdemo.ui.memory import memory
from seqdemo.ui.notices import notice
from seqdemo.ui.remember import once, walked
from seqdemo.ui.setting import LIVE, Choice, Number, Text
from seqdemo.ui.tape import hold_tape, move_tape, step_tape, still_tape

TRAY = 12
START = Text("cookies_start", say.START, LONGEST // 2)
TEMPERATURE = Number("cookies_temperature", 0.8, 0.0, 2.0, 0.1)
SEED = Number("cookies_seed", say.SEED, 0, 999_999)
ROW = Number("cookies_row", 1, 1, TRAY)
LINE = Choice("cookies_branch", 0, label=say.line_name)
UNIT = Choice[str]("cookies_unit", "")


def settings() -> tuple[str, float, int, int]:
    """Start, temperature, seed, and which name of the tray is shown letter by letter, from 0."""
    left, middle, right, last = st.columns([3, 3, 2, 2])
    text = START.field("Begin the name with", left, live=LIVE)
    temperature = TEMPERATURE.slider("Temperature: 0 is surest, 2 dares a lot", middle)
    seed = SEED.field("Seed of the dice", right)
    start, sentence = say.begin(model, text)
    if sentence:
        notice(sentence)
    return start, temperature, seed, ROW.field("Name of the tray", last) - 1


class Tray(NamedTuple):
    """The names of a tray, and the walk of the one that was shown when it was baked: twelve would be a megabyte."""

    names: tuple[str, ...]
    row: int
    walk: Trace

    def walk_of(self, row: int) -> Trace:
        """Returns the walk of any of them; the others are walked when they are asked for, from where they differ."""
        if row == self.row:
            return self.walk
        name = self.names[row]
        return once("cookies_walk", (self.walk.items, name), lambda: extend(model, self.walk, [FIRST, *name]))


def bake(row: int, start: str, temperature: float, seed: int) -> Tray:
    """A tray of which one name is shown letter by letter."""
    walks = model.grow(walked("cookies_begun", model, [FIRST, *start]), temperature, seed, TRAY)
    return Tray(tuple(map(spelled, walks)), row, walks[row])


def tray(names: tuple[str, ...]) -> None:
    """All names of the tray with their badges."""
    badges = once("cookies_badges", names, lambda: [model.cookbook.badge(name) for name in names])
    shown = [f"{name} {say.badge_text(badge)}" for name, badge in zip(say.tray_names(names), badges, strict=False)]
    rows = math.ceil(len(shown) / 3)
    for column, first in zip(st.columns(3), range(0, len(shown), rows), strict=False):
        # one text a column: a text of its own for each name costs as much as a step of the network
        column.markdown("\n\n".join(shown[first : first + rows]))
    st.caption(say.tray_sentence(badges) + f" The cookbook has {len(model.cookbook):,} names.")


def grow(parent: int, position: int, letter: str) -> None:
    """Replaces one letter: the state goes back to there, and a branch grows."""
    grown = BRANCHES.known()
    if len(grown) < say.MOST_BRANCHES:
        BRANCHES.put((*grown, say.Branch(parent, position, letter)))
        LINE.put(len(grown) + 1)
        move_tape("cookies_tape", position + 1)


def grow_other(parent: int, position: int, branches: int) -> None:
    """The same with a letter from the list of all others, unless a browser sends the choice a second time."""
    letter = st.session_state[f"cookies_other_{branches}"]
    if letter is not None and branches == len(BRANCHES.known()):
        grow(parent, position, "" if letter == say.THE_END else letter)


def branched(name: Trace, grown: Sequence[say.Branch], temperature: float, seed: int, row: int) -> list[Trace]:
    """A name of the tray and its branches; another branch leaves the ones before it as they are."""
    found = [name]
    for number, branch in enumerate(grown, 1):
        grow_it = partial(say.branch_of, model, tuple(found), branch, temperature, seed, row)
        asked = (name.items, tuple(grown[:number]), temperature, seed, row)
        found.append(once("cookies_branched", asked, grow_it, last=say.MOST_BRANCHES))
    return found


@st.fragment
def letter_by_letter(baked: Tray, row: int, start: str, temperature: float, seed: int) -> None:
    """One name of the tray: each draw, the letter that goes back in, and branches."""
    # a name made from other settings has no branches yet
    grown = BRANCHES.value(about=(start, temperature, seed, row))
    lines = branched(baked.walk_of(row), grown, temperature, seed, row)
    of_lines = LINE.among(range(len(lines)))
    line = of_lines.value()
    if len(lines) > 1:
        captions = [plain(spelled(line)) for line in lines]
        stay = partial(hold_tape, "cookies_tape")
        line = of_lines.radio("Branches side by side", captions=captions, horizontal=True, on_change=stay)
    trace = lines[line]
    name = spelled(trace)
    items = [*name, say.THE_END] if len(name) < LONGEST else list(name)
    letters_of = ["" if item == say.THE_END else item for item in items]
    by_hand = [i < len(start) or say.chosen_by_hand(grown, i, letter) for i, letter in enumerate(letters_of)]
    step = step_tape(
        items,
        key="cookies_tape",
        colours=[0.0 if i < len(start) else -0.6 if mine else 0.7 for i, mine in enumerate(by_hand)],
        start=min(len(start) + 1, len(items)),
        states=trace.states[1 : len(name) + 1],
    )
    st.caption("Plain letters are yours, orange ones the network’s" + (", blue ones you chose." if grown else "."))
    if line:
        memories(lines, grown[line - 1], trace)
    position = max(step, 1) - 1
    drawn = letters_of[position]
    read = "the start" if position == 0 else f"“{say.spoken(items[position - 1])}”"
    before = trace.steps[position].output
    letters, after, plain_before, index = say.options(model, before, temperature, drawn)
    given = by_hand[position]
    throw = dice(seed, row, LONGEST)[position]
    how = say.how_chosen(given, temperature, throw)
    st.markdown(
        f"In goes **{plain(read)}** :material/arrow_forward: the state changes :material/arrow_forward: out come the "
        f"bars. **“{plain(say.spoken(drawn))}”** {how}"
        + (", and **goes back in as the next input** :material/replay:" if drawn else ", and the name is done.")
    )
    if temperature:
        cut, uncut = (with_temperature(before, t, NEVER_DRAWN) for t in (temperature, 1.0))
        figure(*thrown(say.shares(model, letters), cut, uncut, None if given else throw, index), "cookies_dice")
    left, right = st.columns([3, 2])
    with left:
        figure(
            bars(letters, after, other=plain_before, chosen=index),
            bars_sentence(letters, after, plain_before, index) + " Outlines: before temperature.",
            "cookies_bars",
        )
    with right:
        what_if(letters, index, line, position, len(grown))
        st.caption(
            f"{trace.computed} of {len(trace)} steps were computed for {say.line_name(line)}; "
            "the others were taken over."
        )
    inspector(trace, name, step)
    numbers = {
        "shapes": f"x ({model.embedding.shape[1]},), h and c ({model.units},), p ({len(model.vocabulary)},)",
        "p of the drawn letter": f"{plain_before[index]:.3f}, after temperature {after[index]:.3f}",
    }
    under_the_hood(
        say.FORMULA, numbers, [CookieModel.advance, lstm_step, with_temperature, choose_by_rank], "cookies_hood"
    )


def memories(lines: Sequence[Trace], branch: say.Branch, after: Trace) -> None:
    """The name that a branch grew from, and what another letter did to the memory."""
    before = lines[min(branch.parent, len(lines) - 1)]
    (old, old_states), (new, new_states) = ((spelled(walk), walk.states[1:]) for walk in (before, after))
    st.markdown(say.both_names(old, new, branch.position))
    common = min(len(old), len(new))
    if common:
        titles = (
            f"**What it remembered before** ({say.line_name(branch.parent)}), in the rows of the tape above:",
            "**The difference**: after minus before, as far as both names go. Where it is grey, nothing has changed.",
        )
        difference = new_states[:common] - old_states[:common]
        before_and_after("cookies_tape", titles, list(old), old_states, difference, branch.position + 1, list(new))


def what_if(letters: list[str], drawn: int, line: int, position: int, branches: int) -> None:
    """A button for each of the likeliest letters, and a list of all others: each grows a branch."""
    full = branches >= say.MOST_BRANCHES
    st.markdown(f"**What if letter {position + 1} were another?** The state goes back to there and a branch grows.")
    arguments = [(line, position, "" if letter == say.THE_END else letter) for letter in letters]
    alternatives([say.spoken(letter) for letter in letters], drawn, grow, arguments, "cookies_grow", disabled=full)
    # the key changes with each branch, so that nothing is chosen in the list that comes next
    st.selectbox(
        "Or any other letter that the network knows",
        say.other_letters(model, letters),
        index=None,
        key=f"cookies_other_{branches}",
        placeholder="another letter",
        format_func=say.spoken,
        disabled=full,
        on_change=grow_other,
        args=(line, position, branches),
    )
    if full:
        st.caption(f"{say.MOST_BRANCHES} branches are all that fit here; another name or seed begins anew.")


def inspector(trace: Trace, name: str, step: int) -> None:
    """The heat map, and the letters coloured by a unit that measurement could name."""
    if not name:
        return
    memory(trace.states[1:], list(name), "cookies_memory", min(step, len(name)))
    units = {
        f"{u['meaning']}: unit {u['unit']}, correlation {u['correlation']:+.2f}": u["unit"]
        for u in model.card.get("units", [])
    }
    if units:
        with st.container(key="cookies_units_hidden_in_lessons"):
            unit = units[UNIT.among(tuple(units)).select("Units that mean something, found by measurement")]
            still_tape(list(name), "cookies_unit_chips", colours=trace.states[1:, unit], step=min(step, len(name)))


page_header(
    "Cookie names",
    "A start goes in, and **one letter at a time** comes out: a network, a long short-term memory (LSTM), says how "
    "probable each next letter is, dice choose one, and that letter is its next input.",
    "one to many",
)
model = cached(CookieModel.load)
BRANCHES = Kept[Sequence[say.Branch]](
    "cookies_branches",
    (),
    lambda branches: say.encode(branches, model),
    lambda text: say.decode(text, model),
    "The branches in the link make no sense; the name is shown without them.",
)
chosen_start, chosen_temperature, chosen_seed, chosen_row = settings()
presets(say.PRESETS, "cookies_preset", START.put)
asked = (chosen_start, chosen_temperature, chosen_seed)
first_sight = chosen_start in say.PRESETS.values() and asked[1:] == (TEMPERATURE.default, SEED.default)
baked = once("cookies_tray", asked, lambda: bake(chosen_row, *asked), heavy=True, alike=first_sight)
letter_by_letter(baked, chosen_row, *asked)
st.header("The whole tray")
tray(baked.names)
st.caption("It learned letters, not cooking: after “Salmon and” it calmly goes on to a sweet. Look at the bars there.")
st.header("Beat the network")
beat_the_network(model)
st.header("Check yourself")
predict_then_reveal(
    "At temperature 0, how many different names are on a tray of twelve?",
    ["one", "about six", "twelve"],
    "one",
    "At 0 the likeliest letter is taken every time: the dice no longer matter.",
    "cookies_check",
)
share_link("cookies_share")
