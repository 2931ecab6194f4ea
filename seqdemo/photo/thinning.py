"""Lines thinned to their middle by scikit-image, of which only the compiled part is loaded that does it.

Its package brings all of SciPy with it: 50 MB in every process that serves.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np

_PART = "_skeletonize_various_cy"


def thinned(ink: np.ndarray) -> np.ndarray:
    """Returns the middle of the lines in `ink` (H, W) of bool, one pixel wide, in the same form."""
    return _thin()(np.ascontiguousarray(ink, bool))


@cache
def _thin() -> Callable[[np.ndarray], np.ndarray]:
    package = find_spec("skimage")
    folders = package.submodule_search_locations if package else None
    for path in (
        Path(folder, "morphology", _PART + ending) for folder in folders or () for ending in EXTENSION_SUFFIXES
    ):
        spec = spec_from_file_location(f"skimage.morphology.{_PART}", path) if path.exists() else None
        if spec and spec.loader:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            if hasattr(module, "_fast_skeletonize"):
                return module._fast_skeletonize
    # another version keeps it elsewhere
    from skimage.morphology import skeletonize

    return skeletonize
