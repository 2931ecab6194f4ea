"""The finisher of drawings: a small one with random weights, and the shipped one held to Keras."""

import argparse
import json

import numpy as np
import pytest

from seqdemo.core import weights
from seqdemo.core.cells import lstm_step
from seqdemo.core.errors import DataError, InputError, WeightsError
from seqdemo.core.strokes import MOST_POINTS
from seqdemo.core.trace import Trace, extend
from seqdemo.evaluate.__main__ import main
from seqdemo.sketch import evaluation
from seqdemo.sketch.features import features, items
from seqdemo.sketch.mixture import DRAW, LIFT
from seqdemo.sketch.model import SketchModel
from seqdemo.sketch.ranking import costs
from tests.sketch.stub import CLASSES, small_sketch_model

BEGUN = np.array([[30, 0, DRAW], [0, 20, DRAW], [-30, 0, LIFT], [40, -5, DRAW], [9, 9, LIFT]])


@pytest.fixture(scope="module")
def small() -> SketchModel:
    return small_sketch_model()


@pytest.fixture(scope="module")
def shipped() -> SketchModel:
    return SketchModel.load()


def test_walking_point_by_point_is_told_the_same(small):
    seen = []

    def step(x, state, lstm, real=lstm_step):
        seen.append(x[0, : features(BEGUN).shape[1]])
        return real(x, state, lstm)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("seqdemo.sketch.model.lstm_step", step)
        extend(small.of("cat"), Trace(), items(BEGUN))
    assert np.allclose(seen, features(BEGUN))


def test_a_prefix_has_the_state_on_the_way(small):
    whole, part = extend(small.of("cat"), Trace(), items(BEGUN)), extend(small.of("cat"), Trace(), items(BEGUN[:3]))

    assert np.array_equal(whole.states[:4], part.states)
    assert extend(small.of("cat"), part, items(BEGUN)).computed == 2


def test_endings_side_by_side_are_those_that_come_alone(small):
    nine = small.complete(BEGUN, "cat", temperature=0.7, seed=3, count=9)
    three = small.complete(BEGUN, "cat", temperature=0.7, seed=3, count=3)

    assert all(np.allclose(a, b, atol=1e-3) for a, b in zip(nine, three, strict=False))
    assert len({len(ending) for ending in nine}) > 1


def test_an_ending_depends_on_seed_and_class_and_is_bounded(small):
    def ending(name="cat", seed=3, begun=BEGUN, **options):
        return small.complete(begun, name, temperature=1.0, seed=seed, count=1, **options)[0]

    assert np.array_equal(ending(), ending())
    assert not np.array_equal(ending(seed=4)[:1], ending()[:1])
    assert not np.array_equal(ending("flower")[:1], ending()[:1])
    assert len(ending(begun=np.zeros((0, 3)))) >= 1
    assert len(ending(most=len(BEGUN) + 2, least=99)) == 2
    assert len(ending(most=3)) == 0
    assert len(ending(least=400)) == MOST_POINTS - len(BEGUN)


def test_at_temperature_zero_all_endings_are_one(small):
    first, *others = small.complete(BEGUN, "cat", temperature=0, seed=1, count=4, least=5)

    assert all(np.allclose(first, other, atol=1e-3) for other in others)


def test_surprise_and_measure_agree(small):
    drawings = [BEGUN, BEGUN[:2], np.array([[1, 2, LIFT]])]

    total = small.measure(drawings, np.array([0, 1, 2]))

    assert total.shape == (3,)
    alone = [small.measure([d], np.array([c]))[0] for c, d in enumerate(drawings)]
    assert np.allclose(total, alone, atol=1e-3)
    # what is missing from the surprise of the points is that of the end
    assert (total > [small.surprise(d, CLASSES[c]).sum() for c, d in enumerate(drawings)]).all()


def test_an_unknown_class_is_one_sentence(small):
    with pytest.raises(InputError, match=r"Did you mean mosquito\?"):
        small.of("mosqito")
    with pytest.raises(InputError, match="never saw"):
        small.complete(BEGUN, "<b>" * 1000, 0.5, 0, 1)


def test_arrays_that_do_not_fit_are_one_sentence(small):
    arrays = {
        "class_embedding": small.class_embedding,
        "lstm_kernel": small.lstm.kernel,
        "lstm_recurrent_kernel": small.lstm.recurrent_kernel,
        "lstm_bias": small.lstm.bias,
        "dense_kernel": small.dense_kernel[:, :-1],
        "dense_bias": small.dense_bias,
    }
    with pytest.raises(WeightsError, match="git checkout"):
        SketchModel(arrays, {"classes": CLASSES})


def test_the_shipped_model_tells_classes_apart(shipped):
    """A circle is likelier the beginning of a face than of a ladder."""
    angles = np.linspace(0, 2 * np.pi, 17)
    moves = np.diff(np.stack([120 * np.sin(angles), -120 * np.cos(angles)], axis=1), axis=0)
    circle = np.concatenate([moves, np.eye(16)[:, -1:]], axis=1).round()

    nats = {name: shipped.surprise(circle, name).mean() for name in ("face", "ladder")}

    assert nats["face"] + 0.5 < nats["ladder"]


def save_drawings(path, drawings, classes, names=CLASSES):
    np.savez(
        path,
        points=np.concatenate(drawings).astype(np.int16),
        lengths=[len(d) for d in drawings],
        class_ids=classes,
        class_names=np.array(names),
    )
    return path


def test_the_evaluation_counts_nats(small, monkeypatch, tmp_path):
    monkeypatch.setattr(SketchModel, "load", classmethod(lambda cls, directory: small))
    # the file may number the classes in another way than the network
    file = save_drawings(tmp_path / "d.npz", [BEGUN, BEGUN[:3]], [1, 0], ("mosquito", "cat"))

    def measured(**options):
        return evaluation.evaluate(
            argparse.Namespace(
                **{"file": file, "of_class": None, "limit": None, "pictures": None, "card": False, **options}
            )
        )

    both, one = measured(), measured(of_class="cat")
    assert both["drawings"] == 2 and both["points"] == 8
    assert list(both["of"]) == ["mosquito"]
    assert both["nats_per_point"] * 8 == pytest.approx(both["of"]["mosquito"] * 3 + one["nats_per_point"] * 5)
    assert one == {
        "drawings": 1,
        "points": 5,
        "nats_per_point": pytest.approx(small.measure([BEGUN], np.array([0]))[0] / 5),
    }
    assert measured(limit=1) == {**one, "of": {}}
    with pytest.raises(DataError, match="leave out"):
        measured(of_class="flower")
    with pytest.raises(DataError, match="leave out --class"):
        measured(of_class="cat", card=True)
    measured(limit=1, pictures=tmp_path / "sheets")
    assert (tmp_path / "sheets" / "mosquito-0.6.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="never saw"):
        measured(of_class="dragonfruit")


def test_the_command_takes_a_class(small, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(SketchModel, "load", classmethod(lambda cls, directory: small))
    file = save_drawings(tmp_path / "d.npz", [BEGUN, BEGUN[:3]], [0, 2])

    assert main(["sketch", str(file), "--class", "mosquito"]) == 0

    assert json.loads(capsys.readouterr().out.splitlines()[-1])["points"] == 3


@pytest.mark.parametrize("damage", ["missing", "no npz", "lengths", "classes", "pen"])
def test_a_file_that_cannot_be_read_is_one_sentence(damage, tmp_path):
    file = save_drawings(tmp_path / "d.npz", [BEGUN], [0])
    if damage == "missing":
        file.unlink()
    elif damage == "no npz":
        file.write_text("hello")
    else:
        points = BEGUN.copy()
        points[0, 2] = 7 if damage == "pen" else 0
        np.savez(
            file,
            points=points,
            lengths=[4 if damage == "lengths" else 5],
            class_ids=[3 if damage == "classes" else 0],
            class_names=np.array(CLASSES),
        )
    with pytest.raises(DataError, match=str(file)):
        evaluation.read_drawings(file)


def test_the_weights_are_small_enough():
    assert (weights.MODELS / "sketch.safetensors").stat().st_size <= 8_000_000


def test_an_ending_of_its_own_is_likelier_than_a_scribble_whatever_stands_beside_it(shipped):
    (own,) = shipped.complete(BEGUN, "mosquito", 0.2, seed=1, count=1)
    scribble = np.array([[60, 60, LIFT], [-90, 10, DRAW], [90, -80, DRAW], [-120, 90, LIFT]])
    first, second = costs(shipped, BEGUN, "mosquito", [own, scribble])
    assert first < second
    assert costs(shipped, BEGUN, "mosquito", [scribble])[0] == pytest.approx(second, rel=1e-4)
