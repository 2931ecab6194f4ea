"""What the page of photos says: chips, sentences with their numbers, formulas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seqdemo.photo.sizes import CHANNELS, CLASSES, SIZE, STYLE
from seqdemo.photo.style import LUMINANCE

ONE = dict(zip(CLASSES, ("shoe", "bag"), strict=True))
COLOURS: dict[str, tuple[float, float, float] | None] = {
    "as usual": None,
    "black": (0.12, 0.12, 0.13),
    "brown": (0.36, 0.22, 0.13),
    "tan": (0.70, 0.52, 0.34),
    "red": (0.70, 0.12, 0.13),
    "pink": (0.90, 0.50, 0.62),
    "blue": (0.16, 0.26, 0.52),
    "green": (0.22, 0.42, 0.22),
    "white": (0.86, 0.85, 0.83),
}
"""The mean colour that the object is asked to have; nothing is asked where there is none."""
BY_SEED = "by the seed"
EMPTY = "The paper is empty: draw an outline, or take one of the drawings beside it."
BLACK = "Almost all of the paper is black; the network reads thin lines, and finds none here: clear it and draw again."
MOST_BLACK = 0.5
FORMULA = r"""
x_{l+1} &= \mathrm{norm}_c(W_l * x_l) & \text{a level down; norm: } (z - \mu) / \sigma \cdot (1 + \gamma_c) + \beta_c\\
y_{l-1} &= \mathrm{norm}_c(V_l * [\mathrm{larger}(y_l), x_{l-1}]) & \text{a level up, beside its skip}\\
\gamma_c, \beta_c &= U c & c \text{: class, colour, liveliness}\\
L_1 &= \textstyle\frac{1}{n}\sum |\hat y - y| & \text{what the L1 model learnt to make small}\\
L &= 30\,L_1 + 60\,L_1^{\text{from afar}} + \mathrm{softplus}(-D(\hat y, x)) & \text{the same and the critic } D
"""
TRAINED_ON = (
    "1,000 photos of shoes and 1,000 of handbags from shops (the pix2pix data sets, made of UT Zappos50K and of "
    "photos from Amazon, for research), each with its edges found by a machine: one object on white, from the side."
)
CANNOT = (
    "It knows shoes and bags from the side, on white, and nothing else. What you draw is a shoe or a bag to it, "
    "whatever it is: a cat becomes a bag with ears. Letters become seams. It was shown thin edges of real things, so a "
    "line that no real shoe has confuses it, and large empty places get a plain skin."
)


def chips(count: int) -> list[str]:
    """One chip a stroke."""
    return [f"stroke {number}" for number in range(1, count + 1)]


def strokes(count: int) -> str:
    return f"{count} stroke{'s' * (count != 1)}"


def made_sentence(kind: str, count: int, photo: np.ndarray, colour: str) -> str:
    """What the photo is made of and how it looks."""
    inside = photo.min(axis=-1) < 0.94
    asked = "" if colour == "as usual" else f", asked to be {colour}" if colour != BY_SEED else ", in a drawn colour"
    share = inside.mean()
    if share < 0.01:
        return f"The network’s {ONE[kind]} after {strokes(count)}{asked}: it leaves the paper almost white."
    red, green, blue = (round(255 * value) for value in photo[inside].mean(axis=0).tolist())
    return (
        f"The network’s {ONE[kind]} after {strokes(count)}{asked}: it fills {share:.0%} of the paper; its mean colour "
        f"is red {red}, green {green}, blue {blue} of 255."
    )


def adversary_sentence(first: np.ndarray, second: np.ndarray) -> str:
    """What the adversary added, in numbers."""
    ours, theirs = roughness(second), roughness(first)
    times = f"{ours / theirs:.1f} times" if theirs > 0 else "many times"
    return (
        f"First the L1 model, then the one that had a critic as well. From one pixel to the next the light changes by "
        f"{100 * theirs:.1f}% in the first and by {100 * ours:.1f}% in the second: {times} as much. The mean of all "
        "likely photos is the safest guess, and it is smooth; a critic that knows photos does not take it for one."
    )


def roughness(photo: np.ndarray) -> float:
    """The mean change of light from a pixel to the next, inside the object."""
    light = photo @ LUMINANCE
    change = np.hypot(np.diff(light, axis=0)[:, :-1], np.diff(light, axis=1)[:-1])
    inside = photo.min(axis=-1)[:-1, :-1] < 0.94
    return float(change[inside].mean()) if inside.any() else 0.0


def order_sentence(apart: float, count: int) -> str:
    """What another order of the strokes changed."""
    if count < 2:
        return "Draw a second stroke: one alone has no order."
    return (
        f"The same {count} strokes, drawn in the opposite order: the photos differ by {apart:.3f} at most. The network "
        "gets the finished paper, on which no line says when it was drawn."
    )


def skip_sentence(level: int, apart: float) -> str:
    """What a skip that is switched off carried."""
    side = SIZE // 2 ** (level + 1)
    return (
        f"Without the skip at {side} x {side} the photo changes by {apart:.3f} a pixel (of 0 to 1). "
        + ("This one carries where exactly the lines are." if level == 0 else "")
        + ("Deeper ones carry which part of the object is where." if level > 0 else "")
    )


def map_sentence(name: str, maps: np.ndarray, shown: int) -> str:
    """Which maps are shown."""
    height, width, count = maps.shape
    way = "down" if name.startswith("down") else "up"
    return (
        f"The {shown} liveliest of {count} maps on the way {way}, {height} x {width} each: light where a map is above "
        f"its mean, dark where below. The largest value is {maps.max():.1f}."
    )


def belief_sentence(belief: np.ndarray, whose: str) -> str:
    """How many patches the critic takes for real."""
    believed = float((belief > 0).mean())
    return (
        f"{whose}: the critic takes {believed:.0%} of {belief.size} patches for a real photo (orange), the others for "
        f"made (blue); its mean logit is {belief.mean():+.1f}."
    )


def numbers(strokes: int, ink: np.ndarray, parameters: int) -> dict[str, str]:
    """The shapes and numbers of this photo."""
    sides = " → ".join(f"{SIZE // 2 ** (level + 1)}²·{count}" for level, count in enumerate(CHANNELS))
    return {
        "shapes": f"drawing ({SIZE}, {SIZE}, 2: ink and noise), class and style ({len(CLASSES) + STYLE},), photo "
        f"({SIZE}, {SIZE}, 3)",
        "down the U": sides,
        "this drawing": f"{strokes} strokes, {int(ink.sum())} pixels of ink after thinning",
        "parameters": f"{parameters:,} in both generators and the critic",
    }


def palette(seed: int) -> Sequence[float]:
    """A colour by seed: any hue, neither too pale nor too dark."""
    import colorsys

    random = np.random.default_rng(seed)
    return colorsys.hsv_to_rgb(random.random(), random.uniform(0.3, 0.8), random.uniform(0.25, 0.85))
