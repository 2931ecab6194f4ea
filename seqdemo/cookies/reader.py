"""Characters: text in, the numbers a network reads out, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

START, START_OTHER, END, UNKNOWN = 0, 1, 2, 3
"""The first four numbers of every character vocabulary, before the characters."""
SPECIALS = 4


@dataclass(frozen=True)
class CharacterVocabulary:
    """The characters a model knows; character i has number i + SPECIALS."""

    characters: str

    def __len__(self) -> int:
        return len(self.characters) + SPECIALS

    @classmethod
    def of(cls, texts: Iterable[str], least: int) -> CharacterVocabulary:
        """Keeps the characters that occur at least `least` times, most frequent first."""
        counts = Counter(character for text in texts for character in text)
        return cls("".join(c for c, count in counts.most_common() if count >= least))

    def encode(self, text: str) -> list[int]:
        """Returns one number a character; UNKNOWN for a character that is not in the vocabulary."""
        return [found + SPECIALS if (found := self.characters.find(c)) >= 0 else UNKNOWN for c in text]

    def decode(self, numbers: Sequence[int]) -> str:
        """Returns the text of `numbers`; START and END have none, UNKNOWN becomes U+FFFD."""
        return "".join(
            self.characters[n - SPECIALS] if n >= SPECIALS else "\N{REPLACEMENT CHARACTER}" * (n == UNKNOWN)
            for n in numbers
        )
