"""Start drawings, made by hand: a page without a mouse has something to finish too."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

Vertices = tuple[tuple[int, int], ...]


class Start(NamedTuple):
    """The beginning of a drawing of one class, and what it shows."""

    title: str
    name: str  # of the class
    lesson: str
    lines: tuple[Vertices, ...]  # pixels of the frame, y downward

    @property
    def strokes(self) -> list[np.ndarray]:
        return [np.array(line, float) for line in self.lines]


_CAT = (
    (70, 96),
    (64, 62),
    (66, 38),
    (92, 62),
    (112, 70),
    (140, 70),
    (160, 60),
    (186, 36),
    (190, 62),
    (188, 98),
    (196, 130),
    (190, 166),
    (168, 194),
    (134, 206),
    (100, 200),
    (72, 180),
    (58, 150),
    (60, 120),
    (70, 96),
)

STARTS = (
    Start(
        "Mosquito",
        "mosquito",
        "A body and a first wing: look for legs, a sting and more wings.",
        (
            (
                (82, 158),
                (92, 146),
                (112, 140),
                (140, 142),
                (168, 150),
                (186, 162),
                (188, 172),
                (176, 180),
                (150, 182),
                (120, 180),
                (96, 174),
                (84, 166),
                (82, 158),
            ),
            ((122, 141), (112, 110), (110, 80), (120, 58), (134, 54), (144, 68), (144, 98), (134, 126), (126, 141)),
        ),
    ),
    Start(
        "Cat’s head",
        "cat",
        "An outline with two ears: look for eyes, nose, mouth and whiskers, and for their order.",
        (_CAT,),
    ),
    Start(
        "Wheel",
        "bicycle",
        "One wheel at the left: it knows how far away the second one belongs.",
        (
            (
                (62, 116),
                (38, 122),
                (22, 140),
                (18, 162),
                (26, 186),
                (46, 202),
                (68, 204),
                (92, 194),
                (106, 172),
                (104, 146),
                (90, 126),
                (66, 116),
            ),
        ),
    ),
    Start(
        "Petal",
        "flower",
        "The middle and one petal: the others follow around it, then the stem.",
        (
            ((128, 64), (114, 68), (107, 82), (112, 98), (126, 105), (142, 100), (149, 86), (143, 70), (130, 64)),
            ((116, 66), (106, 48), (110, 30), (126, 22), (142, 28), (148, 46), (140, 66)),
        ),
    ),
    Start(
        "Face",
        "face",
        "An outline and one eye: the other comes first, then nose and mouth.",
        (
            (
                (120, 30),
                (82, 38),
                (50, 64),
                (34, 104),
                (36, 146),
                (54, 184),
                (88, 212),
                (130, 220),
                (170, 210),
                (202, 180),
                (216, 138),
                (212, 94),
                (190, 56),
                (156, 34),
                (122, 30),
            ),
            ((92, 96), (84, 102), (84, 112), (92, 118), (102, 114), (104, 104), (96, 96)),
        ),
    ),
    Start(
        "House",
        "house",
        "Walls and a roof: look for a door, windows, a chimney.",
        (
            ((56, 110), (58, 216), (198, 218), (200, 112), (56, 110)),
            ((44, 112), (126, 38), (212, 112)),
        ),
    ),
    Start(
        "Fish",
        "fish",
        "A body without a tail: it knows on which side the tail belongs.",
        (
            (
                (196, 128),
                (168, 96),
                (128, 80),
                (84, 84),
                (48, 104),
                (28, 128),
                (50, 154),
                (88, 172),
                (130, 172),
                (170, 154),
                (196, 128),
            ),
        ),
    ),
    Start(
        "Hull",
        "sailboat",
        "A hull on the water: mast and sail grow upward from it.",
        (((24, 164), (52, 208), (190, 210), (230, 164), (126, 168), (26, 164)),),
    ),
    Start(
        "Stem",
        "cactus",
        "A thick stem: look for arms and spikes.",
        (
            (
                (104, 232),
                (102, 160),
                (102, 90),
                (108, 48),
                (122, 30),
                (140, 36),
                (148, 62),
                (150, 120),
                (150, 180),
                (152, 232),
            ),
        ),
    ),
    Start(
        "Slice",
        "pizza",
        "A slice with its crust: the toppings are missing.",
        (
            ((30, 60), (124, 234), (226, 62)),
            ((28, 60), (60, 36), (112, 24), (168, 28), (226, 60)),
            ((36, 72), (78, 52), (126, 44), (176, 50), (220, 72)),
        ),
    ),
    Start(
        "Nothing",
        "mosquito",
        "An empty canvas: all that the network is told is the name.",
        (),
    ),
    Start(
        "Upside down",
        "cat",
        "It gets this wrong: all cats it learned from stood upright, so it often gives this one a second pair of "
        "ears, on top. It follows the moves of a pen; it sees no picture that it could turn.",
        (tuple((254 - x, 242 - y) for x, y in _CAT),),
    ),
)
DEFAULT = STARTS[0]
