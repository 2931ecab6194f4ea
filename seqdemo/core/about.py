"""What a use case says of itself; everything that lists use cases reads this and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Floors = Mapping[str, tuple[str, float]]
"""What the benchmark holds something to: the name of a ratio, and ("least" or "most", the bound)."""


@dataclass(frozen=True)
class About:
    """One use case: the package `seqdemo/NAME`, the script `pages/NAME.py`, the weights `assets/models/OWNER`."""

    name: str
    title: str
    icon: str  # of Material Symbols, as Streamlit writes them
    shape: str  # "many to one", "one to many", "many to many", "sequence to sequence" or "one to one"
    pitch: str  # two sentences on its door, in Markdown
    model: str  # the class in OWNER/model.py that has `load(directory)`
    menu: str = ""  # its name in the menu, where the title is long: all must fit side by side
    idea: str = ""  # what the lesson says of it in a few words
    opens: Mapping[str, str] = field(default_factory=dict)  # the state in which the lesson opens it, as in its link
    of: str = ""  # the use case whose networks it shows from another side, where they are not its own
    beside: str = ""  # the use case whose networks it needs beside its own
    quality: str = ""  # how good it is in one line; {FILE/what:.3f} is what the card says was measured on FILE
    floors: Floors = field(default_factory=dict)  # of the ratios in NAME/speed.py

    @property
    def owner(self) -> str:
        """The use case that has the networks: weights, training and evaluation."""
        return self.of or self.name

    @property
    def page(self) -> str:
        return f"pages/{self.name}.py"

    @property
    def remembers(self) -> bool:
        """Whether its network carries a state from step to step; one that maps a whole to a whole does not."""
        return self.shape != "one to one"
