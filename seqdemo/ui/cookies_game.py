"""Beat the network: the learner bids on the next letter of a real name before the bars appear."""

from __future__ import annotations

import streamlit as st

from seqdemo.figures import bars, bars_sentence
from seqdemo.models.cookies import FIRST, CookieModel
from seqdemo.trace import Trace, extend
from seqdemo.ui import cookies_words as say
from seqdemo.ui.frame import figure, plain


def bid(model: CookieModel) -> None:
    """Scores the learner's bid on the next letter and goes on to the letter after."""
    game = st.session_state.cookies_game
    truth, chances = riddle(model, game)
    answer = truth[game["known"]].lower() if game["known"] < len(truth) else say.THE_END
    guess, sureness = st.session_state.cookies_guess, st.session_state.cookies_sure
    game["scores"].append(say.scores(guess, sureness, answer, chances))
    likeliest = sorted(chances, key=chances.get, reverse=True)[:6]
    game["bars"] = [say.spoken(letter) for letter in likeliest], [chances[letter] for letter in likeliest]
    ended = answer == say.THE_END
    game["last"] = f"It was {say.spoken(answer)}." + f" The name was {truth}; here is another." * ended
    game.update(puzzle=game["puzzle"] + ended, known=0 if ended else game["known"] + 1)


def riddle(model: CookieModel, game: dict) -> tuple[str, dict[str, float]]:
    """The name to guess, and what the network expects after the letters that are known."""
    truth = model.puzzles[game["puzzle"] % len(model.puzzles)]
    return truth, say.fold(model, extend(model, Trace(), [FIRST, *truth[: game["known"]]]).outputs[-1])


@st.fragment
def beat_the_network(model: CookieModel) -> None:
    """The learner bids on the next letter of a real name that the network never saw."""
    game = st.session_state.setdefault("cookies_game", {"puzzle": 0, "scores": [], "known": 0, "last": ""})
    truth, chances = riddle(model, game)
    st.markdown(f"{plain(game['last'])} A real cookie, unseen by the network: **{plain(truth[: game['known']])}▁**")
    with st.form("cookies_bid", border=False):
        st.selectbox("The next letter", sorted(chances), format_func=say.spoken, key="cookies_guess")
        st.radio("How sure are you?", list(say.SURENESS), horizontal=True, key="cookies_sure")
        st.form_submit_button("Bid, then show the bars", on_click=bid, args=(model,))
    if game["scores"]:
        you, network, blind = (sum(column) / len(game["scores"]) for column in zip(*game["scores"], strict=True))
        st.markdown(f"Bits per letter so far ({len(game['scores'])} bid), lower is better: you **{you:.2f}**, "
                    f"the network **{network:.2f}**, a blind guesser **{blind:.2f}**.")  # fmt: skip
        figure(bars(*game["bars"]), "What the network expected: " + bars_sentence(*game["bars"]), "cookies_game_bars")
