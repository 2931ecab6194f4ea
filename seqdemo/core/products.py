"""The product of some rows and a matrix: `x @ kernel`, in the way in which BLAS is fastest at it.

For few rows BLAS takes longer to pack a large matrix than to multiply by it. With AVX-512 OpenBLAS packs nothing where
rows, inputs and outputs multiply to less than a million, so a large matrix is multiplied part by part; without it, a
part that stays in the cache is packed at less cost. The parts are columns, which therefore lie one after the other.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import threadpoolctl

_LARGE = 1 << 17  # numbers of a matrix
_MANY = 128  # rows
_PACKS_NOTHING = ("SkylakeX", "Cooperlake", "SapphireRapids")
"""The architectures for which OpenBLAS 0.3.17 and later has kernels for small matrices, by its own names."""


def laid_out(kernel: np.ndarray) -> np.ndarray:
    """Returns the matrix (I, O) as `product` likes it: column by column if it is large."""
    return np.asfortranarray(kernel) if kernel.ndim == 2 and kernel.size >= _LARGE else kernel


def product(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """x W: (..., I) and (I, O) to (..., O); several matrices (..., I, O) at once as NumPy has it."""
    if x.ndim > 2 == kernel.ndim:  # all rows at once: NumPy would pack the matrix for each of the leading axes anew
        return product(x.reshape(-1, x.shape[-1]), kernel).reshape(*x.shape[:-1], -1)
    if x.ndim != 2 or kernel.size < _LARGE or kernel.flags.c_contiguous or not 1 < len(x) <= _MANY:
        return x @ kernel
    most_rows, most_multiplied = _in_parts()
    if len(x) <= most_rows:
        return _by_columns(x, kernel, max(1, most_multiplied // x.size))
    return (kernel.T @ x.T).T  # the matrix is packed twice as fast on the left


def _by_columns(x: np.ndarray, kernel: np.ndarray, columns: int) -> np.ndarray:
    """x W = [x W_1, x W_2, ...], where each W_p is some columns of the matrix."""
    inputs, outputs = kernel.shape
    whole = outputs - outputs % columns
    found = np.empty((outputs, len(x)), np.result_type(x, kernel))
    parts = kernel.T[:whole].reshape(-1, columns, inputs)
    np.matmul(parts, x.T, out=found[:whole].reshape(-1, columns, len(x)))
    np.matmul(kernel.T[whole:], x.T, out=found[whole:])
    return np.ascontiguousarray(found.T)


@cache
def _in_parts() -> tuple[int, int]:
    """Up to how many rows parts pay, and how large rows times inputs times outputs of a part may be."""
    known = {library.get("architecture") for library in threadpoolctl.threadpool_info()}
    return (20, 500_000) if known & set(_PACKS_NOTHING) else (8, 300_000)
