"""Stock prices: the change of each week goes in, what the next week may bring comes out; with and without the order."""

import streamlit as st

from seqdemo.core.cells import gru_step
from seqdemo.stocks import figures, say
from seqdemo.stocks.model import StocksModel
from seqdemo.stocks.reader import shipped
from seqdemo.stocks.shuffling import IN_ORDER, ORDERS, shuffled
from seqdemo.stocks.stretch import Asked, Outcome, Stretch
from seqdemo.ui.cached import model as cached
from seqdemo.ui.frame import figure, page_header, predict_then_reveal, presets, share_link, under_the_hood
from seqdemo.ui.memory import memory
from seqdemo.ui.remember import once, walked
from seqdemo.ui.setting import Choice, Number
from seqdemo.ui.tape import reset_tape, step_tape

COMPANY = Choice("stocks_company", say.START.company, shipped().companies, say.company)
FIRST = Number("stocks_first", say.START.first, 1, say.ALL - say.FEWEST + 1)
WEEKS = Number("stocks_weeks", say.START.weeks, say.FEWEST, say.MOST)
ORDER = Choice("stocks_order", say.START.order, ORDERS)
SEED = Number("stocks_seed", say.START.seed, 1, 999_999)


def show(asked: Asked) -> None:
    """Puts all settings where a preset wants them."""
    for setting, value in zip((COMPANY, FIRST, WEEKS, ORDER, SEED), asked, strict=True):
        setting.put(value)
    reset_tape("stocks_tape")


def settings() -> Asked:
    """Company, stretch and order."""
    left, middle, right = st.columns(3)
    company = COMPANY.select("Company", left)
    first = FIRST.slider(f"First week, of {say.ALL}", middle)
    weeks = WEEKS.slider("How many weeks", right)
    if first + weeks - 1 > say.ALL:
        st.caption(f"From week {first} on there are only {say.ALL - first + 1} weeks; these are shown.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = ORDER.radio("The weeks", horizontal=True)
        seed = SEED.field("Seed of the shuffle", disabled=order == IN_ORDER, width=180)
        again = (min(seed + 1, int(SEED.high)),)
        st.button(
            "Shuffle again",
            icon=":material/shuffle:",
            key="stocks_again",
            on_click=SEED.put,
            args=again,
            disabled=order == IN_ORDER,
        )
    return Asked(company, first, weeks, order, seed)


@st.fragment
def stage() -> None:
    """The line of prices, what the networks expect after every week, and who is nearer."""
    stretch = Stretch.of(shipped(), settings())
    trace = walked("stocks_trace", model, stretch.changes)
    outcome = once("stocks_outcome", trace.items, lambda: Outcome.of(stretch, trace.outputs))
    items = say.chips(stretch)
    step = step_tape(
        items,
        "stocks_tape",
        colours=say.colours(stretch.changes),
        notes=say.notes(stretch, outcome),
        start=len(items) - 1,
        states=trace.states,
    )
    left, right = st.columns([3, 2])
    with left:
        figure(figures.prices(stretch, outcome, step), say.line_sentence(stretch, outcome), "stocks_line")
    right.markdown(say.step_sentence(stretch, outcome, step))
    right.markdown(say.scores(outcome))
    right.markdown(say.verdict(stretch, outcome))
    memory(trace.states, items, "stocks_memory", step, "What the first network remembers, week by week")
    place = max(step, 1) - 1
    numbers = {
        "shapes": f"x (1,), h ({model.units},), y (1,), in {2 * model.seeds} networks at once",
        f"x, the change of week {place + 2}": f"{stretch.changes[place]:+.4f}, as the logarithm of price over price",
        "y of the first network": f"{trace.outputs[place, 0]:+.4f}",
    }
    under_the_hood(say.FORMULA, numbers, [StocksModel.advance, gru_step, shuffled], "stocks_hood")


page_header(
    "Stock prices",
    "What a share did this week goes in, **week by week**, and what it may do **next week** comes out. Some networks "
    "have learnt from real weeks in order, others from the same weeks shuffled.",
    "many to many",
)
model = cached(StocksModel.load)
presets(say.PRESETS, "stocks_preset", show)
stage()
measured = model.card["quality"].get("unseen.csv")
if measured:
    st.header("Who foresees weeks that nobody saw?")
    figure(figures.unseen(measured), say.unseen_sentence(measured), "stocks_unseen")
    st.markdown(say.lesson(measured))
    st.header("Check yourself")
    predict_then_reveal(
        "On weeks that they never saw, how do networks that learnt in order do against “next week is like this week”?",
        say.ANSWERS,
        say.answer(measured),
        say.explanation(measured),
        "stocks_check",
    )
share_link("stocks_share")
