"""Withdrawals are recognised, and only withdrawals."""

from __future__ import annotations

from pathlib import Path

import pytest

from papers.withdrawals import is_withdrawn

TABLE = Path(__file__).with_name("withdrawals.txt")


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
        "The authors have withdrawn this paper due to an error in Section 3",
        "We withdraw this paper because the data of two ponds were wrong",
        "We are withdrawing this paper because of a gap in the proof",
        "The author wishes to withdraw this submission",
        "I hereby retract this article",
        "12 pages; we have decided to withdraw our manuscript",
        "This article has been removed by arXiv administrators because of its licence",
        "This submission was removed from arXiv",
        "This paper has been retracted by the authors",
        "Retracted due to a bug",
        "Temporarily withdrawn",
        "Withdrawn; the error will be fixed in a new version",
        "This paper has been withdrawn. A corrected version will follow",
        "arXiv admin note: this paper has been withdrawn by arXiv administration",
        "This version has been withdrawn by the authors",
        "This paper is no longer valid and is withdrawn",
        "[withdrawn]",
        "*WITHDRAWN*",
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
        "A previous version of this paper was withdrawn due to an error, which is fixed here",
        "Replaces the paper withdrawn due to a bug",
        "This paper was withdrawn due to an error in Lemma 3; the error is fixed in this version",
        "This paper was withdrawn and is now reinstated",
        "Version 2 of this paper was withdrawn; this is a corrected version",
        "v1 was withdrawn",
        "We withdraw the claim of Section 4",
        "We retract our earlier claim; 4 pages",
        "arXiv admin note: text overlap with a paper that this paper withdrawn later",
        "This version corrects the paper that was withdrawn in May",
        "The data have been removed from the archive",
        "All names were removed by the authors",
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


@pytest.mark.parametrize(("sign", "is_meant"), [("+ ", True), ("- ", False)])
def test_wordings(sign: str, is_meant: bool) -> None:
    """The table ``withdrawals.txt``: comments that say it, and comments that do not."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    told = [line.removeprefix(sign) for line in lines if line.startswith(sign)]
    assert len(told) > 100
    assert [one for one in told if is_withdrawn(one, "We fold boats.") is not is_meant] == []


@pytest.mark.parametrize(
    ("comment", "version", "withdrawn"),
    [
        ("v3: withdrawn by the authors due to an error in the data", 3, True),
        ("v3: withdrawn by the authors due to an error in the data", 4, False),
        ("Version 2 is withdrawn: the proof is wrong", 2, True),
        ("Version 2 is withdrawn: the proof is wrong", None, False),
        ("This version (v2) has been withdrawn", 2, True),
        ("Withdrawn in v2 due to an error", 2, True),
        ("v3: reverts the withdrawal of v2", 3, False),
        ("This paper has been withdrawn because version 1 was incomplete", 2, True),
    ],
)
def test_versions_by_their_numbers(comment: str, version: int | None, withdrawn: bool) -> None:
    """The number of this very version is another's only where it is."""
    assert is_withdrawn(comment, "We fold boats.", version) is withdrawn


@pytest.mark.parametrize(
    "abstract",
    [
        "Retraction (the act of drawing back) is studied.",
        "Withdrawal: a study of habits.",
        "We removed the work from its rail and weighed it.",
        "The report was removed by hand.",
    ],
)
def test_abstract_is_about_it(abstract: str) -> None:
    """Papers begin with such words, too."""
    assert not is_withdrawn(None, abstract)
