"""What papers write in LaTeX is set or read in letters wherever it is told, and never raw."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.asking.comparing import Compared
from app.previews import Preview
from app.reasons import Why
from app.searching import Found
from app.versions.outdated import Outdated
from composing.asking.choosing import prompt_document, which_document
from composing.asking.compared import compared_document
from composing.digest_message import digest_message
from composing.explained import title_choice
from composing.formulas import beginning
from composing.found import found_document, why_document
from composing.pages import digest_document, evidence_document, paper_document
from composing.previews import preview_blocks
from composing.versions.outdated import outdated_claims
from domain.chats import Detail
from domain.documents import Buttons, Contents, Document, Fold
from domain.topics import Term
from rendering.common.plain import inline_text, visible_lines
from tests.digests.invented import claim, digest, entry, paper, summary

WORDS = r"Wicks of $\frac{a}{b}$ in a row, and of $\frac{c}{d}$ beside them."
PAPER = paper(title=WORDS, abstract=WORDS, comment=WORDS)
SUMMARY = summary(tldr=claim(WORDS), takeaways=(claim(WORDS, f"So. {WORDS}"),), title=WORDS)
DIGEST = digest(
    entries=tuple(entry(paper=PAPER, summary=SUMMARY) for _ in range(4)),
    others=(PAPER,),
    overview=(claim(WORDS),),
)
DOCUMENTS = {
    "search": found_document(Found(Term("wick"), (PAPER,))),
    "why": why_document(Why(PAPER, ("wicks",), (), ())),
    "preview": Document(blocks=preview_blocks(Preview(papers=(PAPER,), matched=1, announced=1))),
    "compared": compared_document(Compared((PAPER, PAPER), {"method": (claim(WORDS), None)})),
    "compared, cut": compared_document(
        Compared((PAPER, PAPER), {"method": (claim(WORDS * 9), None)}), in_table=False
    ),
    "which": which_document("why?", ((PAPER.id, PAPER.title),)),
    "asked": prompt_document(PAPER.id, PAPER),
    "of a title": title_choice("wicks", (PAPER,)),
    "outdated": Document(blocks=(outdated_claims(Outdated(1, (claim(WORDS * 9),))),)),
    "digest": digest_document(DIGEST, Detail.FULL),
    "morning": digest_message(DIGEST, Detail.FULL, turning=str),
    "card": paper_document(PAPER, SUMMARY, with_notes=True),
    "evidence": evidence_document(PAPER, SUMMARY),
}


def read_of(document: Document) -> list[str]:
    """All that is read of a document: its lines, labels and titles of folds, and what it is."""
    told = list(visible_lines(document))
    for block in document.walk():
        match block:
            case Buttons(rows):
                told += [button.label for row in rows for button in row]
            case Contents(items):
                told += map(inline_text, items)
            case Fold(title):
                told.append(title)
    return [*told, document.title, document.meta.description if document.meta else ""]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_raw_latex_is_told(name: str) -> None:
    """In titles, sentences, tables, lists to choose from, on buttons, and where it is cut."""
    told = read_of(DOCUMENTS[name])
    assert any("a/b" in line for line in told)
    assert [line for line in told if "$" in line or "\\" in line] == []


def test_a_beginning_has_its_formulas_where_all_of_it_is_told() -> None:
    """Where it is cut, a half would not be one."""
    whole = beginning(WORDS, 200)
    assert [span.latex for span in whole if span.latex] == [r"\frac{a}{b}", r"\frac{c}{d}"]
    (cut,) = beginning(WORDS, 20)
    assert cut.text == "Wicks of a/b in a…"
    assert replace(cut, text="").latex == ""
