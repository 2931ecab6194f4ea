"""What a change did to the memory: under the tape that is on show, the strip of the other walk and the difference.

>>> before_and_after("tox_tape", ("**Then**", "**The difference**"), texts, other_states, difference, step)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from seqdemo.ui.link import shorten
from seqdemo.ui.markdown import plain
from seqdemo.ui.tape import still_tape

_FAR = 0.1
"""Numbers of a memory that are so far apart count as different."""


def before_and_after(
    tape: str,
    titles: tuple[str, str],
    items: Sequence[str],
    states: np.ndarray,
    difference: np.ndarray,
    step: int,
    names: Sequence[str] | None = None,
) -> None:
    """Draws two more strips in the rows of the step tape `tape`, each under its title in Markdown, and a sentence.

    `states` (T, H) is the memory of the other walk over `items`, `difference` (D, H), D at most T, what the change
    made of it; the differences stand under `names`, or `items`. `step` is the one where the two part.
    """
    names = items if names is None else names
    st.markdown(titles[0])
    still_tape(items, f"{tape}_other", step=min(step, len(items)), states=states, rows_of=tape)
    st.markdown(titles[1])
    still_tape(
        names[: len(difference)], f"{tape}_difference", step=min(step, len(difference)), states=difference, rows_of=tape
    )
    st.caption(plain(difference_sentence(difference, names)))


def difference_sentence(difference: np.ndarray, texts: Sequence[str]) -> str:
    """Says in words where two memories are furthest apart, `difference` (T, H), after each of `texts`."""
    far = (np.abs(difference) > _FAR).sum(axis=1)
    if not far.any():
        return "The memory is the same after every step."
    most = int(far.argmax())
    return (
        f"The two memories differ most after “{shorten(texts[most])}”, step {most + 1}: {far[most]} of "
        f"{difference.shape[1]} numbers by more than {_FAR}; after the last step it is {far[-1]}."
    )
