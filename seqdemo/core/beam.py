"""Beam search: the few best beginnings of a sequence go on side by side, the others die.

A beam of one is the greedy choice. Many sequences can be searched at once.

>>> found = search(advance, pick, carry, sequences=1, width=5, longest=[40], start=1, end=2, alpha=0.8)
>>> found[0].hypotheses[0].items
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from seqdemo.core.pace import between_steps

LIVES, ENDED, DIED = "lives", "ended", "died"
"""What became of a candidate: it goes on, it is a whole sequence, or better ones took its place."""


class Node(NamedTuple):
    """One candidate of one step."""

    parent: int  # its place among the nodes of the step before; 0 at the first step
    item: int
    log_probability: float  # of the whole beginning up to here
    score: float  # the same, normalised by length
    fate: str  # LIVES, ENDED or DIED


class Hypothesis(NamedTuple):
    """A sequence that was found, `end` included if it came to an end."""

    items: tuple[int, ...]
    log_probabilities: tuple[float, ...]  # of each item, given those before
    score: float
    ended: bool  # False where the search was cut off
    extras: tuple[Any, ...]  # what `advance` handed out beside each item
    path: tuple[int, ...]  # its place among the nodes of each step


class Found(NamedTuple):
    """What was found for one sequence: hypotheses, best first, and the nodes of every step."""

    hypotheses: tuple[Hypothesis, ...]
    tree: tuple[tuple[Node, ...], ...]


class _Link(NamedTuple):
    """A beginning, as its last item and the beginning before it."""

    before: _Link | None
    item: int
    log_probability: float
    total: float
    extra: Any
    place: int


Advance = Callable[[np.ndarray, Any, np.ndarray], tuple[Any, np.ndarray, np.ndarray]]
Pick = Callable[[Any, np.ndarray], Any]


def normalised(total: float, length: int, alpha: float) -> float:
    """Log probability over ((5 + length) / 6) ** alpha, so that long sequences are not at a loss (Wu et al. 2016)."""
    return total / ((5 + length) / 6) ** alpha


def search(
    advance: Advance,
    pick: Pick,
    carry: Any,
    sequences: int,
    width: int,
    longest: Sequence[int],
    start: int,
    end: int,
    alpha: float,
    forced: Sequence[int] = (),
) -> list[Found]:
    """Searches `sequences` sequences at once, each with at most `longest` items, `end` included.

    `carry` has `sequences * width` rows. `advance(items (R,), carry, going)` takes a step for the sequences whose
    numbers are in `going` and returns the new carry, log probabilities (R, V) and an extra (R, ...) for each row;
    `pick(carry, rows)` reorders rows. All sequences begin with the items of `forced`.
    A sequence is done when `width` hypotheses have come to an end.
    """
    links: list[list[_Link | None]] = [[None] * width for _ in range(sequences)]
    ended: list[list[_Link]] = [[] for _ in range(sequences)]
    trees: list[list[tuple[Node, ...]]] = [[] for _ in range(sequences)]
    going = np.arange(sequences)
    items = np.full(sequences * width, start)
    totals = np.full((sequences, width), -np.inf)  # the first step has one beginning: the empty one
    totals[:, 0] = 0
    for time in range(max(longest, default=0)):
        between_steps()
        carry, logs, extras = advance(items, carry, going)
        logs = logs.reshape(len(going), width, -1)
        if time < len(forced):
            only = np.full(logs.shape[-1], -np.inf, logs.dtype)
            only[forced[time]] = 0
            logs = logs + only
        ranked, among = _ranked(totals[..., None] + logs, 2 * width)
        rows, chosen, still = [], [], []
        for position, sequence in enumerate(going):
            born: list[_Link] = []
            nodes: list[Node] = []
            for rank, (candidate, total) in enumerate(zip(among[position], ranked[position], strict=True)):
                if total == -np.inf:
                    break
                beam, item = divmod(int(candidate), logs.shape[-1])
                before = links[sequence][beam]
                link = _Link(
                    before,
                    item,
                    float(logs[position, beam, item]),
                    float(total),
                    extras[position * width + beam],
                    len(nodes),
                )
                fate = DIED
                if item == end and rank < width:
                    ended[sequence].append(link)
                    fate = ENDED
                elif item != end and len(born) < width:
                    born.append(link)
                    rows.append(position * width + beam)
                    fate = LIVES
                score = normalised(link.total, time + 1, alpha)
                nodes.append(Node(before.place if before else 0, item, link.total, score, fate))
            trees[sequence].append(tuple(nodes))
            missing = width - len(born)
            rows += [position * width] * missing
            links[sequence] = [*born, *[None] * missing]
            chosen.append([link.item for link in born] + [end] * missing)
            still.append(bool(born) and len(ended[sequence]) < width and time + 1 < longest[int(sequence)])
        kept = np.array(still)
        if not kept.any():
            break
        going = going[kept]
        carry = pick(carry, np.array(rows).reshape(-1, width)[kept].ravel())
        items = np.array(chosen)[kept].ravel()
        totals = np.array([[link.total if link else -np.inf for link in links[sequence]] for sequence in going])
    return [
        Found(_hypotheses(ended[i], [link for link in links[i] if link], alpha), tuple(trees[i]))
        for i in range(sequences)
    ]


def _ranked(candidates: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The `count` best of (N, K, V), best first, and their places in K * V; among equals the first comes first."""
    flat = candidates.reshape(len(candidates), -1)
    count = min(count, flat.shape[-1])
    best = np.sort(np.argpartition(flat, flat.shape[-1] - count, axis=-1)[:, -count:], axis=-1)
    values = np.take_along_axis(flat, best, axis=-1)
    order = np.argsort(-values, axis=-1, kind="stable")
    return np.take_along_axis(values, order, axis=-1), np.take_along_axis(best, order, axis=-1)


def _hypotheses(ended: list[_Link], going: list[_Link], alpha: float) -> tuple[Hypothesis, ...]:
    """Those that came to an end, best first; where there are none, those that were cut off."""
    found = [_hypothesis(link, bool(ended), alpha) for link in ended or going]
    return tuple(sorted(found, key=lambda hypothesis: -hypothesis.score))


def _hypothesis(link: _Link, ended: bool, alpha: float) -> Hypothesis:
    chain: list[_Link] = []
    at: _Link | None = link
    while at is not None:
        chain.insert(0, at)
        at = at.before
    return Hypothesis(
        tuple(link.item for link in chain),
        tuple(link.log_probability for link in chain),
        normalised(link.total, len(chain), alpha),
        ended,
        tuple(link.extra for link in chain),
        tuple(link.place for link in chain),
    )
