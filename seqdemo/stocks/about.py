"""Stock prices, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="stocks",
    title="Stock prices",
    menu="Prices",
    icon=":material/show_chart:",
    shape="many to many",
    pitch="Two years of real prices, a week a step. One network has learnt from the weeks in order, one from the same "
    "weeks shuffled. Can either tell what the next week brings, or is “unchanged” as good a guess?",
    model="StocksModel",
    idea="A price without its order",
    opens={"stocks_order": "prices shuffled"},
    quality="on weeks that they never saw they miss by {unseen.csv/in_order/learnt_in_order/mean:.2f}% (learnt in "
    "order) and {unseen.csv/in_order/learnt_shuffled/mean:.2f}% (learnt shuffled); “unchanged” by "
    "{unseen.csv/in_order/unchanged:.2f}%",
)
