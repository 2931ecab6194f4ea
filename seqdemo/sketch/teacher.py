"""What the guesser learns from besides the names of drawings: what two networks together say of them on the way.

A name says nothing of what half a drawing might yet become; a view of all classes does (knowledge distillation, Hinton
et al. 2015). The two err differently: the guesser learned to tell classes apart, and the network that draws says by
Bayes' rule what it sees: the likelier a class makes the moves, the likelier it is the class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from seqdemo.sketch.evaluation import Drawings
from seqdemo.sketch.features import side_by_side
from seqdemo.sketch.path import along

SHARES = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0])
"""After these shares of its points each drawing is looked at."""
LIKELIEST = 10
"""The network that draws is asked for so many classes, those that the guesser takes for the likeliest on the way and at
the end: on the way a view is better than any guess could be."""
OF_THE_DRAWER = np.array([1.0, 1.0, 0.7, 0.5, 0.4, 0.35, 0.3, 0.25, 0.3])
"""The weight of its nats beside those of the guesser after each of SHARES, with which both are right most often on
drawings held out. Below one, because moves depend on each other and their product is too sure."""
ROWS = 48  # drawings side by side, each as often as there are LIKELIEST


class Views(NamedTuple):
    """Probabilities of all classes, (drawings, SHARES, classes) in half precision."""

    probabilities: np.ndarray

    def after(self, row: int, shares: np.ndarray) -> np.ndarray:
        """What is seen in a drawing after `shares` (asked,) of its points, by those looked at; (asked, classes)."""
        above = np.clip(np.searchsorted(SHARES, shares), 1, len(SHARES) - 1)
        way = (shares - SHARES[above - 1]) / (SHARES[above] - SHARES[above - 1])
        way = np.clip(way, 0, 1)[:, None].astype(np.float32)
        return (1 - way) * self.probabilities[row, above - 1] + way * self.probabilities[row, above]


def views(guesser: keras.Model, drawings: Drawings, surprise: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Views:
    """Returns what both networks see in the drawings.

    `surprise(rows, classes)` says how many nats those drawings cost the network that draws up to each of their points,
    were they of `classes` (rows, K): (rows, K, longest); the end belongs to the last point.
    """
    counts = np.array([len(points) for points in drawings.points])
    after = np.maximum(1, np.ceil(counts[:, None] * SHARES - 1e-6).astype(int)) - 1
    found = np.zeros((*after.shape, len(drawings.names)), np.float16)
    for rows in np.array_split(np.argsort(counts, kind="stable"), -(-len(counts) // ROWS)):
        told = along(side_by_side([drawings.points[row] for row in rows]))
        logits = guesser({"told": told, "at": after[rows]}, training=False)
        seen = ops.convert_to_numpy(ops.softmax(logits, axis=-1)).copy()
        # the very first points say little; that the others tell what the drawing becomes, a teacher may know
        likeliest = np.argsort(-seen[:, 1:].sum(axis=1), axis=-1)[:, :LIKELIEST]
        nats = np.take_along_axis(surprise(rows, likeliest), after[rows][:, None], axis=-1).transpose(0, 2, 1)
        likeliest = np.broadcast_to(likeliest[:, None], nats.shape)
        own = np.take_along_axis(seen, likeliest, axis=-1)
        logs = np.log(own + 1e-6) - OF_THE_DRAWER[:, None] * nats
        both = np.exp(logs - logs.max(axis=-1, keepdims=True))
        # what the guesser gives to all of them is shared out anew
        both *= own.sum(axis=-1, keepdims=True) / both.sum(axis=-1, keepdims=True)
        np.put_along_axis(seen, likeliest, both, axis=-1)
        found[rows] = seen
    return Views(found)
