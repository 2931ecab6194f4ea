"""Toxic comments, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="toxicity",
    title="Toxic comments",
    menu="Comments",
    icon=":material/forum:",
    shape="many to one",
    pitch="Type a comment. The network reads it from left to right, gives its verdict after every word, "
    "and shows which word changed its mind. It makes mistakes, and some are unfair: see which.",
    model="ToxicityModel",
    idea="Many to one: a verdict",
    opens={"tox_text": "your article is well written and i learned a lot from it you pathetic loser"},
    quality="area under the ROC curve {natural.csv/auc/toxic:.3f} for “toxic”, {natural.csv/mean_auc:.3f} "
    "over all labels (1 is perfect)",
    floors={
        "keras_function_over_numpy": ("least", 5),
        "keras_predict_over_numpy": ("least", 100),
        "numpy_over_products": ("most", 2.5),
    },
)
