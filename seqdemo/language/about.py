"""Next words, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="language",
    title="Next words",
    icon=":material/edit_note:",
    shape="one to many",
    pitch="Begin a sentence. The network goes on word by word, and each word that it writes is its next input. Take "
    "another word, wipe its memory, or give it the memory of another sentence, and see what becomes of the thought.",
    model="LanguageModel",
    idea="What comes out goes back in",
    opens={"language_start": "we are going to"},
    quality="a perplexity of {tatoeba.txt/perplexity/rnn:.1f} a word on everyday sentences that it never saw (fewer is "
    "better; {tatoeba.txt/kneser_ney_5_perplexity:.1f} by counting runs of five words), "
    "{validation.txt/perplexity/rnn:.1f} with dialogue among them ({validation.txt/kneser_ney_5_perplexity:.1f})",
    floors={"numpy_over_products": ("most", 2.5)},
)
