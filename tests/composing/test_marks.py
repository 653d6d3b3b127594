"""What a paper's comment says for sure stands with its facts."""

from __future__ import annotations

from composing.paper_blocks import marks_of
from tests.storage.invented import a_paper


def test_marks() -> None:
    """A meeting, a thesis, pages and code, in the comment's own words; of a withdrawn one, none."""
    comment = "Accepted at NeurIPS 2031, 12 pages. Code: https://github.com/rivers/waves"
    assert list(marks_of(a_paper(comment=comment))) == ["NeurIPS 2031", "12 pages", "code"]
    assert list(marks_of(a_paper(comment="PhD thesis, 1 page"))) == ["PhD thesis", "1 page"]
    assert list(marks_of(a_paper(abstract="See https://github.com/rivers/waves."))) == ["code"]
    assert list(marks_of(a_paper(comment="Submitted to NeurIPS 2031"))) == []
    assert list(marks_of(a_paper(comment=comment, withdrawn=True))) == []
