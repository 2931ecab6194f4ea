"""What the page of translation says and keeps: marked words, words that were chosen by hand, sentences, presets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from seqdemo.core.beam import DIED, ENDED, LIVES, Hypothesis
from seqdemo.translation.model import LONGEST, Encoded, Translation, TranslationModel
from seqdemo.translation.pieces import END, MARK, PLACEHOLDERS, SPECIALS, STOP, words
from seqdemo.translation.reader import MOST_SENTENCES, Reading
from seqdemo.ui.figures import percent
from seqdemo.ui.markdown import plain, table

LONGEST_TEXT = 15_000  # characters: some 2,000 words, of which the model takes the first
EXAMPLE = "I have a white cat and a black dog."
OTHER = "I am old."
QUESTION = "The little girl has a red car."
"""Asked about where the decoder looks; it stands nowhere else, so that its answer does not either."""
THE_END = "the end"
UNSURE, AT_A_LOSS = 0.5, 0.4
SHOWN = 8  # candidates of a step
PRESETS = {
    "The adjective moves": EXAMPLE,
    "One letter, another verb": "I am cold.",
    "Gender and agreement": "My little sister is happy, but my brother is not happy.",
    "An idiom it has learnt": "It's raining cats and dogs.",
    "Taken at its word": "He kicked the bucket.",
    "Too long": "When I was young, I used to go fishing with my father every Sunday, but now that he is old we only "
    "talk on the phone once a week.",
    "A word it cannot know": "I met Zorblax yesterday.",
}
LESSONS = {
    "The adjective moves": "English says “white cat”, French “chat blanc”. In the attention map the bright squares "
    "cross: the decoder looks ahead to the noun first and comes back for the colour.",
    "One letter, another verb": "French has cold where English is cold: the first word already has to know the last "
    "one. The encoder that reads from right to left brings it. Compare with “I am old.” further down.",
    "Gender and agreement": "“Happy” is written twice and becomes two words: the decoder remembers of whom it speaks.",
    "An idiom it has learnt": "In French it rains ropes. The decoder looks at “cats” and “dogs” and writes neither.",
    "Taken at its word": "To kick the bucket is to die. The network never saw the idiom and translates the words.",
    "Too long": "It learnt from sentences of six or seven words. In long ones it loses the thread: “only” is gone, "
    "“que” has come to stand behind “il est vieux”, and many words are orange.",
    "A word it cannot know": "Nobody can translate a name that he never met. A placeholder stands for it, in English "
    "and in French: show the pieces in the attention map, and see that the decoder looks at it to write it.",
}
FORMULA = r"""
m_s &= [\,\overrightarrow{h}_s,\ \overleftarrow{h}_s\,] & \text{memory: what was read up to piece } s
\text{, from both ends}\\
h^1_t &= \mathrm{LSTM}_1(y_{t-1}, h^1_{t-1}) & \text{the first layer reads the piece before, and asks}\\
a_{t,s} &= \mathrm{softmax}_s\,(h^1_t W_a \cdot m_s) & \text{attention: how well each place answers}\\
k_t &= \textstyle\sum_s a_{t,s}\, m_s & \text{context: what was found there}\\
h^2_t &= \mathrm{LSTM}_2([h^1_t, k_t], h^2_{t-1}) & \text{the second layer speaks}\\
p &= \mathrm{softmax}(\tanh([h^2_t, k_t] W_c + b_c)\, E^{\top} + b) & \text{the next piece}\\
\text{score} &= \textstyle\sum_t \log p_t \,\big/ \left(\tfrac{5 + T}{6}\right)^{1.6}
& \text{of a whole translation of } T \text{ pieces}
"""


class Forced(NamedTuple):
    """A piece with which the translation has to begin; `by_hand` if the learner chose this very one."""

    piece: str
    by_hand: bool


def encode_forced(forced: Sequence[Forced], model: TranslationModel) -> str:
    """Forced pieces as they stand in the address of the page: their numbers, `f` before those chosen by hand."""
    return ".".join(f"{'f' * chosen}{model.pieces.numbers[piece]}" for piece, chosen in forced)


def decode_forced(text: str, model: TranslationModel) -> tuple[Forced, ...] | None:
    """The forced pieces that an address names; None where it makes no sense."""
    if not text:
        return ()
    found = []
    parts = text.split(".")
    for place, part in enumerate(parts[:LONGEST]):
        digits = part.removeprefix("f")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 8):
            return None
        number = int(digits)
        ends = number == END and place == len(parts) - 1
        if not ends and not SPECIALS <= number < len(model.pieces):
            return None
        found.append(Forced(model.pieces.pieces[number], part != digits))
    return tuple(found) if len(found) < LONGEST else None


def can_be_forced(pieces: Sequence[str], model: TranslationModel) -> bool:
    """Whether a translation may hold these pieces: all are known, none is a single byte or stands for something."""
    return bool(pieces) and all(
        model.pieces.numbers[piece] >= SPECIALS and piece not in PLACEHOLDERS for piece in pieces
    )


def shown(piece: str) -> str:
    """A piece as it stands on a chip: a dot before those that go on with a word."""
    if piece == STOP:
        return THE_END
    return (piece[len(MARK) :] or "␣") if piece.startswith(MARK) else f"·{piece}"


def word(text: str) -> str:
    """A word as it stands in a figure."""
    return THE_END if text == STOP else text


def marked(translation: Translation, model: TranslationModel, forced: Sequence[Forced] = ()) -> str:
    """The French sentence in Markdown: unsure words have a percentage, words chosen by hand a violet ground."""
    source, parts, before = translation.encoded.source, [], ""
    for name, positions, probability in zip(
        translation.words, translation.word_pieces, translation.word_probabilities, strict=True
    ):
        if name == STOP:
            continue
        now = model.pieces.french(translation.pieces[: positions[-1] + 1], source.texts)
        new, before = now[len(before) :], now
        space, new = new[: len(new) - len(new.lstrip())], new.lstrip()
        text = plain(new)
        if any(i < len(forced) and forced[i].by_hand for i in positions):
            text = f":violet-background[{text}]"
        elif probability < UNSURE and any(character.isalnum() for character in new):
            text = f":orange-background[{text} :small[{percent(probability)}]]"
        parts.append(space + text)
    return " ".join(filter(None, (plain(source.before), "".join(parts) or "…", plain(source.after))))


def sureness(translation: Translation) -> float:
    """The geometric mean of the probabilities of the words, 0..1."""
    return float(np.exp(np.log(np.maximum(translation.word_probabilities, 1e-9)).mean()))


def answer_sentence(translation: Translation, forced: Sequence[Forced]) -> str:
    """What the colours in the answer mean, as far as there are any."""
    named = [
        (name, probability)
        for name, probability in zip(translation.words, translation.word_probabilities, strict=True)
        if any(character.isalnum() for character in name) and name != STOP
    ]
    unsure = [name for name, probability in named if probability < UNSURE]
    doubts = sureness(translation) < AT_A_LOSS
    said = []
    if unsure:
        said.append(f"Orange: {len(unsure)} of {len(named)} words, of which the network was less than half sure.")
    elif not doubts:
        said.append("The network was more than half sure of every word.")
    if any(piece.by_hand for piece in forced):
        said.append("Violet: chosen by you; what stands before it was kept, what comes after was decoded anew.")
    if doubts:
        said.append("It is unsure of the whole sentence; is it short, everyday English? It knows nothing else.")
    return " ".join(said)


def read_sentence(encoded: Encoded) -> str:
    """Says what the network was spared: what was carried across, and capitals; empty where it read all as typed."""
    said = []
    if texts := list(encoded.source.texts.values()):
        listed = ", ".join(f"“{text[:24]}”" for text in texts[:5]) + " …" * (len(texts) > 5)
        said.append(f"Carried across as typed: {listed}. The network reads and writes a placeholder instead.")
    if encoded.source.recased:
        said.append("Its capitals and slips were read as they are mostly written.")
    return " ".join(said)


def text_sentence(reading: Reading) -> str:
    """Says that a text of several sentences is translated one by one, and how many were left out; mostly empty."""
    if len(reading.sentences) == 1:
        return ""
    said = f"{len(reading.sentences)} sentences, each translated on its own: the network knows nothing of the others."
    if reading.left_out:
        said += f" Only the first {MOST_SENTENCES} were translated; {reading.left_out:,} were left out."
    return said


def chip_notes(translation: Translation) -> list[str]:
    """A line for every chip: what went into the encoder, what came out of the decoder and where it looked."""
    read = [f"Into the encoder goes {quoted(piece)}." for piece in translation.encoded.pieces]
    written = []
    for i, (piece, log) in enumerate(zip(translation.pieces, translation.log_probabilities, strict=True)):
        where = int(translation.attention[i].argmax())
        written.append(
            f"Out of the decoder comes {quoted(piece)}, {percent(float(np.exp(log)))} probable; it looked most at "
            f"{quoted(translation.encoded.pieces[where])}, {percent(float(translation.attention[i, where]))}."
        )
    return read + written


def quoted(piece: str) -> str:
    """A piece in the middle of a sentence."""
    return THE_END if piece == STOP else f"“{shown(piece)}”"


def encoder_sentence(encoded: Encoded, step: int) -> str:
    """What the encoder has read after `step`."""
    pieces = encoded.pieces
    if step == 0:
        return "Nothing has been read yet: all states are at zero."
    said = f"One encoder has read {quoted(pieces[step - 1])}, number {step} of {len(pieces)} from the left. "
    said += f"Another reads from the right; its number {step} is {quoted(pieces[-step])}. "
    if step < len(pieces):
        return said + "The decoder waits until both have read everything."
    return said + "Both have read everything; what they noted at each place is the memory. Now the decoder begins."


def lesson_of(text: str, as_found: bool) -> str:
    """What a preset shows; empty for any other text, and where the learner has changed how it is translated."""
    return next((LESSONS[name] for name, value in PRESETS.items() if value == text and as_found), "")


def whole_word(position: int, pieces: Sequence[str], forced: int) -> int:
    """The first piece of the word that the piece at `position` belongs to.

    What the network adds to a word that was typed, the last of the `forced` pieces, is no part of that word.
    """
    start = words(pieces)[word_of(position, pieces)][0]
    return max(start, forced) if position >= forced else start


def looked_sentence(weights: np.ndarray, rows: Sequence[str], columns: Sequence[str], chosen: int | None) -> str:
    """Says where `chosen`, or else the surest row, looked in the attention map `weights` (rows, columns)."""
    row = int(weights.max(axis=1).argmax()) if chosen is None else chosen
    order = np.argsort(-weights[row], kind="stable")[:2]
    places = " and ".join(f"at “{columns[i]}” ({percent(float(weights[row, i]))})" for i in order)
    return f"While it wrote “{rows[row]}”, the decoder looked most {places}. The weights of a row sum to one."


def candidates(before: np.ndarray, piece: str, model: TranslationModel) -> tuple[list[str], list[float], int]:
    """(pieces, probabilities, index of the one that was taken): the most probable, and the taken one."""
    numbers = [int(number) for number in np.argsort(-before, kind="stable")[:SHOWN]]
    taken = model.pieces.numbers[piece]
    if taken not in numbers:
        numbers[-1] = taken
    return model.pieces.spell(numbers), [float(before[number]) for number in numbers], numbers.index(taken)


def tree_sentence(translation: Translation, beam: int, model: TranslationModel) -> str:
    """Counts what became of the candidates and names the two best translations."""
    fates = [node.fate for nodes in translation.tree for node in nodes]
    best = [
        f"“{model.french(hypothesis, translation.encoded.source)}” with a score of {hypothesis.score:.2f}"
        for hypothesis in translation.hypotheses[:2]
    ]
    said = (
        f"With a beam of {beam}, {len(fates)} candidates were weighed in {len(translation.tree)} steps: "
        f"{fates.count(LIVES)} went on, {fates.count(ENDED)} came to an end, {fates.count(DIED)} died. "
        f"The best is {best[0]}"
    )
    return said + (f"; next comes {best[1]}." if len(best) > 1 else ".")


def hypotheses_table(translation: Translation, model: TranslationModel) -> str:
    """All translations that were found, best first, as a Markdown table.

    Other pieces may spell the same sentence: it has one row, with the numbers of the best.
    """
    found: dict[str, list[Hypothesis]] = {}
    for hypothesis in translation.hypotheses:
        text = plain(model.french(hypothesis, translation.encoded.source)) or "…"
        found.setdefault(text + " (cut off)" * (not hypothesis.ended), []).append(hypothesis)
    rows = [
        (
            text + f" (in {len(same)} spellings)" * (len(same) > 1),
            f"{same[0].score:.2f}",
            f"{sum(same[0].log_probabilities):.2f}",
        )
        for text, same in found.items()
    ]
    return table(("translation", "score", "log probability"), rows)


def word_memory(encoded: Encoded) -> np.ndarray:
    """(words, M): what the encoder notes at each word, the mean over its pieces."""
    return np.stack([encoded.memory.rows[0, list(positions)].mean(axis=0) for positions in encoded.word_pieces])


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(N, M): how alike the rows of `a` (N, D) and `b` (M, D) are, -1..1."""
    a, b = (rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9) for rows in (a, b))
    return a @ b.T


def comparison_sentence(one: Encoded, other: Encoded, alike: np.ndarray) -> str:
    """Names the words at the same place that the encoder notes least and most alike, and how the decoder begins."""
    diagonal = np.diag(alike)
    least, most = int(diagonal.argmin()), int(diagonal.argmax())
    start = float(cosines(one.start.second.hidden, other.start.second.hidden)[0, 0])

    def pair(i: int) -> str:
        return f"“{word(one.words[i])}” and “{word(other.words[i])}” ({diagonal[i]:.2f})"

    return (
        f"1 is the same note, 0 has nothing in common. Of the words at the same place, {pair(least)} are noted least "
        f"alike and {pair(most)} most. The state with which the decoder begins is alike to {start:.2f}."
    )


def numbers(model: TranslationModel, translation: Translation, position: int) -> dict[str, str]:
    """This step's shapes and numbers for the panel under the hood."""
    pieces, size = len(translation.encoded.pieces), model.decoder.embedding.shape[1]
    units, memory = model.decoder.attention_kernel.shape
    weights = translation.attention[position]
    return {
        "shapes": f"y ({size},), h and c of each layer ({units},), memory ({pieces}, {memory}), "
        f"attention ({pieces},), p ({len(model.pieces)},)",
        "attention of this step": ", ".join(
            f"{shown(translation.encoded.pieces[i])} {weights[i]:.3f}" for i in np.argsort(-weights)[:SHOWN]
        ),
        "log probability of its piece": f"{translation.log_probabilities[position]:.3f}",
    }


def word_of(position: int, pieces: Sequence[str]) -> int:
    """The number of the word that the piece at `position` belongs to."""
    return next(i for i, positions in enumerate(words(pieces)) if position in positions)
