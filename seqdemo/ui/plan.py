"""What a teacher's link asks of the page it leads to, and how it stands in the address.

>>> written(Plan(large=True, hidden=True, question="What comes next?"))     # "large.hidden:What comes next?"
"""

from __future__ import annotations

from typing import NamedTuple

LONGEST_QUESTION = 200


class Plan(NamedTuple):
    """Large type for a projector, controls hidden, and a question that is answered before anything is seen."""

    large: bool = False
    hidden: bool = False
    question: str = ""


def written(plan: Plan) -> str:
    """A plan as it stands in an address; empty where it asks for nothing."""
    words = ".".join(name for name, asked in (("large", plan.large), ("hidden", plan.hidden)) if asked)
    return f"{words}:{plan.question}" if plan.question else words
