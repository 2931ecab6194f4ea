"""The translator: a small one with random weights, and the shipped one held to Keras."""

import argparse

import numpy as np
import pytest

from seqdemo.core import weights
from seqdemo.core.attention import attend, fold
from seqdemo.core.cells import softmax
from seqdemo.core.errors import DataError, InputError, WeightsError
from seqdemo.translation import evaluation, wordlist
from seqdemo.translation import pieces as vocabulary
from seqdemo.translation.model import FIRST, LONGEST, TranslationModel
from seqdemo.translation.pieces import END, START, STOP
from seqdemo.translation.reader import MOST_PIECES, MOST_SENTENCES, MOST_WORDS
from seqdemo.translation.spelling import spaced_french
from seqdemo.translation.wordlist import KnownWords
from tests.translation.stub import (
    ENGLISH,
    keras_logits,
    small_arrays,
    small_pieces,
    small_translation_model,
    some_words,
)

SENTENCE = "The red house is old, Tom."
NOT_SHIPPED = not (weights.MODELS / "translation.safetensors").exists()
needs_weights = pytest.mark.skipif(NOT_SHIPPED, reason="assets/models/translation.safetensors is not there yet")


@pytest.fixture(scope="module")
def small() -> TranslationModel:
    return small_translation_model()


@pytest.fixture(scope="module")
def shipped() -> TranslationModel:
    return TranslationModel.load()


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

    keras_model = build(len(small.pieces), 10, 6, 4, 8)
    for name, variable in variables(keras_model).items():
        variable.assign(small_arrays(len(small.pieces))[name])
    encoded = small.encode(SENTENCE)
    target = [1, *small.pieces.encode(spaced_french("La maison rouge est vieille, Tom."))]

    expected = keras_logits(keras_model, encoded.source.numbers, target)

    carry, memory = encoded.start, encoded.look()
    for number, row in zip(target, expected, strict=True):
        carry, _, _, logits = small.decoder.advance(np.array([number]), carry, memory)
        np.testing.assert_allclose(logits[0], row, atol=1e-5)


def test_padding_changes_nothing_in_keras(small):
    pytest.importorskip("keras")
    from seqdemo.translation.training import build, variables

    keras_model = build(len(small.pieces), 10, 6, 4, 8)
    for name, variable in variables(keras_model).items():
        variable.assign(small_arrays(len(small.pieces))[name])
    source, target = small.encode(SENTENCE).source.numbers, [1, 270, 280]

    alone = keras_logits(keras_model, source, target)
    with_padding = keras_logits(keras_model, (*source, 0, 0, 0), [*target, 0])

    np.testing.assert_allclose(with_padding[:3], alone, atol=1e-5)


def test_every_step_is_a_distribution_that_cannot_spell_a_byte(small):
    trace = small.translate(SENTENCE, 1, french(small, "La maison")).trace

    assert np.allclose(trace.outputs.sum(axis=1)[2:], 1, atol=1e-5)
    assert (trace.outputs[:, [n for n in range(260) if n != END]] == 0).all()
    assert trace.states.shape == (len(trace), 8)
    assert set(trace.steps[0].gates) == {"input", "forget", "candidate", "output"}


@pytest.mark.parametrize("text", ENGLISH)
@pytest.mark.parametrize("beam", [1, 4])
def test_the_search_carries_the_steps_of_the_decoder(small, text, beam):
    translation = small.translate(text, beam)

    walked = walk(small, text, translation.pieces)

    for found, (carry, second, probabilities) in zip(translation.trace.steps, walked, strict=True):
        np.testing.assert_allclose(found.output, probabilities, atol=1e-6)
        np.testing.assert_allclose(found.state, second.state.hidden[0], atol=1e-6)
        np.testing.assert_allclose(found.carry.attention, carry.attention[0], atol=1e-6)
        for name, gate in found.gates.items():
            np.testing.assert_allclose(gate, second.gates[name][0], atol=1e-6)
    assert translation.trace.items == (FIRST, *translation.pieces[:-1])


def test_the_encoder_can_be_watched(small):
    encoded, begun = small.encode(SENTENCE), small.encode("The red")

    assert encoded.pieces[-1] == STOP and encoded.words[-1] == STOP
    assert [*encoded.words[:-1]] == ["The", "red", "house", "is", "old", ",", "Tom", "."]
    assert len(encoded.forward) == len(encoded.backward) == encoded.memory.rows.shape[1] == len(encoded.pieces)
    # the first layer from left to right does not know what comes
    same = len(begun.pieces) - 1
    assert np.allclose(encoded.forward.states[:same], begun.forward.states[:same], atol=1e-6)
    assert not np.allclose(encoded.memory.rows[0, :same], begun.memory.rows[0, :same])
    assert encoded.backward.items == encoded.pieces[::-1]


def test_without_attention_it_sees_the_last_state_alone(small):
    with_it, without = (small.translate(SENTENCE, attention=attention) for attention in (True, False))

    assert np.allclose(without.attention[:, -1], 1) and np.allclose(without.attention[:, :-1], 0)
    assert np.allclose(with_it.attention.sum(axis=1), 1, atol=1e-5)
    assert not np.allclose(with_it.attention, 1)


# translating


def french(model: TranslationModel, text: str) -> tuple[str, ...]:
    return model.reader.french_pieces(text, {})


def walk(model: TranslationModel, text: str, pieces) -> list:
    """(carry, second LSTM, probabilities (V,)) at each piece, one step of the decoder after the other."""
    encoded = model.encode(text)
    carry, memory, steps = encoded.start, encoded.look(), []
    for number in [START, *(model.pieces.numbers[piece] for piece in pieces[:-1])]:
        carry, _, second, logits = model.decoder.advance(np.array([number]), carry, memory)
        steps.append((carry, second, softmax(model.decoder.allowed(logits, carry, memory))[0]))
    return steps


@pytest.mark.parametrize("text", ENGLISH)
def test_a_beam_of_one_takes_the_most_probable_piece(small, text):
    translation = small.translate(text, beam=1)

    best = [int(probabilities.argmax()) for *_, probabilities in walk(small, text, translation.pieces)]
    assert [small.pieces.pieces[number] for number in best] == list(translation.pieces)
    logs = [np.log(probabilities.max()) for *_, probabilities in walk(small, text, translation.pieces)]
    assert np.allclose(logs, translation.log_probabilities, atol=1e-4)


@pytest.mark.parametrize("beam", [1, 3, 5])
def test_forced_pieces_are_kept(small, beam):
    forced = french(small, "La maison")

    translation = small.translate(SENTENCE, beam, forced)

    assert translation.pieces[: len(forced)] == forced and translation.forced == len(forced)
    assert translation.text.startswith("La maison")
    assert all(h.items[: len(forced)] == translation.hypotheses[0].items[: len(forced)] for h in translation.hypotheses)


def test_an_end_can_be_forced(small):
    translation = small.translate(SENTENCE, 1, (*french(small, "La"), STOP))
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
    arrays = small_arrays(len(small.pieces))
    arrays["output_bias"][END] = -99
    endless = TranslationModel(arrays, small.card, small.pieces, KnownWords(some_words()))
    for beam in (1, 3):
        translation = endless.translate("cold " * 50, beam)
        assert not translation.ended and len(translation.pieces) == LONGEST
        assert "found no end; it was stopped after 100 pieces" in translation.notice
    assert len(endless.translate("No!").pieces) < 20


@pytest.mark.parametrize("text", ["", "   ", "😀 🎉", "?! ...", "\u200b"])
def test_nothing_to_translate_is_one_sentence(small, text):
    with pytest.raises(InputError, match="type an English sentence"):
        small.translate(text)


def test_two_thousand_words_are_cut_and_it_is_said(small):
    translation = small.translate("word " * 2000)
    source = translation.encoded.source
    assert source.left_out >= 2000 - MOST_WORDS
    assert len(source.numbers) <= MOST_PIECES + 1
    assert translation.notice.startswith(f"This sentence is too long: its last {source.left_out:,} words")
    assert len(small.encode("a" * 100_000).pieces) <= MOST_PIECES + 1


def test_no_sentence_of_a_text_is_left_out(small):
    texts = [*ENGLISH[:3], *ENGLISH[4:]]
    together = small.translate_all([" ".join(texts)], beam=2)[0]
    assert together == " ".join(small.translate_all(texts, beam=2))
    reading = small.read("I am cold. " * 20)
    assert len(reading.sentences) == MOST_SENTENCES and reading.left_out == 20 - MOST_SENTENCES


@pytest.mark.parametrize(
    "text", ["no no no no", "HELLO tHeRe", "Wo ist der Bahnhof?", "你好吗", "I 😀 you", "<b>&amp;", "1984"]
)
def test_any_text_with_a_word_is_translated(small, text):
    translation = small.translate(text, beam=2)
    assert translation.pieces and translation.encoded.source.left_out == 0


@pytest.mark.parametrize("beam", [1, 4])
def test_what_cannot_be_translated_is_carried_across_whole(small, beam):
    text = "Zorblax is at https://a.example/b?c=1 and 漢字 met 27 + 10,000.5 😀."
    translation = small.translate(text, beam)
    source = translation.encoded.source
    assert {"Zorblax", "https://a.example/b?c=1", "漢字", "27", "10,000.5", "😀"} <= set(source.texts.values())
    french = {"10,000.5": "10\u202f000,5"}
    for typed in source.texts.values():
        assert (typed in translation.lost) != (french.get(typed, typed) in translation.text)
    assert "⟦" not in translation.text


def test_signs_around_a_sentence_change_nothing_in_it(small):
    bare, around = small.translate("I am cold.", 2), small.translate("🦟 I am cold. 🙂 ❤️", 2)
    assert around.pieces == bare.pieces and around.text == f"🦟 {bare.text} 🙂 ❤️"


# the files


def save(model: TranslationModel, directory, arrays=None) -> None:
    others = {
        vocabulary.FILE: model.pieces.processor.serialized_model_proto(),
        wordlist.FILE: "\n".join(some_words()).encode(),
    }
    weights.save("translation", arrays or small_arrays(len(model.pieces)), {}, directory, others)


def test_what_was_saved_is_loaded(small, tmp_path):
    save(small, tmp_path)
    assert TranslationModel.load(tmp_path).translate("I am cold.").pieces


@pytest.mark.parametrize("damage", ["missing pieces", "no pieces", "other pieces", "weights", "words", "shapes"])
def test_damaged_files_are_one_sentence(damage, small, tmp_path):
    save(small, tmp_path)
    if damage == "missing pieces":
        (tmp_path / vocabulary.FILE).unlink()
    elif damage == "no pieces":
        (tmp_path / vocabulary.FILE).write_bytes(b"hello")
    elif damage == "other pieces":
        (tmp_path / vocabulary.FILE).write_bytes(small_pieces(300).processor.serialized_model_proto())
    elif damage == "weights":
        (tmp_path / "translation.safetensors").write_bytes(b"hello")
    elif damage == "words":
        (tmp_path / wordlist.FILE).write_bytes(b"hello")
    else:
        save(small, tmp_path, small_arrays(len(small.pieces)) | {"bridge_bias": np.zeros(3, np.float32)})
    with pytest.raises(WeightsError, match="git checkout") as raised:
        TranslationModel.load(tmp_path)
    assert "\n" not in str(raised.value)


# the shipped network


@needs_weights
def test_the_shipped_network_translates(shipped):
    assert shipped.translate("I am cold.", beam=5).text == "J'ai froid."
    assert shipped.translate("🦟 I am cold. 🙂", beam=5).text == "🦟 J'ai froid. 🙂"
    for text in ("no no no no", "good morning", "WHERE IS THE STATION?", "She is happy. He is sad."):
        assert shipped.translate(text, beam=5).ended


@needs_weights
def test_the_shipped_files_are_small_enough():
    size = sum((weights.MODELS / name).stat().st_size for name in ("translation.safetensors", vocabulary.FILE))
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
    measures = {"bleu", "chrf", "greedy_bleu", "greedy_chrf", "bleu_signature", "chrf_signature"}
    assert set(result) == measures | {"sentences", "beam", "numbers_kept", "names_kept"}
    assert result["numbers_kept"] is None and result["names_kept"] is None
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


def test_what_is_kept_is_counted():
    pairs = [
        evaluation.Pair("I have 27 eggs.", "J'ai 27 œufs."),
        evaluation.Pair("At 10 in 1999.", "À 10 heures en 1999."),
        evaluation.Pair("Tom saw Mary.", "Tom a vu Marie."),
    ]
    shares = evaluation.kept(pairs, ["J'ai 20 œufs.", "En 1999 à 10 heures.", "Tom a vu Mary."])
    assert shares == {"numbers_kept": 0.5, "names_kept": 1.0}
    assert evaluation.kept(pairs, ["", "", "Il a vu Marie."])["names_kept"] == 0
