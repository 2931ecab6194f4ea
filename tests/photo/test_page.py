"""The page of photos: what is drawn, asked and uploaded, and what it says of it."""

import io

import numpy as np
import pytest
from PIL import Image

from seqdemo.core.drawing import Stroke
from seqdemo.core.strokes import simplify
from seqdemo.photo import say
from seqdemo.photo.drawings import NEAT
from seqdemo.photo.model import PhotoModel
from seqdemo.ui.paper.link import encode
from tests import pages
from tests.photo.stub import StubPhotoModel


@pytest.fixture(autouse=True)
def model(monkeypatch):
    yield from pages.serving(monkeypatch, PhotoModel, StubPhotoModel())


def texts(at) -> str:
    found = [element.value for element in (*at.caption, *at.info, *at.success)]
    return " ".join([*found, *(image.proto.imgs[0].alt for image in at.get("image"))]).replace("\\", "")


def button(at, label):
    return next(found for found in at.button if found.label == label)


def test_it_begins_with_a_shoe_and_takes_examples_and_undo(model):
    at = pages.open_page("photo")
    assert "The network’s shoe after 10 strokes: it fills" in texts(at)
    assert {"l1", "adversarial"} == set(model.asked)
    button(at, "7").click().run()
    assert "The network’s bag after 4 strokes" in texts(at)
    assert at.query_params["photo_class"] == "handbags" and at.query_params["photo_drawing"]
    button(at, "Undo").click().run()
    assert "The network’s bag after 10 strokes" in texts(at)
    button(at, "One by chance").click().run()
    assert "photo_drawing" in at.query_params
    button(at, "Six lines are a shoe").click().run()
    assert "The network’s shoe after 6 strokes" in texts(at)
    button(at, "Clear").click().run()
    assert say.EMPTY in texts(at) and not at.exception


def test_colour_liveliness_and_seed_reach_the_network():
    at = pages.open_page("photo", photo_colour="red", photo_lively="2.0", photo_seed="3")
    red = texts(at)
    assert "asked to be red" in red
    at = pages.open_page("photo", photo_colour="by the seed", photo_seed="3")
    assert "in a drawn colour" in texts(at) and texts(at) != red


def test_another_order_is_asked_for_and_then_shown():
    at = pages.open_page("photo")
    asked = next(radio for radio in at.radio if radio.key == "photo_check")
    assert "opposite order: the photos differ" not in texts(at)
    asked.set_value("The same photo").run()
    assert "The same 10 strokes, drawn in the opposite order: the photos differ by 0.000 at most" in texts(at)


def test_the_tape_goes_back_to_nothing():
    at = pages.open_page("photo", photo_tape_step="0")
    assert "Its photo after 0 strokes." in texts(at)


def test_inside_and_limits_open():
    at = pages.open_page("photo", photo_inside="true", photo_limits="true", photo_map="up_2", photo_skip="8 x 8")
    said = texts(at)
    assert "liveliest of 20 maps on the way up, 16 x 16 each" in said
    assert "Without the skip at 8 x 8 the photo changes by 0.0" in said
    assert "the critic takes" in said and "told that it is of handbags" in said


def test_a_black_paper_is_one_sentence():
    rows = np.array([[x, y] for y in range(0, 256, 3) for x in ((0, 255) if y % 2 else (255, 0))], float)
    drawing = encode([Stroke(line) for line in simplify([rows])[0]])
    assert say.BLACK in texts(pages.open_page("photo", photo_drawing=drawing))


def upload(at, content: bytes, name: str = "mine.png"):
    at.get("file_uploader")[0].upload(name, content, "image/png")
    return at.run()


def test_a_picture_gives_edges_and_a_photo_and_the_drawing_stays():
    at = pages.open_page("photo", photo_from_picture="true")
    buffer = io.BytesIO()
    image = Image.new("RGB", (200, 200), "white")
    image.paste((90, 40, 20), (50, 60, 150, 160))
    image.save(buffer, "PNG")
    upload(at, buffer.getvalue())
    assert "These are its edges" in texts(at) and "The network’s shoe after 10 strokes" in texts(at)
    upload(at, buffer.getvalue()[:60])
    assert "cut off or damaged" in texts(at) and "The network’s shoe after 10 strokes" in texts(at)


def test_sentences_have_their_numbers():
    white = np.ones((128, 128, 3), np.float32)
    photo = white.copy()
    photo[:64] = 0.5
    assert "almost white" in say.made_sentence("shoes", 1, white, "as usual")
    assert "bag after 1 stroke: it fills 50% of" in say.made_sentence("handbags", 1, photo, "as usual")
    assert say.roughness(white) == 0 and "many times" in say.adversary_sentence(white, photo)
    assert say.order_sentence(0.0, 1).startswith("Draw a second stroke")
    assert "of 256 patches" in say.belief_sentence(np.ones((16, 16)), "Mine")
    assert len(say.chips(len(NEAT))) == 12 and len(say.palette(1)) == 3
