"""The yardstick: an n-gram model with modified Kneser-Ney smoothing (Chen and Goodman 1999), for the evaluation only.

It counts the same sentences with the same vocabulary as the networks learn from, and is never shipped.

>>> KneserNey(sentences, order=5, vocabulary=12_003).nats(sentence)      # of each word but the first
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

Gram = tuple[int, ...]


class KneserNey:
    """Counts all n-grams up to `order`; sentences are numbers of words with the end before and after them.

    p(w | h) = max(c(hw) - D(c(hw)), 0) / c(h) + b(h) p(w | h without its first word), down to p(w) over all words;
    below the highest order c counts the different words before hw, unless hw begins a sentence.
    """

    def __init__(self, sentences: Iterable[Sequence[int]], order: int, vocabulary: int):
        self.order, self.vocabulary = order, vocabulary
        self.counts: list[Counter[Gram]] = self._counted(sentences)
        self.discounts = [discounts(counts.values()) for counts in self.counts]
        self.totals: list[dict[Gram, float]] = []
        self.left: list[dict[Gram, float]] = []
        for counts, discount in zip(self.counts, self.discounts, strict=True):
            total: dict[Gram, float] = defaultdict(float)
            given_away: dict[Gram, float] = defaultdict(float)
            for gram, count in counts.items():
                total[gram[:-1]] += count
                given_away[gram[:-1]] += discount[min(count, 3)]
            self.totals.append(total)
            self.left.append({history: given_away[history] / total[history] for history in total})

    def probability(self, word: int, history: Gram) -> float:
        """Returns p(word | history); of a longer history the last order - 1 words count."""
        found = 1 / self.vocabulary
        for length in range(min(len(history), self.order - 1) + 1):
            context = history[len(history) - length :]
            total = self.totals[length].get(context)
            if total is None:
                break
            count = self.counts[length].get((*context, word), 0)
            kept = (count - self.discounts[length][min(count, 3)]) / total if count else 0.0
            found = kept + self.left[length][context] * found
        return found

    def nats(self, sentence: Sequence[int]) -> np.ndarray:
        """Returns -log p of every word after the first, (words - 1,)."""
        words = tuple(map(int, sentence))
        return -np.log([self.probability(words[i], words[:i]) for i in range(1, len(words))])

    def _counted(self, sentences: Iterable[Sequence[int]]) -> list[Counter[Gram]]:
        counts: list[Counter[Gram]] = [Counter() for _ in range(self.order)]
        for sentence in sentences:
            words = tuple(map(int, sentence))
            for end in range(2, len(words) + 1):
                longest = words[max(0, end - self.order) : end]
                # a shorter one that begins the sentence has nothing before it to be told apart by
                counts[len(longest) - 1][longest] += 1
        for length in range(self.order - 1, 0, -1):
            for gram in counts[length]:
                counts[length - 1][gram[1:]] += 1
        return counts


def discounts(counts: Iterable[int]) -> tuple[float, ...]:
    """Returns what is taken from a count of 0, 1, 2, and 3 or more: D_k = k - (k + 1) Y n_(k+1) / n_k."""
    n = Counter(min(count, 5) for count in counts)
    if not (n[1] and n[2] and n[3]):
        return 0.0, 0.5, 0.75, 1.0  # too few to tell
    y = n[1] / (n[1] + 2 * n[2])
    found = [k - (k + 1) * y * n[k + 1] / n[k] for k in (1, 2, 3)]
    return 0.0, *(min(max(value, 0.0), k) for k, value in enumerate(found, 1))
