"""Touching the memory in the middle of a sentence: it is wiped, or that of another sentence is put in its place.

>>> operated(model, trace, place=3, reach=4, other=None, draw=Draw(), most=12)     # forgets the first three words
"""

from __future__ import annotations

from collections.abc import Sequence

from seqdemo.core.cells import LSTMState
from seqdemo.core.trace import Trace, extend, walk
from seqdemo.language.model import FIRST, Draw, Grown, LanguageModel
from seqdemo.language.vocabulary import Word


def operated(
    model: LanguageModel,
    trace: Trace,
    place: int,
    reach: int,
    other: Sequence[Word] | None,
    draw: Draw,
    most: int,
) -> Grown:
    """Returns the sentence of `trace` as the network goes on with it when its memory is changed after `place` words.

    Up to `reach` words are read as they are, then it writes at most `most` words of its own. The memory becomes that
    after the words `other`; of None it becomes empty.
    """
    carry = model.start() if other is None else memory_of(model, other)
    kept, words = trace.steps[: place + 1], trace.items[place + 1 : reach + 1]
    steps = (*kept, *walk(model, words, carry))
    return model.grow(Trace(steps, len(words), tuple(step.item for step in steps)), draw, most)


def memory_of(model: LanguageModel, words: Sequence[Word]) -> LSTMState:
    """Returns what the network remembers after it has read `words` from the beginning of a sentence."""
    return extend(model, Trace(), [FIRST, *words]).steps[-1].carry
