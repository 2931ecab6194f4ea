"""Cookie names: nothing but a start goes in, a name comes out letter by letter."""

import streamlit as st

from seqdemo.cookies import say
from seqdemo.cookies.game import beat_the_network
from seqdemo.cookies.model import FIRST, LONGEST, CookieModel
from seqdemo.core.cells import lstm_step
from seqdemo.core.errors import InputError
from seqdemo.core.sampling import choose, dice, with_temperature
from seqdemo.core.trace import Trace, extend
from seqdemo.ui.cached import model as cached
from seqdemo.ui.figures import bars, bars_sentence
from seqdemo.ui.frame import figure, notice, page_header, predict_then_reveal, presets, share_link, under_the_hood
from seqdemo.ui.link import keep_in_address, url_number, url_text
from seqdemo.ui.markdown import plain
from seqdemo.ui.memory import memory
from seqdemo.ui.tape import step_tape, still_tape

TRAY = 12


def settings() -> tuple[str, float, int]:
    """Start, temperature and seed, all of them checked again here on the server."""
    left, middle, right = st.columns([2, 2, 1])
    text = left.text_input("Begin the name with", say.START, key="cookies_start", max_chars=LONGEST // 2, live="300ms",
                           bind="query-params", persist_state="session")  # fmt: skip
    temperature = middle.slider("Temperature: 0 always takes the likeliest letter, 2 dares a lot", 0.0, 2.0, 0.8, 0.1,
                                key="cookies_temperature", bind="query-params", persist_state="session")  # fmt: skip
    seed = right.number_input("Seed of the dice", 0, 999_999, 1, key="cookies_seed", bind="query-params",
                              persist_state="session")  # fmt: skip
    try:
        start = model.read_start(text)
    except InputError as error:
        notice(f"{error} The names below begin from nothing.")
        start = ""
    return start, min(2.0, max(0.0, float(temperature))), min(999_999, max(0, int(seed)))


def tray(names: list[str]) -> None:
    """All names of the tray with their badges."""
    badges = [model.cookbook.badge(name) for name in names]
    columns = st.columns(3)
    for i, (name, badge) in enumerate(zip(names, badges, strict=True)):
        columns[3 * i // len(names)].markdown(f"{i + 1}\\. **{plain(name) or '(no letters)'}** {say.badge_text(badge)}")
    st.caption(say.tray_sentence(badges) + f" The cookbook has {len(model.cookbook):,} names.")


def branches_of(made_from: tuple) -> list[say.Branch]:
    """The branches of this name; a name made from other settings has none yet."""
    if "cookies_made_from" not in st.session_state:
        found = say.decode(st.query_params.get("cookies_branches", ""), model)
        if found is None:
            notice("The branches in the link make no sense; the name is shown without them.")
        chosen = url_number("cookies_line", 0, 0, len(found or []))
        st.session_state.update(
            cookies_made_from=made_from, cookies_grown=found or [], cookies_branch=say.line_name(chosen)
        )
    elif st.session_state.cookies_made_from != made_from:
        st.session_state.update(cookies_made_from=made_from, cookies_grown=[])
    keep_in_address("cookies_branches", say.encode(st.session_state.cookies_grown, model))
    return st.session_state.cookies_grown


def grow(parent: int, position: int, letter: str) -> None:
    """Replaces one letter: the state goes back to there, and a branch grows."""
    grown = st.session_state.cookies_grown
    if len(grown) < say.MOST_BRANCHES:
        st.session_state.cookies_grown = [*grown, say.Branch(parent, position, letter)]
        st.session_state.cookies_branch = say.line_name(len(grown) + 1)


def grow_other(parent: int, position: int, branches: int) -> None:
    """The same with a letter from the list of all others, unless a browser sends the choice a second time."""
    letter = st.session_state[f"cookies_other_{branches}"]
    if letter is not None and branches == len(st.session_state.cookies_grown):
        grow(parent, position, "" if letter == say.THE_END else letter)


def letter_by_letter(start: str, temperature: float, seed: int) -> None:
    """One name of the tray: each draw, the letter that goes back in, and branches."""
    row = st.number_input("Which name of the tray", 1, TRAY, 1, key="cookies_row", bind="query-params") - 1
    grown = branches_of((start, temperature, seed, row))
    lines = say.lines(model, start, temperature, seed, row, grown)
    labels = [say.line_name(i) for i in range(len(lines))]
    chosen = labels[0]
    if len(lines) > 1:
        captions = [plain(line) for line in lines]
        chosen = st.radio("Branches side by side", labels, captions=captions, key="cookies_branch", horizontal=True,
                          persist_state="session")  # fmt: skip
    line = labels.index(chosen)
    keep_in_address("cookies_line", str(line) if line else "")
    name = lines[line]
    trace = extend(model, st.session_state.get("cookies_trace", Trace()), [FIRST, *name])
    st.session_state.cookies_trace = trace
    items = [*name, say.THE_END] if len(name) < LONGEST else list(name)
    step = step_tape(items, key="cookies_tape", start=min(len(start) + 1, len(items)))
    position = max(step, 1) - 1
    drawn = items[position] if items[position] != say.THE_END else ""
    read = "the start" if position == 0 else f"“{say.spoken(items[position - 1])}”"
    before = trace.outputs[position]
    letters, after, plain_before, index = say.options(model, before, temperature, drawn)
    given = position < len(start) or any(b.position == position and b.letter == drawn for b in grown)
    how = "was given by you" if given else f"was drawn with the dice showing {dice(seed, row, LONGEST)[position]:.2f}"
    st.markdown(
        f"In goes **{plain(read)}** :material/arrow_forward: the state changes :material/arrow_forward: out come the "
        f"bars. **“{plain(say.spoken(drawn))}”** {how}"
        + (", and **goes back in as the next input** :material/replay:" if drawn else ", and the name is done.")
    )
    left, right = st.columns([3, 2])
    with left:
        figure(
            bars(letters, after, other=plain_before, chosen=index),
            bars_sentence(letters, after, plain_before, index) + " Outlines: before temperature.",
            "cookies_bars",
        )
    with right:
        what_if(letters, index, line, position, len(grown))
        st.caption(f"{trace.computed} of {len(trace)} steps were computed now; the others were taken over.")
    inspector(trace, name, step)
    numbers = {"shapes": f"x ({model.embedding.shape[1]},), h and c ({model.units},), p ({len(model.vocabulary)},)",
               "p of the drawn letter": f"{plain_before[index]:.3f}, after temperature {after[index]:.3f}"}  # fmt: skip
    under_the_hood(say.FORMULA, numbers, [CookieModel.step, lstm_step, with_temperature, choose])


def what_if(letters: list[str], drawn: int, line: int, position: int, branches: int) -> None:
    """A button for each of the likeliest letters, and a list of all others: each grows a branch."""
    full = branches >= say.MOST_BRANCHES
    st.markdown(f"**What if letter {position + 1} were another?** The state goes back to there and a branch grows.")
    with st.container(horizontal=True):
        for i, letter in enumerate(letters):
            value = "" if letter == say.THE_END else letter
            if i != drawn:
                st.button(plain(say.spoken(letter)), key=f"cookies_grow_{i}", on_click=grow,
                          args=(line, position, value), disabled=full)  # fmt: skip
    # the key changes with each branch, so that nothing is chosen in the list that comes next
    st.selectbox("Or any other letter that the network knows", say.other_letters(model, letters), index=None,
                 key=f"cookies_other_{branches}", placeholder="another letter", format_func=say.spoken, disabled=full,
                 on_change=grow_other, args=(line, position, branches))  # fmt: skip
    if full:
        st.caption(f"{say.MOST_BRANCHES} branches are all that fit here; another name or seed begins anew.")


def inspector(trace: Trace, name: str, step: int) -> None:
    """The heat map, and the letters coloured by a unit that measurement could name."""
    if not name:
        return
    memory(trace.states[1:], list(name), "cookies_memory", min(step, len(name)))
    units = {f"{u['meaning']}: unit {u['unit']}, correlation {u['correlation']:+.2f}": u["unit"]
             for u in model.card.get("units", [])}  # fmt: skip
    if units:
        unit = units[st.selectbox("Units that mean something, found by measurement", list(units), key="cookies_unit")]
        still_tape(list(name), "cookies_unit_chips", colours=trace.states[1:, unit], step=min(step, len(name)))


page_header(
    "Cookie names",
    "A start goes in, and **one letter at a time** comes out: a network, a long short-term memory (LSTM), says how "
    "probable each next letter is, dice choose one, and that letter is its next input.",
    "one to many",
)
model = cached(CookieModel.load)
url_text("cookies_start", say.START, LONGEST // 2)
url_number("cookies_temperature", 0.8, 0.0, 2.0)
url_number("cookies_seed", 1, 0, 999_999)
url_number("cookies_row", 1, 1, TRAY)
chosen_start, chosen_temperature, chosen_seed = settings()
tray(model.bake(chosen_start, chosen_temperature, chosen_seed, TRAY))
st.header("Letter by letter")
letter_by_letter(chosen_start, chosen_temperature, chosen_seed)
st.header("Try this")
presets(say.PRESETS, "cookies_preset", "cookies_start")
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
