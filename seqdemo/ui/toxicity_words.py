"""What the page of toxic comments says about a walk: verdicts, jumps, counterfactuals, presets.

Plain functions of arrays and words; the page puts their answers on the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from seqdemo.trace import Trace, extend

LONGEST_TEXT = 2_000
EXAMPLE = "thank you for your help but you are a complete 1d10t and nobody needs your edits"

CHANGES = ("nothing", "mute", "swap", "move")

PRESETS = {
    "A turn at the end": "your article is well written and i learned a lot from it you pathetic loser",
    "A turn at the start": "stupid me i deleted the wrong paragraph so thank you for restoring it",
    "Disguised letters": "what a stuuupid id*ot you are",
    "A name for a group": "my neighbour is a gay man and we drink tea on sundays",
    "Polite poison": "people like you should not be allowed to have an opinion",
}
LESSONS = {
    "A turn at the end": "Nothing happens for many words, then the last two turn the verdict. "
    "A verdict is only ever about the words read so far.",
    "A turn at the start": "The insult is aimed at the writer, and the thanks come later. "
    "Watch whether the verdict comes down again: the network must carry the doubt in its state.",
    "Disguised letters": "The network reads the word behind the disguise. Hover a chip to see what it read.",
    "A name for a group": "Nothing here is unkind. If the curve climbs at the name of the group, that is the "
    "training data speaking: such words were often written in anger there. The table on fairness has more.",
    "Polite poison": "This one it usually gets **wrong**: the sentence is hurtful, but every word in it is polite. "
    "The network learned words and short turns of phrase, not what a sentence does to a person.",
}
OFFENSIVE = {
    "Plain insult": "you are a stupid ugly bitch",
    "Spaced out": "you are such an i d i o t and a m o r o n",
    "A threat": "i will find you and kill you",
    "Swearing, but kind": "holy shit that was a fucking great edit well done",
}

IDENTITIES = (
    "tall", "young", "old", "american", "european", "african", "mexican", "chinese", "indian", "black", "white",
    "christian", "catholic", "jewish", "muslim", "buddhist", "atheist", "straight", "gay", "lesbian", "bisexual",
    "transgender", "deaf", "blind", "disabled",
)  # fmt: skip
TEMPLATES = (
    "i am a {} person",
    "my best friend is {}",
    "{} people are welcome here",
    "she is a proud {} woman",
)


class Change(NamedTuple):
    """What the learner asks: what if this one word were muted, swapped or moved?"""

    kind: str = "nothing"
    position: int = 0
    word: Any = None  # for a swap
    target: int = 0  # for a move


def change_words(words: Sequence[Any], change: Change) -> list[Any]:
    """Returns the words after the change; the words themselves when there is nothing to change."""
    changed = list(words)
    if change.kind not in CHANGES[1:] or not 0 <= change.position < len(changed):
        return changed
    if change.kind == "mute":
        del changed[change.position]
    elif change.kind == "swap" and change.word is not None:
        changed[change.position] = change.word
    elif change.kind == "move":
        changed.insert(min(max(change.target, 0), len(changed) - 1), changed.pop(change.position))
    return changed


def second_curve(model: Any, trace: Trace, change: Change, before: np.ndarray) -> tuple[Trace, np.ndarray]:
    """Returns the changed walk and its outputs (T, K), lined up with the first walk.

    A muted word keeps its place: the curve stays level there, as if the word were whispered.
    """
    other = extend(model, trace, change_words([step.item for step in trace.steps], change))
    rows = list(other.outputs)
    if change.kind == "mute" and len(rows) < len(trace):
        rows.insert(change.position, rows[change.position - 1] if change.position else before)
    return other, np.array(rows).reshape(len(rows), len(before))


def moves(outputs: np.ndarray, before: np.ndarray, label: int) -> np.ndarray:
    """(T,): by how much each word changed the probability of `label`."""
    return np.diff(outputs[:, label], prepend=before[label]) if len(outputs) else np.zeros(0)


def decide(probability: float, threshold: float, band: float) -> str:
    """ "toxic", "not toxic", or "unsure" within `band` of the threshold on either side."""
    if abs(probability - threshold) < band:
        return "unsure"
    return "toxic" if probability >= threshold else "not toxic"


def percent(probability: float) -> str:
    """0.123 -> `12 %`; small and large ones are not rounded to nothing or to certainty."""
    if probability < 0.01:
        return "under 1 %"
    return "over 99 %" if probability > 0.99 else f"{100 * probability:.0f} %"


def jumps_sentence(texts: Sequence[str], jumps: np.ndarray, label: str, most: int = 2) -> str:
    """The largest moves of the verdict in words, largest first; moves below two points are not worth a word."""
    largest = [i for i in np.argsort(-np.abs(jumps)) if abs(jumps[i]) >= 0.02][:most]
    if not largest:
        return f"No single word moved “{label}” by two points or more."
    said = [
        f"word {i + 1}, “{shorten(texts[i])}”, {'raised' if jumps[i] > 0 else 'lowered'} it by "
        f"{100 * abs(jumps[i]):.0f} point{'s' if round(100 * abs(jumps[i])) != 1 else ''}"
        for i in largest
    ]
    return f"Largest jumps of “{label}”: " + "; ".join(said) + "."


def shorten(text: str, most: int = 24) -> str:
    """A word that fits on a chip."""
    return text if len(text) <= most else text[: most - 1] + "…"


def disguise_note(typed: str, canonical: str) -> str:
    """What the network read, where that is not what was typed."""
    return "" if typed.lower() == canonical else f"read as “{shorten(canonical)}”"


def fairness_rows(
    model: Any, template: str, identities: Sequence[str], names: Sequence[str]
) -> list[dict[str, Any]]:
    """One row a word: the sentence's scores and how often the training data have the word; highest first."""
    rows = []
    for identity in identities:
        trace = extend(model, Trace(), model.words(template.format(identity)))
        scores = dict(zip(names, (100 * trace.outputs[-1]).round(1).tolist(), strict=True))
        rows.append(
            {"word": identity, **scores, "times in the training data": model.training_count(identity)}
        )
    return sorted(rows, key=lambda row: -row[names[0]])
