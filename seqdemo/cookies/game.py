"""Beat the network: the learner bids on the next letter of a real name before the bars appear."""

from __future__ import annotations

import streamlit as st

from seqdemo.cookies import say
from seqdemo.cookies.model import FIRST, CookieModel
from seqdemo.ui.figures import bars, percent
from seqdemo.ui.frame import figure
from seqdemo.ui.kept import Kept
from seqdemo.ui.markdown import plain
from seqdemo.ui.notices import notice
from seqdemo.ui.remember import walked


def kept_game(model: CookieModel) -> Kept[say.Game]:
    """The game as the link holds it."""
    return Kept(
        "cookies_game",
        say.Game(),
        say.encode_game,
        lambda text: say.decode_game(text, model),
        "The game in the link makes no sense; it begins anew.",
    )


def bid(model: CookieModel, ends: bool = False) -> None:
    """Scores the learner's bid on the next letter, or on the end, and goes on to the letter after."""
    kept = kept_game(model)
    game = kept.known()
    answer, chances = riddle(model, game.puzzle, game.known)
    guess, told = (say.THE_END, "") if ends else say.guess_of(st.session_state.cookies_guess, chances)
    st.session_state.cookies_told = told
    if not guess:
        return
    ended = answer == say.THE_END
    likeliest = max(chances, key=chances.__getitem__)
    cost = say.learner_bits(guess, st.session_state.cookies_sure, answer, len(chances))
    kept.put(
        say.Game(
            puzzle=(game.puzzle + ended) % len(model.puzzles),
            known=0 if ended else game.known + 1,
            bids=game.bids + 1,
            you=game.you + round(100 * cost),
            network=game.network + round(100 * say.network_bits(answer, chances)),
            you_right=game.you_right + (guess == answer),
            network_right=game.network_right + (likeliest == answer),
        )
    )


def riddle(model: CookieModel, puzzle: int, known: int, ago: int = 0) -> tuple[str, dict[str, float]]:
    """The letter to guess after the first `known` of a puzzle, or `ago` letters before, and what is expected there."""
    truth = model.puzzles[puzzle]
    # of two puzzles: the bid before may have ended the other
    trace = walked("cookies_riddle", model, [FIRST, *truth[:known]], of=puzzle, last=2)
    at = known - ago
    return truth[at].lower() if at < len(truth) else say.THE_END, say.fold(model, trace.steps[at].output)


def last_bid(model: CookieModel, game: say.Game) -> None:
    """What the bid before was about: the letter, and what the network had expected."""
    ended = not game.known
    puzzle = (game.puzzle - ended) % len(model.puzzles)
    truth = model.puzzles[puzzle]
    answer, chances = riddle(model, puzzle, len(truth)) if ended else riddle(model, puzzle, game.known, ago=1)
    other = f" The name was {truth}; here is another." * ended
    st.markdown(f"It was **{plain(say.spoken(answer))}**." + plain(other))
    st.markdown(say.score(game, len(chances)))
    letters = sorted(chances, key=chances.__getitem__, reverse=True)[:6]
    # the true letter has a bar, however unlikely it was
    letters = [*letters, *{answer}.difference(letters)]
    names, values = [say.spoken(letter) for letter in letters], [chances[letter] for letter in letters]
    chosen = letters.index(answer)
    sentence = (
        f"What the network expected: most of all “{names[0]}”, at {percent(values[0])}. "
        f"The true letter, “{names[chosen]}”, had {percent(values[chosen])}."
    )
    figure(bars(names, values, chosen=chosen), sentence, "cookies_game_bars")


@st.fragment
def beat_the_network(model: CookieModel) -> None:
    """The learner bids on the next letter of a real name that the network never saw."""
    game = kept_game(model).value()
    known = model.puzzles[game.puzzle][: game.known]
    st.markdown(f"A real cookie, unseen by the network: **{plain(known)}▁**")
    with st.form("cookies_bid", border=False, clear_on_submit=True):
        st.text_input("The next letter; Enter bids", key="cookies_guess", max_chars=1, width=260)
        st.radio("How sure are you?", list(say.SURENESS), horizontal=True, key="cookies_sure")
        # another button after each bid: the second click of two goes nowhere
        with st.container(horizontal=True):
            st.form_submit_button(
                "Bid, then show the bars", key=f"cookies_bid_{game.bids}", on_click=bid, args=(model,)
            )
            ends = f"cookies_ends_{game.bids}"
            st.form_submit_button("The name ends here", key=ends, on_click=bid, args=(model, True))
    if told := st.session_state.get("cookies_told"):
        notice(told)
    if game.bids:
        last_bid(model, game)
