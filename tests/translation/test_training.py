"""What the translator learns from, that the hand-written gradient is right, and that the training runs end to end."""

import gzip

import numpy as np
import pytest

from seqdemo.training.__main__ import main
from seqdemo.translation.lessons import Spaced, set_apart
from seqdemo.translation.model import TranslationModel
from seqdemo.translation.pairs import Pair
from seqdemo.translation.pieces import END, PAD, START, STOP
from seqdemo.translation.wordlist import KnownWords
from tests.translation.stub import small_arrays, small_pieces, some_words

keras = pytest.importorskip("keras")


def some_pairs(count: int) -> list[Pair]:
    random = np.random.default_rng(0)
    things = {"dog": "chien", "house": "maison", "man": "homme", "book": "livre", "tree": "arbre"}
    looks = {"red": "rouge", "big": "grand", "old": "vieux", "sad": "triste"}
    pairs = []
    for number in range(count):
        thing, look = random.choice(list(things)), random.choice(list(looks))
        pairs.append(Pair(f"The {thing} {number} is {look}.", f"Le {things[thing]} {number} est {looks[look]}."))
    return pairs


def spaced(pairs: list[Pair]) -> dict[str, list[Spaced]]:
    known, letters = KnownWords(some_words()), small_pieces().letters
    return {"some": [set_apart(pair, known, letters) for pair in pairs]}


@pytest.fixture
def data(tmp_path):
    (tmp_path / "translation").mkdir()
    for name in ("english_french", "captions_english_french"):
        with gzip.open(tmp_path / "translation" / f"{name}.tsv.gz", "wt", encoding="utf-8") as file:
            file.writelines(f"{english}\t{french}\n" for english, french in some_pairs(300))
    return tmp_path


def test_translation_trains_and_can_be_loaded(data):
    assert main(["translation", "--data", str(data), "--work", str(data / "run"), "--smoke"]) == 0

    model = TranslationModel.load(data / "run" / "models")
    translation = model.translate("The dog is big.", beam=3)
    assert translation.pieces and translation.attention.shape[1] == len(translation.encoded.pieces)
    assert (data / "run" / "english_french_validation.tsv").read_text(encoding="utf-8").count("\t") == 7
    carried = model.translate("The dog 77 is big.", beam=3)
    assert list(carried.encoded.source.texts.values()) == ["77"]

    # asked again, it finds the finished training and leaves the same weights
    before = (data / "run" / "models" / "translation.safetensors").read_bytes()
    assert main(["translation", "--data", str(data), "--work", str(data / "run"), "--smoke"]) == 0
    assert (data / "run" / "models" / "translation.safetensors").read_bytes() == before


def test_the_saved_network_is_the_trained_one(data):
    """Also in Keras: `restore` gives what NumPy walks."""
    from seqdemo.translation.training import build, export, restore

    known = small_pieces()
    model = build(len(known), 10, 6, 4, 8)
    export(model, known, some_words(), 1, data)
    inputs = {"source": np.array([[270, 280, END]]), "target": np.array([[START, 290]])}

    expected, found = (np.asarray(network(inputs)) for network in (model, restore(data)))

    np.testing.assert_allclose(found, expected, atol=2e-3)  # float16
    assert TranslationModel.load(data).translate("I am cold.").pieces


@pytest.mark.parametrize("backwards", [False, True])
def test_the_hand_written_gradient_is_that_of_keras(backwards):
    tf = pytest.importorskip("tensorflow")
    from seqdemo.training.recurrent import Recurrent

    random = np.random.default_rng(0)
    x = tf.constant(random.normal(size=(3, 5, 4)).astype("float32"))
    hidden, cell, wanted = (random.normal(size=shape).astype("float32") for shape in ((3, 6), (3, 6), (3, 5, 6)))
    hidden, cell = tf.constant(hidden), tf.constant(cell)
    layer, known = Recurrent(6, backwards=backwards), keras.layers.LSTM(6, return_sequences=True)
    layer(x, hidden, cell, tf.ones_like(hidden))
    known(x)
    known.set_weights([w + 0.1 * random.normal(size=w.shape) for w in layer.get_weights()])
    layer.set_weights(known.get_weights())

    def gradients(walk, weights):
        with tf.GradientTape() as tape:
            tape.watch([x, hidden, cell])
            states = walk()
            total = tf.reduce_sum(states * wanted)
        return [states, *tape.gradient(total, [x, hidden, cell, *(w.value for w in weights)])]

    def by_keras():
        turned = keras.ops.flip(x, axis=1) if backwards else x
        states = known(turned, initial_state=[hidden, cell])
        return keras.ops.flip(states, axis=1) if backwards else states

    ours = gradients(lambda: layer(x, hidden, cell, tf.ones_like(hidden)), layer.weights)
    theirs = gradients(by_keras, known.weights)
    for found, expected in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_only_what_is_written_into_the_cell_is_dropped():
    from seqdemo.training.recurrent import Recurrent

    layer = Recurrent(2)
    x, cell = np.ones((1, 3, 4), np.float32), np.full((1, 2), 5, np.float32)
    states = np.asarray(layer(x, np.zeros((1, 2), np.float32), cell, np.array([[0.0, 1.0]], np.float32)))

    kept = np.asarray(layer(x, np.zeros((1, 2), np.float32), cell, np.ones((1, 2), np.float32)))
    assert not np.allclose(states[..., 0], kept[..., 0])
    assert (states != 0).all(), "the memory that was there before is kept"


def test_a_sentence_is_on_one_side_of_the_split():
    from seqdemo.translation.training import split

    pairs = [Pair(f"Sentence {n // 2}{'.!'[n % 2]}", str(n)) for n in range(4000)]

    training, validation = split(pairs, 2000)

    def letters(part):
        return {pair.english.rstrip(".!").lower() for pair in part}

    assert not letters(training) & letters(validation)
    assert split(pairs[::-1], 2000)[1] == validation[::-1], "the order of the file does not matter"
    assert 0.01 < len(validation) / len(pairs) < 0.05


def test_batches_hold_every_pair_and_what_comes_next():
    from seqdemo.translation.training import BATCH_SIZE, PairBatches

    known, pairs = small_pieces(), spaced(some_pairs(300))
    batches = PairBatches(pairs, known)

    assert len(batches) == 3
    assert sorted({row for rows in batches.batches for row in rows}) == list(range(300))
    first, second = batches[0], batches[1]
    for side in ("source", "target"):
        assert first[0][side].shape[1] > second[0][side].shape[1], "Keras takes two shapes for all"
    for index in range(3):
        inputs, following = batches[index]
        assert len(following) == BATCH_SIZE
        for row, number in enumerate(batches.batches[index]):
            source, target = batches.encoded[number]
            assert source[-1] == END and target[0] == START
            assert inputs["source"][row].tolist() == source + [PAD] * (inputs["source"].shape[1] - len(source))
            assert following[row].tolist()[: len(target)] == [*target[1:], END]
            assert (following[row][len(target) :] == PAD).all() and (inputs["target"][row][len(target) :] == PAD).all()


def test_each_epoch_cuts_and_writes_another_way_and_always_the_same():
    from seqdemo.translation.training import PairBatches

    known, pairs = small_pieces(), spaced(some_pairs(1000))  # many: sentencepiece throws its dice anew in each process
    first, again, plain = (PairBatches(pairs, known, vary=vary) for vary in (True, True, False))
    assert first.encoded == again.encoded
    share = np.mean([a != b for a, b in zip(first.encoded, plain.encoded, strict=True)])
    assert 0.1 < share < 0.95
    before = first.encoded
    first.on_epoch_end()
    assert first.encoded != before
    again.on_epoch_end()
    assert first.encoded == again.encoded
    plain_before = plain.encoded
    plain.on_epoch_end()
    assert plain.encoded == plain_before


def test_an_epoch_can_be_a_share_of_each_file():
    from seqdemo.translation.training import BATCH_SIZE, PairBatches

    named = spaced(some_pairs(3000))["some"]
    bare = [Spaced("The dog is red .", "Le chien est rouge .")] * 3000
    batches = PairBatches({"named": named, "bare": bare}, small_pieces(), vary=True, shares={"named": 0, "bare": 0.1})

    carried = {small_pieces().numbers[piece] for piece in small_pieces().pieces if "number" in piece}
    with_number = sum(bool(carried & set(source)) for source, _ in batches.encoded)
    assert 0.3 < with_number / 3000 < 0.5, "what is carried comes more often"
    assert 200 < len(batches.encoded) - with_number < 450
    before = len(batches)
    batches.on_epoch_end()
    assert len(batches) == before and all(len(rows) == BATCH_SIZE for rows in batches.batches)


def test_a_network_goes_on_with_more_pieces_than_before(data, tmp_path):
    from seqdemo.translation import pieces as vocabulary
    from seqdemo.translation.training import build, export, variables
    from seqdemo.translation.warm import begin_from

    known = small_pieces()
    old = build(len(known), 10, 6, 4, 8)
    for name, variable in variables(old).items():
        variable.assign(small_arrays(len(known))[name])
    export(old, known, some_words(), 1, tmp_path)
    more = vocabulary.extended((tmp_path / vocabulary.FILE).read_bytes(), "ß€", tmp_path / "more")
    model = build(len(more), 10, 6, 4, 8)
    begin_from(tmp_path, variables(model), more)

    assert len(more) == len(known) + 2 and more.pieces[: len(known)] == known.pieces
    inputs = {"source": np.array([[270, 280, END]]), "target": np.array([[START, 290]])}
    expected, found = (np.asarray(network(inputs)) for network in (old, model))
    named = [known.numbers[piece] for piece in vocabulary.PLACEHOLDERS]
    np.testing.assert_allclose(
        np.delete(found[..., : len(known)], named, -1), np.delete(expected, named, -1), atol=5e-2
    )


def test_the_loss_counts_no_padding():
    from seqdemo.translation.training import SMOOTHING, TARGET_PIECES, loss

    random = np.random.default_rng(0)
    logits = random.normal(size=(1, 4, 9)).astype(np.float32)
    target = np.array([[5, 7, END, PAD]], np.int32)

    found = float(keras.ops.convert_to_numpy(loss(target, logits))[0])

    logs = logits[0] - np.log(np.exp(logits[0]).sum(axis=-1, keepdims=True))
    expected = -sum((1 - SMOOTHING) * logs[t, n] + SMOOTHING * logs[t].mean() for t, n in enumerate(target[0, :3]))
    assert found == pytest.approx(expected / TARGET_PIECES, rel=1e-4)


def test_a_small_network_learns_a_small_language(monkeypatch):
    """The gradient reaches every part: it learns to say two words the other way round."""
    from seqdemo.translation import training as translation
    from seqdemo.translation.training import build, loss, variables

    for dropout in ("DROPOUT", "RECURRENT_DROPOUT"):
        monkeypatch.setattr(translation, dropout, 0.0)
    known = small_pieces()
    keras.utils.set_random_seed(1)
    model = build(len(known), 32, 32, 16, 32)
    model.compile(keras.optimizers.Adam(0.003), loss)
    numbers = np.array([(x, y) for x in range(270, 274) for y in range(270, 274)], np.int32)
    ends = np.full((len(numbers), 1), END, np.int32)
    source = np.concatenate([numbers, ends], axis=1)
    swapped = numbers[:, ::-1]
    target = np.concatenate([np.full_like(ends, START), swapped], axis=1)
    following = np.concatenate([swapped, ends], axis=1)
    before = {name: np.array(variable) for name, variable in variables(model).items()}
    for _ in range(350):
        model.train_on_batch({"source": source, "target": target}, following)

    said = np.asarray(model({"source": source, "target": target})).argmax(axis=-1)
    assert (said == following).mean() > 0.95
    assert all(not np.array_equal(before[name], variable) for name, variable in variables(model).items())
    assert known.pieces[END] == STOP
