"""Tables of packages are read without their modules, which would keep them."""

import pytest
import stopwordsiso
from confusable_homoglyphs import confusables

from seqdemo.toxicity.tables import table


def test_they_are_those_of_the_modules():
    words = table("stopwordsiso", "stopwords-iso.json")
    assert set(words["en"]) == set(stopwordsiso.stopwords("en"))
    assert table("confusable_homoglyphs", "confusables.json") == confusables.confusables_data


def test_a_package_that_is_not_there_is_named():
    with pytest.raises(ModuleNotFoundError, match="toy_tables is not installed"):
        table("toy_tables", "a.json")
