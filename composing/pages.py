"""Digests and papers as documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from composing import wording
from composing.evidence import Notes, claim_blocks
from composing.figures import figures_link, not_shown, pictures
from composing.formulas import with_formulas, without_formulas
from composing.paper_blocks import (
    Dates,
    authors,
    facts,
    labelled,
    marked,
    numbered_card,
    one_sentence,
    plain_title,
    provenance,
    records,
    remarks_of,
    said,
    summary_of,
    title_in_list,
    title_of,
    translated,
)
from composing.standing import standing
from domain.chats import Detail
from domain.digests import Digest, Entry, Reason
from domain.documents import (
    Block,
    Bullets,
    Document,
    Fold,
    Heading,
    Inline,
    Paragraph,
    bold,
    code,
    inline,
    italic,
    joined,
    link,
)
from domain.excerpts import excerpt
from domain.fulltext import FullText
from domain.messages import NOTHING, Message
from domain.page_meta import PageMeta
from domain.papers import AnnouncementKind, BatchState, Paper
from domain.summaries import Summary
from domain.taxonomy import archive_of, described
from i18n.speech import current, phrase, spoken

AUTHORS_IN_FULL: Final = 30
AUTHORS_IN_BRIEF: Final = 5
DESCRIPTION_LENGTH: Final = 160
_TOPICS_IN_TITLE: Final = 3


def digest_document(
    digest: Digest,
    detail: Detail,
    remarks: Sequence[Inline] = (),
) -> Document:
    """A digest as one page, however long: how complete it is, its papers, and further titles.

    Args:
        digest: to be told.
        detail: how much of each paper.
        remarks: what else is to be said of it at its beginning.
    """
    blocks: list[Block] = [*digest_head(digest, remarks)]
    for number, entry in enumerate(digest.entries, 1):
        told = tuple(_entry(entry, digest, detail))
        blocks.append(numbered_card(entry.paper, number, told))
    if digest.others:
        titles = Bullets(tuple(map(title_line, digest.others)))
        blocks.append(Fold(wording.also_matched(len(digest.others)), (titles,)))
    title = marked(digest_title(digest), digest.sample)
    return Document(title, tuple(blocks), meta=digest_meta(digest))


def digest_head(digest: Digest, remarks: Sequence[Inline]) -> Iterator[Paragraph]:
    """What a digest says before its first paper."""
    if digest.sample:
        yield said(wording.SAMPLE_NOTE)
    yield from map(Paragraph, remarks)
    if len(digest.topics) > _TOPICS_IN_TITLE:
        yield labelled(wording.TOPICS, ", ".join(digest.topics))
    for sentence in standing(digest):
        yield Paragraph(inline(sentence))
    if digest.overview:
        told = joined((with_formulas(c.text, c.formulas) for c in digest.overview), " ")
        yield labelled(wording.OVERVIEW, *told)


def paper_document(
    paper: Paper,
    summary: Summary | None,
    *,
    announced: date | None = None,
    text: FullText | None = None,
    unread: Message = NOTHING,
    reasons: Sequence[Reason] = (),
    is_asked: bool = True,
    with_notes: bool = False,
) -> Document:
    """One paper told in full, as a page of its own.

    Args:
        paper: with its abstract.
        summary: of it, if there is one.
        announced: its listing date, where known.
        text: what was read of it, for its figures.
        unread: why it could not be read, in a sentence.
        reasons: why it is in the topics of whoever is told of it.
        is_asked: whether somebody has asked to have it explained, and is told where it cannot be.
        with_notes: whether each claim has notes of the sentences that it stands on.
    """
    blocks = [*_head(paper, summary, announced, words=text.words if text else 0)]
    if reasons:
        why = wording.why_matched(reasons, name_topics=True)
        blocks.append(labelled(wording.MATTERS, why))
    notes = Notes() if with_notes else None
    blocks += summary_of(paper, summary, Detail.FULL, is_asked=is_asked, notes=notes)
    blocks += notes.blocks() if notes else ()
    if unread:
        blocks.append(Paragraph(inline(italic(phrase("Abstract only: {why}", why=spoken(unread))))))
    if text is not None and not paper.id.is_sample:
        where = figures_link(paper, text)
        blocks += [Paragraph(where)] if where else pictures(paper, text)
    meta = _paper_meta(paper, summary, announced)
    return replace(page_of(paper, blocks), meta=meta)


def page_of(paper: Paper, blocks: Sequence[Block]) -> Document:
    """A page about a paper, under its title."""
    return Document(
        plain_title(paper), tuple(blocks), paper.id.abs_url, title_spans=title_of(paper)
    )


def _head(
    paper: Paper, summary: Summary | None, announced: date | None, *, words: int
) -> Iterator[Block]:
    """What is said of a paper before it is told: whose it is, of when, and where else it stands."""
    if paper.id.is_sample:
        yield said(wording.SAMPLE_NOTE)
    if paper.withdrawn:
        yield Paragraph(inline(bold(phrase(wording.WITHDRAWN))))
    dates = Dates(
        announced=announced,
        submitted=paper.published,
        revised=paper.updated if paper.updated != paper.published else None,
    )
    yield from translated(paper, summary)
    yield authors(paper, AUTHORS_IN_FULL)
    yield facts(paper, dates, AnnouncementKind.NEW, words=words)
    yield from remarks_of(paper)
    yield from records(paper)


def figures_document(paper: Paper, text: FullText) -> Document:
    """A paper's figures alone; where none can be shown, where they are."""
    shown: tuple[Block, ...] = (*pictures(paper, text), *not_shown(paper, text))
    if not shown:
        where = figures_link(paper, text) or inline(link(phrase("PDF"), paper.id.pdf_url))
        sorry = phrase("None of its figures can be shown here; they are at arXiv:")
        shown = (Paragraph(inline(sorry, " ", *where)),)
    return page_of(paper, shown)


def evidence_document(paper: Paper, summary: Summary) -> Document:
    """Each claim of a summary with the sentences of the paper that it stands on."""
    parts = [(wording.SUMMARY, (summary.tldr,)), (wording.TAKEAWAYS, summary.takeaways)]
    parts += [(wording.ANALYSIS_PARTS[name], claims) for name, claims in summary.analysis.parts()]
    blocks: list[Block] = [said(wording.EVIDENCE), provenance(paper, summary)]
    for label, claims in parts:
        if claims:
            blocks.append(Heading(inline(phrase(label))))
            blocks += [block for claim in claims for block in claim_blocks(claim)]
    return page_of(paper, blocks)


def title_line(paper: Paper) -> Inline:
    """A paper told by its title and id alone."""
    return inline(*title_in_list(paper), " · ", code(str(paper.id)))


def _entry(entry: Entry, digest: Digest, detail: Detail) -> Iterator[Block]:
    paper = entry.paper
    yield from translated(paper, entry.summary)
    if detail is Detail.HEADLINE:
        yield one_sentence(paper, entry.summary)
        if entry.affinity:
            yield Paragraph(wording.affinity(entry.affinity))
        return
    full = detail is Detail.FULL
    yield authors(paper, AUTHORS_IN_FULL if full else AUTHORS_IN_BRIEF)
    yield facts(paper, entry_dates(entry, digest), entry.kind)
    yield from remarks_of(paper)
    if entry.reasons:
        why = wording.why_matched(entry.reasons, name_topics=len(digest.topics) > 1)
        yield Paragraph(inline(italic(why)))
    if entry.affinity:
        yield Paragraph(wording.affinity(entry.affinity))
    yield from summary_of(paper, entry.summary, detail)


def entry_dates(entry: Entry, digest: Digest) -> Dates:
    """When a paper of a digest was announced; where that was put together, submitted."""
    rebuilt = any(batch.state is BatchState.RECONSTRUCTED for batch in digest.batches)
    if rebuilt and entry.paper.published:
        return Dates(submitted=entry.paper.published)
    return Dates(announced=entry.announced)


def digest_title(digest: Digest) -> str:
    """The topics and the days."""
    when = wording.days(digest.since or digest.date, digest.date)
    return f"{_topics(digest)} — {when}"


def _topics(digest: Digest) -> str:
    shown = wording.topics_of(digest.topics, _TOPICS_IN_TITLE)
    is_word = re.match(r"[a-z]++(?:[\s,-]|$)", shown)
    return shown[0].upper() + shown[1:] if is_word else shown


def digest_meta(digest: Digest) -> PageMeta:
    """What a digest says of itself as a page of its own."""
    archives = Counter(archive_of(entry.paper.primary) for entry in digest.entries)
    archives.update(dict.fromkeys((batch.archive for batch in digest.batches[:1]), 0))
    keywords = [word for e in digest.entries if e.summary for word in e.summary.keywords]
    return PageMeta(
        date=digest.date,
        description=_description(digest),
        categories=(phrase(wording.PAPERS), *(name for name, _ in archives.most_common(1) if name)),
        tags=digest.topics,
        keywords=tuple(dict.fromkeys((*digest.topics, *keywords))),
        language=current().language,
    )


def _description(digest: Digest) -> str:
    if digest.entries:
        said = wording.shown_of(len(digest.entries), digest.coverage.matched)
    else:
        said = standing(digest)[0].rstrip(".。")
    titles = "; ".join(without_formulas(entry.paper.title) for entry in digest.entries)
    text = f"{marked(digest_title(digest), digest.sample)}: {said}. {titles}"
    return excerpt(text.strip(), DESCRIPTION_LENGTH)


def _paper_meta(paper: Paper, summary: Summary | None, announced: date | None) -> PageMeta | None:
    on = announced or (paper.published.date() if paper.published else None)
    if on is None:
        return None
    keywords = summary.keywords if summary else ()
    told = summary.tldr.text if summary else paper.title
    return PageMeta(
        date=on,
        description=excerpt(without_formulas(told), DESCRIPTION_LENGTH),
        categories=(phrase(wording.PAPERS), archive_of(paper.primary)),
        tags=tuple(described(category) for category in paper.categories[:1]),
        keywords=keywords,
        language=current().language,
    )
