"""Sentences into pieces of words and back: one vocabulary for English and French.

>>> pieces = Pieces.load()
>>> pieces.spell(pieces.encode(spaced_english("I am cold.")))     # ['▁I', '▁am', '▁cold', '▁.']
>>> pieces.french(["▁J'", "▁ai", "▁froid", "▁."])                   # "J'ai froid."

Pieces by byte-pair encoding (Sennrich et al. 2016). Every digit and every placeholder is a piece of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sentencepiece import SentencePieceProcessor

from seqdemo.core import weights
from seqdemo.core.errors import WeightsError
from seqdemo.translation.across import restored, symbols
from seqdemo.translation.spelling import joined_french

PAD, START, END, UNKNOWN = 0, 1, 2, 3
"""The first four numbers of the vocabulary, before 256 single bytes and the pieces."""
SPECIALS = 4 + 256
MARK = "▁"
"""The first character of a piece that begins a word."""
STOP = "</s>"
"""How the vocabulary spells END."""
FILE = "translation_pieces.model"
PLACEHOLDERS = tuple(f"{MARK}{symbol}" for symbol in symbols())
"""The pieces that stand for what is carried across; they are the last of the vocabulary."""


class Pieces:
    """The pieces a network knows. Immutable, so that threads may share it."""

    def __init__(self, model: bytes):
        self.processor = SentencePieceProcessor(model_proto=model)
        self.pieces: tuple[str, ...] = tuple(
            self.processor.id_to_piece(number) for number in range(self.processor.get_piece_size())
        )
        self.numbers = {piece: number for number, piece in enumerate(self.pieces)}
        self.placeholders = tuple(self.numbers.get(piece, UNKNOWN) for piece in PLACEHOLDERS)
        ordinary = (piece for piece in self.pieces[SPECIALS:] if piece not in PLACEHOLDERS)
        self.letters = frozenset("".join(ordinary)) - {MARK}
        """The characters of which it can spell words."""

    @classmethod
    def load(cls, directory: Path = weights.MODELS, file: str = FILE) -> Pieces:
        """Reads the shipped vocabulary. Raises WeightsError, one sentence."""
        try:
            return cls((directory / file).read_bytes())
        except (OSError, RuntimeError) as error:
            raise WeightsError(
                f"The file assets/models/{file} is missing or damaged; restore it with `git checkout assets/models`."
            ) from error

    def __len__(self) -> int:
        return len(self.pieces)

    def encode(self, spaced: str) -> list[int]:
        """Returns the pieces of a text that was set apart."""
        return self.processor.encode(spaced)

    def spell(self, numbers: Iterable[int]) -> list[str]:
        return [self.pieces[number] for number in numbers]

    def french(self, pieces: Sequence[str], texts: Mapping[str, str]) -> str:
        """Returns the sentence that French pieces spell; `texts` says what each placeholder stands for."""
        return joined_french(restored("".join(pieces).replace(MARK, " ").strip(), texts))


def words(pieces: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Returns the positions of the pieces of each word in turn; STOP is a word of its own."""
    found: list[list[int]] = []
    for position, piece in enumerate(pieces):
        if piece.startswith((MARK, STOP)) or not found:
            found.append([])
        found[-1].append(position)
    return tuple(tuple(positions) for positions in found)


def train(texts: Iterable[str], size: int, directory: Path, file: str = FILE) -> Pieces:
    """Learns `size` pieces from texts that were set apart, and writes them; the same texts give the same pieces."""
    from sentencepiece import SentencePieceTrainer

    directory.mkdir(parents=True, exist_ok=True)
    with (directory / file).open("wb") as written:
        SentencePieceTrainer.train(
            sentence_iterator=iter(texts),
            model_writer=written,
            model_type="bpe",
            vocab_size=size,
            character_coverage=1.0,
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
    return extended((directory / file).read_bytes(), "", directory, file)


def extended(model: bytes, letters: Iterable[str], directory: Path, file: str = FILE) -> Pieces:
    """Adds the digits, `letters` and placeholders that the pieces in `model` lack, writes and returns them.

    The pieces that are there keep their numbers, so that a network that learnt them can go on.
    """
    from sentencepiece.sentencepiece_model_pb2 import ModelProto  # type: ignore[attr-defined]  # made at import

    proto = ModelProto.FromString(model)
    there = {piece.piece for piece in proto.pieces}
    least = min(piece.score for piece in proto.pieces)
    added = [letter for letter in sorted({*letters, *"0123456789"}) if letter not in there]
    for place, letter in enumerate(added, 1):
        proto.pieces.add(piece=letter, score=least - place, type=ModelProto.SentencePiece.NORMAL)
    for symbol in PLACEHOLDERS:
        if symbol not in there:
            proto.pieces.add(piece=symbol, score=0, type=ModelProto.SentencePiece.USER_DEFINED)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / file).write_bytes(proto.SerializeToString())
    return Pieces.load(directory, file)
