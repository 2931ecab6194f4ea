"""One comment in other orders of its words, and what three networks say after every word of them.

>>> study = Study.of(judge, rivals, judge.words("you are not stupid, just new"))
>>> study.ends["mlp"]       # "toxic" at the end of ORDERS orders of the same words: always the same
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from seqdemo.core.sampling import shuffled_order
from seqdemo.core.trace import Trace
from seqdemo.toxicity.model import ToxicityModel
from seqdemo.toxicity.reader import Word
from seqdemo.verdict.model import VerdictModel

NETWORKS = ("rnn", "cnn", "mlp")
ORDERS = 40


def in_order(words: Sequence[Word], seed: int) -> list[Word]:
    """Returns the words in another order; seed 0 leaves them as they are."""
    return [words[i] for i in shuffled_order(len(words), seed)]


def toxic(judge: ToxicityModel, rivals: VerdictModel, comments: Sequence[Sequence[Word]]) -> dict[str, np.ndarray]:
    """Returns the probability of `toxic` after every word, (N, T) of each network; the comments are equally long."""
    x = np.array([[judge.embed(word) for word in words] for words in comments])
    return {"rnn": judge.scores(x)[..., 0], **_rivals(rivals, x)}


def toxic_beside(trace: Trace, judge: ToxicityModel, rivals: VerdictModel) -> dict[str, np.ndarray]:
    """Returns the same of one comment, (T,) of each network, that the RNN has walked already."""
    x = np.array([[judge.embed(step.item) for step in trace.steps]])
    return {"rnn": trace.outputs[:, 0], **{name: rows[0] for name, rows in _rivals(rivals, x).items()}}


def _rivals(rivals: VerdictModel, x: np.ndarray) -> dict[str, np.ndarray]:
    return {name: rivals.scores(name, x)[..., 0] for name in NETWORKS[1:]}


@dataclass(frozen=True)
class Study:
    """What the networks say of a comment as it was typed, and at the end of ORDERS other orders of its words."""

    typed: Mapping[str, np.ndarray]  # (T,) of each network, after every word
    ends: Mapping[str, np.ndarray]  # (ORDERS,), of the seeds 1 to ORDERS

    @classmethod
    def of(cls, judge: ToxicityModel, rivals: VerdictModel, words: Sequence[Word]) -> Study:
        """Judges all orders in one batch a network."""
        found = toxic(judge, rivals, [in_order(words, seed) for seed in range(ORDERS + 1)])
        return cls(
            {name: rows[0] for name, rows in found.items()}, {name: rows[1:, -1] for name, rows in found.items()}
        )

    @property
    def kindest(self) -> int:
        """The seed of the order that the RNN finds the least toxic; 0 is as typed."""
        return int(np.argmin([self.typed["rnn"][-1], *self.ends["rnn"]]))

    @property
    def harshest(self) -> int:
        """The seed of the order that the RNN finds the most toxic; 0 is as typed."""
        return int(np.argmax([self.typed["rnn"][-1], *self.ends["rnn"]]))

    def at(self, name: str, seed: int) -> float:
        """What network `name` says at the end of the order of `seed`, 0 to ORDERS."""
        return float(self.ends[name][seed - 1] if seed else self.typed[name][-1])

    def range_of(self, name: str) -> float:
        """How far the verdicts of network `name` lie apart, over all orders."""
        return float(np.ptp([self.typed[name][-1], *self.ends[name]]))
