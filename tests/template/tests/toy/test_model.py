"""The reader of brackets, on the shipped weights."""

import pytest

from seqdemo.core.trace import Trace, extend
from seqdemo.toy import say
from seqdemo.toy.model import ToyModel
from seqdemo.toy.reader import truth


@pytest.mark.parametrize("line", ["a(b)c", "(((", "))a(", "x" * 30 + "(" + "y" * 30])
def test_it_remembers_a_bracket(line):
    inside = extend(ToyModel.load(), Trace(), line).outputs.ravel() >= 0.5
    assert inside.tolist() == truth(line)


def test_what_it_says():
    assert "**inside**: 90% sure" in say.verdict("a(", [0.1, 0.9], 2)
    assert "**outside**" in say.verdict("a(", [0.1, 0.9], 1)
    assert "nothing" in say.verdict("", [], 0)
