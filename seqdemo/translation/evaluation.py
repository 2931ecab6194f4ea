"""How near the translations come to those of people: BLEU and chrF, with beam search and without; what is kept."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from seqdemo.core import weights
from seqdemo.core.errors import DataError
from seqdemo.translation.model import BEAMS, SENTENCES, TranslationModel
from seqdemo.translation.pairs import Pair, read_pairs

BEAM = 5
_DIGITS = re.compile(r"\d+")
_CAPITALISED = re.compile(r"\b[^\W\d_]*[A-Z][^\W\d_]*\b")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="english<TAB>french, a pair a line, UTF-8 (or .gz)")
    parser.add_argument("--limit", type=int, metavar="N", help="measure only the first N pairs: quicker, less exact")
    parser.add_argument("--beam", type=int, default=BEAM, metavar="K", help=f"width of the beam ({BEAM})")


def evaluate(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns sentences, bleu, chrf and what is kept with beam search, greedy_bleu, greedy_chrf, and the signatures."""
    if arguments.beam not in range(1, max(BEAMS) + 1):
        raise DataError(f"The beam is {arguments.beam}; give --beam from 1 to {max(BEAMS)}.")
    pairs = read_pairs(arguments.file)[: arguments.limit]
    if not pairs:
        raise DataError(f"There are no pairs to measure in {arguments.file}; give other pairs or another --limit.")
    model = TranslationModel.load(directory=weights.MODELS)
    with tqdm(total=2 * len({pair.english for pair in pairs}), unit="sentence", desc="(fewer with --limit N)") as bar:
        greedy = measure(model, pairs, 1, bar.update)
        best = measure(model, pairs, arguments.beam, bar.update)
    return {
        "sentences": len(pairs),
        "beam": arguments.beam,
        **best,
        **{f"greedy_{name}": greedy[name] for name in ("bleu", "chrf")},
    }


def measure(
    model: TranslationModel, pairs: Sequence[Pair], beam: int, tell: Callable[[int], Any] = lambda done: None
) -> dict[str, Any]:
    """Returns bleu and chrf, 0 to 100, with sacreBLEU's defaults, each pair a sentence with one reference.

    The output is what a learner sees; sacreBLEU counts every kind of space alike.
    """
    from sacrebleu.metrics import BLEU, CHRF

    # a sentence with several references is translated once; similar lengths go side by side
    texts = sorted({pair.english for pair in pairs}, key=len)
    found: dict[str, str] = {}
    for begin in range(0, len(texts), SENTENCES):
        part = texts[begin : begin + SENTENCES]
        found |= dict(zip(part, model.translate_all(part, beam), strict=True))
        tell(len(part))
    outputs, references = [found[pair.english] for pair in pairs], [[pair.french for pair in pairs]]
    result: dict[str, Any] = {}
    for name, metric in (("bleu", BLEU()), ("chrf", CHRF())):
        result[name] = metric.corpus_score(outputs, references).score
        result[f"{name}_signature"] = str(metric.get_signature())
    return result | kept(pairs, outputs)


def kept(pairs: Sequence[Pair], outputs: Sequence[str]) -> dict[str, float | None]:
    """Returns the shares of the sentences in which nothing was lost, 0..1, None where no sentence has any.

    `numbers_kept`: all numbers of the English; `names_kept`: all words with a capital that the English and the
    reference share.
    """
    numbers, names = [], []
    for pair, output in zip(pairs, outputs, strict=True):
        wanted = set(_DIGITS.findall(pair.english))
        if wanted:
            numbers.append(wanted <= set(_DIGITS.findall(output)))
        wanted = set(_CAPITALISED.findall(pair.english)) & set(_CAPITALISED.findall(pair.french))
        if wanted:
            names.append(wanted <= set(_CAPITALISED.findall(output)))
    shares = {"numbers_kept": numbers, "names_kept": names}
    return {name: sum(found) / len(found) if found else None for name, found in shares.items()}
