"""What the judge of comments learns from: comments of many places, everyday sentences, phrases, disguised copies."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from seqdemo.toxicity.comments import (
    SPELLED,
    Comments,
    RememberingLexicon,
    made_up,
    opening,
    read,
    split,
    split_families,
    weigh,
)
from seqdemo.toxicity.disguise import disguise, misspell
from seqdemo.toxicity.model import LABELS
from seqdemo.toxicity.phrases import Phrase, phrases, read_grammar
from seqdemo.toxicity.reader import Lexicon, spelling
from seqdemo.toxicity.teacher import opinions

WORDS = 27_000
SMOKE_ROWS = 300
NATURAL_SOURCES = ("khanhhk", "fastbert_train")
TEACHER_SHARE, TEACHER_ALONE_WEIGHT = 0.5, 0.25
PHRASES, PHRASE_WEIGHT = 40_000, 0.6
EVERYDAY, EVERYDAY_ASIDE, EVERYDAY_WEIGHT = 8_000, 1_000, 0.3


class Material(NamedTuple):
    """What a training needs: comments to learn from and to watch, the words and how often each occurs."""

    training: Comments
    watched: dict[str, Comments]
    lexicon: Lexicon
    counts: Counter

    @property
    def validation(self) -> Comments:
        """The comments of Wikipedia that are held out."""
        return self.watched["all"]


def prepare(data: Path, smoke: bool) -> Material:
    """Reads, splits and weighs the comments, makes phrases and disguises, chooses the words."""
    most = SMOKE_ROWS if smoke else None
    wikipedia, validation = split(read(data / "toxic" / "wikipedia.csv.gz").first(most))
    unseen = set(map(opening, validation.texts))
    others, _ = split_families(weigh(few_tweets(read(data / "toxic" / "other_sources.csv.gz").first(most))), unseen)
    contrast, contrast_aside = split_families(weigh(read(data / "toxic" / "contrast.csv.gz").first(most)), unseen)
    everyday, everyday_aside = everyday_sentences(data / "language" / "tatoeba_english.txt.gz")
    everyday, aside = everyday.first(most), contrast_aside.and_also(everyday_aside.first(500))
    elsewhere = others.and_also(contrast)
    made = mixed(phrases(400 if smoke else PHRASES), everyday.texts)
    counts = count_words(wikipedia.texts + elsewhere.texts)
    lexicon = choose_words(counts, everyday.texts + [phrase.text for phrase in made], wikipedia)
    taught_wikipedia = taught(wikipedia, SPELLED)
    disguised = disguised_copies(taught_wikipedia, lexicon)
    training = taught_wikipedia.and_also(elsewhere, everyday, made_up(made, PHRASE_WEIGHT), disguised)
    return Material(training, watched(validation, aside, lexicon), lexicon, counts)


def few_tweets(comments: Comments) -> Comments:
    """Most tweets teach the language of one site: keeps all that hate a group, and one in eight of the others."""
    tweets = np.array([source == "davidson" for source in comments.sources])
    return comments.take(~tweets | (comments.labels[:, 5] > 0.5) | (np.arange(len(tweets)) % 8 == 0))


def everyday_sentences(path: Path) -> tuple[Comments, Comments]:
    """Sentences of every day without a word that can be meant badly, as harmless comments: to learn from, and aside."""
    if not path.exists():
        nothing = np.zeros((0, len(LABELS)), np.float32)
        return (Comments([], nothing, nothing, []),) * 2
    doubtful = doubtful_words()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [line.strip() for line in lines]
    harmless = [t for t in texts if not set(re.findall(r"[a-z]+", t.lower())) & doubtful][: EVERYDAY + EVERYDAY_ASIDE]
    labels = np.zeros((len(harmless), len(LABELS)), np.float32)
    comments = Comments(harmless, labels, labels + EVERYDAY_WEIGHT, ["everyday"] * len(harmless))
    return comments.take(np.arange(len(harmless)) >= EVERYDAY_ASIDE), comments.take(
        np.arange(len(harmless)) < EVERYDAY_ASIDE
    )


def doubtful_words() -> set[str]:
    """Words that can be meant badly; a sentence with one of them is not taken for harmless without looking."""
    slots = read_grammar().slots
    words = {w for name in ("bad", "badn", "badns", "harm", "swear") for w in " ".join(slots[name]).lower().split()}
    words |= set("die dead died hate hates hated fool killed murder gun rape sex shut".split())
    return words - set(
        "a of the what for me oh it you i have find get end track run over take out your and then".split()
    )


def mixed(made: list[Phrase], sentences: list[str]) -> list[Phrase]:
    """Puts a harmless sentence before or after every fourth phrase, and a slip of the pen into every tenth."""
    random = np.random.default_rng(7)
    result = []
    for number, phrase in enumerate(made):
        text = phrase.text
        if number % 10 == 0:
            words = text.split()
            at = int(random.integers(len(words)))
            words[at] = misspell(words[at], random) if len(words[at]) > 3 else words[at]
            text = " ".join(words)
        if number % 4 == 1 and sentences:
            other = sentences[int(random.integers(len(sentences)))]
            text = f"{text}. {other}" if random.random() < 0.5 else f"{other} {text}"
        result.append(phrase._replace(text=text))
    return result


def count_words(texts: list[str]) -> Counter:
    """How often each word occurs, as typed: one with stars, look-alikes or spaces does not become a word of its own."""
    return Counter(spelling(word.text) for text in texts for word in SPELLED.words(text))


def choose_words(counts: Counter, more: list[str], wikipedia: Comments) -> Lexicon:
    """Returns the words that occur three times in all comments, sentences and phrases, most frequent first."""
    often = {word: count for word, count in (counts + count_words(more)).most_common() if count >= 3}
    known = [word for word in often if word.isalnum() or (len(word) == 1 and not word.isascii())][:WORDS]
    return RememberingLexicon(known, rude_words(wikipedia.texts, wikipedia.labels[:, 0], RememberingLexicon(known)))


def disguised_copies(comments: Comments, lexicon: Lexicon) -> Comments:
    """Toxic comments with their rude words disguised, and half as many others with some common words disguised."""
    random = np.random.default_rng(5)
    toxic = np.flatnonzero(comments.labels[:, 0] > 0.5)
    harmless = random.choice(np.flatnonzero(comments.labels[:, 0] <= 0.5), len(toxic) // 2)
    copies = comments.take(np.concatenate([toxic, harmless]))
    rude, common = set(lexicon.often_hidden), set(list(lexicon.numbers)[50:3000])
    words = [rude] * len(toxic) + [{w for w in common if random.random() < 0.1} for _ in harmless]
    return copies._replace(
        texts=[disguise(text, chosen, random) for text, chosen in zip(copies.texts, words, strict=True)],
        weights=copies.weights * 0.5,
    )


def watched(validation: Comments, contrast: Comments, lexicon: Lexicon) -> dict[str, Comments]:
    """What is watched while training: Wikipedia's natural mix, all of it, all of it disguised; contrasts; phrases.

    The phrases are of patterns kept aside, with words kept aside.
    """
    random = np.random.default_rng(6)
    rude = set(lexicon.often_hidden)
    return {
        "natural": validation.take(np.flatnonzero([s in NATURAL_SOURCES for s in validation.sources])),
        "all": validation,
        "disguised": validation._replace(texts=[disguise(text, rude, random) for text in validation.texts]),
        "contrast": contrast,
        "phrases": made_up(phrases(3000, seed=99, grammar=read_grammar().part(True, True)), 1),
    }


def rude_words(texts: list[str], toxic: np.ndarray, lexicon: Lexicon) -> list[str]:
    """The words that most tell toxic comments from others, by log odds; those that stars may stand for."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for text, is_toxic in zip(texts, toxic > 0.5, strict=True):
        counts[bool(is_toxic)].update({word.canonical for word in lexicon.words(text)})
    rude, harmless = counts[True], counts[False]
    many, few = max(1, (toxic <= 0.5).sum()), max(1, (toxic > 0.5).sum())
    odds = {w: (n / few) / ((harmless[w] + 2) / many) for w, n in rude.items() if n >= 8 and len(w) > 2}
    best = sorted((w for w in odds if odds[w] > 4), key=lambda w: -rude[w] * np.log(odds[w]))
    return best[:400]


def taught(comments: Comments, lexicon: Lexicon) -> Comments:
    """Mixes the teacher's opinion into the labels; where there is none it stands alone and weighs little."""
    plain = [" ".join(spelling(word.text) for word in lexicon.words(text)) for text in comments.texts]
    known = comments.weights > 0
    opinion = opinions(plain, comments.labels, known)
    return comments._replace(
        labels=np.where(known, (1 - TEACHER_SHARE) * comments.labels + TEACHER_SHARE * opinion, opinion),
        weights=np.where(known, comments.weights, TEACHER_ALONE_WEIGHT),
    )
