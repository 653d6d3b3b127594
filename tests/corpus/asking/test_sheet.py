"""The sheet of questions judged by hand is whole, and the page tells what it says."""

from __future__ import annotations

from collections import Counter

from tests.corpus.asking.sheet import ANSWERED, PAGE, REFUSED, UNANSWERABLE, page, rows


def test_ten_papers_are_asked_twenty_questions_each() -> None:
    """Every one is judged, by the words for its kind, on a day, of an answer."""
    told = rows()
    assert len(Counter(row.paper for row in told)) == 10
    assert set(Counter(row.paper for row in told).values()) == {20}
    assert len({(row.paper, row.question) for row in told}) == 200
    for row in told:
        assert row.judgement in (REFUSED if row.kind in UNANSWERABLE else ANSWERED), row
        assert all((row.judged, row.answer)), row


def test_the_page_has_the_figures_of_the_sheet() -> None:
    """As ``--page`` writes them."""
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text, rows())
