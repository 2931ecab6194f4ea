"""What the page about stock prices says: what was expected, what came, and who was nearer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from seqdemo.core.cells import GRU_FORMULA
from seqdemo.stocks.figures import NAMES, UNCHANGED
from seqdemo.stocks.shuffling import CHANGES, IN_ORDER, ORDERS, PRICES
from seqdemo.stocks.stretch import KINDS, ORDERED, SHUFFLED, Asked, Band, Outcome, Stretch
from seqdemo.stocks.weeks import LEARNT, SEEN
from seqdemo.ui.markdown import table

COMPANIES = {
    "GOOG": "Google",
    "AAPL": "Apple",
    "AMZN": "Amazon",
    "FB": "Facebook",
    "NFLX": "Netflix",
    "MSFT": "Microsoft",
}
ALL, FEWEST, MOST = 105, 12, 52
"""Weeks there are, and the fewest and the most of a stretch."""
START = Asked("GOOG", SEEN + 1, ALL - SEEN, IN_ORDER, 2)
PRESETS = {
    "Weeks never seen": START,
    "The prices shuffled": START._replace(order=PRICES),
    "Only the changes shuffled": START._replace(order=CHANGES),
    "A fall that nobody foresaw": Asked("FB", 19, 20, IN_ORDER, 2),
}
FORMULA = GRU_FORMULA + r"\\ y &= h' W + b & \text{the change that is expected next}"
BETTER, SAME, WORSE = "clearly nearer", "about as near", "clearly farther off"
ANSWERS = (BETTER, SAME, WORSE)


def company(sign: str) -> str:
    """The name of a company; one without a name here has its sign."""
    return COMPANIES.get(sign, sign)


def chips(stretch: Stretch) -> list[str]:
    """What the networks read, as the tape shows it."""
    return [percent(change) for change in stretch.changes]


def notes(stretch: Stretch, outcome: Outcome) -> list[str]:
    """A line for every chip: the price after it, and what is expected next."""
    return [
        f"{percent(change)}, so the price is {price:.3f}. Expected next: "
        + ", ".join(f"{percent(said[i].mean())} ({NAMES[kind]})" for kind, said in outcome.expected.items())
        for i, (change, price) in enumerate(zip(stretch.changes, stretch.prices[1:], strict=True))
    ]


def step_sentence(stretch: Stretch, outcome: Outcome, step: int) -> str:
    """Says what is expected after `step` changes, what came, and who was nearest."""
    if step == 0:
        return "Nothing has been read yet."
    expected = {kind: said[step - 1].mean() for kind, said in outcome.expected.items()}
    said = ", ".join(f"{NAMES[kind]} {percent(change)}" for kind, change in expected.items())
    sentence = f"After {step} of {len(stretch.changes)} changes the price is {stretch.prices[step]:.3f}. "
    sentence += f"Expected of the next week, the mean of {len(outcome.expected[ORDERED].T)} networks each: {said}."
    if step == len(stretch.changes):
        return sentence
    came = stretch.changes[step]
    misses = {UNCHANGED: abs(came)} | {NAMES[kind]: abs(change - came) for kind, change in expected.items()}
    return f"{sentence} It was {percent(came)}: nearest was {min(misses, key=misses.__getitem__)}."


def scores(outcome: Outcome) -> str:
    """The table of the stretch: by how much each misses a week."""
    rows = [[UNCHANGED, f"{100 * outcome.unchanged.mean():.2f}%", ""]]
    for kind in KINDS:
        by_seed = outcome.misses[kind].mean(axis=0)
        band = Band.over(100 * by_seed)
        count = f"{outcome.nearer(kind)} of {len(by_seed)}"
        rows.append([NAMES[kind], f"{band.mean:.2f}% ({band.least:.2f} to {band.most:.2f})", count])
    return table(["guess", "misses by (each seed)", "nearer"], rows)


def verdict(stretch: Stretch, outcome: Outcome) -> str:
    """Says who wins on the stretch, and which week surprised most."""
    wins = {kind: outcome.nearer(kind) for kind in KINDS}
    count = outcome.misses[ORDERED].shape[1]
    winners = [NAMES[kind] for kind, nearer in wins.items() if nearer == count]
    if winners:
        sentence = f"Here **all {count} that {' and all that '.join(winners)} beat {UNCHANGED}**."
        if stretch.asked.order == IN_ORDER and stretch.asked.first > SEEN:
            sentence += " One company and a few weeks can be luck: all companies together stand below."
    elif not any(wins.values()):
        sentence = f"Here **nobody beats {UNCHANGED}**: it is nearer than every single network."
    else:
        sentence = f"Here the dice of the training decide who beats {UNCHANGED}, so **nobody really does**."
    return f"{sentence} {seen(stretch)}"


def seen(stretch: Stretch) -> str:
    """Says how many of the weeks the networks know from their training."""
    weeks = range(stretch.asked.first, stretch.last + 1)
    learnt = sum(week <= LEARNT for week in weeks)
    unseen = sum(week > SEEN for week in weeks)
    if unseen == len(weeks):
        return f"No network has seen any of these {len(weeks)} weeks."
    if learnt == len(weeks):
        return f"All networks have learnt from these very {learnt} weeks."
    return f"Of these {len(weeks)} weeks the networks have learnt from {learnt}, and never seen {unseen}."


def line_sentence(stretch: Stretch, outcome: Outcome) -> str:
    """Says what the line is, and what its order has to do with it."""
    name, dates = company(stretch.asked.company), f"{stretch.dates[0]} to {stretch.dates[-1]}"
    real, now = (100 * np.abs(np.diff(np.log(line))).mean() for line in (stretch.real, stretch.prices))
    if stretch.asked.order == PRICES:
        return (
            f"{name}, {dates}, the prices shuffled (faint: as they were). From one to the next the price now jumps by "
            f"{now:.1f}% and not by {real:.1f}%: that this week is like the last was in the order, and is gone."
        )
    if stretch.asked.order == CHANGES:
        return (
            f"{name}, {dates}, the changes shuffled (faint: as they were). They are as large as before, {now:.1f}% a "
            f"week, and the line ends where it ended, at {stretch.prices[-1]:.3f}: a sum has no order."
        )
    worst = int(outcome.unchanged.argmax()) + 1
    change = stretch.changes[worst]
    expected = outcome.expected[ORDERED][worst - 1].mean()
    return (
        f"{name}, {dates}: from week to week the price changes by {real:.1f}%. The greatest surprise was the week of "
        f"{stretch.dates[worst + 1]}: {percent(change)}, where the networks that learnt in order expected "
        f"{percent(expected)}."
    )


def unseen_sentence(measured: Mapping[str, Any]) -> str:
    """Says who wins on all unseen weeks, with the spread over the seeds."""
    parts = []
    for order in ORDERS:
        found = measured[order.replace(" ", "_")]
        said = ", ".join(
            f"{NAMES[kind]} {found[kind]['mean']:.2f}% (standard deviation over {len(found[kind]['seeds'])} seeds "
            f"{found[kind]['standard_deviation']:.2f}; {found[kind]['nearer_than_unchanged']} nearer than {UNCHANGED})"
            for kind in KINDS
        )
        parts.append(f"{order}: {UNCHANGED} misses by {found['unchanged']:.2f}%, {said}")
    return f"The last {measured['weeks']} weeks of {measured['companies']} companies, {'; '.join(parts)}."


def lesson(measured: Mapping[str, Any]) -> str:
    """What the numbers mean, in Markdown."""
    order, mixed, rise = measured["in_order"], measured["prices_shuffled"], measured["usual_rise"]
    ordered, count = order[ORDERED], len(order[ORDERED]["seeds"])
    return (
        f"**The order is nearly all there is to a price.** In order, {UNCHANGED} misses by {order['unchanged']:.1f}% "
        f"a week; with the prices shuffled, by {mixed['unchanged']:.1f}%. Networks that learnt from shuffled prices "
        "have learnt something too, that a price goes back to the middle. It helps where prices are shuffled "
        f"({mixed[SHUFFLED]['mean']:.1f}%) and ruins them on real weeks ({order[SHUFFLED]['mean']:.1f}%).\n\n"
        "**But in the order of the changes is hardly anything that these networks could use.** What those that learnt "
        "in order expect is nearly the price itself, a week late. "
        f"They miss by {ordered['mean']:.2f}% on real weeks, and {ordered['nearer_than_unchanged']} of {count} beat "
        f"{UNCHANGED}, which misses by {order['unchanged']:.2f}%. Nearer than all of them is to say "
        f"{rise['change']:+.1f}% every week, the middle one of all changes that they learnt from: it misses by "
        f"{rise['miss']:.2f}%, because these shares went on rising. Nobody should buy shares by such a network."
    )


def answer(measured: Mapping[str, Any]) -> str:
    """How the networks that learnt in order do on the unseen weeks: clear is what all seeds agree on."""
    found = measured["in_order"][ORDERED]
    return {len(found["seeds"]): BETTER, 0: WORSE}.get(found["nearer_than_unchanged"], SAME)


def explanation(measured: Mapping[str, Any]) -> str:
    """The numbers behind `answer`."""
    found = measured["in_order"]
    return (
        f"They miss by {found[ORDERED]['mean']:.2f}% a week, “unchanged” by {found['unchanged']:.2f}%, and those "
        f"that learnt from shuffled prices by {found[SHUFFLED]['mean']:.2f}%."
    )


def percent(change: float) -> str:
    """The logarithm of one price over another as a percentage with its sign."""
    return f"{100 * np.expm1(change):+.1f}%".replace("-", "−")


def colours(changes: Sequence[float]) -> list[float]:
    """A colour of the tape for each change; ten percent is as strong as it gets."""
    return [change / 0.1 for change in changes]
