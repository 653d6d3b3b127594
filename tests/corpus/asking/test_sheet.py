"""The sheet of questions judged by hand is whole, and the page tells what it says."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.fulltext import Formula
from domain.summaries import Answer, Basis, Claim, Evidence, Provenance
from tests.corpus.asking import second_sheet
from tests.corpus.asking.sheet import ANSWERED, PAGE, REFUSED, SHEET, UNANSWERABLE, page, rows
from tests.corpus.asking.sheet_on_platforms import differs

MADE = Provenance(
    model="extractive",
    prompt="1",
    made_at=datetime(2024, 3, 8, tzinfo=UTC),
    paper_version=1,
    basis=Basis.FULL_TEXT,
)
SAID = Evidence("Lamps", "Some 31 lamps hum at E=mc².", (Formula("E=mc²", r"E=mc^2"),), page=3)
THEN = Evidence("Lamps", "None sings.", page=3)
SHOWN = (
    "How many lamps hum?\n> Lamps, page 3\n> Some **31** lamps hum at $E$. None sings. ↗\n2403.1v1"
)


@pytest.mark.parametrize(("sheet", "papers"), [(SHEET, 10), (second_sheet.SHEET, 5)])
def test_papers_are_asked_twenty_questions_each(sheet: Path, papers: int) -> None:
    """Every one is judged, by the words for its kind, on a day, of an answer."""
    told = rows(sheet)
    assert len(Counter(row.paper for row in told)) == papers
    assert set(Counter(row.paper for row in told).values()) == {20}
    assert len({(row.paper, row.question) for row in told}) == 20 * papers
    for row in told:
        assert row.judgement in (REFUSED if row.kind in UNANSWERABLE else ANSWERED), row
        assert all((row.judged, row.answer)), row


def test_the_page_has_the_figures_of_the_sheets() -> None:
    """As ``--page`` writes them."""
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text, rows())
    second = rows(second_sheet.SHEET)
    assert text == page(text, second, second_sheet.BEGIN, second_sheet.END)


def _answer(question: str, *, is_refusal: bool = False) -> Answer:
    said = (Claim(SAID.quote, (SAID,)), Claim(THEN.quote, (THEN,)))
    claims, nearest = ((), said) if is_refusal else (said, ())
    return Answer(
        question=question, claims=claims, nearest=nearest, confidence=0.9, provenance=MADE
    )


@pytest.mark.parametrize(
    ("messages", "wrong"),
    [
        ((SHOWN,), ""),
        ((SHOWN, SHOWN), "2 messages"),
        ((SHOWN.replace("lamps hum?", "lamps?"),), "without 'How many lamps hum?'"),
        ((SHOWN.replace(", page 3", ""),), "without 'Lamps, page 3'"),
        ((SHOWN.replace("31", "13"),), "without"),
        ((SHOWN.replace("None", "Yet none"),), "without 'None sings.'"),
        ((SHOWN.replace("↗", "All rest."),), "with 'Allrest' before"),
        ((SHOWN.replace("> Some", "> The paper does not say. Some"),), "a refusal"),
    ],
)
def test_what_is_shown_is_held_against_the_answer(messages: tuple[str, ...], wrong: str) -> None:
    """Sentences, place, page and refusal; only how a formula is written is free."""
    told = differs(messages, "2403.1", _answer("How many lamps hum?"))
    assert told.startswith(wrong) if wrong else not told


def test_a_refusal_is_to_be_told() -> None:
    """With the nearest passage alone it is not."""
    assert (
        differs([SHOWN], "2403.1", _answer("How many lamps hum?", is_refusal=True)) == "no refusal"
    )
