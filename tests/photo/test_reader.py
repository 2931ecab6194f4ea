"""Pairs of the data, pen lines of any thickness, files that are no pairs."""

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from seqdemo.core.errors import DataError
from seqdemo.photo.reader import at_points, class_of, files, middle, read_pairs, small
from seqdemo.photo.sizes import SIZE


def test_a_thick_pen_says_the_same_as_a_thin_one():
    thin = np.zeros((256, 256), bool)
    thin[60, 40:200] = thin[60:200, 40] = True
    thick = ndimage.binary_dilation(thin, np.ones((5, 5)))
    ours, theirs = middle(thin), middle(thick)
    assert ours.shape == (SIZE, SIZE) and ours.sum() < 160
    # the ends of a thick line lie a little further out
    assert (ours ^ theirs).sum() <= 6


def test_nothing_and_everything_black_have_hardly_a_middle():
    assert middle(np.zeros((256, 256), bool)).sum() == 0
    assert middle(np.ones((256, 256), bool)).sum() < 3 * SIZE


def test_points_outside_fall_away():
    assert at_points(np.array([[-1.0, 5], [5, SIZE], [3.7, 4.2]])).nonzero() == (np.array([3]), np.array([4]))


def test_a_pair_is_read_and_made_small(tmp_path):
    image = np.full((256, 512, 3), 255, np.uint8)
    image[:, :128] = 51
    image[100, 256:] = 0
    Image.fromarray(image).save(tmp_path / "1.png")
    pairs = read_pairs(files(tmp_path), "handbags")
    assert len(pairs) == 1 and pairs.classes.tolist() == [1]
    assert (pairs.edges[0, 100] == 0).all() and pairs.edges[0, 101].min() == 255
    photo = small(pairs.photos)[0]
    assert photo.shape == (SIZE, SIZE, 3)
    np.testing.assert_allclose(photo[:, [0, 63, 64]], [[[0.2] * 3, [0.2] * 3, [1] * 3]] * SIZE, atol=1e-6)


def test_what_is_no_pair_is_one_sentence(tmp_path):
    with pytest.raises(DataError, match="has no pictures"):
        files(tmp_path)
    Image.new("RGB", (256, 256)).save(tmp_path / "square.png")
    with pytest.raises(DataError, match=r"square\.png is 256 x 256 pixels; a pair is 512 x 256"):
        read_pairs(files(tmp_path), "shoes")
    (tmp_path / "square.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match="cannot be read as a picture"):
        read_pairs(files(tmp_path), "shoes")


def test_the_folder_tells_the_class(tmp_path):
    for name, folder in (("shoes", "edges2shoes/val"), ("handbags", "my-handbags")):
        (tmp_path / folder).mkdir(parents=True)
        assert class_of(tmp_path / folder) == name
    (tmp_path / "hats").mkdir()
    with pytest.raises(DataError, match="say which with --class"):
        class_of(tmp_path / "hats")
