"""What a change did to a memory, in words."""

import numpy as np

from seqdemo.ui.before_after import difference_sentence


def test_the_difference_is_said_where_it_is_largest():
    difference = np.zeros((3, 4))
    assert difference_sentence(difference, "abc") == "The memory is the same after every step."
    difference[1], difference[2, 0] = [0.2, -0.3, 0.5, 0.05], -0.11
    assert difference_sentence(difference, "abc") == (
        "The two memories differ most after “b”, step 2: 3 of 4 numbers by more than 0.1; after the last step it is 1."
    )
