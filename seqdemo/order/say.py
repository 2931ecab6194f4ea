"""What the page about order says: about surprise, shuffles, swaps, and what each network can see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from seqdemo.language.model import LanguageModel
from seqdemo.language.networks import WINDOW
from seqdemo.language.reader import joined
from seqdemo.language.vocabulary import NUMBER, Word
from seqdemo.order.shuffling import SHUFFLES, Study
from seqdemo.ui.families import NAMES
from seqdemo.ui.markdown import plain, table

SENTENCE = "the little boy gave his dog a big bone yesterday."
LONGEST_TEXT, LONGEST = 160, 18
"""Characters in the field, and words and signs that are read of them."""
PRESETS = {
    "A boy and his dog": SENTENCE,
    "Who bit whom?": "the dog bit the man.",
    "A question": "do you know where she lives?",
    "A long way from subject to verb": "the man who sold me these old books is here.",
    "Hardly a matter": "yes, yes, yes",
}
LESSON = (
    "“Yes, yes, yes” has almost nothing to shuffle. Of “the dog bit the man”, look at “the man bit the dog”: it is as "
    "good English, and only what one knows of dogs makes it stranger."
)
THE_END = "(end)"
SEES = {
    "rnn": "Here an LSTM. **Sees** all words so far, in order. **Does not see** them again: it has read each once, and "
    "knows of it only what its memory of fixed size has kept.",
    "cnn": f"**Sees** the last {WINDOW} words, each in its place. **Does not see** anything before them, however "
    "important it was.",
    "mlp": "**Sees** which words there were so far, all of them. **Does not see** their order: “dog bites man” and "
    "“man bites dog” are the same bag.",
}
WHY_NOT_ZERO = (
    "The bag does not know the order, and still it is not equally surprised by every order. At each word it is told "
    "which words came **before**, and in another order other words came before. Only of the whole bag, at the end, it "
    "says the same: the last point of its line stands where it stood."
)
FORMULA = r"""
\text{RNN:}\quad h_t &= \mathrm{LSTM}(x_t, h_{t-1}) & \text{all words, one after the other}\\
\text{CNN:}\quad y_t &= v \odot \sigma(g), \quad (v, g) = x_{t-2} K_0 + x_{t-1} K_1 + x_t K_2 + b
& \text{twice, so five words}\\
\text{MLP:}\quad b_t &= \tfrac{1}{\sqrt{t}} \textstyle\sum_{i \le t} x_i & \text{a sum knows no order}\\
\text{all:}\quad p &= \mathrm{softmax}(s E^\top + b), \quad \text{surprise} = -\log_2 p(\text{next word})
"""


def begin(model: LanguageModel, text: str) -> tuple[list[Word], str]:
    """Returns the words that are read of a sentence, and a line where they are not quite what was typed."""
    words, told = model.read(text), []
    if len(words) > LONGEST:
        told.append(f"Only the first {LONGEST} words and signs of the {len(words):,} are read.")
        words = words[:LONGEST]
    if unknown := list(dict.fromkeys(word.text for word in words if not word.known)):
        listed = ", ".join(f"“{text}”" for text in unknown)
        kind = "numbers" if all(word.number == NUMBER for word in words if not word.known) else "words"
        told.append(f"Not in the vocabulary: {listed}. To all three networks unknown {kind} are the same.")
    return words, " ".join(told)


def chips(words: Sequence[Word]) -> list[str]:
    """Returns the words as the tape and the figures show them, the unknown ones marked, and the end."""
    return [*(word.text if word.known else f"{word.text} (?)" for word in words), THE_END]


def surprise_sentence(bits: Mapping[str, np.ndarray], texts: Sequence[str], step: int, shuffled: bool) -> str:
    """Says how surprised each network is by the word of `step`, and on the average."""
    place = max(step, 1) - 1
    at = ", ".join(f"{NAMES[name]} {values[place]:.1f}" for name, values in bits.items())
    on = ", ".join(f"{NAMES[name]} {values.mean():.1f}" for name, values in bits.items())
    faint = " Faint: the same words where they were typed." if shuffled else ""
    return f"Bits of surprise at “{texts[place]}”: {at}. On the average of the sentence: {on}.{faint}"


def verdict(study: Study, bits: Mapping[str, np.ndarray], shuffled: bool) -> str:
    """The table under the sentence: bits a word as typed and now, and how many choices that is like."""
    rows = []
    for name, values in bits.items():
        before, now = study.typed[name].mean(), values.mean()
        after = [f"{now:.1f}", f"{2**now:,.0f}"] if shuffled else []
        rows.append([NAMES[name], f"{before:.1f}", f"{2**before:,.0f}", *after])
    heads = ["network", "bits a word, as typed", "like a choice among"]
    return table(heads + ["in this order", "like a choice among"] * shuffled, rows)


def spread_sentence(increase: Mapping[str, np.ndarray]) -> str:
    """Says what a random order costs each network, and how much that differs from order to order."""
    said = "; ".join(
        f"{NAMES[name]} {values.mean():+.1f} bits a word (from {values.min():+.1f} to {values.max():+.1f}, standard "
        f"deviation {values.std():.1f})"
        for name, values in increase.items()
    )
    return f"How much order matters, over {SHUFFLES} shuffles: {said}. Diamonds: the order on show."


def swap_sentence(words: Sequence[Word], study: Study) -> str:
    """Says which two neighbours the LSTM minds most when they change places, in Markdown."""
    place = int(np.abs(study.swaps["rnn"]).argmax())
    first, second = words[place].text, words[place + 1].text
    changed = [*words[:place], words[place + 1], words[place], *words[place + 2 :]]
    costs = ", ".join(f"{NAMES[name]} {values[place] * (len(words) + 1):+.1f}" for name, values in study.swaps.items())
    return (
        f"**The smallest change that the RNN minds most**: “{plain(first)}” and “{plain(second)}” change places. "
        f"“{plain(joined(word.text for word in changed))}” costs, in bits of the whole sentence: {costs}."
    )


def notes(texts: Sequence[str], bits: Mapping[str, np.ndarray], before: Mapping[str, np.ndarray]) -> list[str]:
    """A line for every chip: what its word costs the three networks here, and where it was typed."""
    return [
        f"“{text}”: "
        + ", ".join(f"{NAMES[name]} {bits[name][i]:.1f} bits (as typed {before[name][i]:.1f})" for name in bits)
        for i, text in enumerate(texts)
    ]


def contexts_sentence(perplexity: Mapping[str, Mapping[str, float]]) -> str:
    """Says what the networks gain from more words."""
    said = "; ".join(
        f"{NAMES[name]} from {values[min(values, key=int)]:.0f} with one word to {values[max(values, key=int)]:.0f} "
        f"with {max(values, key=int)}"
        for name, values in perplexity.items()
    )
    return f"Perplexity on sentences that none of them saw: {said}. Fewer is better."


def parameters(model: LanguageModel, name: str) -> str:
    """How many weights a network has, and how many of them are not the vectors of the words."""
    network = model.networks[name]
    return f"{network.parameters:,} weights, {network.parameters - network.embedding.size:,} of them not word vectors"
