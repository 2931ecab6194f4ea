"""Batches of sequences for Keras: sorted into lengths, padded, masked."""

from __future__ import annotations

from collections.abc import Iterator

import keras
import numpy as np


def bucketed_batches(
    lengths: np.ndarray, buckets: tuple[int, ...], batch_size: int, seed: int
) -> Iterator[tuple[np.ndarray, int]]:
    """Yields (row indices, padded length) in random order; every batch is full.

    XLA compiles one program a shape, so there are few lengths and one batch size;
    a last batch that is short is filled with rows of its own bucket.
    """
    random = np.random.default_rng(seed)
    bucket_of = np.searchsorted(buckets, np.minimum(lengths, buckets[-1]))
    batches = []
    for bucket, length in enumerate(buckets):
        rows = random.permutation(np.flatnonzero(bucket_of == bucket))
        if len(rows) == 0:
            continue
        rows = np.concatenate([rows, random.choice(rows, -len(rows) % batch_size)])
        batches += [(chunk, length) for chunk in rows.reshape(-1, batch_size)]
    order = list(random.permutation(len(batches)))
    # Keras takes the shape of the first two batches for the shape of all, so these two differ in length.
    other = next((i for i, index in enumerate(order) if batches[index][1] != batches[order[0]][1]), 0)
    if other:
        order.insert(1, order.pop(other))
    for index in order:
        yield batches[index]


class BucketedBatches(keras.utils.PyDataset):
    """Batches of rows of similar length, in another random order each epoch; `self.batches` has (rows, length)."""

    def __init__(self, lengths: np.ndarray, buckets: tuple[int, ...], batch_size: int, seed: int = 0):
        super().__init__()
        self.lengths, self.buckets, self.batch_size = lengths, buckets, batch_size
        self.seed, self.epoch = seed, 0
        self.on_epoch_end()

    def on_epoch_end(self) -> None:
        self.batches = list(bucketed_batches(self.lengths, self.buckets, self.batch_size, self.seed + self.epoch))
        self.epoch += 1

    def __len__(self) -> int:
        return len(self.batches)


class NextItemBatches(BucketedBatches):
    """Language-model batches: inputs are items 0..n-1, targets are items 1..n of each sequence."""

    def __init__(self, sequences: list[np.ndarray], buckets: tuple[int, ...], batch_size: int, seed: int = 0):
        super().__init__(np.array([len(sequence) - 1 for sequence in sequences]), buckets, batch_size, seed)
        self.sequences = sequences

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        rows, length = self.batches[index]
        items = np.zeros((len(rows), length + 1), np.int32)
        for i, row in enumerate(rows):
            sequence = self.sequences[row][: length + 1]
            items[i, : len(sequence)] = sequence
        mask = np.arange(length) < self.lengths[rows, None]
        return items[:, :-1], items[:, 1:], mask.astype(np.float32)
