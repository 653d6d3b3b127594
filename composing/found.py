"""What was found: papers of a search, and why a paper is in one's topics."""

from __future__ import annotations

from app.reasons import Why
from app.searching import Found
from composing import wording
from composing.paper_blocks import names_of, title_of
from digests.personal import Standing
from domain.documents import (
    Block,
    Bullets,
    Document,
    Inline,
    Paragraph,
    bold,
    code,
    inline,
)
from domain.papers import Paper
from i18n.speech import current, phrase, spoken, styled

_AUTHORS_IN_LINE = 3


def found_document(found: Found) -> Document:
    """The papers of a search, the most relevant first."""
    query = code(str(found.query))
    if not found.papers:
        lines = [inline(spoken(found.trouble))] if found.trouble else []
        lines.append(styled("Nothing found for {query}.", query=query))
        return Document(blocks=tuple(map(Paragraph, lines)))
    blocks: list[Block] = [Paragraph(inline(query))]
    if found.trouble:
        said = phrase(
            "{trouble} These are of the papers read lately.", trouble=spoken(found.trouble)
        )
        blocks.append(Paragraph(inline(said)))
    told = tuple(_line(paper) for paper in found.papers)
    return Document(phrase("Search"), (*blocks, Bullets(told, numbered=True)))


def _line(paper: Paper) -> Inline:
    names = names_of(paper, _AUTHORS_IN_LINE)
    year = f", {paper.published:%Y}" if paper.published else ""
    return inline(*title_of(paper), f" — {names}{year} · ", code(str(paper.id)))


def why_document(why: Why) -> Document:
    """Which topics a paper matches and by what, and whether it is left out all the same."""
    blocks: list[Block] = [Paragraph(title_of(why.paper))]
    if why.matched or why.yours:
        lines: list[Inline] = [_as_yours(label, standing) for label, standing in why.yours]
        for label, reasons in why.matched:
            found = phrase(", ").join(map(wording.found_in, reasons))
            lines.append(
                styled("{label}: {text}", label=bold(label), text=found)
                if found
                else inline(bold(label))
            )
        blocks += [Paragraph(inline(phrase("It matches"))), Bullets(tuple(lines))]
    else:
        said = phrase("It matches none of your topics ({topics}).", topics=", ".join(why.followed))
        blocks.append(Paragraph(inline(said)))
    if why.muted:
        said = phrase("It is left out because of muted: {words}.", words=", ".join(why.muted))
        blocks.append(Paragraph(inline(said)))
    return Document(phrase("Why this paper"), tuple(blocks))


def _as_yours(label: str, standing: Standing) -> Inline:
    """How a paper stands to what is likely its reader's."""
    if standing.before is None:
        return styled(
            "{label}: {text}",
            label=bold(label),
            text=phrase(
                "there is too little of a profile yet; {command} shows it", command="/profile"
            ),
        )
    return styled(
        "{label}: by the profile it stands before {share} of what is announced every day",
        label=bold(label),
        share=current().share(standing.before),
    ) + (inline(" · ", *wording.affinity(standing.why)) if standing.why else ())
