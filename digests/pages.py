"""Digests and papers as documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from digests import wording
from digests.addresses import project_link, prose, short_link
from digests.figures import figures_link, pictures
from digests.standing import standing
from domain.chats import Detail
from domain.digests import Digest, Entry, Reason
from domain.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Inline,
    PageMeta,
    Paragraph,
    Quote,
    Span,
    bold,
    code,
    inline,
    italic,
    joined,
    link,
)
from domain.fulltext import FullText
from domain.links import project_links
from domain.papers import AnnouncementKind, BatchState, Paper
from domain.speech import current, phrase
from domain.summaries import Claim, Summary
from domain.taxonomy import archive_of, described

AUTHORS_IN_FULL: Final = 30
AUTHORS_IN_BRIEF: Final = 5
TAKEAWAYS_IN_BRIEF: Final = 3
DESCRIPTION_LENGTH: Final = 160
_TOPICS_IN_TITLE: Final = 3


def digest_document(digest: Digest, detail: Detail, remarks: Sequence[Inline] = ()) -> Document:
    """A digest as a page: how complete it is, its papers, and the titles of those beyond.

    Args:
        digest: to be told.
        detail: how much of each paper.
        remarks: what else is to be said of it at its beginning.
    """
    head = [_said(wording.SAMPLE_NOTE)] if digest.sample else []
    head += [Paragraph(remark) for remark in remarks]
    if len(digest.topics) > 1:
        head.append(_labelled(wording.TOPICS, ", ".join(digest.topics)))
    head += [Paragraph(inline(sentence)) for sentence in standing(digest)]
    if digest.overview:
        head.append(_labelled(wording.OVERVIEW, " ".join(c.text for c in digest.overview)))
    blocks: list[Block] = [*head]
    for number, entry in enumerate(digest.entries, 1):
        blocks += _entry(entry, number, digest, detail)
    if digest.others:
        titles = tuple(
            inline(_title_of(paper), " · ", code(str(paper.id))) for paper in digest.others
        )
        blocks.append(Quote(wording.also_matched(len(titles)), (Bullets(titles),)))
    return Document(_marked(_title(digest), digest.sample), tuple(blocks), meta=_meta(digest))


def paper_document(
    paper: Paper,
    summary: Summary | None,
    *,
    announced: date | None = None,
    text: FullText | None = None,
    unread: str = "",
    reasons: Sequence[Reason] = (),
) -> Document:
    """One paper told in full, as a page of its own.

    Args:
        paper: with its abstract.
        summary: of it, if there is one.
        announced: its listing date, where known.
        text: what was read of it, for its figures.
        unread: why it could not be read, in a sentence.
        reasons: why it is in the topics of whoever is told of it.
    """
    blocks: list[Block] = []
    if paper.id.is_sample:
        blocks.append(_said(wording.SAMPLE_NOTE))
    if paper.withdrawn:
        blocks.append(Paragraph(inline(bold(phrase(wording.WITHDRAWN)))))
    dates = _Dates(
        announced=announced,
        submitted=paper.published,
        revised=paper.updated if paper.updated != paper.published else None,
    )
    blocks += _translated(summary)
    blocks.append(_authors(paper, AUTHORS_IN_FULL))
    blocks.append(_facts(paper, dates, AnnouncementKind.NEW, words=text.words if text else 0))
    blocks += _remarks(paper)
    blocks += _records(paper)
    if reasons:
        why = wording.why_matched(reasons, name_topics=True)
        blocks.append(_labelled(wording.MATTERS, why))
    blocks += _summary(paper, summary, Detail.FULL)
    if unread:
        blocks.append(Paragraph(inline(italic(phrase("Abstract only: {why}", why=unread)))))
    if text is not None and not paper.id.is_sample:
        where = figures_link(paper, text)
        blocks += [Paragraph(where)] if where else pictures(paper, text)
    meta = _paper_meta(paper, summary, announced)
    return Document(_title_of(paper).text, tuple(blocks), paper.id.abs_url, meta)


def evidence_document(paper: Paper, summary: Summary) -> Document:
    """Each claim of a summary with the sentences of the paper that it stands on."""
    parts = [(wording.SUMMARY, (summary.tldr,)), (wording.TAKEAWAYS, summary.takeaways)]
    parts += [(wording.ANALYSIS_PARTS[name], claims) for name, claims in summary.analysis.parts()]
    blocks: list[Block] = [_said(wording.EVIDENCE), _provenance(paper, summary)]
    for label, claims in parts:
        if claims:
            blocks.append(Heading(inline(phrase(label))))
            blocks += [block for claim in claims for block in _evidence(claim)]
    return Document(_title_of(paper).text, tuple(blocks), paper.id.abs_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dates:
    announced: date | None = None
    submitted: datetime | None = None
    revised: datetime | None = None

    def told(self) -> Iterator[str]:
        if self.announced:
            yield wording.announced(self.announced)
        if self.submitted:
            yield wording.submitted(self.submitted.date())
        if self.revised:
            yield wording.revised(self.revised.date())


def _entry(entry: Entry, number: int, digest: Digest, detail: Detail) -> Iterator[Block]:
    paper = entry.paper
    yield Heading(inline(f"{number}. ", _title_of(paper)))
    yield from _translated(entry.summary)
    if detail is Detail.HEADLINE:
        yield _one_sentence(paper, entry.summary)
        return
    full = detail is Detail.FULL
    yield _authors(paper, AUTHORS_IN_FULL if full else AUTHORS_IN_BRIEF)
    yield _facts(paper, _dates(entry, digest), entry.kind)
    yield from _remarks(paper)
    if entry.reasons:
        why = wording.why_matched(entry.reasons, name_topics=len(digest.topics) > 1)
        yield Paragraph(inline(italic(why)))
    yield from _summary(paper, entry.summary, detail)


def _dates(entry: Entry, digest: Digest) -> _Dates:
    rebuilt = any(batch.state is BatchState.RECONSTRUCTED for batch in digest.batches)
    if rebuilt and entry.paper.published:
        return _Dates(submitted=entry.paper.published)
    return _Dates(announced=entry.announced)


def _summary(paper: Paper, summary: Summary | None, detail: Detail) -> Iterator[Block]:
    full = detail is Detail.FULL
    yield _one_sentence(paper, summary)
    if summary and summary.takeaways:
        shown = summary.takeaways if full else summary.takeaways[:TAKEAWAYS_IN_BRIEF]
        yield Paragraph(inline(bold(phrase(wording.TAKEAWAYS))), begins=True)
        yield Bullets(tuple(_prose(paper, claim.text) for claim in shown))
    if full and summary:
        yield from _analysis(paper, summary)
        if summary.keywords:
            yield _labelled(wording.KEYWORDS, ", ".join(summary.keywords))
    links = () if paper.id.is_sample else _links(paper, summary)
    if links:
        yield Paragraph(joined(links))
    if full and paper.abstract:
        yield Quote(phrase(wording.ABSTRACT), (Paragraph(_prose(paper, paper.abstract)),))
    if summary:
        yield _provenance(paper, summary)


def _one_sentence(paper: Paper, summary: Summary | None) -> Paragraph:
    if summary:
        told = wording.labelled(wording.SUMMARY, *_prose(paper, summary.tldr.text))
        return Paragraph(told, begins=True)
    why = wording.NO_SUMMARY if paper.abstract else wording.NO_ABSTRACT
    return Paragraph(inline(italic(phrase(why))), begins=True)


def _analysis(paper: Paper, summary: Summary) -> Iterator[Block]:
    parts = tuple(
        _labelled(
            wording.ANALYSIS_PARTS[name],
            *_prose(paper, " ".join(claim.text for claim in claims)),
        )
        for name, claims in summary.analysis.parts()
    )
    if parts:
        yield Quote(phrase(wording.ANALYSIS), parts)


def _translated(summary: Summary | None) -> Iterator[Block]:
    """The title in the summary's language, beside the original."""
    if summary and summary.title:
        yield Paragraph(inline(italic(summary.title)))


def _authors(paper: Paper, limit: int) -> Paragraph:
    names = [
        f"{author.name} ({'; '.join(author.affiliations)})" if author.affiliations else author.name
        for author in paper.authors
    ]
    beyond = len(names) - limit
    rest = wording.more_authors(beyond) if beyond > 0 else ""
    return _labelled(wording.AUTHORS, ", ".join(names[:limit]) + rest)


def _facts(paper: Paper, dates: _Dates, kind: AnnouncementKind, *, words: int = 0) -> Paragraph:
    categories = dict.fromkeys((paper.primary, *paper.categories))
    to_read = wording.reading_time(words) if words else ""
    facts = (", ".join(categories), *dates.told(), wording.kind(kind), to_read)
    return Paragraph(joined([inline(code(str(paper.id))), *(inline(fact) for fact in facts)]))


def _remarks(paper: Paper) -> Iterator[Block]:
    if paper.comment:
        yield _labelled(wording.COMMENT, *_prose(paper, paper.comment))


def _records(paper: Paper) -> Iterator[Block]:
    """Where else a paper stands, and what may be done with it."""
    if paper.journal_ref:
        yield _labelled(wording.JOURNAL, paper.journal_ref)
    if paper.id.is_sample:
        return
    if paper.doi:
        yield _labelled(wording.DOI, link(paper.doi, f"https://doi.org/{paper.doi}"))
    if paper.licence:
        yield _labelled(wording.LICENCE, short_link(paper.licence))


def _prose(paper: Paper, text: str) -> Inline:
    return prose(text, linked=not paper.id.is_sample)


def _links(paper: Paper, summary: Summary | None) -> tuple[Inline, ...]:
    found = summary.code_links if summary else project_links(paper.abstract, paper.comment or "")
    return (
        inline(link(phrase(wording.ABSTRACT), paper.id.abs_url)),
        inline(link(phrase(wording.PDF), paper.id.pdf_url)),
        *map(project_link, found),
    )


def _evidence(claim: Claim) -> Iterator[Block]:
    verbatim = [piece for piece in claim.evidence if piece.quote == claim.text]
    if verbatim:
        where = wording.word_for_word(verbatim[0].section)
        yield Paragraph(inline(claim.text, " ", italic(where)))
        return
    yield Paragraph(inline(claim.text))
    for piece in claim.evidence:
        yield Quote(piece.section, (Paragraph(inline(piece.quote)),), collapsible=False)


def _provenance(paper: Paper, summary: Summary) -> Paragraph:
    versioned = paper.id.version is not None
    return Paragraph(inline(italic(wording.provenance(summary.provenance, versioned=versioned))))


def _labelled(label: str, *text: str | Span) -> Paragraph:
    return Paragraph(wording.labelled(label, *text))


def _said(message: str) -> Paragraph:
    return Paragraph(inline(phrase(message)))


def _title_of(paper: Paper) -> Span:
    return link(_marked(paper.title, paper.id.is_sample), paper.id.abs_url)


def _marked(title: str, sample: bool) -> str:
    return wording.marked_sample(title) if sample else title


def _title(digest: Digest) -> str:
    when = wording.days(digest.since or digest.date, digest.date)
    return f"{_topics(digest)} — {when}"


def _topics(digest: Digest) -> str:
    shown = wording.topics_of(digest.topics, _TOPICS_IN_TITLE)
    is_word = re.match(r"[a-z]+(?:[\s,-]|$)", shown)
    return shown[0].upper() + shown[1:] if is_word else shown


def _meta(digest: Digest) -> PageMeta:
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
    titles = "; ".join(entry.paper.title for entry in digest.entries)
    text = f"{_marked(_title(digest), digest.sample)}: {said}. {titles}"
    return _cut(text.strip(), DESCRIPTION_LENGTH)


def _paper_meta(paper: Paper, summary: Summary | None, announced: date | None) -> PageMeta | None:
    on = announced or (paper.published.date() if paper.published else None)
    if on is None:
        return None
    keywords = summary.keywords if summary else ()
    return PageMeta(
        date=on,
        description=_cut(summary.tldr.text if summary else paper.title, DESCRIPTION_LENGTH),
        categories=(phrase(wording.PAPERS), archive_of(paper.primary)),
        tags=tuple(described(category) for category in paper.categories[:1]),
        keywords=keywords,
        language=current().language,
    )


def _cut(text: str, length: int) -> str:
    """A text cut between words where it is too long."""
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    blank = kept.rfind(" ", length // 2)
    return kept[: blank if blank > 0 else None].rstrip(" ,;:—-") + "…"
