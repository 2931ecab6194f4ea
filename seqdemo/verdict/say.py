"""What the page about order in a verdict says: who changes its mind when the words change places, and by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seqdemo.toxicity.model import ToxicityModel
from seqdemo.toxicity.reader import Word
from seqdemo.toxicity.say import language_sentence, unread_sentence
from seqdemo.ui.families import NAMES, Rows
from seqdemo.ui.figures import percent
from seqdemo.ui.markdown import plain, table
from seqdemo.verdict.model import WINDOW, VerdictModel
from seqdemo.verdict.orders import NETWORKS, ORDERS, Study

LONGEST_TEXT, LONGEST = 200, 24
"""Characters in the field, and words that are read of them."""
COMMENT = "you are not stupid, just new"
PRESETS = {
    "Not stupid, just new": COMMENT,
    "Just stupid, not new": "you are just stupid, not new",
    "I do not hate you": "i do not hate you, i love you",
    "I do not love you": "i do not love you, i hate you",
    "Nobody is better": "nobody is better than you",
    "You are no fool": "you are no fool, thank you",
    "Nothing to turn": "have a nice day everybody",
}
HALF = 0.5
SEES = {
    "rnn": "The network of the page of toxic comments, a GRU. **Sees** all words so far, in order, and remembers of "
    "them what its memory holds.",
    "cnn": f"**Sees** all stretches of {WINDOW} words, each word in its place. **Does not see** which stretch came "
    "first, only which is the last.",
    "mlp": "**Sees** which words there are. **Does not see** their order: “just stupid, not new” and “not stupid, just "
    "new” are the same bag.",
}
FORMULA = r"""
\text{RNN:}\quad h_t &= \mathrm{GRU}(x_t, h_{t-1}) & \text{all words, one after the other}\\
\text{CNN:}\quad g_t &= \mathrm{relu}(\textstyle\sum_{j} J_j\, x_{t-j} + c),
\quad h_t = \mathrm{relu}(\textstyle\sum_{j} K_j\, g_{t-j} + b) & j = 0, 1, 2\text{, twice, so five words}\\
\text{MLP:}\quad h_t &= \mathrm{relu}(W x_t + b) & \text{each word by itself}\\
\text{all:}\quad m_t &= \bigl[\max_{i \le t} h_i,\ \tfrac{1}{t} \textstyle\sum_{i \le t} h_i\bigr]
& \text{neither knows an order}\\
\text{RNN, CNN:}\quad p &= \sigma(V [h_t, m_t] + d) & \text{MLP:}\quad p = \sigma(V\, \mathrm{relu}(U m_t + a) + d)
"""
NEVER = "whatever the order"
STEADY = 0.001
"""Verdicts that differ by less are the same: sums in another order are not the same to the last digit."""


def begin(judge: ToxicityModel, text: str) -> tuple[list[Word], str]:
    """Returns the words that are read of a comment, and a line where they are not all, or not English."""
    words = judge.words(text)
    told = [language_sentence(text), unread_sentence(text, words)]
    if len(words) > LONGEST:
        told.append(f"Only the first {LONGEST} words and signs of the {len(words):,} are read.")
    return words[:LONGEST], " ".join(filter(None, told))


def chips(words: Sequence[Word]) -> list[str]:
    """Returns the words as the tape and the figures show them."""
    return [word.text for word in words]


def notes(now: Rows, texts: Sequence[str]) -> list[str]:
    """A line for every chip: what each network says after it."""
    return [
        f"After “{text}”: " + ", ".join(f"{NAMES[name]} {percent(float(row[i]))}" for name, row in now.items())
        for i, text in enumerate(texts)
    ]


def verdicts_sentence(now: Rows, texts: Sequence[str], step: int, shuffled: bool) -> str:
    """Says how toxic each network finds the words up to `step`."""
    place = max(step, 1) - 1
    said = ", ".join(f"{NAMES[name]} {percent(float(row[place]))}" for name, row in now.items())
    faint = " Faint: as typed." if shuffled else ""
    return f"“Toxic” after “{texts[place]}”, word {place + 1} of {len(texts)}: {said}.{faint}"


def verdict_table(study: Study, now: Rows, shuffled: bool) -> str:
    """The verdict of each network on the whole comment, as typed and in the order on show."""
    rows = []
    for name, row in now.items():
        before, after = study.at(name, 0), float(row[-1])
        rows.append([NAMES[name], _called(before), *([_called(after), _moved(before, after)] if shuffled else [])])
    return table(["network", "as typed"] + ["in this order", "moved by"] * shuffled, rows, words=1)


def spread_sentence(study: Study) -> str:
    """Says between which verdicts each network moves when the words change places."""
    said = []
    for name in NETWORKS:
        ends = [study.at(name, seed) for seed in range(ORDERS + 1)]
        low, high = percent(min(ends)), percent(max(ends))
        same = study.range_of(name) < STEADY
        said.append(f"{NAMES[name]} {low}, {NEVER}" if same else f"{NAMES[name]} from {low} to {high}")
    return f"“Toxic” in {ORDERS} other orders of the same words: {'; '.join(said)}. Diamonds: the order on show."


def ends_sentence(words: Mapping[str, Sequence[Word]], study: Study) -> str:
    """Names the two orders between which the RNN's verdicts lie, in Markdown; `words` are the kindest and harshest."""
    lines = []
    for what, seed in (("kindest", study.kindest), ("harshest", study.harshest)):
        typed = " (as typed)" if seed == 0 else ""
        said = ", ".join(f"{NAMES[name]} {percent(study.at(name, seed))}" for name in NETWORKS)
        text = plain(" ".join(word.text for word in words[what]))
        lines.append(f"**The {what} order for the RNN**{typed}: “{text}”. {said}.")
    return "\n\n".join(lines)


def parameters(judge: ToxicityModel, rivals: VerdictModel) -> dict[str, str]:
    """How many weights each network has behind the vectors of the words, which all three share."""
    own = sum(part.size for part in (*judge.gru, judge.labels_kernel, judge.labels_bias))
    counts = {"rnn": own, **{name: rivals.parameters(name) for name in NETWORKS[1:]}}
    return {name: f"{count:,} weights behind the word vectors, which all three share" for name, count in counts.items()}


SETS = {
    "natural.csv": "Wikipedia's comments, in their natural mix",
    "contrast.csv": "comments in which the same words mean different things",
    "phrases.csv": "made-up phrases in which a turn of words decides",
    "everyday.csv": "comments of every day, written by hand",
}


def measured_table(quality: Mapping[str, Any]) -> str:
    """Area under the ROC curve of each network, on comments as written and with their words shuffled."""
    rows = [
        [what, "; ".join(f"{NAMES[n]} {found['auc'][n]:.3f} ({found['shuffled_auc'][n]:.3f})" for n in NETWORKS)]
        for file, what in SETS.items()
        if (found := quality.get(file))
    ]
    # all numbers in one cell, which is broken into lines where the screen is narrow
    return table(["unseen comments", "as written (shuffled)"], rows, words=2)


def lesson(quality: Mapping[str, Any]) -> str:
    """Says what order is worth, on the sets that were measured."""
    measured = [found for file, found in quality.items() if file in SETS]
    leads = [found["auc"]["rnn"] - found["auc"]["mlp"] for found in measured]
    changes = [found["shuffled_auc"]["rnn"] - found["auc"]["rnn"] for found in measured]
    return (
        "The area under the ROC curve, in brackets with the words shuffled: 1 is perfect, 0.5 is chance. The RNN is "
        f"{_between(leads)} against the bag; shuffled, it changes by {_between(changes)}. Most toxic comments have a "
        "word that gives them away, and for these a bag is enough: over many comments it is about as good. But of two "
        "comments that differ only in their order it must get one wrong, and there the others can be right."
    )


def most_moved(study: Study) -> str:
    """The network whose verdicts lie farthest apart over all orders, as the quiz names it."""
    return NAMES[max(NETWORKS, key=study.range_of)]


def why(study: Study) -> str:
    """The answer to the quiz in numbers."""
    said = ", ".join(f"{NAMES[name]} {100 * study.range_of(name):.0f} points" for name in NETWORKS)
    return (
        f"From the kindest to the harshest order: {said}. The bag has no choice. The CNN sees {WINDOW} words at a "
        "time, each in its place, and the RNN has read everything before: both know a “not” from where it stands."
    )


def numbers(now: Rows, step: int, units: int) -> dict[str, str]:
    """The shapes and numbers of one step in words."""
    place = max(step, 1) - 1
    found = {"state of the RNN": f"({units},)", "words that the CNN sees": f"{WINDOW}"}
    return found | {f"p of {NAMES[name]}": f"{float(row[place]):.4f}" for name, row in now.items()}


def _called(probability: float) -> str:
    return f"{percent(probability)}, {'toxic' if probability >= HALF else 'not toxic'}"


def _moved(before: float, after: float) -> str:
    points = 100 * (after - before)
    return (
        "not at all" if abs(points) < 100 * STEADY else f"{points:+.0f} points" if abs(points) >= 1 else "under 1 point"
    )


def _between(values: Sequence[float]) -> str:
    return f"{min(values):+.3f} to {max(values):+.3f}"
