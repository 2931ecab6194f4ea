"""Each training runs end to end in a few seconds on made-up data, and leaves weights that the app can read."""

import csv
import gzip

import numpy as np
import pytest

from seqdemo.cookies.model import CookieModel
from seqdemo.toxicity.model import LABELS, ToxicityModel
from seqdemo.training.__main__ import main
from seqdemo.training.data import NextItemBatches
from seqdemo.training.fitting import fit

keras = pytest.importorskip("keras")


def some_names(count: int, seed: int) -> list[str]:
    random = np.random.default_rng(seed)
    tastes, things = ["Oat", "Lemon", "Ginger", "Cocoa", "Plum", "Honey"], ["Bars", "Cookies", "Snaps", "Drops"]
    return [f"{random.choice(tastes)} {random.choice(tastes)} {random.choice(things)} {i}" for i in range(count)]


@pytest.fixture
def data(tmp_path):
    (tmp_path / "cookies").mkdir()
    (tmp_path / "cookies" / "cookies.txt").write_text("\n".join(some_names(400, 1)), encoding="utf-8")
    (tmp_path / "cookies" / "recipe_titles.txt").write_text("\n".join(some_names(200, 2)), encoding="utf-8")
    (tmp_path / "toxic").mkdir()
    random = np.random.default_rng(0)
    for file in ("wikipedia", "other_sources", "contrast"):
        with gzip.open(tmp_path / "toxic" / f"{file}.csv.gz", "wt", encoding="utf-8", newline="") as opened:
            table = csv.writer(opened)
            table.writerow(("comment_text", *LABELS, "source"))
            for row in range(400):
                rude = row % 2
                words = " ".join(random.choice(["page", "edit", "article", "source", "please"], 6))
                labels = [rude] * 6 if row % 3 else [rude, "", "", "", "", ""]
                table.writerow((f"{words} {'you idiot' * rude} {row}", *labels, "khanhhk"))
    return tmp_path


def test_cookies_train_and_can_be_loaded(data):
    assert main(["cookies", "--data", str(data), "--work", str(data / "run"), "--smoke"]) == 0

    model = CookieModel.load(directory=data / "run" / "models")
    assert len(model.bake("Oat", temperature=1.0, seed=1, count=3)) == 3


def test_toxicity_trains_and_can_be_loaded(data):
    assert main(["toxicity", "--data", str(data), "--work", str(data / "run"), "--smoke"]) == 0

    model = ToxicityModel.load(directory=data / "run" / "models")
    assert model.judge(["you idiot"]).shape == (1, 6)
    assert 0 < model.verdict_before[0] < 1
    assert (data / "run" / "natural.csv").exists()


def test_data_that_are_missing_are_one_sentence(tmp_path, capsys):
    assert main(["cookies", "--data", str(tmp_path), "--work", str(tmp_path / "run"), "--smoke"]) == 1
    assert capsys.readouterr().err.startswith("Cannot read ")


def test_the_first_two_batches_differ_in_length():
    """Keras takes the shape of the first two for the shape of all."""
    sequences = [np.arange(n) for n in [5] * 40 + [12] * 4]
    for seed in range(10):
        batches = NextItemBatches(sequences, (8, 16), 4, seed)
        assert batches[0][0].shape != batches[1][0].shape


def test_targets_are_the_inputs_one_step_later_and_padding_weighs_nothing():
    batches = NextItemBatches([np.array([0, 7, 8, 2])] * 4, (6,), 4)

    inputs, targets, mask = batches[0]

    assert inputs[0].tolist() == [0, 7, 8, 2, 0, 0]
    assert targets[0].tolist() == [7, 8, 2, 0, 0, 0]
    assert mask[0].tolist() == [1, 1, 1, 0, 0, 0]


class StopBefore(keras.callbacks.Callback):
    """Stops a training as a power cut would, at the start of an epoch."""

    def __init__(self, epoch: int):
        super().__init__()
        self.epoch = epoch

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        if epoch == self.epoch:
            raise InterruptedError


def weights_after(directory, stop_before: int = -1) -> list[np.ndarray]:
    """Trains a small network with dropout for three epochs, or until it is stopped."""
    keras.utils.set_random_seed(1)
    inputs = keras.Input((None,), dtype="int32")
    # without a loop over time, which takes long to compile and has no state between batches
    x = keras.layers.Dropout(0.3)(keras.layers.Embedding(9, 4)(inputs))
    model = keras.Model(inputs, keras.layers.Dense(9)(keras.layers.Dense(5, "tanh")(x)))
    random = np.random.default_rng(0)
    batches = NextItemBatches([random.integers(4, 9, length) for length in random.integers(3, 12, 80)], (6, 12), 8)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="mean_with_sample_weight")
    fit(model, batches, loss, 3, 0.01, 0.02, StopBefore(stop_before), directory)
    return model.get_weights()


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    return weights_after(tmp_path_factory.mktemp("in one go"))


@pytest.mark.parametrize("epoch", [1, 2])
def test_a_stopped_training_ends_at_the_same_weights(tmp_path, expected, epoch):
    with pytest.raises(InterruptedError):
        weights_after(tmp_path / "stopped", stop_before=epoch)
    resumed = weights_after(tmp_path / "stopped")
    asked_again = weights_after(tmp_path / "stopped")
    for weights in zip(expected, resumed, asked_again, strict=True):
        np.testing.assert_allclose(weights[1], weights[0], atol=1e-5)
        np.testing.assert_allclose(weights[2], weights[0], atol=1e-5)
