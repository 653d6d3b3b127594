"""Tests of `composing.evidence` and `composing.formulas`: what claims stand on, and formulas."""

from __future__ import annotations

from composing.evidence import marked_words
from composing.formulas import with_formulas, without_formulas
from composing.pages import paper_document
from domain.documents import Fold, Footnotes, Span, Style
from domain.summaries import Claim, Evidence
from rendering.telegram.rich import RichMessage, to_rich
from tests.digests.invented import paper, summary

QUOTE = "Furthermore, we light 34 lanterns in one pass."


def test_each_claim_leads_to_its_sentence() -> None:
    """By a number; a sentence that two claims stand on has one."""
    shared = (Evidence("Section 2", QUOTE),)
    told = summary(
        tldr=Claim("We light 34 lanterns.", shared),
        takeaways=(Claim("One pass is enough.", shared),),
    )
    document = paper_document(paper(), told, with_notes=True)
    notes = [note for b in document.walk() if isinstance(b, Footnotes) for note in b.notes]
    assert [(note.label, note.source) for note in notes][:1] == [("1", "Section 2")]
    assert len({note.name for note in notes}) == len(notes)
    fold = next(b for b in document.blocks if isinstance(b, Fold) and "Evidence" in b.title)
    assert isinstance(fold.blocks[0], Footnotes)
    (rich,) = to_rich(document)
    assert isinstance(rich, RichMessage)
    assert rich.html.count('<tg-reference name="n1">') == 1
    assert rich.html.count('<a href="#n1">1</a>') == 2
    plain = paper_document(paper(), told)
    assert not any(isinstance(block, Footnotes) for block in plain.walk())


def test_the_words_of_a_claim_are_marked() -> None:
    """In runs; short words that are everywhere are not."""
    marked = marked_words(Evidence("Section 2", QUOTE), "We light 34 lanterns.")
    assert "".join(span.text for span in marked) == QUOTE
    assert [s.text for s in marked if s.style is Style.MARKED] == ["light 34 lanterns"]


def test_formulas_are_told_from_prices() -> None:
    """LaTeX where a surface sets it, else in one line; money stays money."""
    spans = with_formulas(r"Costs $5 and $6, with $x_{q}$ each")
    assert spans == (Span("Costs $5 and $6, with "), Span("x_q", latex="x_{q}"), Span(" each"))
    assert without_formulas(r"of $x_{q}$") == "of x_q"
    (rich, *_) = to_rich(paper_document(paper(title=r"On $x_{q}$"), None))
    assert isinstance(rich, RichMessage)
    assert "<tg-math>x_{q}</tg-math>" in rich.html
