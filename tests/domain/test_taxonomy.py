"""Archives and categories, their spellings and their aliases."""

from __future__ import annotations

import pytest

from domain.taxonomy import (
    ALIASES,
    ARCHIVES,
    CATEGORIES,
    RETIRED,
    archive_of,
    canonical,
    described,
    has_categories,
    names_of,
    spelled,
)


def test_every_category_belongs_to_an_archive() -> None:
    """And every archive has categories or is one."""
    assert {archive_of(category) for category in CATEGORIES} == set(ARCHIVES)
    for archive in ARCHIVES:
        assert has_categories(archive) == (archive not in CATEGORIES)
    assert has_categories("cs")
    assert not has_categories("hep-th")


def test_aliases_and_retired_names_lead_to_categories_of_today() -> None:
    """In one step, and to no alias again."""
    for old, new in {**ALIASES, **RETIRED}.items():
        assert canonical(old) == canonical(new)
        assert canonical(new) in CATEGORIES
        assert canonical(new) not in ALIASES
        assert old in names_of(new)


@pytest.mark.parametrize("category", sorted(CATEGORIES))
def test_names_of_a_category_are_the_same_for_all_its_names(category: str) -> None:
    """The canonical name is first, and each name leads to the same set."""
    names = names_of(category)
    assert names[0] == canonical(category)
    assert category in names
    assert len(set(names)) == len(names)
    assert all(names_of(name) == names for name in names)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("cs.cv", "cs.CV"), (" CS ", "cs"), ("HEP-TH", "hep-th"), ("math-PH", "math-ph"),
     ("COND-MAT.MES-HALL", "cond-mat.mes-hall"), ("Alg-Geom", "alg-geom"), ("boats", None),
     ("", None), ("cs.", None)],
)  # fmt: skip
def test_any_case_is_spelled_as_arxiv_does(typed: str, name: str | None) -> None:
    """What people type, and what is no category."""
    assert spelled(typed) == name


@pytest.mark.parametrize(
    ("category", "archive"),
    [("cs.CV", "cs"), ("hep-th", "hep-th"), ("alg-geom", "math"), ("cmp-lg", "cs"), ("cs", "cs")],
)
def test_listed_under(category: str, archive: str) -> None:
    """The archive whose listing shows a category, a retired one included."""
    assert archive_of(category) == archive


def test_described_for_people() -> None:
    """Name and code; an unknown code stands alone."""
    assert described("cs.CV") == "Computer Vision and Pattern Recognition (cs.CV)"
    assert described("cs") == "Computer Science (cs)"
    assert described("boats") == "boats"
