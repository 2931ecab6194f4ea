"""Drawing to photo, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="photo",
    title="Drawing to photo",
    icon=":material/photo_camera:",
    shape="one to one",
    pitch="Draw the outline of a shoe or a bag. A network makes a photo of it after every stroke: one picture in, one "
    "picture out. It has no steps and no memory; see why it does not mind the order of your strokes.",
    model="PhotoModel",
    menu="Photos",
    idea="And one that is no sequence model",
    opens={"photo_class": "shoes"},
    quality="the L1 model misses by {shoes/l1:.3f} (shoes) and {handbags/l1:.3f} (handbags) of 0 to 1 on photos that "
    "it never saw, the adversarial one by {shoes/adversarial_l1:.3f} and {handbags/adversarial_l1:.3f}",
)
