"""Order in a verdict, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="verdict",
    title="Order in a verdict",
    menu="Verdicts",
    icon=":material/balance:",
    shape="many to one",
    pitch="One comment, judged side by side by an RNN, a CNN and an MLP that were taught the same comments. Put its "
    "words in another order: the first two change their minds, each in its own way, and the bag of words never does.",
    model="VerdictModel",
    idea="A verdict with and without order",
    opens={"verdict_text": "you are not stupid, just new"},
    beside="toxicity",
    quality="area under the ROC curve for “toxic” on comments whose words mean different things: "
    "{contrast.csv/auc/rnn:.3f} (GRU), {contrast.csv/auc/cnn:.3f} (CNN), {contrast.csv/auc/mlp:.3f} (MLP); with their "
    "words shuffled {contrast.csv/shuffled_auc/rnn:.3f}, {contrast.csv/shuffled_auc/cnn:.3f}, "
    "{contrast.csv/shuffled_auc/mlp:.3f}",
)
