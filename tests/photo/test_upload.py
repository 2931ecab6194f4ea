"""Files of learners, good and bad: a sentence each, and nothing large is decoded."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageDraw

from seqdemo.core.errors import InputError
from seqdemo.photo.upload import MOST_BYTES, SIDE, edges, read_upload


def saved(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def photo(width: int = 90, height: int = 60) -> Image.Image:
    image = Image.new("RGB", (width, height), (230, 230, 225))
    ImageDraw.Draw(image).ellipse((20, 10, 70, 50), fill=(120, 60, 30))
    return image


def header_of(width: int, height: int) -> bytes:
    """A PNG that says it is as large as this; there is hardly anything behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(64))) + chunk(b"IEND", b"")


def test_a_picture_comes_onto_white_paper():
    picture, notices = read_upload(saved(photo()))
    assert picture.shape == (SIDE, SIDE, 3) and notices == []
    assert picture[0].min() == 1 and picture[SIDE // 2, SIDE // 2, 0] == pytest.approx(120 / 255, abs=0.02)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no picture that can be read"),
        (b"%PDF-1.7 no picture", "no picture that can be read"),
        (saved(photo())[:120], "cut off or damaged"),
        (saved(photo(), "JPEG")[:-40], "cut off or damaged"),
        (header_of(10_000, 5_000), "has 50 megapixels; give one of at most 24"),
        (header_of(60_000, 60_000), "megapixels; give one of at most 24"),
        (bytes(MOST_BYTES + 1), "has 10 megabytes; give a picture of at most 10"),
    ],
    ids=["empty", "no picture", "truncated png", "truncated jpeg", "50 megapixels", "bomb", "large file"],
)
def test_what_cannot_be_used_is_one_sentence(content, said):
    with pytest.raises(InputError, match=said) as raised:
        read_upload(content)
    assert "\n" not in str(raised.value) and str(raised.value).endswith(".")


def test_an_animation_gives_its_first_picture():
    frames = [photo(), Image.new("RGB", (90, 60), "black")]
    picture, notices = read_upload(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert notices == ["The file has 2 pictures; the first is taken."]
    assert picture.mean() > 0.7


def test_an_animation_that_is_cut_off_is_one_sentence_or_its_first_picture():
    frames = [photo(), *(Image.new("RGB", (90, 60), (0, 0, 60 * i)) for i in range(3))]
    whole = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    for length in range(len(whole)):
        try:
            assert read_upload(whole[:length])[0].shape == (SIDE, SIDE, 3)
        except InputError as error:
            assert str(error).endswith(".")


def test_transparency_is_white_paper():
    clear = photo().convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 90, 8))
    picture, notices = read_upload(saved(clear))
    assert notices == ["Where the picture is transparent, it is taken for white paper."]
    assert picture[SIDE // 2 - 72, SIDE // 2].min() > 0.85


def test_edges_of_a_photo_go_around_its_object():
    found, how = edges(read_upload(saved(photo()))[0])
    assert "edges" in how and 100 < found.sum() < 2500


def test_a_drawing_is_taken_as_it_is():
    image = Image.new("L", (256, 256), 255)
    ImageDraw.Draw(image).line((40, 40, 200, 40, 200, 200), fill=0, width=4)
    found, how = edges(read_upload(saved(image))[0])
    assert "drawing" in how and found.sum() > 800


@pytest.mark.parametrize("shade", [0, 255])
def test_a_picture_of_one_colour_has_no_edges(shade):
    with pytest.raises(InputError, match="no edges"):
        edges(np.full((SIDE, SIDE, 3), shade / 255, np.float32))
