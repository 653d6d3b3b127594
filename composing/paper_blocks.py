"""What a page says of one paper, as blocks: a digest's entry and a paper's own page share them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from composing import wording
from composing.addresses import project_link, prose, short_link
from composing.evidence import Notes
from composing.formulas import with_formulas
from domain.chats import Detail
from domain.documents import (
    Block,
    Bullets,
    Card,
    Fold,
    Inline,
    Paragraph,
    Section,
    Span,
    Style,
    bold,
    code,
    inline,
    italic,
    joined,
    link,
)
from domain.links import is_code
from domain.metadata.comments import read_comment
from domain.papers import AnnouncementKind, Paper
from domain.summaries import Claim, Summary
from i18n.speech import phrase, plural, styled
from summaries.text.own_links import own_links

TAKEAWAYS_IN_BRIEF: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When a paper was announced, submitted, revised; what is not told is None."""

    announced: date | None = None
    submitted: datetime | None = None
    revised: datetime | None = None

    def told(self) -> Iterator[str]:
        """Those that are told, in words."""
        if self.announced:
            yield wording.announced(self.announced)
        if self.submitted:
            yield wording.submitted(self.submitted.date())
        if self.revised:
            yield wording.revised(self.revised.date())


def summary_of(
    paper: Paper,
    summary: Summary | None,
    detail: Detail,
    *,
    is_asked: bool = True,
    notes: Notes | None = None,
) -> Iterator[Block]:
    """The summary with all that goes with it, in the detail wished for.

    Args:
        paper: with its abstract.
        summary: of it, if there is one.
        detail: how much is told.
        is_asked: whether it is said where there is no summary.
        notes: where what claims stand on is noted; without, nothing refers to it.
    """
    full = detail is Detail.FULL
    if summary or is_asked:
        yield one_sentence(paper, summary, notes)
    if summary and summary.takeaways:
        shown = summary.takeaways if full else summary.takeaways[:TAKEAWAYS_IN_BRIEF]
        points = Bullets(tuple(told_claims(paper, (claim,), notes) for claim in shown))
        yield Section(inline(phrase(wording.TAKEAWAYS)), (points,), level=0)
    if full and summary:
        yield from analysis(paper, summary, notes)
        if summary.keywords:
            yield labelled(wording.KEYWORDS, ", ".join(summary.keywords))
    yield from project_lines(paper, summary)
    if full and paper.abstract:
        yield Fold(phrase(wording.ABSTRACT), (Paragraph(prose_of(paper, paper.abstract)),))
    if summary:
        yield provenance(paper, summary)


def one_sentence(paper: Paper, summary: Summary | None, notes: Notes | None = None) -> Section:
    """The one-sentence summary, or why there is none."""
    if summary:
        told = labelled(wording.SUMMARY, *told_claims(paper, (summary.tldr,), notes))
        return Section(blocks=(told,))
    return Section(blocks=(one_line(paper, None),))


def one_line(paper: Paper, summary: Summary | None) -> Paragraph:
    """The one-sentence summary without a label, or why there is none."""
    if summary:
        return Paragraph(prose_of(paper, summary.tldr))
    why = wording.NO_SUMMARY if paper.abstract else wording.NO_ABSTRACT
    return Paragraph(inline(italic(phrase(why))))


def told_claims(paper: Paper, claims: Sequence[Claim], notes: Notes | None = None) -> Inline:
    """Claims one after another, each with references to what it stands on where that is noted."""
    told: list[Span] = []
    for claim in claims:
        marks = notes.marks((claim,)) if notes else ()
        told += (*inline(" " if told else ""), *prose_of(paper, claim), *marks)
    return tuple(told)


def analysis(paper: Paper, summary: Summary, notes: Notes | None = None) -> Iterator[Block]:
    """The structured part, folded; nothing where the paper gives no support for any."""
    if parts := tuple(analysis_lines(paper, summary, notes)):
        yield Fold(phrase(wording.ANALYSIS), parts)


def analysis_lines(
    paper: Paper, summary: Summary, notes: Notes | None = None
) -> Iterator[Paragraph]:
    """The parts that the paper gives support for, each under its label."""
    for name, claims in summary.analysis.parts():
        told = told_claims(paper, claims, notes)
        yield labelled(wording.ANALYSIS_PARTS[name], *told)


def translated(paper: Paper, summary: Summary | None) -> Iterator[Block]:
    """The title in the summary's language, beside the original."""
    if summary and summary.title:
        title = with_formulas(summary.title, paper.formulas)
        yield Paragraph(tuple(replace(span, style=Style.ITALIC) for span in title))


def authors(paper: Paper, limit: int) -> Paragraph:
    """The first authors with their affiliations, and how many more there are."""
    return labelled(wording.AUTHORS, names_of(paper, limit, affiliated=True))


def names_of(
    paper: Paper,
    limit: int,
    *,
    affiliated: bool = False,
    beyond: Callable[[int], str] = wording.more_authors,
) -> str:
    """The names of the first authors, and how many more there are."""
    names = [
        f"{author.name} ({'; '.join(author.affiliations)})"
        if affiliated and author.affiliations
        else author.name
        for author in paper.authors[:limit]
    ]
    more = len(paper.authors) - limit
    return ", ".join(names) + (beyond(more) if more > 0 else "")


def facts(paper: Paper, dates: Dates, kind: AnnouncementKind, *, words: int = 0) -> Paragraph:
    """Id, categories, dates, what its comment says, and how long so many words take to read."""
    categories = dict.fromkeys((paper.primary, *paper.categories))
    to_read = wording.reading_time(words) if words else ""
    facts = (", ".join(categories), *dates.told(), wording.kind(kind), *marks_of(paper), to_read)
    return Paragraph(joined([inline(code(str(paper.id))), *(inline(fact) for fact in facts)]))


def marks_of(paper: Paper) -> Iterator[str]:
    """What a paper's comment says for sure, in its words, and whether the authors name code."""
    if paper.withdrawn:
        return
    said = read_comment(paper.comment)
    yield from filter(None, (said.venue, said.thesis))
    if said.pages:
        yield plural("{number} page", "{number} pages", said.pages)
    if any(map(is_code, own_links(paper))):
        yield phrase("code")


def remarks_of(paper: Paper) -> Iterator[Block]:
    """The authors' comment, if there is one."""
    if paper.comment:
        yield labelled(wording.COMMENT, *prose_of(paper, paper.comment))


def records(paper: Paper) -> Iterator[Block]:
    """Where else a paper stands, and what may be done with it."""
    if paper.journal_ref:
        yield labelled(wording.JOURNAL, paper.journal_ref)
    if paper.id.is_sample:
        return
    if paper.doi:
        yield labelled(wording.DOI, link(paper.doi, f"https://doi.org/{paper.doi}"))
    if paper.licence:
        yield labelled(wording.LICENCE, short_link(paper.licence))


def prose_of(paper: Paper, text: str | Claim) -> Inline:
    """A text of a paper's with its formulas; what stands in a sample leads nowhere."""
    known = paper.formulas
    if isinstance(text, Claim):
        known = text.formulas or known
        text = text.text
    return prose(text, linked=not paper.id.is_sample, known=known)


def project_lines(paper: Paper, summary: Summary | None) -> Iterator[Paragraph]:
    """Where the paper and what was made for it are, in one line; nothing of a sample."""
    if not paper.id.is_sample:
        yield Paragraph(joined(_links(paper, summary)))


def _links(paper: Paper, summary: Summary | None) -> tuple[Inline, ...]:
    found = summary.code_links if summary else own_links(paper)
    return (
        inline(link(phrase(wording.ABSTRACT), paper.id.abs_url)),
        inline(link(phrase(wording.PDF), paper.id.pdf_url)),
        *map(project_link, found),
    )


def provenance(paper: Paper, summary: Summary) -> Paragraph:
    """What made a summary, from what."""
    versioned = paper.id.version is not None
    return Paragraph(inline(italic(wording.provenance(summary.provenance, versioned=versioned))))


def labelled(label: str, *text: str | Span) -> Paragraph:
    """A line with its label, one of `wording`'s."""
    return Paragraph(wording.labelled(label, *text))


def said(message: str) -> Paragraph:
    """A sentence of `wording`'s."""
    return Paragraph(inline(phrase(message)))


def numbered_card(paper: Paper, number: int, blocks: tuple[Block, ...]) -> Card:
    """A paper among others."""
    about = str(paper.id)
    blocks = (Paragraph(withdrawal(paper)), *blocks) if paper.withdrawn else blocks
    title = inline(f"{number}. ", *title_in_list(paper))
    return Card(title, blocks, name=f"p{number}", about=about)


def title_in_list(paper: Paper) -> Inline:
    """A paper's title among others', struck where it is withdrawn."""
    title = title_of(paper)
    return tuple(replace(one, style=Style.STRUCK) for one in title) if paper.withdrawn else title


def withdrawal(paper: Paper) -> Inline:
    """That a paper is withdrawn, in arXiv's own words where there are any."""
    if not paper.comment:
        return inline(bold(phrase(wording.WITHDRAWN)))
    return styled(
        "Withdrawn, and arXiv says: “{text}”", text=inline(*prose_of(paper, paper.comment))
    )


def title_of(paper: Paper) -> Inline:
    """A paper's title with its formulas, linked to its page at arXiv."""
    spans = with_formulas(marked(paper.title, paper.id.is_sample), paper.formulas)
    return tuple(replace(span, link=paper.id.abs_url) for span in spans)


def plain_title(paper: Paper) -> str:
    """The same as plain text, its formulas in readable form."""
    return "".join(span.text for span in title_of(paper))


def marked(title: str, sample: bool) -> str:
    """A title, marked where it is not arXiv's."""
    return wording.marked_sample(title) if sample else title
