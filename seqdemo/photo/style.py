"""What colour and how lively a photo's object is: the part of the answer that no outline tells."""

from __future__ import annotations

import numpy as np

from seqdemo.photo.sizes import CLASSES, STYLE

LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)
LIVELINESS = 5.0
"""A standard deviation of the luminance of 0.2, which is that of an average shoe, is a liveliness of 1."""


def style_of(photo: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Returns the style (STYLE,) of a photo (H, W, 3) of 0..1 whose object is where `inside` (H, W) is true.

    Without an object, or one too small to tell, nothing is given.
    """
    if inside.sum() < 16:
        return unknown()
    seen = photo[inside]
    return style(seen.mean(axis=0), LIVELINESS * float((seen @ LUMINANCE).std()))


def style(colour: np.ndarray, liveliness: float) -> np.ndarray:
    """A style that is given: mean colour (3,) of 0..1 and liveliness, of which 1 is usual."""
    return np.concatenate([2 * np.asarray(colour) - 1, [liveliness, 1]]).astype(np.float32)


def unknown() -> np.ndarray:
    """The style that says nothing: the network takes what is usual."""
    return np.zeros(STYLE, np.float32)


def told(number: int, style: np.ndarray) -> np.ndarray:
    """What the network is told beside the drawing: class `number` one-hot and the style, (CLASSES + STYLE,)."""
    return np.concatenate([np.eye(len(CLASSES), dtype=np.float32)[number], style])
