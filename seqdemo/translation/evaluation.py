"""How near the translations come to those of people: BLEU and chrF, with beam search and without."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from seqdemo.core import weights
from seqdemo.core.errors import DataError
from seqdemo.evaluate.tables import read_tabbed
from seqdemo.translation.model import BEAMS, SENTENCES, TranslationModel

BEAM = 5


class Pair(NamedTuple):
    """A sentence and how a person translated it."""

    english: str
    french: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="english<TAB>french, a pair a line, UTF-8 (or .gz)")
    parser.add_argument("--limit", type=int, metavar="N", help="measure only the first N pairs: quicker, less exact")
    parser.add_argument("--beam", type=int, default=BEAM, metavar="K", help=f"width of the beam ({BEAM})")


def evaluate(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns sentences, bleu and chrf with beam search, greedy_bleu and greedy_chrf, and the signatures."""
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
    return result


def read_pairs(path: Path) -> list[Pair]:
    """Reads the pairs of a file, as they are written; the file may be gzipped. Raises DataError."""
    rows = read_tabbed(path, Pair._fields, "a UTF-8 file with english<TAB>french a line")
    return [Pair(*row) for row in rows]
