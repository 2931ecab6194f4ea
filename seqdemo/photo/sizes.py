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
