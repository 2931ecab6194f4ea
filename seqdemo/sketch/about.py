"""Finish my drawing, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="sketch",
    title="Finish my drawing",
    menu="Drawings",
    icon=":material/draw:",
    shape="many to many",
    pitch="Begin to draw a mosquito. The network reads the moves of your pen and finishes the drawing, one move "
    "at a time. See where the pen could have gone, and what it makes of your lines if you call them a cat.",
    model="SketchModel",
    idea="A drawing is a sequence too",
    opens={"sketch_class": "mosquito"},
    quality="{sketches_valid.npz/nats_per_point:.2f} nats a point on drawings that it never saw (fewer is better)",
    floors={
        "keras_function_over_numpy": ("least", 5),
        "numpy_over_products": ("most", 2.5),
        "seconds_for_nine_endings": ("most", 0.25),
    },
)
