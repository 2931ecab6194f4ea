"""Sentences into pieces of words and back: one vocabulary for English and French.

>>> subwords = Subwords.load()
>>> subwords.spell(subwords.encode(spaced_english("I am cold.")))     # ['▁I', '▁am', '▁cold', '▁.']
>>> subwords.french(["▁J'", "▁ai", "▁froid", "▁."])                   # "J'ai froid."

Pieces by byte-pair encoding (Sennrich et al. 2016), learnt from words that were set apart: a full stop, a comma,
the short words before an apostrophe and the pronouns after a hyphen stand alone, so that `homme` is one piece
also in `l'homme`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from sentencepiece import SentencePieceProcessor

from seqdemo.core import weights
from seqdemo.core.errors import WeightsError

PAD, START, END, UNKNOWN = 0, 1, 2, 3
"""The first four numbers of the vocabulary, before 256 single bytes and the pieces."""
SPECIALS = 4 + 256
MARK = "▁"
"""The first character of a piece that begins a word."""
STOP = "</s>"
"""How the vocabulary spells END."""
FILE = "translation_pieces.model"

PICTURES = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
"""Arrows, signs and emoji: no sentence of the training had any, so they are left out."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_STOP = re.compile(r"(?<=\S)(\.\.\.|[.,])(?=\s|$)")
_ENGLISH_MARK = re.compile(r"(?<=\S)([?!;:]+)(?=\s|\"|$)")
_FRENCH_MARK = re.compile(r"\s*([?!;:»])(?=\s|$|[?!\"])")
_ELISION = r"(?i)\b((?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)')"
_PRONOUN = re.compile(r"(?i)(?<=\w)(-(?:t-)?(?:je|tu|ils?|elles?|on|nous|vous|ce|moi|toi|le|la|les|lui|leur|en|y))\b")
_NARROW_SPACE = "\u202f"


def plain(text: str) -> str:
    """Returns `text` in the one way of writing that the network reads: composed letters, straight apostrophes,
    one space between words, no pictures, nothing invisible."""
    text = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))
    return " ".join(_INVISIBLE.sub("", PICTURES.sub(" ", text)).translate(_APOSTROPHES).split())


def spaced_english(text: str) -> str:
    """`I can't, Tom.` -> `I can't , Tom .`"""
    return _STOP.sub(r" \1", _ENGLISH_MARK.sub(r" \1", plain(text)))


def spaced_french(text: str) -> str:
    """`L'homme est-il là ?` -> `L' homme est -il là ?`"""
    text = _STOP.sub(r" \1", _FRENCH_MARK.sub(r" \1", plain(text)))
    return _PRONOUN.sub(r" \1", re.sub(_ELISION + r"(?=\w)", r"\1 ", text))


def joined_french(text: str) -> str:
    """`L' homme est -il là ?` -> `L'homme est-il là ?`, with a narrow space that does not break before the mark."""
    text = re.sub(_ELISION + r" (?=\w)", r"\1", text)
    text = re.sub(r" (\.\.\.|[.,])(?=\s|$)", r"\1", re.sub(r"(?<=\w) (?=-\w)", "", text))
    return re.sub(r" (?=[?!;:»])|(?<=«) ", _NARROW_SPACE, text)


class Subwords:
    """The pieces a network knows. Immutable, so that threads may share it."""

    def __init__(self, model: bytes):
        self.processor = SentencePieceProcessor(model_proto=model)
        self.pieces: tuple[str, ...] = tuple(
            self.processor.id_to_piece(number) for number in range(self.processor.get_piece_size())
        )
        self.numbers = {piece: number for number, piece in enumerate(self.pieces)}

    @classmethod
    def load(cls, directory: Path = weights.MODELS, file: str = FILE) -> Subwords:
        """Reads the shipped vocabulary. Raises WeightsError, one sentence."""
        try:
            return cls((directory / file).read_bytes())
        except (OSError, RuntimeError) as error:
            raise WeightsError(
                f"The file assets/models/{file} is missing or damaged; restore it with `git checkout assets/models`."
            ) from error

    def __len__(self) -> int:
        return len(self.pieces)

    @property
    def checksum(self) -> str:
        """Of the pieces in their order, so that a network can tell whether they are those that it learnt."""
        return hashlib.sha256("\n".join(self.pieces).encode()).hexdigest()

    def encode(self, spaced: str) -> list[int]:
        """Returns the pieces of a text that was set apart."""
        return self.processor.encode(spaced)

    def spell(self, numbers: Iterable[int]) -> list[str]:
        return [self.pieces[number] for number in numbers]

    def french(self, pieces: Sequence[str]) -> str:
        """Returns the sentence that French pieces spell."""
        return joined_french("".join(pieces).replace(MARK, " ").strip())

    def written(self, numbers: Sequence[int]) -> str:
        """Returns what pieces look like: bytes become the character that they are."""
        return self.processor.decode(list(numbers)).strip()

    def is_byte(self, number: int) -> bool:
        """Whether a piece is a single byte of a character that the vocabulary does not have."""
        return 4 <= number < SPECIALS


def words(pieces: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Returns the positions of the pieces of each word in turn; STOP is a word of its own."""
    found: list[list[int]] = []
    for position, piece in enumerate(pieces):
        if piece.startswith((MARK, STOP)) or not found:
            found.append([])
        found[-1].append(position)
    return tuple(tuple(positions) for positions in found)


def train(texts: Iterable[str], size: int, directory: Path, file: str = FILE) -> Subwords:
    """Learns `size` pieces from texts that were set apart, and writes them; the same texts give the same pieces."""
    from sentencepiece import SentencePieceTrainer

    directory.mkdir(parents=True, exist_ok=True)
    with (directory / file).open("wb") as written:
        SentencePieceTrainer.train(
            sentence_iterator=iter(texts),
            model_writer=written,
            model_type="bpe",
            vocab_size=size,
            character_coverage=0.9999,
            byte_fallback=True,
            normalization_rule_name="identity",
            split_by_unicode_script=False,
            split_by_number=False,
            split_digits=True,
            shuffle_input_sentence=False,
            num_threads=1,
            pad_id=PAD,
            bos_id=START,
            eos_id=END,
            unk_id=UNKNOWN,
            minloglevel=2,
        )
    return Subwords.load(directory, file)
