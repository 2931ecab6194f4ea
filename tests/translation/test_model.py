"""The translator: a small one with random weights, and the shipped one held to Keras."""

import argparse
import time

import numpy as np
import pytest

from seqdemo.core import weights
from seqdemo.core.attention import attend, fold
from seqdemo.core.errors import DataError, InputError, WeightsError
from seqdemo.core.trace import Trace, extend
from seqdemo.translation import evaluation
from seqdemo.translation import reader as subwords
from seqdemo.translation.model import FIRST, LONGEST, MOST_PIECES, MOST_WORDS, Decoder, TranslationModel
from seqdemo.translation.reader import END, PICTURES, STOP, joined_french, plain, spaced_english, spaced_french
from tests.translation.stub import ENGLISH, keras_logits, small_arrays, small_subwords, small_translation_model

SENTENCE = "The red house is old, Tom."
NOT_SHIPPED = not (weights.MODELS / "translation.safetensors").exists()
needs_weights = pytest.mark.skipif(NOT_SHIPPED, reason="assets/models/translation.safetensors is not there yet")


@pytest.fixture(scope="module")
def small() -> TranslationModel:
    return small_translation_model()


@pytest.fixture(scope="module")
def shipped() -> TranslationModel:
    return TranslationModel.load()


# text


@pytest.mark.parametrize(
    "text, spaced",
    [
        ("L'homme est-il là ?", "L' homme est -il là ?"),
        ("Y a-t-il quelqu'un ? Oui, moi.", "Y a -t-il quelqu'un ? Oui , moi ."),
        ("Aujourd’hui, c’est Anne-Marie…", "Aujourd'hui , c' est Anne-Marie ..."),
        ("Qu'est-ce qu'il t'a dit\u202f!", "Qu' est -ce qu' il t' a dit !"),
        ("Dis-le-moi : « oui » !", "Dis -le -moi : « oui » !"),
        ("3,5 % à 10.000 €", "3,5 % à 10.000 €"),
    ],
)
def test_french_is_set_apart_and_joined_again(text, spaced):
    assert spaced_french(text) == spaced
    assert joined_french(spaced).split() == plain(text).split()
    assert spaced_french(joined_french(spaced)) == spaced


def test_english_is_set_apart():
    assert spaced_english("I  can’t, Tom.\nWhy?!") == "I can't , Tom . Why ?!"
    assert spaced_english("It's 3.5% of $1,000.") == "It's 3.5% of $1,000 ."


def test_sacrebleu_does_not_mind_the_narrow_space():
    metrics = pytest.importorskip("sacrebleu.metrics")
    outputs, reference = ["As-tu froid\u202f? Non\u202f!"], [["As-tu froid ? Non !"]]
    assert metrics.BLEU(effective_order=True).corpus_score(outputs, reference).score == pytest.approx(100)
    assert metrics.CHRF().corpus_score(outputs, reference).score == pytest.approx(100)


def test_any_character_can_be_read():
    known = small_subwords()
    for text in ("xyzzy", "你好", "😀", "Ω!", "tab\there"):
        assert known.written(known.encode(spaced_english(text))).split() == spaced_english(text).split()


def test_words_are_made_of_their_pieces():
    pieces = ["▁J'", "▁ai", "▁fr", "oid", "▁.", STOP]
    assert subwords.words(pieces) == ((0,), (1,), (2, 3), (4,), (5,))
    assert small_subwords().french(pieces[:-1]) == "J'ai froid."


# attention


def test_attention_is_a_weighted_mean_and_can_be_folded():
    random = np.random.default_rng(0)
    query, memory = random.normal(size=(3, 4)), random.normal(size=(5, 4))

    row, context = attend(query, memory)

    assert np.allclose(row.sum(axis=-1), 1) and np.allclose(context, row @ memory)
    assert np.allclose(attend(query[0], memory)[0], row[0])
    there = np.array([True, False, True, False, False])
    hidden, _ = attend(query[None], memory[None], there[None])
    assert np.allclose(hidden[0][:, ~there], 0) and np.allclose(hidden.sum(axis=-1), 1)
    folded = fold(row, [(0, 1), (2,)], [(0,), (1, 2, 3), (4,)])
    assert folded.shape == (2, 3) and np.allclose(folded.sum(axis=1), 1)
    assert folded[1, 1] == pytest.approx(row[2, 1:4].sum())
    assert folded[0, 0] == pytest.approx(row[:2, 0].mean())


# the network


def test_numpy_equals_keras_on_small_weights(small):
    pytest.importorskip("keras")
    from seqdemo.translation.training import build, variables

    keras_model = build(len(small.subwords), 10, 6, 4, 8)
    for name, variable in variables(keras_model).items():
        variable.assign(small_arrays(len(small.subwords))[name])
    encoded = small.encode(SENTENCE)
    target = [1, *small.subwords.encode(spaced_french("La maison rouge est vieille, Tom."))]

    expected = keras_logits(keras_model, encoded.source.numbers, target)

    carry, memory = encoded.start, encoded.look()
    for number, row in zip(target, expected, strict=True):
        carry, _, _, logits = small.advance(np.array([number]), carry, memory)
        np.testing.assert_allclose(logits[0], row, atol=1e-5)


def test_padding_changes_nothing_in_keras(small):
    pytest.importorskip("keras")
    from seqdemo.translation.training import build, variables

    keras_model = build(len(small.subwords), 10, 6, 4, 8)
    for name, variable in variables(keras_model).items():
        variable.assign(small_arrays(len(small.subwords))[name])
    source, target = small.encode(SENTENCE).source.numbers, [1, 270, 280]

    alone = keras_logits(keras_model, source, target)
    with_padding = keras_logits(keras_model, (*source, 0, 0, 0), [*target, 0])

    np.testing.assert_allclose(with_padding[:3], alone, atol=1e-5)


def test_every_step_is_a_distribution_that_cannot_spell_a_byte(small):
    items = [FIRST, *small.french_pieces("La maison")]
    trace = extend(Decoder(small, small.encode(SENTENCE)), Trace(), items)

    assert np.allclose(trace.outputs.sum(axis=1), 1, atol=1e-5)
    assert (trace.outputs[:, [n for n in range(260) if n != END]] == 0).all()
    assert trace.states.shape == (len(items), 8)
    assert set(trace.steps[0].gates) == {"input", "forget", "candidate", "output"}
    attention = np.concatenate([step.carry.attention for step in trace.steps])
    assert attention.shape == (len(items), len(small.encode(SENTENCE).pieces))
    assert np.allclose(attention.sum(axis=1), 1, atol=1e-5)


def test_a_prefix_has_the_state_on_the_way(small):
    decoder = Decoder(small, small.encode(SENTENCE))
    items = [FIRST, *small.french_pieces("La maison rouge")]
    whole, part = extend(decoder, Trace(), items), extend(decoder, Trace(), items[:2])

    assert np.array_equal(whole.states[:2], part.states)
    assert extend(decoder, part, items).computed == len(items) - 2


def test_the_encoder_can_be_watched(small):
    encoded, begun = small.encode(SENTENCE), small.encode("The red")

    assert encoded.pieces[-1] == STOP and encoded.words[-1] == STOP
    assert [*encoded.words[:-1]] == ["The", "red", "house", "is", "old", ",", "Tom", "."]
    assert len(encoded.forward) == len(encoded.backward) == len(encoded.memory) == len(encoded.pieces)
    # the first layer from left to right does not know what comes
    same = len(begun.pieces) - 1
    assert np.allclose(encoded.forward.states[:same], begun.forward.states[:same], atol=1e-6)
    assert not np.allclose(encoded.memory[:same], begun.memory[:same])
    assert encoded.backward.items == encoded.pieces[::-1]


def test_without_attention_it_sees_the_last_state_alone(small):
    with_it, without = (small.translate(SENTENCE, attention=attention) for attention in (True, False))

    assert np.allclose(without.attention[:, -1], 1) and np.allclose(without.attention[:, :-1], 0)
    assert np.allclose(with_it.attention.sum(axis=1), 1, atol=1e-5)
    assert not np.allclose(with_it.attention, 1)


# translating


def greedy_walk(model: TranslationModel, text: str, most: int) -> list[str]:
    decoder, trace, items = Decoder(model, model.encode(text)), Trace(), [FIRST]
    while len(items) <= most and items[-1] != STOP:
        trace = extend(decoder, trace, items)
        items.append(model.subwords.pieces[int(trace.outputs[-1].argmax())])
    return items[1:]


@pytest.mark.parametrize("text", ENGLISH)
def test_a_beam_of_one_is_the_greedy_walk(small, text):
    translation = small.translate(text, beam=1)

    assert list(translation.pieces) == greedy_walk(small, text, most=len(translation.pieces))
    trace = extend(Decoder(small, translation.encoded), Trace(), [FIRST, *translation.pieces[:-1]])
    chosen = [small.subwords.numbers[piece] for piece in translation.pieces]
    logs = np.log(trace.outputs[np.arange(len(chosen)), chosen])
    assert np.allclose(logs, translation.log_probabilities, atol=1e-4)


@pytest.mark.parametrize("beam", [1, 3, 5])
def test_forced_pieces_are_kept(small, beam):
    forced = small.french_pieces("La maison")

    translation = small.translate(SENTENCE, beam, forced)

    assert translation.pieces[: len(forced)] == forced and translation.forced == len(forced)
    assert translation.text.startswith("La maison")
    assert all(h.items[: len(forced)] == translation.hypotheses[0].items[: len(forced)] for h in translation.hypotheses)


def test_an_end_can_be_forced(small):
    translation = small.translate(SENTENCE, 1, (*small.french_pieces("La"), STOP))
    assert translation.ended and translation.text == "La" and translation.words[-1] == STOP


def test_what_cannot_be_forced_is_one_sentence(small):
    for forced in (["<0x00>"], ["no piece"], [STOP, "▁l"], ["▁l"] * LONGEST):
        with pytest.raises(InputError, match="can begin with"):
            small.translate(SENTENCE, 1, forced)
    for beam in (0, 9):
        with pytest.raises(InputError, match="choose from 1 to 8"):
            small.translate(SENTENCE, beam)


@pytest.mark.parametrize("beam", [1, 4])
def test_many_at_once_are_those_that_come_alone(small, beam):
    texts = [*ENGLISH, "😀", "no no no no", "", SENTENCE * 3]

    together = small.translate_all(texts, beam)

    for text, found in zip(texts, together, strict=True):
        alone = small.translate(text, beam).text if any(c.isalnum() for c in text) else text
        assert found == alone


def test_a_translation_says_where_each_word_looked_and_how_sure_it_was(small):
    translation = small.translate(SENTENCE, beam=3)

    assert len(translation.words) == len(translation.word_pieces) == len(translation.word_attention)
    assert translation.word_attention.shape[1] == len(translation.encoded.words)
    assert np.allclose(translation.word_attention.sum(axis=1), 1, atol=1e-4)
    probabilities = translation.word_probabilities
    assert ((probabilities > 0) & (probabilities <= 1)).all()
    assert np.log(probabilities).sum() == pytest.approx(translation.log_probabilities.sum(), rel=1e-3)
    assert len(translation.tree) >= len(translation.pieces)


def test_a_decoder_that_finds_no_end_is_stopped_and_says_so(small):
    arrays = small_arrays(len(small.subwords))
    arrays["output_bias"][END] = -99
    endless = TranslationModel(arrays, small.card, small.subwords)
    for beam in (1, 3):
        translation = endless.translate("Tom. " * 50, beam)
        assert not translation.ended and len(translation.pieces) == LONGEST
        assert "found no end; it was stopped after 100 pieces" in translation.notice
    assert len(endless.translate("No!").pieces) < 20


@pytest.mark.parametrize("text", ["", "   ", "😀 🎉", "?! ...", "\u200b"])
def test_nothing_to_translate_is_one_sentence(small, text):
    with pytest.raises(InputError, match="type an English sentence"):
        small.translate(text)


def test_two_thousand_words_are_cut_and_it_is_said(small):
    began = time.perf_counter()
    translation = small.translate("word " * 2000)
    assert time.perf_counter() - began < 5
    source = translation.encoded.source
    assert source.kept + source.left_out == 2000 and source.kept <= MOST_WORDS
    assert len(source.numbers) <= MOST_PIECES + 1
    assert translation.notice.startswith(f"Only the first {source.kept} words were translated; {source.left_out:,}")
    assert len(small.encode("a" * 100_000).pieces) <= MOST_PIECES + 1


@pytest.mark.parametrize(
    "text", ["no no no no", "HELLO tHeRe", "Wo ist der Bahnhof?", "你好吗", "I 😀 you", "<b>&amp;", "1984"]
)
def test_any_text_with_a_word_is_translated(small, text):
    translation = small.translate(text, beam=2)
    assert translation.pieces and translation.encoded.source.left_out == 0
    assert "".join(translation.encoded.words[:-1]) == "".join(spaced_english(text).split())
    letters = set("".join(small.subwords.pieces[260:]))
    assert any(translation.encoded.unknown) == bool(set("".join(PICTURES.sub("", text).split())) - letters)


# the files


def save(model: TranslationModel, directory) -> None:
    pieces = {subwords.FILE: model.subwords.processor.serialized_model_proto()}
    weights.save("translation", small_arrays(len(model.subwords)), {}, directory, pieces)


def test_what_was_saved_is_loaded(small, tmp_path):
    save(small, tmp_path)
    assert TranslationModel.load(tmp_path).translate("I am cold.").pieces


@pytest.mark.parametrize("damage", ["missing pieces", "no pieces", "other pieces", "weights", "shapes"])
def test_damaged_files_are_one_sentence(damage, small, tmp_path):
    save(small, tmp_path)
    if damage == "missing pieces":
        (tmp_path / subwords.FILE).unlink()
    elif damage == "no pieces":
        (tmp_path / subwords.FILE).write_bytes(b"hello")
    elif damage == "other pieces":
        (tmp_path / subwords.FILE).write_bytes(small_subwords(300).processor.serialized_model_proto())
    elif damage == "weights":
        (tmp_path / "translation.safetensors").write_bytes(b"hello")
    else:
        arrays = small_arrays(len(small.subwords)) | {"bridge_bias": np.zeros(3, np.float32)}
        weights.save("translation", arrays, {}, tmp_path, {subwords.FILE: (tmp_path / subwords.FILE).read_bytes()})
    with pytest.raises(WeightsError, match="git checkout") as raised:
        TranslationModel.load(tmp_path)
    assert "\n" not in str(raised.value)


# the shipped network


@needs_weights
def test_the_shipped_network_translates(shipped):
    assert shipped.translate("I am cold.", beam=5).text == "J'ai froid."
    assert shipped.translate("🦟 I am cold. 🙂", beam=5).text == "J'ai froid."
    for text in ("no no no no", "good morning", "WHERE IS THE STATION?", "She is happy. He is sad."):
        assert shipped.translate(text, beam=5).ended


@needs_weights
def test_the_shipped_files_are_small_enough():
    size = sum((weights.MODELS / name).stat().st_size for name in ("translation.safetensors", subwords.FILE))
    assert size <= 40_000_000


# the evaluation


SAID = {"I am cold.": "J'ai très froid.", "Are you cold?": "As-tu froid\u202f?", "The house": "La maison de Tom"}


class Parrot:
    """Says what it was told; with a beam it says it right."""

    def translate_all(self, texts, beam):
        return [SAID[text] if beam > 1 else SAID[text].replace("J'ai", "Je suis") for text in texts]


def test_the_evaluation_measures_translations(monkeypatch, tmp_path):
    pytest.importorskip("sacrebleu")
    monkeypatch.setattr(TranslationModel, "load", classmethod(lambda cls, directory: Parrot()))
    file = tmp_path / "pairs.tsv"
    # the first sentence has two references: that is two pairs, and one of them is not met
    right = "I am cold.\tJ'ai très froid.\nAre you cold?\tAs-tu froid ?\nThe house\tLa maison de Tom"
    file.write_text(f"{right}\n\nI am cold.\tIl fait si froid ici.\n", encoding="utf-8")

    def measured(**options):
        return evaluation.evaluate(argparse.Namespace(**{"file": file, "limit": None, "beam": 3, **options}))

    result = measured()
    assert set(result) == {"sentences", "beam", "bleu", "chrf", "greedy_bleu", "greedy_chrf", "bleu_signature",
                           "chrf_signature"}  # fmt: skip
    assert result["sentences"] == 4 and "version" in result["bleu_signature"]
    assert 20 < result["greedy_bleu"] < result["bleu"] < 100
    assert result["greedy_chrf"] < result["chrf"] < 100
    assert (measured(limit=3)["bleu"], measured(limit=3)["chrf"]) == pytest.approx((100, 100))
    for options in ({"limit": 0}, {"beam": 0}, {"file": tmp_path / "absent"}):
        with pytest.raises(DataError):
            measured(**options)


@pytest.mark.parametrize("content", [b"no tab here\n", b"only english\t\n", b"\xff\xfe\tx\n"])
def test_a_file_without_pairs_is_one_sentence(content, tmp_path):
    file = tmp_path / "pairs.tsv"
    file.write_bytes(content)
    with pytest.raises(DataError, match=str(file)):
        evaluation.read_pairs(file)
