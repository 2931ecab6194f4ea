"""The product of some rows and a matrix, which is done in one of several ways."""

import numpy as np
import pytest

from seqdemo.core.products import laid_out, product

RANDOM = np.random.default_rng(0)
LARGE, SMALL = RANDOM.normal(size=(515, 300)).astype(np.float32), RANDOM.normal(size=(4, 3)).astype(np.float32)


@pytest.mark.parametrize("rows", [(), (1,), (2,), (8,), (9,), (20,), (21,), (2, 3)])
@pytest.mark.parametrize("kernel", [LARGE, laid_out(LARGE), SMALL], ids=["large", "laid out", "small"])
def test_it_is_the_product(rows, kernel):
    x = RANDOM.normal(size=(*rows, len(kernel))).astype(np.float32)
    found = product(x, kernel)
    assert found.shape == (*rows, kernel.shape[1]) and found.dtype == np.float32
    np.testing.assert_allclose(found, x.astype(float) @ kernel.astype(float), atol=1e-3)


def test_several_matrices_are_multiplied_side_by_side():
    x, kernels = RANDOM.normal(size=(3, 5, 4)), RANDOM.normal(size=(3, 4, 2))
    np.testing.assert_allclose(product(x, kernels), np.stack([a @ b for a, b in zip(x, kernels, strict=True)]))
