"""The sizes that reader, networks, runtime and training agree on: one list each."""

SIZE = 128
"""Side of a drawing and of a photo in pixels."""
CLASSES = ("shoes", "handbags")
STYLE = 5
"""Numbers of a style: red, green and blue from -1 to 1, liveliness, and 1 where the four are given."""
CHANNELS = (32, 80, 160, 256, 256)
"""Channels down the U, each level at half the resolution of the one before; the first is at SIZE / 2."""
NARROW = (48, 96, 160)
"""Channels going up to the level of this number, before the maps are made larger."""
TAIL = (24, 16)
"""Channels of the thin end, at SIZE / 2 and at SIZE."""
CRITIC = (48, 96, 192)
"""Channels of the critic, each at half the resolution of the one before."""
GENERATORS = ("l1", "adversarial")
"""Both have the same layers: one trained by the L1 distance alone, one against the critic as well."""
_TOLD = len(CLASSES) + STYLE


def generator_shapes() -> dict[str, tuple[int, ...]]:
    """The weights of a generator and their shapes, in the order of its layers."""
    last = len(CHANNELS) - 1
    kernels = {}
    for level, (before, count) in enumerate(zip((8, *CHANNELS), CHANNELS, strict=False)):
        kernels[f"down_{level}"] = before, count
    kernels["middle"] = CHANNELS[-1], CHANNELS[-1]
    coming = CHANNELS[-1]
    for level in reversed(range(last)):
        kernels[f"up_{level}"] = coming + CHANNELS[level], CHANNELS[level]
        coming = NARROW[level - 1] if level else TAIL[0]
        kernels[f"narrow_{level}"] = CHANNELS[level], coming
    shapes: dict[str, tuple[int, ...]] = {}
    for name, (before, count) in kernels.items():
        shapes[f"{name}/kernel"] = 3, 3, before, count
        shapes[f"{name}_normalised/kernel"] = _TOLD, 2 * count
        shapes[f"{name}_normalised/bias"] = (2 * count,)
    for name, before, count in (("tail", TAIL[0], TAIL[1]), ("photo", TAIL[1] + 2, 3)):
        shapes |= {f"{name}/kernel": (3, 3, before, count), f"{name}/bias": (count,)}
    return shapes


def critic_shapes() -> dict[str, tuple[int, ...]]:
    """The weights of the critic and their shapes, in the order of its layers."""
    shapes: dict[str, tuple[int, ...]] = {}
    for level, (before, count) in enumerate(zip((4, *CRITIC), CRITIC, strict=False)):
        shapes |= {f"patch_{level}/kernel": (4, 4, before, count), f"patch_{level}/bias": (count,)}
        if level:
            shapes |= {f"patch_{level}_normalised/{what}": (count,) for what in ("gamma", "beta")}
    return shapes | {"belief/kernel": (3, 3, CRITIC[-1], 1), "belief/bias": (1,)}
