"""What the photo networks learn from, and that their training runs end to end."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from seqdemo.photo.augment import Source, drawn, inside_of, plain, source, varied, window
from seqdemo.photo.reader import read_pairs
from seqdemo.photo.sizes import CLASSES, SIZE, STYLE
from seqdemo.training.__main__ import main

keras = pytest.importorskip("keras")


def pair(seed: int) -> Image.Image:
    """A made-up pair: a box of some colour with a lid, and its lines."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", (512, 256), "white")
    pen = ImageDraw.Draw(image)
    left, top, right, bottom = (*random.integers(30, 80, 2), *random.integers(160, 220, 2))
    pen.rectangle((left, top, right, bottom), fill=tuple(random.integers(20, 180, 3).tolist()))
    pen.rectangle((256 + left, top, 256 + right, bottom), outline="black")
    pen.line((256 + left, top + 40, 256 + right, top + 40), fill="black")
    return image


@pytest.fixture
def data(tmp_path):
    for name in CLASSES:
        for part, count in (("train", 20), ("val", 4)):
            folder = tmp_path / "photo" / f"edges2{name}" / part
            folder.mkdir(parents=True)
            for i in range(count):
                pair(i).save(folder / f"{i}.png")
    return tmp_path


@pytest.fixture
def made(tmp_path) -> Source:
    pair(3).save(tmp_path / "3.png")
    pairs = read_pairs([tmp_path / "3.png"], "handbags")
    return source(pairs.photos[0], pairs.edges[0], 1)


def test_photos_train_and_can_be_loaded(data, capsys):
    assert main(["photo", "--data", str(data), "--work", str(data / "run"), "--smoke"]) == 0
    log = capsys.readouterr().out

    import csv

    from seqdemo.photo.model import PhotoModel

    with open(data / "run" / "l1" / "log.csv", encoding="utf-8") as opened:
        losses = [float(row["loss"]) for row in csv.DictReader(opened)]
    assert losses[-1] < losses[0] and "gradient_ratio" in log
    model = PhotoModel.load(data / "run" / "models")
    ink, say, _ = plain(read_pairs([data / "photo" / "edges2shoes" / "val" / "0.png"], "shoes"))
    first, second = (model.photos(ink, say, of)[0] for of in ("l1", "adversarial"))
    assert first.shape == second.shape == (SIZE, SIZE, 3) and not np.array_equal(first, second)
    np.testing.assert_array_equal(first, model.photos(ink, say, "l1")[0])
    # another grain, and another skip
    assert not np.array_equal(first, model.photo(ink[0], say[0], "l1", seed=1))
    assert not np.array_equal(first, model.photo(ink[0], say[0], "l1", [0, 1, 1, 1]))
    assert model.maps(ink[0], say[0], "l1", ["down_1"])["down_1"].shape == (32, 32, 80)
    assert model.belief(first, ink[0]).shape == (16, 16)


def test_a_varied_pair_stays_one(made):
    for seed in range(40):
        ink, told, photo = varied(made, np.random.default_rng(seed))
        assert ink.shape == (SIZE, SIZE) and set(np.unique(ink)) <= {0, 1}
        assert told.shape == (len(CLASSES) + STYLE,) and told[1] == 1
        assert photo.shape == (SIZE, SIZE, 3) and photo.min() >= 0 and photo.max() <= 1
        # lines stay on the object, whatever was done to both
        rows, columns = np.nonzero(ink)
        near = np.pad(photo.min(axis=-1) < 0.95, 6)
        assert np.mean([near[r : r + 13, c : c + 13].any() for r, c in zip(rows, columns, strict=True)]) > 0.9


def test_most_of_an_object_stays_in_the_window(made):
    first, last = made.box
    for seed in range(40):
        corner, size = window(made, np.random.default_rng(seed))
        assert (corner >= -64.01).all() and (corner + size <= 320.01).all()
        assert (np.minimum(corner + size, last) - np.maximum(corner, first) > 0.8 * (last - first)).all()


def test_half_the_styles_are_told(made):
    told = np.stack([varied(made, np.random.default_rng(seed))[1] for seed in range(60)])
    known = told[:, -1] == 1
    assert 15 < known.sum() < 45
    assert (told[~known, 2:] == 0).all()


def test_lines_without_points_stay_none(made):
    empty = Source(made.photo, made.inside, np.zeros((0, 2), int), np.zeros(0, int), np.zeros(0, bool), 1, made.box)
    for seed in range(10):
        assert drawn(empty, np.random.default_rng(seed)).shape == (0, 2)


def test_a_white_photo_has_no_object():
    white = np.full((256, 256, 3), 255, np.uint8)
    assert not inside_of(white).any()
    ink, told, photo = varied(source(white, white[..., 0], 0), np.random.default_rng(1))
    assert ink.sum() == 0 and told[-1] == 0 and photo.min() == 1
