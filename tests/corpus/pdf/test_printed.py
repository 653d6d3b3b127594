"""Papers set by TeX are read as they are printed, where TeX is."""

from __future__ import annotations

import pytest

from papers.fulltext.sandbox.jobs_drawn import read_paper
from papers.fulltext.sandbox.parcel import unpacked_text
from tests.corpus.pdf.measure import Score, scored, total
from tests.corpus.pdf.printed import papers, pdf_of

_SOME = ("article-3", "prl-1", "ieee-2", "german", "thesis", "names", "neighbours")


def test_printed_papers_are_read() -> None:
    """A few of them; `python -m tests.corpus.pdf.measure` reads them all."""
    scores: dict[str, Score] = {}
    for paper in papers():
        body = pdf_of(paper) if paper.name in _SOME else None
        if body is not None:
            scores[paper.name] = scored(paper, unpacked_text(read_paper(body, 10))[0])
    if not scores:
        pytest.skip("there is no pdflatex, or none of the classes of journals")
    wrong = total(scores)
    assert not any(score.wrong for score in scores.values()), wrong
    assert all(score.captioned == score.captions for score in scores.values()), wrong
