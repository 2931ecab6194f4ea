"""Translation, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="translation",
    title="Translation",
    icon=":material/translate:",
    shape="sequence to sequence",
    pitch="Type an English sentence and watch it become French, word by word. See where the decoder looks back, "
    "choose another word and let it go on from there, or take its attention away.",
    model="TranslationModel",
    idea="Sequence to sequence: another language",
    opens={"tr_text": "I have a black cat."},
    quality="BLEU {english_french_validation.tsv/bleu:.1f}, chrF {english_french_validation.tsv/chrf:.1f} on sentences "
    "that it never saw, BLEU {captions_english_french_validation.tsv/bleu:.1f} on descriptions of pictures (100 is a "
    "person’s own)",
    floors={
        "keras_loop_over_numpy": ("least", 10),
        "beam_of_5_over_greedy": ("most", 4),
        "numpy_over_products": ("most", 2.5),
    },
)
