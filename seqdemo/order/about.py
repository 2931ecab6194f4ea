"""Order matters, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="order",
    title="Order matters",
    menu="Order",
    icon=":material/shuffle:",
    shape="many to many",
    pitch="Shuffle the words of a sentence. One network reads them in order, one sees the last few through a window, "
    "and one only knows which words there were: see what each loses.",
    model="LanguageModel",
    idea="A sequence has an order",
    opens={"order_text": "the dog bit the man.", "order_shuffle": "29"},
    of="language",
    quality="perplexity {tatoeba.txt/perplexity/rnn:.1f} (LSTM), {tatoeba.txt/perplexity/cnn:.1f} (CNN), "
    "{tatoeba.txt/perplexity/mlp:.1f} (MLP); of shuffled sentences "
    "{tatoeba.txt/shuffled_perplexity/rnn:.0f}, {tatoeba.txt/shuffled_perplexity/cnn:.0f}, "
    "{tatoeba.txt/shuffled_perplexity/mlp:.0f}",
)
