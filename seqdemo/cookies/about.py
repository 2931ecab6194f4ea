"""Cookie names, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="cookies",
    title="Cookie names",
    menu="Cookies",
    icon=":material/cookie:",
    shape="one to many",
    pitch="Give a few letters. The network invents the name of a cookie letter by letter, each letter "
    "fed back as its next input. Change a letter and watch the name grow another way.",
    model="CookieModel",
    idea="One to many: a name from a few letters",
    opens={"cookies_start": "Choco"},
    quality="{validation.txt/bits_per_character:.3f} bits a letter on names that it never saw (fewer is better)",
    floors={
        "keras_function_over_numpy": ("least", 5),
        "keras_predict_over_numpy": ("least", 100),
        "numpy_over_products": ("most", 2.5),
    },
)
