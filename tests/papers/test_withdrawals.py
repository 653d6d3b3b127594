"""Withdrawals are recognised, and only withdrawals."""

from __future__ import annotations

import pytest

from papers.withdrawals import is_withdrawn


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn",
        "This paper has been withdrawn by the author(s) due to a crucial error",
        "This submission has been withdrawn by arXiv administrators due to a dispute",
        "This has been withdrawn by arXiv administrators",
        "This article was temporarily withdrawn; a new version will follow",
        "12 pages. The manuscript is withdrawn because of an error in Lemma 2",
        "Withdrawn.",
        "withdrawn by the authors",
        "Paper withdrawn due to an error",
        "Withdrawn from arXiv",
        "This paper (hep-th/9901001) has been withdrawn",
    ],
)
def test_comment_says_so(comment: str) -> None:
    """The ways in which authors and arXiv say it."""
    assert is_withdrawn(comment, "We fold boats.")


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "",
        "12 pages, 3 figures",
        "This paper supersedes the withdrawn arXiv:2403.00001",
        "This paper was withdrawn from the Boat Conference and is under review",
        "An earlier version was withdrawn",
        "Section 4 has been withdrawn",
        "On withdrawn consent; 4 pages",
    ],
)
def test_comment_says_something_else(comment: str | None) -> None:
    """Words that sound like it."""
    assert not is_withdrawn(comment, "We study withdrawn consent. This paper discusses withdrawal.")


@pytest.mark.parametrize(
    "abstract",
    ["This paper has been withdrawn by the author.", "Withdrawn due to an error.", "Withdrawn"],
)
def test_abstract_says_so(abstract: str) -> None:
    """Authors put it in place of the abstract."""
    assert is_withdrawn(None, abstract)
