"""A paper explained, as a page: with what one may want next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.explaining import Explanation, Failed
from composing import wording
from composing.actions import paper_links, taste_rows
from composing.choosing.labels import picked
from composing.formulas import without_formulas
from composing.notes import noted, untranslated
from composing.pages import paper_document
from composing.versions.outdated import outdated_claims
from domain.documents import (
    Block,
    Button,
    Buttons,
    Card,
    Document,
    Paragraph,
    Section,
    bold,
    inline,
)
from domain.links import is_code
from domain.messages import marked
from domain.papers import Paper
from i18n.speech import current, number, phrase, plural, spoken
from summaries.text.own_links import own_links

_STAYS = marked("It could not be made anew just now; the summary from before stays.")


def explanation_document(explained: Explanation, *, with_notes: bool = False) -> Document:
    """The page for whoever asked, without buttons.

    Args:
        explained: the paper.
        with_notes: whether each claim has notes of what it stands on.
    """
    page = paper_document(
        explained.paper,
        explained.summary,
        text=explained.text,
        unread=explained.unread,
        reasons=explained.reasons,
        with_notes=with_notes,
    )
    notes: list[Block] = [outdated_claims(explained.outdated)] if explained.outdated else []
    notes += [noted(phrase(_STAYS))] if explained.stays else []
    notes += untranslated() if explained.is_untranslated else []
    return replace(page, blocks=(*page.blocks, *notes))


def shared_document(explained: Explanation) -> Document:
    """The page for others too, to whom the topics of whoever asked are nothing."""
    return explanation_document(replace(explained, reasons=()))


def card_document(paper: Paper) -> Document:
    """A paper that nobody has asked to have explained yet, as arXiv has it."""
    page = paper_document(paper, None, is_asked=False)
    said = noted(phrase("Its summary is made when somebody presses “Explain”."))
    return replace(page, blocks=(*page.blocks, said))


def explanations_document(each: Sequence[Explanation | Failed], left_out: int) -> Document:
    """Several papers, one after another; `left_out` more were asked for."""
    blocks: list[Block] = [
        Section(inline(bold(str(one.paper))), (Paragraph(inline(spoken(one.why))),), level=3)
        if isinstance(one, Failed)
        else _card(one)
        for one in each
    ]
    if left_out:
        said = plural(
            "{number} more was named; {most} are explained at once.",
            "{number} more were named; {most} are explained at once.",
            left_out,
            most=number(len(each)),
        )
        blocks.append(Paragraph(inline(said)))
    return Document(blocks=tuple(blocks))


def _card(explained: Explanation) -> Card:
    page, paper = explanation_document(explained), explained.paper
    actions = (
        Button(phrase("Evidence"), command=f"/evidence {paper.id}"),
        Button(phrase("PDF"), url=paper.id.pdf_url),
    )
    return Card(
        page.heading,
        page.blocks,
        level=3,
        actions=actions[: 1 if paper.id.is_sample else 2],
        about=str(paper.id),
    )


def title_choice(title: str, papers: Sequence[Paper]) -> Document:
    """Some papers of which a title may be."""
    said = phrase("Several papers may be meant by “{title}”. Which one?", title=title)
    options = picked([(without_formulas(p.title), f"/summarize {p.id.latest}") for p in papers])
    return Document(blocks=(Paragraph(inline(said)), *options))


def next_buttons(explained: Explanation, archive: str = "") -> Buttons:
    """What one may want next: the paper itself, code, figures, the evidence, a topic to follow.

    Where the archive shows the paper to browsers, it and its evidence are read there.
    """
    paper = explained.paper
    addresses = [
        Button(phrase("Abstract"), url=paper.id.abs_url),
        Button(phrase("PDF"), url=paper.id.pdf_url),
        *(Button(phrase(label), url=url) for label, url in _made_for_it(paper)),
    ]
    shown = paper_links(paper, archive)
    addresses[:0] = shown[:1]
    evidence = shown[1:] or (Button(phrase("Evidence"), command=f"/evidence {paper.id}"),)
    asked = (*evidence, Button(phrase("Ask"), command=f"/ask {paper.id}"))
    further = []
    if (paper.id.version or 1) > 1:
        further.append(Button(phrase("What changed"), command=f"/changes {paper.id}"))
    if explained.has_figures:
        further.append(Button(phrase("Show figures"), command=f"/summarize {paper.id} figures"))
    followed = []
    if (topic := explained.topic) is not None:
        label = phrase("Follow {topic}", topic=topic.called(current().language))
        followed.append(Button(label, command=f"/subscribe {topic.name}"))
    # A phone shows three short labels in a row, and of a topic's name only one.
    rows = tuple(filter(None, (asked, tuple(further), tuple(followed), *taste_rows(paper))))
    return Buttons(rows if paper.id.is_sample else (tuple(addresses), *rows))


def _made_for_it(paper: Paper) -> list[tuple[str, str]]:
    """The paper's code, else its project page, with the word for it; nothing if it has neither."""
    links = own_links(paper)
    code = [(wording.CODE, url) for url in links if is_code(url)]
    return (code or [(wording.PROJECT, url) for url in links])[:1]
