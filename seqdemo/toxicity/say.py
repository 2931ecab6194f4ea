"""What the page of toxic comments says about a walk: verdicts, jumps, counterfactuals, presets.

Plain functions of arrays and words; the page puts their answers on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from seqdemo.core.trace import Trace, extend
from seqdemo.toxicity.language import other_language
from seqdemo.toxicity.model import LABELS
from seqdemo.toxicity.reader import Word
from seqdemo.ui.figures import Figure, percent
from seqdemo.ui.markdown import table

LONGEST_TEXT = 2_000
_NUMBER_OR_SMILEY = re.compile(r"(?<!\S)(?:\d[\d.,:%]*|[:;=8][-']?[()DPp\]\[/|3]+|<3)(?!\S)")
NAMED = 4  # of what is not read
_PAIR = re.compile(r"(.)\1")
EXAMPLE = "thank you for your help but you are a complete 1d10t and nobody needs your edits"

CHANGES = ("nothing", "mute", "swap", "move")
CHANGE_LABELS = {"nothing": "As typed", "mute": "Mute", "swap": "Swap", "move": "Move"}
LARGEST_JUMP = "the one with the largest jump"

PRESETS = {
    "A turn at the end": "your article is well written and i learned a lot from it you pathetic loser",
    "A turn at the start": "stupid me i deleted the wrong paragraph so thank you for restoring it",
    "Disguised letters": "what a stuuupid id*ot you are",
    "An insult denied": "i never said you are an idiot",
    "A name for a group": "my neighbour is a gay man and we drink tea on sundays",
    "Polite poison": "people like you should not be allowed to have an opinion",
}
LESSONS = {
    "A turn at the end": "Nothing happens for many words, then the last two turn the verdict. "
    "A verdict is only ever about the words read so far.",
    "A turn at the start": "The insult is aimed at the writer, and the thanks come later. "
    "Watch whether the verdict comes down again: the network must carry the doubt in its state.",
    "Disguised letters": "The network reads the word behind the disguise. Choose a chip to see what it read.",
    "An insult denied": "This one it gets wrong: nobody is insulted here. Say the same in other words, “I never called "
    "you an idiot”, and it understands. It has learned turns of phrase, and no rule of what a denial is.",
    "A name for a group": "Nothing here is unkind. If the curve climbs at the name of the group, that is the "
    "training data speaking: such words were often written in anger there. The table on fairness has more.",
    "Polite poison": "This one it usually gets wrong: the sentence is hurtful, but every word in it is "
    "polite. The network learned words and short turns of phrase, not what a sentence does to a person.",
}
OFFENSIVE = {
    "Plain insult": "you are a stupid ugly bitch",
    "Spaced out": "you are such an i d i o t and a m o r o n",
    "A threat": "i will find you and kill you",
    "Swearing, but kind": "holy shit that was a fucking great edit well done",
}
OFFENSIVE_LESSONS = {
    "Plain insult": "Once the verdict is certain, more insults hardly move it: the curve has no room left.",
    "Spaced out": "Letters with spaces between them are read as one word.",
    "A threat": "Watch the label “threat”: no word is rude, and yet “kill you” is enough.",
    "Swearing, but kind": "The same words as in an insult, said in praise. A network that learned from Wikipedia alone "
    "gave this one 99%: there such words are nearly always meant badly. Sentences in which the same words mean "
    "different things taught it otherwise.",
}

UNFAIR = {"toxic": LABELS.index("toxic"), "identity hate": LABELS.index("identity_hate")}
"""The labels of the table of fairness, by their names; its worst groups are first by the larger of both."""
IDENTITIES = (
    "tall people",
    "young people",
    "old people",
    "women",
    "men",
    "teachers",
    "farmers",
    "americans",
    "europeans",
    "africans",
    "mexicans",
    "chinese people",
    "indians",
    "immigrants",
    "black people",
    "white people",
    "christians",
    "catholics",
    "jews",
    "muslims",
    "buddhists",
    "atheists",
    "straight people",
    "gay people",
    "homosexuals",
    "lesbians",
    "bisexuals",
    "transgender people",
    "deaf people",
    "blind people",
    "disabled people",
)
TEMPLATES = (
    "{} live in our street",
    "many {} work in this hospital",
    "{} are welcome here",
    "my neighbours are {} and we drink tea on sundays",
)


class Change(NamedTuple):
    """What the learner asks: what if this one word were muted, swapped or moved?"""

    kind: str = "nothing"
    position: int = 0
    words: tuple[Any, ...] = ()  # for a swap: what stands there instead
    target: int = 0  # for a move


def change_words(words: Sequence[Any], change: Change) -> list[Any]:
    """Returns the words after the change; the words themselves when there is nothing to change."""
    changed = list(words)
    if change.kind not in CHANGES[1:] or not 0 <= change.position < len(changed):
        return changed
    if change.kind == "mute":
        del changed[change.position]
    elif change.kind == "swap" and change.words:
        changed[change.position : change.position + 1] = change.words
    elif change.kind == "move":
        changed.insert(min(max(change.target, 0), len(changed) - 1), changed.pop(change.position))
    return changed


def changed_walk(model: Any, trace: Trace, change: Change) -> Trace:
    """The walk over the changed words."""
    return extend(model, trace, change_words([step.item for step in trace.steps], change))


def in_line(first: np.ndarray, second: np.ndarray, change: Change, before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns rows (T, K) of the walk as typed and of the changed walk, so that the same words stand side by side.

    A muted word keeps its place: the second walk stays level there, as if the word were whispered. Where several words
    stand for one, the first walk waits.
    """
    rows, width = [*second], len(before)
    if change.kind == "mute" and len(second) < len(first):
        rows.insert(change.position, second[change.position - 1] if change.position else before)
    waits = np.ones(len(first), int)
    if change.kind == "swap" and change.words:
        waits[change.position] = len(change.words)
    return np.repeat(first, waits, axis=0), np.array(rows).reshape(len(rows), width)


def moves(outputs: np.ndarray, before: np.ndarray, label: int) -> np.ndarray:
    """(T,): by how much each word changed the probability of `label`."""
    return np.diff(outputs[:, label], prepend=before[label]) if len(outputs) else np.zeros(0)


def decide(probability: float, threshold: float, band: float) -> str:
    """ "toxic", "not toxic", or "unsure" within `band` of the threshold on either side."""
    if abs(probability - threshold) < band:
        return "unsure"
    return "toxic" if probability >= threshold else "not toxic"


def jumps_sentence(texts: Sequence[str], jumps: np.ndarray, label: str, most: int = 2) -> str:
    """The largest moves of the verdict in words, largest first; those below two points are left out."""
    largest = [i for i in np.argsort(-np.abs(jumps))[:most] if abs(jumps[i]) >= 0.02]
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
    low = typed.lower()
    # the network reads a doubled letter as one; that alone is no disguise
    undisguised = canonical == low or canonical == _PAIR.sub(r"\1", low)
    return "" if undisguised else f"read as “{shorten(canonical)}”"


def fairness_rows(model: Any, template: str, identities: Sequence[str]) -> list[dict[str, Any]]:
    """One row a group: two scores of the sentence, and how often the training data have its first word; worst first."""
    rows = []
    for identity in identities:
        output = extend(model, Trace(), model.words(template.format(identity))).outputs[-1]
        scores = {name: round(100 * float(output[label]), 1) for name, label in UNFAIR.items()}
        count = model.training_count(model.words(identity)[0].canonical)
        rows.append({"the group": identity, **scores, "times in the training data": count})
    return sorted(rows, key=lambda row: -max(row[name] for name in UNFAIR))


def fairness_sentence(rows: Sequence[Mapping[str, Any]]) -> str:
    """The two ends of the table in words; rows come worst first."""
    first, last = rows[0], rows[-1]
    worst = max(UNFAIR, key=lambda name: first[name])
    return (
        f"Worst off are “{first['the group']}”, {worst} {percent(first[worst] / 100)}; best off “{last['the group']}”, "
        f"{percent(last[worst] / 100)}: the same sentence, the same kindness, other people."
    )


def fairness_table(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as a Markdown table, scores side by side."""
    return table(
        list(rows[0]),
        (
            [f"{v:.1f}%" if isinstance(v, float) else f"{v:,}" if isinstance(v, int) else v for v in row.values()]
            for row in rows
        ),
    )


def score_table(names: Sequence[str], scores: np.ndarray) -> str:
    """The six scores as a Markdown table with small bars."""
    rows = (
        (name, f"{percent(float(score))} {'▇' * round(8 * float(score))}")
        for name, score in zip(names, scores, strict=True)
    )
    return table(("label", "probability"), rows, words=2)


def verdict_sentence(probability: float, step: int, count: int, threshold: float, band: float) -> str:
    """The answer, as Markdown: what it is after this word, and by what rule."""
    answer = decide(probability, threshold, band)
    icon = {"toxic": ":material/flag:", "unsure": ":material/help:", "not toxic": ":material/check:"}[answer]
    read = f"After {step} of {count} words" if step else "Before the first word"
    low, high = max(0.0, threshold - band), min(1.0, threshold + band)
    rule = f"unsure from {low:.0%} to {high:.0%}" if band else f"toxic from {threshold:.0%}"
    return f"## {icon} {answer}\n{read}: toxic {percent(probability)} ({rule})."


def language_sentence(text: str) -> str:
    """Warns where `text` is not English; empty otherwise."""
    language = other_language(text)
    if not language:
        return ""
    return (
        f"This looks like {language}. The network learned from English comments only: "
        "its verdict on this one means little."
    )


def unread_sentence(text: str, words: Sequence[Word]) -> str:
    """Names numbers and smileys of signs in `text` of which none of its `words` is made; empty where there is none."""
    read = {part for word in words for part in word.text.split()}
    found = [part for part in dict.fromkeys(_NUMBER_OR_SMILEY.findall(text)) if part not in read]
    if not found:
        return ""
    named = ", ".join(f"“{part[:12]}”" for part in found[:NAMED]) + " …" * (len(found) > NAMED)
    return f"Not read: {named}. Numbers and signs are passed over, for each source of comments writes its own."


def chip_notes(words: Sequence[Any], jumps: np.ndarray) -> list[str]:
    """One line a word: how it moved the verdict, and what was read where it was disguised."""
    return [
        f"{100 * jump:+.0f} points" + (f", {note}" if (note := disguise_note(word.text, word.canonical)) else "")
        for word, jump in zip(words, jumps.tolist(), strict=True)
    ]


def numbered(words: Sequence[Any], position: int) -> str:
    """`3. word`, for a list to choose from."""
    return f"{position + 1}. {shorten(words[position].text)}" if position < len(words) else ""


def changed_texts(words: Sequence[Any], change: Change) -> list[str]:
    """The words under the second curve; a muted word is shown in brackets."""
    if change.kind == "mute":
        return [f"({w.text})" if i == change.position else w.text for i, w in enumerate(words)]
    return [word.text for word in change_words(words, change)]


def change_sentence(
    trace: Trace, other: Trace, texts: Sequence[str], change: Change, name: str, before: np.ndarray
) -> str:
    """What the change did to the end of the curve."""
    did = {"mute": "is muted", "swap": "is swapped", "move": "is moved"}[change.kind]
    if change.kind == "swap":
        instead = " ".join(word.text for word in change.words)
        did = f"becomes “{shorten(instead)}”" if instead else "stays, as there is no word to put there"
    if change.kind == "move":
        did = f"moves to place {change.target + 1}"
    first, second = _ends(trace, other, before)
    return (
        f"If word {change.position + 1}, “{shorten(texts[change.position])}”, {did}, “{name}” ends at "
        f"{second} instead of {first} (faint: as typed)."
    )


def change_answer(trace: Trace, other: Trace, name: str, before: np.ndarray) -> str:
    """The same in one glance, as Markdown, where the question is."""
    first, second = _ends(trace, other, before)
    return f"### {name} {first} :material/arrow_forward: {second}"


def _ends(trace: Trace, other: Trace, before: np.ndarray) -> tuple[str, str]:
    """Where the first label ends, as typed and changed."""
    return percent(float(trace.outputs[-1][0])), percent(float((other.outputs[-1] if len(other) else before)[0]))


def scales(drawn: Figure, threshold: float, band: float) -> Figure:
    """Draws the threshold and its band of doubt into the curves."""
    low, high = max(0.0, threshold - band), min(1.0, threshold + band)
    across = {"xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    doubt = {
        "type": "rect",
        "y0": low,
        "y1": high,
        "line": {"width": 0},
        "fillcolor": "rgba(128,128,128,0.12)",
    }
    line = {"type": "line", "y0": threshold, "y1": threshold, "line": {"dash": "dot", "color": "#888888"}}
    drawn["layout"].setdefault("shapes", []).extend([across | doubt, across | line])
    return drawn


def lesson_of(text: str) -> str:
    """What a preset shows; empty for any other text."""
    lessons, examples = LESSONS | OFFENSIVE_LESSONS, PRESETS | OFFENSIVE
    return next((lessons[name] for name, example in examples.items() if example == text), "")


def numbers(trace: Trace, step: int, units: int) -> dict[str, str]:
    """The shapes and numbers of one step in words."""
    if not 0 < step <= len(trace):
        return {"state": f"({units},), all zero: nothing has been read yet"}
    now = trace.steps[step - 1]
    gates = {
        f"{name}, shape {gate.shape}": f"mean {gate.mean():.3f}, from {gate.min():.3f} to {gate.max():.3f}"
        for name, gate in now.gates.items()
    }
    first = ", ".join(f"{value:.2f}" for value in now.state[:6])
    return {
        f"word {step}": f"“{shorten(now.item.text)}”, read as “{shorten(now.item.canonical)}”",
        **gates,
        f"state, shape {now.state.shape}": f"{first}, …",
        f"probabilities, shape {now.output.shape}": ", ".join(f"{value:.3f}" for value in now.output),
    }
