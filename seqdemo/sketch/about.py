"""Finish my drawing, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="sketch",
    title="Finish my drawing",
    menu="Drawings",
    icon=":material/draw:",
    shape="many to many",
    pitch="Begin to draw a mosquito. The network reads the moves of your pen and finishes the drawing, one move "
    "at a time. Another network guesses what you draw, after every stroke: let it choose the best of many endings.",
    model="SketchModel",
    idea="A drawing is a sequence too",
    opens={"sketch_class": "mosquito"},
    quality="{sketches_valid.npz/nats_per_point:.2f} nats a point on drawings that it never saw (fewer is better); the "
    "guesser names a share of {sketches_valid.npz/first_guess:.2f} of them right at once, and of "
    "{sketches_valid.npz/first_three:.2f} among its first three, of 345 things",
    floors={
        # none against Keras: of a network so wide both have to do the same large products, Keras on all cores
        "numpy_over_products": ("most", 2.5),
        "seconds_for_nine_of_forty": ("most", 0.35),
    },
)
