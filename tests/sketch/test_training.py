"""What the finisher of drawings learns from, and that its training runs end to end."""

import numpy as np
import pytest

from seqdemo.sketch.evaluation import Drawings
from seqdemo.sketch.features import FEATURES, features
from seqdemo.sketch.mixture import DRAW, END, LIFT, log_density, mixture
from seqdemo.sketch.model import SketchModel
from seqdemo.training.__main__ import main

keras = pytest.importorskip("keras")


def some_drawings(count: int, seed: int = 0) -> list[np.ndarray]:
    random = np.random.default_rng(seed)
    drawings = []
    for _ in range(count):
        points = random.integers(-60, 60, (random.integers(3, 40), 3))
        points[:, 2] = random.random(len(points)) < 0.2
        points[-1, 2] = LIFT
        drawings.append(points.astype(np.int16))
    return drawings


@pytest.fixture
def data(tmp_path):
    (tmp_path / "sketch").mkdir()
    for part in ("train", "valid", "magenta"):
        drawings = some_drawings(60)
        np.savez(
            tmp_path / "sketch" / f"sketches_{part}.npz",
            points=np.concatenate(drawings),
            lengths=[len(points) for points in drawings],
            class_ids=np.arange(60) % 3,
            class_names=np.array(["cat", "flower", "mosquito"]),
        )
    return tmp_path


def test_sketch_trains_and_can_be_loaded(data):
    assert main(["sketch", "--data", str(data), "--work", str(data / "run"), "--smoke"]) == 0

    model = SketchModel.load(data / "run" / "models")
    assert model.classes == ("cat", "flower", "mosquito")
    assert len(model.complete(np.zeros((0, 3)), "cat", temperature=1.0, seed=1, count=2)) == 2


def test_the_loss_is_the_density_that_the_app_shows():
    from seqdemo.sketch.training import nats

    random = np.random.default_rng(0)
    raw = random.normal(0, 1, (1, 4, 6 * 3 + 3)).astype(np.float32)
    target = np.array([[[5, -7, DRAW, 1, 1], [0, 30, LIFT, 1, 1], [0, 0, END, 0, 1], [0, 0, DRAW, 0, 0]]], np.float32)

    found = keras.ops.convert_to_numpy(nats(target, raw))[0]

    m = mixture(raw[0])
    density, pen = log_density(m, target[0, :, :2]), np.log(m.pen)
    expected = [-density[0] - pen[0, DRAW], -density[1] - pen[1, LIFT], -pen[2, END], 0]
    assert np.allclose(found, expected, atol=1e-4)


def test_a_batch_holds_what_the_network_is_told_and_what_comes_next():
    from seqdemo.sketch.evaluation import Drawings
    from seqdemo.sketch.training import DrawingBatches

    drawings = some_drawings(80)
    batches = DrawingBatches(Drawings(drawings, np.arange(80) % 3, ["cat", "flower", "mosquito"]))
    rows, length = batches.batches[0]
    inputs, target = batches[0]

    points = drawings[rows[0]]
    assert inputs["features"].shape == (64, length, FEATURES)
    assert np.allclose(inputs["features"][0, : len(points) + 1], features(points))
    assert np.array_equal(target[0, : len(points), :3], points)
    assert target[0, len(points)].tolist() == [0, 0, END, 0, 1]
    assert not target[0, len(points) + 1 :].any()


def test_a_varied_drawing_keeps_its_strokes():
    from seqdemo.sketch.training import SCALED_BY, varied

    for seed, points in enumerate(some_drawings(200)):
        points = points.astype(np.float32)
        found = varied(points, np.random.default_rng(seed))
        places, before = (np.cumsum(p[:, :2], axis=0)[p[:, 2] == LIFT] for p in (found, points))
        ratio = np.abs(places).sum(axis=0) / np.abs(before).sum(axis=0)

        assert len(found) <= len(points)
        assert np.allclose(places, before * ratio, atol=1e-2), "strokes end where they ended, but for the scale"
        assert (np.abs(ratio - 1) <= SCALED_BY + 1e-3).all()


def test_beside_peoples_drawings_there_are_some_by_older_networks():
    from seqdemo.sketch.evaluation import Drawings
    from seqdemo.sketch.training import ONE_IN, drawn_by_networks, points_of

    people = Drawings(some_drawings(6), np.arange(6) % 3, ["cat", "flower", "mosquito"])
    # the other file may number the classes in another way
    networks = Drawings(some_drawings(40, seed=1), np.arange(40) % 2, ["mosquito", "cat"])

    both = drawn_by_networks(networks, people)

    assert both.names == people.names and len(both.points) == len(both.classes)
    assert (both.classes == 2).sum() == 2 + 20 and (both.classes == 1).sum() == 2
    assert (both.classes == 0).sum() <= 2 + 20 / ONE_IN + 1
    counts = sorted(len(points) for points, number in zip(people.points, people.classes, strict=True) if number == 2)
    assert counts[0] <= points_of(people, 0.25)[2] <= counts[1]


def test_nats_so_far_are_those_of_each_point_and_the_end_belongs_to_the_last():
    from seqdemo.sketch.training import DrawingBatches, build, nats, nats_so_far

    keras.utils.set_random_seed(0)
    drawings = Drawings(some_drawings(5), np.arange(5) % 3, ["cat", "flower", "mosquito"])
    model, batches, rows = build(3, units=8), DrawingBatches(drawings), np.array([3, 1])

    found = nats_so_far(model, batches, rows, np.array([[0, 2], [1, 2]]))

    for i, row in enumerate(rows):
        count = len(drawings.points[row])
        for k, number in enumerate([[0, 2], [1, 2]][i]):
            inputs, target = batches.arrays(rows[i : i + 1], count + 1)
            raw = model({**inputs, "class": np.array([[number]])})
            each = keras.ops.convert_to_numpy(nats(target, raw))[0]
            each[count - 1] += each[count]
            assert np.allclose(found[i, k, :count], np.cumsum(each[:count]), rtol=1e-4)
