"""From a file of the learner's to lines: checked before it is decoded, then its edges are found.

>>> picture, notices = read_upload(content)          # (SIDE, SIDE, 3) of 0..1
>>> ink, sentence = edges(picture, 2.0)              # (SIDE, SIDE) of bool
"""

from __future__ import annotations

import io
import struct
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from seqdemo.core.errors import InputError

SIDE = 256
MOST_BYTES, MOST_PIXELS = 10_000_000, 24_000_000
KINDS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
SMOOTH = 2.0
"""The deviation of the blur before edges are looked for, in pixels of SIDE."""
_DARK, _LIGHT = 0.45, 0.85
_THIN, _SOLID = 6, 0.05
"""A picture of which less than this share lies further than so many pixels inside what is dark is a drawing."""
_MARGIN = 0.06


def read_upload(content: bytes) -> tuple[np.ndarray, list[str]]:
    """Returns a picture (SIDE, SIDE, 3) of 0..1 with white around it, and what had to be done to it.

    Raises InputError, one sentence, for what is no picture, is damaged or too large; nothing large is decoded.
    """
    if len(content) > MOST_BYTES:
        raise InputError(
            f"The file has {len(content) / 1e6:.0f} megabytes; give a picture of at most {MOST_BYTES / 1e6:.0f}."
        )
    try:
        # the size is read from the header, so the warning of Pillow's own bound says nothing new
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=KINDS)
        width, height = opened.size
    except Image.DecompressionBombError as error:
        raise InputError(f"{_too_large('far more')}") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise InputError("The file is no picture that can be read; give a PNG, JPEG, GIF, WebP or BMP.") from error
    if width * height > MOST_PIXELS:
        raise InputError(_too_large(f"{width * height / 1e6:.0f}"))
    notices = []
    try:
        # to count them Pillow walks through all that follow the first
        frames = getattr(opened, "n_frames", 1)
        opened.load()
        picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error) as error:
        raise InputError("The picture is cut off or damaged; save it again, or give another one.") from error
    if frames > 1:
        notices.append(f"The file has {frames} pictures; the first is taken.")
    if np.asarray(picture.getchannel("A")).min() < 255:
        notices.append("Where the picture is transparent, it is taken for white paper.")
    return _square(picture), notices


def _too_large(megapixels: str) -> str:
    return f"The picture has {megapixels} megapixels; give one of at most {MOST_PIXELS // 1_000_000}."


def _square(picture: Image.Image) -> np.ndarray:
    """A picture of any size in the middle of white paper."""
    inner = round(SIDE * (1 - 2 * _MARGIN))
    picture.thumbnail((inner, inner), Image.Resampling.LANCZOS)
    paper = Image.new("RGBA", (SIDE, SIDE), "white")
    paper.alpha_composite(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2))
    return np.asarray(paper.convert("RGB"), np.float32) / 255


def edges(picture: np.ndarray, smooth: float = SMOOTH) -> tuple[np.ndarray, str]:
    """Returns the lines (SIDE, SIDE) of a picture (SIDE, SIDE, 3) of 0..1, and how they were found.

    Of a drawing they are its dark lines, of a photo its edges (Canny 1986). Raises InputError where there is none.
    """
    from skimage.feature import canny
    from skimage.morphology import disk, erosion

    grey = picture.mean(axis=-1)
    dark = grey < _LIGHT
    # what is left of lines when all their sides are taken off is next to nothing
    if erosion(dark, disk(_THIN)).sum() < _SOLID * dark.sum():
        found, how = grey < (_DARK + _LIGHT) / 2, "It looks like a drawing, so its dark lines are taken as they are."
    else:
        found, how = canny(grey, smooth), "These are its edges: where its light changes fast."
    if not found.any():
        raise InputError("There are no edges in this picture: it is all of one colour; give another one.")
    return found, how
