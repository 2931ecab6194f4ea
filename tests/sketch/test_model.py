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
from seqdemo.sketch import evaluation, ranking
from seqdemo.sketch import model as model_module
from seqdemo.sketch.features import features, items
from seqdemo.sketch.mixture import DRAW, LIFT
from seqdemo.sketch.model import SketchModel
from seqdemo.sketch.ranking import FOR_ONE, Asked, completed
from seqdemo.sketch.surroundings import surroundings
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
        seen.append(x[0])
        return real(x, state, lstm)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("seqdemo.sketch.model.lstm_step", step)
        extend(small.of("cat"), Trace(), items(BEGUN))
    around = np.maximum(surroundings(BEGUN) @ small.around_kernel + small.around_bias, 0)
    of_class = np.tile(small.class_embedding[small.number("cat")], (6, 1))
    assert np.allclose(seen, np.hstack([features(BEGUN), of_class, around]), atol=1e-5)


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
        "around_kernel": small.around_kernel,
        "around_bias": small.around_bias,
        "lstm_kernel": small.lstm.kernel,
        "lstm_recurrent_kernel": small.lstm.recurrent_kernel,
        "lstm_bias": small.lstm.bias,
        "dense_kernel": small.dense_kernel[:, :-1],
        "dense_bias": small.dense_bias,
        "seen_kernel": small.guesser.seen_kernel,
        "seen_bias": small.guesser.seen_bias,
        "guesser_lstm_kernel": small.guesser.lstm.kernel,
        "guesser_lstm_recurrent_kernel": small.guesser.lstm.recurrent_kernel,
        "guesser_lstm_bias": small.guesser.lstm.bias,
        "guess_kernel": small.guesser.guess_kernel,
        "guess_bias": small.guesser.guess_bias,
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


def shares_right(model, points, number):
    """What the evaluation says of the guesses about one drawing."""
    half, whole = ((guess > guess[number]).sum() for guess in model.guesser.guess([points], np.array([[3, 5]]))[0])
    return {"first_guess": float(whole < 1), "first_three": 1.0, "half_drawn": float(half < 1)}


def test_beginnings_are_ended_and_written_for_others_to_judge(small, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(SketchModel, "load", classmethod(lambda cls, directory: small))
    # the second has a single stroke: nothing is left to draw
    file = save_drawings(tmp_path / "d.npz", [BEGUN, np.array([[1, 2, DRAW], [3, 4, LIFT]])], [1, 0])
    out = tmp_path / "out.npz"

    assert main(["sketch", str(file), "--complete", str(out), "--seed", "3", "--temperature", "0.7"]) == 0

    told = json.loads(capsys.readouterr().out.splitlines()[-1])["completed"]
    assert told["drawings"] == 1 and told["short_endings"] in (0.0, 1.0)
    (whole,), classes, names = evaluation.read_drawings(out)
    assert names[classes[0]] == CLASSES[1] and np.array_equal(whole[:3], BEGUN[:3])
    ranked = completed(small, BEGUN[:3], Asked(CLASSES[1], 0.7, 3, FOR_ONE))
    places = np.cumsum(np.vstack([BEGUN[:3], ranked.endings[ranked.best]])[:, :2], axis=0)
    assert np.abs(np.cumsum(whole[:, :2], axis=0) - places).max() <= 0.5


def test_a_beginning_has_whole_strokes():
    assert len(evaluation.beginning(BEGUN)) == 3
    assert len(evaluation.beginning(BEGUN[3:])) == 2


@pytest.mark.parametrize("damage", ["no folder", "temperature", "single strokes"])
def test_endings_that_cannot_be_drawn_or_written_are_one_sentence(damage, small, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(SketchModel, "load", classmethod(lambda cls, directory: small))
    file = save_drawings(tmp_path / "d.npz", [BEGUN[3:] if damage == "single strokes" else BEGUN], [1])
    out = tmp_path / ("missing/out.npz" if damage == "no folder" else "out.npz")
    bad = ["--temperature", "nan"] if damage == "temperature" else []

    assert main(["sketch", str(file), "--complete", str(out), *bad]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()[-1]) > 20 and not out.exists()


def test_the_evaluation_counts_nats(small, monkeypatch, tmp_path):
    monkeypatch.setattr(SketchModel, "load", classmethod(lambda cls, directory: small))
    # the file may number the classes in another way than the network
    file = save_drawings(tmp_path / "d.npz", [BEGUN, BEGUN[:3]], [1, 0], ("mosquito", "cat"))

    def measured(**options):
        known = {"file": file, "of_class": None, "limit": None, "pictures": None, "card": False, "complete": None}
        known |= {"seed": 1, "temperature": 0.3, "first": False}
        return evaluation.evaluate(argparse.Namespace(**{**known, **options}))

    both, one = measured(), measured(of_class="cat")
    assert both["drawings"] == 2 and both["points"] == 8
    assert list(both["of"]) == ["mosquito"]
    assert both["nats_per_point"] * 8 == pytest.approx(both["of"]["mosquito"] * 3 + one["nats_per_point"] * 5)
    assert one == {
        "drawings": 1,
        "points": 5,
        "nats_per_point": pytest.approx(small.measure([BEGUN], np.array([0]))[0] / 5),
        **shares_right(small, BEGUN, 0),
    }
    assert measured(limit=1) == {**one, "of": {}}
    with pytest.raises(DataError, match="leave out"):
        measured(of_class="flower")
    with pytest.raises(DataError, match="leave out --class"):
        measured(of_class="cat", card=True)
    measured(limit=1, pictures=tmp_path / "sheets")
    assert (tmp_path / "sheets" / "mosquito.png").read_bytes().startswith(b"\x89PNG")
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
    assert (weights.MODELS / "sketch.safetensors").stat().st_size <= 12_000_000


def worth(model, found):
    """The belief in endings of BEGUN, less the price of an unusual length and of moves that surprise."""
    lengths = np.array([len(ending) for ending in found.endings])
    missing = max(0, model.usual_points[model.number("cat")] - len(BEGUN))
    unusual = np.where(lengths > missing, lengths - missing, np.maximum(0, missing / 2 - lengths))
    surprise = [surprise_of(model, ending).mean() if len(ending) else 0.0 for ending in found.endings]
    return np.log(found.beliefs) - ranking.PRICE * unusual - ranking.SURE * np.array(surprise)


def surprise_of(model, ending):
    """What the points of an ending of BEGUN cost in nats."""
    return model.surprise(np.concatenate([BEGUN, ending]), "cat")[len(BEGUN) :]


@pytest.mark.parametrize(("price", "sure"), [(0.5, 0.0), (0.0, 3.0), (0.1, 1.0)])
def test_the_best_of_many_are_those_that_the_guesser_believes_less_what_is_unusual(small, price, sure, monkeypatch):
    monkeypatch.setattr(ranking, "PRICE", price)
    monkeypatch.setattr(ranking, "SURE", sure)
    monkeypatch.setattr(small, "usual_points", np.array([6, 6, 6]))
    many = completed(small, BEGUN, Asked("cat", 0.7, seed=3, drawn=12, kept=12))
    few = completed(small, BEGUN, Asked("cat", 0.7, seed=3, drawn=12, kept=4))

    believed = small.guesser.guess_wholes(small.guesser.read(BEGUN), many.endings)[:, small.number("cat")]
    assert np.allclose(many.beliefs, believed) and len(set(believed)) > 4
    best = sorted(np.argsort(-worth(small, many))[:4])
    # dear enough that it changes the choice
    assert best != sorted(np.argsort(-believed)[:4])
    assert all(np.array_equal(few.endings[i], many.endings[row]) for i, row in enumerate(best))
    assert few.beliefs[few.best] == believed[worth(small, many).argmax()]
    # nothing was chosen among: the dice have the word
    assert many.best == 0


def test_an_ending_is_no_longer_than_a_drawing_or_than_makes_this_one_half_as_long_again_as_is_usual(small):
    usual = small.usual_points[small.number("cat")]
    assert [small.most("cat", begun) for begun in (0, 3, 100)] == [3 * usual // 2, 3 * usual // 2 - 3, usual]
    assert small.most("cat", MOST_POINTS - 2) == 2 and small.most("cat", MOST_POINTS + 9) == 0


def test_without_choice_the_endings_are_those_of_the_dice(small):
    assert np.array_equal(
        completed(small, BEGUN, Asked("cat", 0.7, seed=3, drawn=1)).endings[0],
        small.complete(BEGUN, "cat", 0.7, seed=3, count=1)[0],
    )


def farthest(endings):
    """How far the pen goes from where an ending begins, along an axis, in pixels."""
    return np.array([np.abs(np.cumsum(ending[:, :2], axis=0)).max() for ending in endings])


def all_of_twelve(small, room=None):
    return completed(small, BEGUN, Asked("cat", 0.7, seed=3, drawn=12, kept=12), room)


def half_of_the_way(endings):
    """A room in which about half of the endings stay."""
    side = np.sort(farthest(endings))[5] + 1
    return np.array([[-side, -side], [side, side]])


def test_the_pen_stays_on_the_paper_and_an_ending_that_needs_no_paper_stays_as_it_was(small):
    free = all_of_twelve(small)
    room = half_of_the_way(free.endings)
    kept = all_of_twelve(small, room)
    assert (farthest(kept.endings) <= room[1, 0]).all()
    stayed = np.flatnonzero(farthest(free.endings) <= room[1, 0])
    assert 4 <= len(stayed) < 12
    for row in stayed:
        np.testing.assert_allclose(kept.endings[row], free.endings[row], atol=1e-3)
    again = all_of_twelve(small, room)
    assert all(np.array_equal(a, b) for a, b in zip(again.endings, kept.endings, strict=True))


def test_an_ending_that_cannot_stay_goes_on_from_one_that_does(small, monkeypatch):
    free = all_of_twelve(small)
    room = half_of_the_way(free.endings)
    monkeypatch.setattr(model_module, "TRIES", 0)
    kept = all_of_twelve(small, room)
    left = np.flatnonzero(farthest(free.endings) > room[1, 0])
    assert (farthest(kept.endings) <= room[1, 0]).sum() > 12 - len(left)
    # it begins as another one does, and not as it began itself
    assert any(np.array_equal(kept.endings[row][0], kept.endings[k][0]) for row in left for k in range(12) if k != row)


def test_an_ending_that_stays_on_the_paper_comes_before_one_that_leaves_it(small, monkeypatch):
    monkeypatch.setattr(model_module, "TRIES", 0)
    monkeypatch.setattr(model_module, "_in_place_of", lambda left, *_: np.arange(len(left)))
    many = all_of_twelve(small)
    far, room = farthest(many.endings), half_of_the_way(many.endings)

    few = completed(small, BEGUN, Asked("cat", 0.7, 3, 12, 4), room)
    all_but_one = completed(small, BEGUN, Asked("cat", 0.7, 3, 12, 7), room)

    stay = np.flatnonzero(far <= room[1, 0])
    best = stay[np.argsort(-worth(small, many)[stay], kind="stable")]
    assert len(stay) >= 4 and few.beliefs[few.best] == many.beliefs[best[0]]
    assert set(few.beliefs) == set(many.beliefs[best[:4]])
    assert set(many.beliefs[stay]) <= set(all_but_one.beliefs)
