"""Beat the network: the learner bids on the next letter of a real name before the bars appear."""

from __future__ import annotations

import math

import streamlit as st

from seqdemo.cookies import say
from seqdemo.cookies.model import FIRST, CookieModel
from seqdemo.ui.figures import bars, bars_sentence
from seqdemo.ui.frame import figure
from seqdemo.ui.kept import Kept
from seqdemo.ui.markdown import plain
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


def bid(model: CookieModel) -> None:
    """Scores the learner's bid on the next letter and goes on to the letter after."""
    kept = kept_game(model)
    game = kept.known()
    answer, chances = riddle(model, game.puzzle, game.known)
    guess, sureness = st.session_state.cookies_guess, st.session_state.cookies_sure
    ended = answer == say.THE_END
    kept.put(
        say.Game(
            puzzle=(game.puzzle + ended) % len(model.puzzles),
            known=0 if ended else game.known + 1,
            bids=game.bids + 1,
            you=game.you + round(100 * say.learner_bits(guess, sureness, answer, len(chances))),
            network=game.network + round(100 * say.network_bits(answer, chances)),
        )
    )


def riddle(model: CookieModel, puzzle: int, known: int, ago: int = 0) -> tuple[str, dict[str, float]]:
    """The letter to guess after the first `known` of a puzzle, or `ago` letters before, and what is expected there."""
    truth = model.puzzles[puzzle]
    # of two puzzles: the bid before may have ended the other
    trace = walked("cookies_riddle", model, [FIRST, *truth[:known]], of=puzzle, last=2)
    at = known - ago
    return truth[at].lower() if at < len(truth) else say.THE_END, say.fold(model, trace.outputs[at])


def last_bid(model: CookieModel, game: say.Game) -> None:
    """What the bid before was about: the letter, and what the network had expected."""
    ended = not game.known
    puzzle = (game.puzzle - ended) % len(model.puzzles)
    truth = model.puzzles[puzzle]
    answer, chances = riddle(model, puzzle, len(truth)) if ended else riddle(model, puzzle, game.known, ago=1)
    other = f" The name was {truth}; here is another." * ended
    st.markdown(plain(f"It was {say.spoken(answer)}.{other}"))
    bids = f"{game.bids:,} bid{'s' * (game.bids != 1)}"
    you, network = (hundredths / 100 / game.bids for hundredths in (game.you, game.network))
    st.markdown(
        f"Bits per letter so far ({bids}), lower is better: you **{you:.2f}**, the network **{network:.2f}**, "
        f"a blind guesser **{math.log2(len(chances)):.2f}**."
    )
    likeliest = sorted(chances, key=chances.__getitem__, reverse=True)[:6]
    shown = [say.spoken(letter) for letter in likeliest], [chances[letter] for letter in likeliest]
    figure(bars(*shown), "What the network expected: " + bars_sentence(*shown), "cookies_game_bars")


@st.fragment
def beat_the_network(model: CookieModel) -> None:
    """The learner bids on the next letter of a real name that the network never saw."""
    game = kept_game(model).value()
    _, chances = riddle(model, game.puzzle, game.known)
    st.markdown(f"A real cookie, unseen by the network: **{plain(model.puzzles[game.puzzle][: game.known])}▁**")
    with st.form("cookies_bid", border=False):
        st.selectbox("The next letter", sorted(chances), format_func=say.spoken, key="cookies_guess")
        st.radio("How sure are you?", list(say.SURENESS), horizontal=True, key="cookies_sure")
        st.form_submit_button("Bid, then show the bars", on_click=bid, args=(model,))
    if game.bids:
        last_bid(model, game)
