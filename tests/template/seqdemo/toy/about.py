"""Inside brackets, as the front page, the commands and the tests list it."""

from seqdemo.core.about import About

ABOUT = About(
    name="toy",
    title="Inside brackets",
    icon=":material/data_array:",
    shape="many to many",
    pitch="Type some letters and brackets. The network reads one character at a time, and says after each "
    "whether it stands inside a bracket that is still open.",
    model="ToyModel",
    idea="A memory counts",
    opens={"toy_text": "a(b(c"},
    quality="{validation.txt/accuracy:.1%} of its answers are right on lines that it never saw",
)
