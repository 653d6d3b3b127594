"""Papers field by field: categories, and queries however deep and wide."""

from __future__ import annotations

import pytest

from domain.taxonomy import ALIASES, ARCHIVES, CATEGORIES, RETIRED
from domain.topics import And, Category, Not, Term
from tests.topics.invented import paper
from tests.topics.naive import is_filed_under
from topics.index import PaperIndex

EVERY_NAME = sorted({*ARCHIVES, *CATEGORIES, *ALIASES, *RETIRED})


def test_every_category_is_found_under_all_its_names_and_no_other() -> None:
    """For each pair of names, a paper filed under one is found by the other as told naively."""
    batch = [
        paper(number, title=name, categories=[name])
        for number, name in enumerate(EVERY_NAME, start=1)
    ]
    index = PaperIndex(batch)
    for asked in EVERY_NAME:
        filed = {one.id.base for one in batch if is_filed_under(one, asked)}
        assert index.matching(Category(asked)) == filed
        assert filed


@pytest.mark.parametrize(
    ("names", "is_there"),
    [
        (("eess.SY", "cs.SY", "math.NA", "cs.NA", "hep-th", "eess", "math"), True),
        (("cs.CV", "math.AG", "q-bio", "hep-ph"), False),
    ],
)
def test_a_paper_is_in_a_category_under_all_its_names(
    names: tuple[str, ...], is_there: bool
) -> None:
    """Aliases and whole archives count; what only looks alike does not."""
    one = paper(1, categories=["eess.SY", "math.NA", "hep-th"])
    index = PaperIndex([one])
    assert {bool(index.matching(Category(name))) for name in names} == {is_there}


def test_a_category_is_not_found_in_the_text() -> None:
    """Category tokens and words live in columns of their own."""
    one = paper(1, title="On cs.CV", categories=["cs.CL"])
    index = PaperIndex([one])
    assert index.matching(Category("cs.CV")) == frozenset()
    assert index.matching(Term("cs.CL")) == frozenset()


def test_a_lone_exclusion_is_a_mistake_of_ours() -> None:
    """The language gives no such query."""
    with pytest.raises(ValueError, match="beside something wanted"):
        PaperIndex([paper(1)]).matching(Not(Term("x")))


def test_deep_and_wide_queries_can_be_asked() -> None:
    """Twenty levels and hundreds of alternatives can be asked."""
    from topics.language import parse_query

    deep = "".join(f"(a{level} OR (b{level} " for level in range(10)) + "c" + "))" * 10
    wide = "ti:(" + ",".join(f"w{number}" for number in range(100)) + ")"
    index = PaperIndex([paper(1, "w99 a0")])
    assert index.matching(parse_query(deep)) == {"2401.00001"}
    assert index.matching(parse_query(wide)) == {"2401.00001"}
    both = And((parse_query(deep), parse_query(wide)))
    assert index.matching(both) == {"2401.00001"}
