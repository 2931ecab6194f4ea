"""What the page of drawings says: chips of the tape, sentences, the formula."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqdemo.core.cells import LSTM_FORMULA
from seqdemo.core.strokes import FRAME, MOST_POINTS
from seqdemo.sketch.mixture import DRAW, END, LIFT, PEN_STATES, Mixture
from seqdemo.sketch.surroundings import CELLS, RINGS, SECTORS, pixels
from seqdemo.ui.figures import percent

ARROWS = "→↘↓↙←↖↑↗"  # by direction, y downward
FORMULA = (
    LSTM_FORMULA
    + r"""\\
p(\Delta x, \Delta y) &= \sum_{j=1}^{M} w_j \,
\mathcal{N}(\Delta x, \Delta y \mid \mu_j, \sigma_j, \rho_j) & \text{where the pen goes: a mixture of Gaussians}\\
p(\text{pen}) &= \mathrm{softmax}(q) & \text{draws on, lifts, or the end}\\
w'_j &\propto w_j^{1/T} \qquad \sigma'^2_j = T \sigma_j^2 & \text{temperature } T
"""
)
MOST_NATS = 16.0  # a full colour; most points are near the middle
SURE = 0.6
"""From this probability on the guesser says that it sees it."""
NAT = (
    "Blue is what it expected, orange what surprised it. A nat is the unit of surprise: with each nat more, the "
    "network held the point for 2.7 times less likely. Below zero it expected the point at nearly the right pixel."
)


def arrow(dx: float, dy: float) -> str:
    """The arrow nearest to a direction; a dot for no move."""
    if dx == dy == 0:
        return "·"
    return ARROWS[round(np.arctan2(dy, dx) / (np.pi / 4)) % 8]


def in_the_air(points: np.ndarray) -> np.ndarray:
    """(N,): which of the moves (N, 3) go through the air, those after a lift."""
    return np.concatenate([[False], points[:-1, 2] == LIFT]) if len(points) else np.zeros(0, bool)


def items(points: np.ndarray) -> list[str]:
    """One chip a point: its arrow, in brackets where the pen is in the air, and whether the pen lifts after it."""
    return [
        (f"({arrow(dx, dy)})" if air else arrow(dx, dy)) + " lift" * (pen == LIFT)
        for (dx, dy, pen), air in zip(points.tolist(), in_the_air(points), strict=True)
    ]


def notes(points: np.ndarray, by_network: Sequence[bool]) -> list[str]:
    """One line a point: whose it is and what the pen does."""
    return [
        f"{'The network’s' if its else 'Yours'}: the pen {'moves through the air' if air else 'draws'} "
        f"{_by(dx, dy)}" + ", then it lifts." * (pen == LIFT) + "." * (pen == DRAW)
        for (dx, dy, pen), air, its in zip(points.tolist(), in_the_air(points), by_network, strict=True)
    ]


def _by(dx: float, dy: float) -> str:
    return "a dot" if round(dx) == round(dy) == 0 else way(dx, dy)


def drawn_sentence(
    by_network: Sequence[bool], points: int, ending: np.ndarray, lines: int, name: str, stopped: bool = False
) -> str:
    """What the network added to a drawing of a `name`; `by_network` says of each stroke so far who drew it.

    `stopped` says that it might have gone on.
    """
    if len(ending) == 0:
        if points >= MOST_POINTS:
            return f"The drawing has {MOST_POINTS} points, the most that fit: undo a stroke to make room for an ending."
        return f"The network calls this {name} finished. Draw on, or press Again."
    its = sum(by_network)
    begun = f"your {counted(len(by_network) - its, 'stroke')}" + f" and {its} of its own" * (its > 0)
    begun = f"{begun} ({counted(points, 'point')})" if by_network else "nothing"
    said = f"After {begun} the network drew {counted(lines, 'stroke')} ({counted(len(ending), 'point')})"
    if points + len(ending) >= MOST_POINTS:
        return said + f"; this {name} was stopped at {MOST_POINTS} points."
    if stopped:
        return said + f" and was stopped there: few people draw a {name} with so many points."
    return said + f" and said: this {name} is done."


def chosen_sentence(drawn: int, shown: int, beliefs: np.ndarray, name: str) -> str:
    """Says out of how many endings the guesser chose those on show, and how much it believes the best."""
    if drawn == shown:
        return ""
    which, sure = ("is the one", "") if shown == 1 else (f"are the {shown}", "up to ")
    return (
        f" Drawn were {drawn}; shown {which}, about as long as people’s and of likely moves, that "
        f"the guesser believes most ({name}: {sure}{percent(beliefs.max())})."
    )


def vote_sentence(beliefs: np.ndarray, vote: int, name: str) -> str:
    """Says which of some endings the guesser believes most to be a `name`, and how it sees the vote."""
    best, place = int(beliefs.argmax()), 1 + int((beliefs > beliefs[vote - 1]).sum())
    most = f"ending {best + 1} most, at {percent(beliefs[best])}"
    if place == 1:
        return f"You and the guesser agree: it too believes {most}."
    return (
        f"The guesser believes {most}; yours, ending {vote}, is number {place} of {len(beliefs)}, at "
        f"{percent(beliefs[vote - 1])}. It asks whether people drew a {name} like that, not whether it is beautiful."
    )


def guess_sentence(names: Sequence[str], chances: np.ndarray) -> str:
    """What the guesser sees, as one line of Markdown; `chances` (classes,)."""
    first, second = np.argsort(-chances, kind="stable")[:2]
    sees = f"**{names[first]}** ({percent(chances[first])})"
    if chances[first] >= SURE:
        return f"I see it: {sees}."
    return f"I see … {sees}" + f", or {names[second]}" * bool(chances[second] >= 0.01) + "."


def guess_lines(names: Sequence[str], chances: np.ndarray, count: int = 5) -> str:
    """The likeliest classes as lines of Markdown, each with a small bar."""
    likeliest = np.argsort(-chances, kind="stable")[:count]
    return "  \n".join(f"{names[i]} {percent(chances[i])} {'▇' * round(12 * float(chances[i]))}" for i in likeliest)


def told_sentence(name: str, jumps: np.ndarray, after: np.ndarray) -> str:
    """Which stroke told the guesser that it is a `name`; `jumps` and `after` (strokes,) are of its probability."""
    best, worst = int(jumps.argmax()), int(jumps.argmin())
    if jumps[best] < 0.01:
        return f"No stroke told it: {name} is its first guess, but it is not sure of it."
    said = f"Stroke {best + 1} told it: {name} rose from {percent(after[best] - jumps[best])} to {percent(after[best])}"
    if jumps[worst] <= -0.01:
        said += f"; stroke {worst + 1} made it doubt, down to {percent(after[worst])}"
    return said + "."


def game_sentence(name: str, seen: int | None, strokes: int, names: Sequence[str], chances: np.ndarray) -> str:
    """What the game says below the paper, as Markdown: `seen` is the number of strokes after which it saw `name`."""
    if seen:
        return f":material/celebration: I see a **{name}**, after {counted(seen, 'stroke')}!"
    if not strokes:
        return f"Draw a **{name}** with as few strokes as you can."
    first = names[int(chances.argmax())]
    return f"Not a {name} yet: I see **{first}** ({percent(chances.max())})."


def leaves_sentence(lines: Sequence[np.ndarray]) -> str:
    """Says it where an ending leaves the paper; "" where it does not."""
    vertices = np.vstack([np.zeros((1, 2)), *lines])
    if vertices.min() >= 0 and vertices.max() < FRAME:
        return ""
    return " A part of it leaves your paper: switch “On my paper” off to see it."


def around_sentence(ink: np.ndarray) -> str:
    """What lies around the pen, `ink` (CELLS,) as the network is told of it."""
    lengths = pixels(ink).reshape(len(RINGS) + 1, SECTORS)
    if lengths.sum() < 0.5:
        return "Nothing is drawn yet: all cells around the pen are empty."
    return (
        f"The darker a cell, the more ink is in it: {CELLS} cells, small ones near the pen and large ones far off. "
        f"Of {lengths.sum():,.0f} pixels of line, {lengths[:3].sum():,.0f} lie within {RINGS[2]:.0f} pixels of the pen."
    )


def pen_sentence(m: Mixture, lifted: bool) -> str:
    """The pen states of a mixture in words."""
    now = "The pen is in the air. " if lifted else ""
    return (
        f"{now}The chances at its next point: {m.pen[DRAW]:.0%} that it draws on, {m.pen[LIFT]:.0%} that it lifts, "
        f"{m.pen[END]:.0%} that the drawing is done."
    )


def surprise_sentence(nats: np.ndarray, rows: Sequence[np.ndarray]) -> str:
    """Which of the learner's strokes surprised most; `rows` has the points of each stroke."""
    means = [float(nats[part].mean()) if len(part) else -np.inf for part in rows]
    worst = int(np.argmax(means))
    point = rows[worst][int(np.argmax(nats[rows[worst]]))]
    said = f"Your stroke {worst + 1} surprised it most, at {means[worst]:.1f} nats a point"
    said += f", above all its point {point + 1} at {nats[point]:.1f}"
    others = [mean for i, mean in enumerate(means) if i != worst and np.isfinite(mean)]
    return said + (f"; your calmest stroke had {min(others):.1f}." if others else ".")


def numbers(m: Mixture, units: int, told: int) -> dict[str, str]:
    """The shapes and numbers of one step in words."""
    best = int(m.weights.argmax())
    return {
        "shapes": f"x ({told},), h and c ({units},), mixture of {len(m.weights)} Gaussians",
        "the heaviest Gaussian": f"weight {m.weights[best]:.3f}, mean {pair(m.means[best])} pixels, "
        f"deviations {pair(m.deviations[best])} pixels, correlation {m.correlations[best]:+.2f}",
        "pen": ", ".join(f"{name} {chance:.3f}" for name, chance in zip(PEN_STATES, m.pen, strict=True)),
    }


def seconds(ending: np.ndarray) -> float:
    """How long an ending draws itself."""
    return min(5.0, 0.5 + 0.05 * len(ending))


def pair(values: np.ndarray) -> str:
    return f"({values[0]:.1f}, {values[1]:.1f})"


def way(dx: float, dy: float) -> str:
    """A move in words, y downward."""
    dx, dy = round(dx), round(dy)
    parts = [f"{abs(dx)} pixels to the {'right' if dx > 0 else 'left'}"] * (dx != 0)
    parts += [f"{abs(dy)} pixels {'down' if dy > 0 else 'up'}"] * (dy != 0)
    return " and ".join(parts) or "where the pen is"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
