"""A macro left in an abstract for the name of what it presents: the name that its title has."""

from __future__ import annotations

import pytest

from papers.text.own_names import with_own_names


@pytest.mark.parametrize(
    ("abstract", "title", "told"),
    [
        (r"We present \name, a gauge.", "RiverEye: A gauge", "We present RiverEye, a gauge."),
        (r"\methodname{} wins.", "R²ver: Gauges", "R²ver wins."),
        (r"Our \model wins.", "GPT-Brook-2: An open model", "Our GPT-Brook-2 wins."),
    ],
)
def test_the_title_names_it(abstract: str, title: str, told: str) -> None:
    """A name before a colon that is no common word."""
    assert with_own_names(abstract, title) == told


@pytest.mark.parametrize(
    ("abstract", "title"),
    [
        (r"We present \name, a gauge.", "A gauge for rivers"),
        (r"We present \name, a gauge.", "Correct-and-memorize: Gauges"),
        (r"RiverEye beats \name.", "RiverEye: A gauge"),
        (r"We collect \dataset of rivers.", "RiverEye: A gauge"),
        (r"We present \namely nothing.", "RiverEye: A gauge"),
    ],
)
def test_else_the_macro_stays(abstract: str, title: str) -> None:
    """Without a name, or where it may be another's."""
    assert with_own_names(abstract, title) == abstract
