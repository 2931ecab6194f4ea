"""How far ONNX Runtime is from Keras on the shipped weights."""

from seqdemo.core import weights
from seqdemo.photo import conversion
from seqdemo.photo.model import SHAPES, PhotoModel


def largest_difference() -> float:
    """Of photos of both generators, 0..1, and of the critic's logits as a share of the largest."""
    arrays, _ = weights.load("photo", SHAPES)
    return conversion.largest_difference(PhotoModel.load(), arrays)
