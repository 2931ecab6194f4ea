"""The front page: what a sequence model is, how it differs from others, and the lesson stop by stop."""

import streamlit as st

from seqdemo.cookies.model import FIRST, LONGEST, CookieModel
from seqdemo.cookies.say import begin, options
from seqdemo.core.about import About
from seqdemo.home import say as home
from seqdemo.home.quiz import QUESTIONS
from seqdemo.home.teaching import LESSONS
from seqdemo.registry import USE_CASES
from seqdemo.ui import figures
from seqdemo.ui.cached import model_if_there
from seqdemo.ui.frame import figure, page_header, predict_then_reveal
from seqdemo.ui.markdown import plain
from seqdemo.ui.notices import notice
from seqdemo.ui.remember import once, walked
from seqdemo.ui.setting import Choice, Panel, Text
from seqdemo.ui.tape import step_tape
from seqdemo.ui.visited import visited

IN_A_ROW = 3
QUIZ = Panel("home_questions")
TEACHERS = Panel("home_teachers")
LESSON = Choice("home_lesson", 1, tuple(range(1, len(LESSONS) + 1)), lambda number: LESSONS[number - 1].title)
TITLES = {"home": "this page", **{about.name: about.title.lower() for about in USE_CASES}}
BEGINNING = Text("home_text", home.BEGINNING, LONGEST // 2)


@st.fragment
def what_comes_out_goes_back_in(model: CookieModel) -> None:
    """A beginning of the learner's, what the network writes after it, and the next letter at each step."""
    controls, stage = st.columns([1, 2], gap="large")
    with controls:
        text = BEGINNING.field("A beginning of the name of a cookie", live="200ms")
    start, sentence = begin(model, text)
    if sentence:
        notice(sentence)
    (name,) = once(
        "home_name", start, lambda: model.bake(start, temperature=0.0, seed=0, count=1), alike=text == BEGINNING.default
    )
    trace = walked("home_trace", model, [FIRST, *name])
    with stage:
        step = step_tape(
            list(name),
            "home_tape",
            colours=[0.0] * len(start) + [0.7] * (len(name) - len(start)),
            notes=home.notes(start, name),
            start=len(start),
            states=trace.states[1:],
        )
        st.caption(
            "Plain chips are yours. Orange chips the network wrote itself: press play, and each becomes its next input."
        )
        st.caption(
            "This is the trained network of the cookie page; here it always takes the likeliest letter. "
            "A language model that goes on with “we are going to” by five words does the very same with words."
        )
    # temperature 1: the probabilities as the network gives them
    letters, values, _, following = options(model, trace.outputs[step], 1.0, name[step : step + 1])
    with controls:
        figure(
            figures.bars(letters, values, chosen=following),
            home.sentence(start, name, step, letters, values, following),
            key="home_bars",
        )


def lesson() -> None:
    """All pages in the order of the lesson, with a mark where the learner has been."""
    been = visited("home_been", [about.name for about in USE_CASES])
    st.header("The lesson, stop by stop")
    st.markdown(home.been(len(been), len(USE_CASES)))
    for first in range(0, len(USE_CASES), IN_A_ROW):
        stops = list(enumerate(USE_CASES, 1))[first : first + IN_A_ROW]
        for column, (number, about) in zip(st.columns(IN_A_ROW), stops, strict=False):
            with column.container(border=True, height="stretch"):
                st.markdown(f"**{number}. {about.idea or about.title}**" + home.MARK * (about.name in been))
                st.markdown(about.pitch)
                st.page_link(
                    about.page, label=f"Open {about.title.lower()}", icon=about.icon, query_params=dict(about.opens)
                )
    st.markdown("**Still being built**, so there is no stop yet: " + plain(home.TO_COME))


@st.fragment
def teachers() -> None:
    """Ready lessons: chains of links to pages in the state that is spoken of, each with its question."""
    panel = TEACHERS.expander("For teachers: five lessons of twenty minutes")
    if panel is None:
        return
    with panel:
        number = LESSON.select("The lesson")
        chosen = LESSONS[number - 1]
        st.markdown(f"**{chosen.title}.** {chosen.aim}")
        for stop in chosen.stops:
            with st.container(border=True):
                st.markdown(f"**Ask**: {stop.ask}")
                st.page_link(
                    f"pages/{stop.page}.py",
                    label=f"Open {TITLES[stop.page]}",
                    icon=":material/arrow_forward:",
                    query_params=dict(stop.state),
                )
                st.markdown(f"**Do**: {stop.do} **Look**: {stop.look}")


@st.fragment
def quiz() -> None:
    """A question of each stop, and what to look at again."""
    panel = QUIZ.expander(f"The whole lesson in {len(QUESTIONS)} questions, answered by the networks")
    if panel is None:
        return
    with panel:
        answers = [(about, ask(about)) for about in USE_CASES if about.name in QUESTIONS]
        st.markdown(home.score([right for _, right in answers]))
        for about in (about for about, right in answers if right is False):
            st.page_link(about.page, label=f"Look again at {about.title.lower()}", icon=about.icon)


def ask(about: About) -> bool | None:
    """Asks the question of one stop; returns whether the answer was right, None before there is one."""
    kind, compute = QUESTIONS[about.name]
    model = model_if_there(kind.load)
    if model is None:
        return None
    question = once(f"home_ask_{about.name}", about.name, lambda: compute(model), heavy=True, alike=True)
    return predict_then_reveal(
        question.text, question.choices, question.answer, question.why, key=f"home_quiz_{about.name}"
    )


page_header(
    "Sequence models, one step at a time",
    "A sequence model is **one function, applied over and over**. At each step it takes an item and what it "
    "remembers, and gives an answer and a new memory. Here you watch trained networks do that, "
    "on words, letters and drawings of your own.",
    "many to many",
)

st.header("See it: what comes out goes back in")
cookies = model_if_there(CookieModel.load)
if cookies is not None:
    what_comes_out_goes_back_in(cookies)

st.divider()
st.header("How is that different?")
for column, (title, text) in zip(st.columns(3), home.DIFFERENCES.items(), strict=True):
    with column.container(border=True, height="stretch"):
        st.markdown(f"**{title}**")
        st.markdown(text)

predict_then_reveal(
    "“The dog bit the man” and “The man bit the dog”: who can tell them apart?",
    ["A network that only counts the words", "A network that reads them in order", "Neither"],
    "A network that reads them in order",
    "Both sentences have the same words, so their counts are equal. "
    "A memory that is updated word by word differs from the second word on.",
    key="home_quiz",
)

st.divider()
lesson()
quiz()
teachers()
st.caption("Nothing that you type is stored or sent on. All networks here run on this app's own processor.")
