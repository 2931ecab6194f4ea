"""The front page: what a sequence model is, how it differs from others, and the lesson stop by stop."""

from typing import Any

import streamlit as st

from seqdemo.cookies.model import FIRST, LONGEST, CookieModel
from seqdemo.cookies.say import begin, options
from seqdemo.core.about import About
from seqdemo.core.errors import InputError
from seqdemo.home import say as home
from seqdemo.home.quiz import QUESTIONS
from seqdemo.home.teaching import LESSONS
from seqdemo.registry import USE_CASES, part
from seqdemo.ui import figures
from seqdemo.ui.cached import model_if_there
from seqdemo.ui.frame import figure, page_header, predict_then_reveal
from seqdemo.ui.kept import Kept
from seqdemo.ui.notices import notice
from seqdemo.ui.remember import once, walked
from seqdemo.ui.setting import Choice, Panel, Switch, Text
from seqdemo.ui.tape import step_tape
from seqdemo.ui.visited import visited

QUIZ = Panel("home_questions")
TEACHERS = Panel("home_teachers")
LESSON = Choice("home_lesson", 1, tuple(range(1, len(LESSONS) + 1)), lambda number: LESSONS[number - 1].title)
PROJECTOR = Switch("home_projector")
TITLES = {"home": "this page", **{about.name: about.title.lower() for about in USE_CASES}}
BEGINNING = Text("home_text", home.BEGINNING, LONGEST // 2)
GLIMPSES = {about.name: part(about.name, "glimpse") for about in USE_CASES}
TRIES = {name: Text(f"home_try_{name}", found.ASKS[1], 240) for name, found in GLIMPSES.items() if found.ASKS}
LOOK = Kept[str](
    "home_look",
    "",
    str,
    lambda text: text if text in GLIMPSES else None,
    "The link opens a stop of the lesson that is not here; all are closed.",
)


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
    letters, values, _, following = options(model, trace.steps[step].output, 1.0, name[step : step + 1])
    with controls:
        figure(
            figures.bars(letters, values, chosen=following),
            home.sentence(start, name, step, letters, values, following),
            key="home_bars",
        )


@st.fragment
def lesson() -> None:
    """All pages in the order of the lesson, with a mark where the learner has been; one stop can be open."""
    been = visited("home_been", [about.name for about in USE_CASES])
    st.header("The lesson, stop by stop")
    st.markdown(home.been(len(been), len(USE_CASES)))
    looked_at = LOOK.value()
    for number, about in enumerate(USE_CASES, 1):
        with st.container(border=True):
            words, ways = st.columns([3, 1], vertical_alignment="center")
            words.markdown(f"**{number}. {about.idea or about.title}**" + home.MARK * (about.name in been))
            words.markdown(about.pitch)
            is_open = about.name == looked_at
            ways.button(
                f"Close stop {number}" if is_open else f"Try stop {number} here",
                icon=":material/close:" if is_open else ":material/visibility:",
                key=f"home_look_at_{about.name}",
                on_click=LOOK.put,
                args=("" if is_open else about.name,),
            )
            ways.page_link(
                about.page, label=f"Open {about.title.lower()}", icon=about.icon, query_params=dict(about.opens)
            )
            if is_open:
                look(about)


def look(about: About) -> None:
    """One figure of a stop, computed from what the learner types, and its question."""
    shows = GLIMPSES[about.name]
    models = models_of(about)
    if models is None:
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        text = TRIES[about.name].field(shows.ASKS[0], live="300ms") if shows.ASKS else ""
        try:
            asked = about.name, text
            drawn, sentence = once("home_look_figure", asked, lambda: shows.glimpse(*models, text), heavy=True)
            figure(drawn, sentence, key=f"home_look_{about.name}")
        except InputError as error:
            notice(error)
    if about.name in QUESTIONS:
        with right:
            ask(about, f"home_look_question_{about.name}")


def models_of(about: About) -> list[Any] | None:
    """The models that a stop shows; None where the weights of one are missing, which is said."""
    models = [model_if_there(kind.load) for kind in GLIMPSES[about.name].MODELS]
    return None if None in models else models


@st.fragment
def teachers() -> None:
    """Ready lessons: chains of links to pages in the state that is spoken of, each with its question."""
    panel = TEACHERS.expander("For teachers: five lessons of twenty minutes")
    if panel is None:
        return
    with panel:
        number = LESSON.select("The lesson")
        chosen = LESSONS[number - 1]
        large = PROJECTOR.toggle("Links for a projector: the pages in large type")
        st.markdown(f"**{chosen.title}.** {chosen.aim}")
        for stop in chosen.stops:
            with st.container(border=True):
                st.markdown(f"**Ask**: {stop.ask}")
                st.page_link(
                    f"pages/{stop.page}.py",
                    label=f"Open {TITLES[stop.page]}",
                    icon=":material/arrow_forward:",
                    query_params=stop.query(large),
                )
                st.markdown(f"**Do**: {stop.do} **Look**: {stop.look}")


@st.fragment
def quiz() -> None:
    """A question of each stop, and what to look at again."""
    panel = QUIZ.expander(f"The whole lesson in {len(QUESTIONS)} questions, answered by the networks")
    if panel is None:
        return
    with panel:
        asked = [about for about in USE_CASES if about.name in QUESTIONS]
        answers = [(about, ask(about, f"home_quiz_{about.name}")) for about in asked]
        st.markdown(home.score([right for _, right in answers]))
        for about in (about for about, right in answers if right is False):
            st.page_link(about.page, label=f"Look again at {about.title.lower()}", icon=about.icon)


def ask(about: About, key: str) -> bool | None:
    """Asks the question of one stop; returns whether the answer was right, None before there is one."""
    models = models_of(about)
    if models is None:
        return None
    question = once(
        f"home_ask_{about.name}", about.name, lambda: QUESTIONS[about.name](*models), heavy=True, alike=True
    )
    return predict_then_reveal(question.text, question.choices, question.answer, question.why, key=key)


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
