"""What can be given out: saved papers, topics, a digest, or papers by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from app import tastes
from app.digesting import AskedDigest, make_digest
from app.fair_use.allowances import DIGESTS
from app.lookup import paper_for
from app.services import Services
from domain.errors import InputError, SourceError
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.metadata.citations import Citation
from domain.papers import Paper
from domain.requests import Context
from domain.topics import Topic
from intake.freshness import as_answered
from topics.yours import told_apart

MOST_NAMED: Final = 20
"""Papers that can be named to be given out; each may have to be asked of arXiv."""


class Form(StrEnum):
    """What something is given out as."""

    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"
    OPML = "opml"
    JSON = "json"
    MARKDOWN = "markdown"

    @property
    def takes_topics(self) -> bool:
        """Whether topics can be written in it."""
        return self in (Form.OPML, Form.JSON, Form.MARKDOWN)

    @property
    def takes_papers(self) -> bool:
        """Whether papers can be written in it."""
        return self is not Form.OPML


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedExport:
    """What is to be given out as what; saved papers where nothing is named.

    Attributes:
        has_topics: whether it is the topics that are followed.
        papers: those that are named.
        digest: one that papers are taken of.
    """

    form: Form
    has_topics: bool = False
    papers: tuple[PaperId, ...] = ()
    digest: AskedDigest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What is given out.

    Attributes:
        topics: None where papers are.
        unknown: papers of which too little is known, and arXiv does not tell.
    """

    citations: tuple[Citation, ...] = ()
    topics: tuple[Topic, ...] | None = None
    unknown: int = 0


async def gather(services: Services, context: Context, asked: AskedExport) -> Exported:
    """What is to be given out.

    Raises:
        InputError: there is nothing to give out, or others would see what one alone has saved.
        PaperNotFound: arXiv does not have a paper that is named.
        SourceError: arXiv cannot be asked for it.
    """
    if asked.has_topics:
        return Exported(topics=await _topics(context, asked.form))
    if asked.digest is not None:
        await services.allowances.charge(context, DIGESTS)
        digest = (await make_digest(services, context, asked.digest)).digest
        papers = [*(entry.paper for entry in digest.entries), *digest.others]
        if not papers:
            raise InputError(sentence("No paper matched, so there is none to export."))
        return await _whole(services, context, [Citation(paper) for paper in papers])
    if asked.papers:
        named = [await paper_for(services, context, paper) for paper in asked.papers]
        return Exported(citations=tuple(map(Citation, named)))
    return await _saved(services, context)


async def _topics(context: Context, form: Form) -> tuple[Topic, ...]:
    topics = [one.topic for one in await context.followed()]
    if form is Form.OPML:
        # What is a reader's own has no feed.
        topics, _ = told_apart(topics)
    if not topics:
        raise InputError(
            sentence("You follow no topic, so there is none to export."),
            hint=for_example("/subscribe diffusion models"),
        )
    return tuple(topics)


async def _saved(services: Services, context: Context) -> Exported:
    if not context.is_private:
        said = sentence("What you saved is yours alone: send /export in our private chat.")
        raise InputError(said)
    saved = await tastes.saved(services, context)
    if not saved:
        raise InputError(
            sentence("You have saved no paper, so there is none to export."),
            hint=for_example("/save 2403.04634"),
        )
    papers = await services.library.papers([PaperId(one.paper) for one in saved])
    bare = [
        Citation(
            papers.get(one.paper) or _untold(one.paper, one.title), note=one.note, saved=one.at
        )
        for one in saved
    ]
    return await _whole(services, context, bare)


async def _whole(services: Services, context: Context, some: Sequence[Citation]) -> Exported:
    """Citations of which nothing is lacking that arXiv tells; one request for many papers."""
    lacking = [one.paper for one in some if not _is_whole(one.paper)]
    found = await _asked(services, context, lacking) if lacking else {}
    told = [replace(one, paper=found.get(one.base, one.paper)) for one in some]
    known = tuple(one for one in told if one.paper.authors)
    return Exported(citations=known, unknown=len(told) - len(known))


async def _asked(services: Services, context: Context, papers: Sequence[Paper]) -> dict[str, Paper]:
    context.progress(sentence("Asking arXiv"))
    try:
        found = await services.source.papers([paper.id.latest for paper in papers])
    except SourceError:
        return {}
    known = {paper.id.base: paper for paper in papers if paper.authors}
    now = services.clock.now()
    whole = {base: as_answered(paper, known.get(base), now) for base, paper in found.items()}
    await services.library.save_papers(list(whole.values()))
    return whole


def _is_whole(paper: Paper) -> bool:
    """Whether the API has told of it, which alone tells when it was submitted."""
    return paper.published is not None or paper.id.is_sample


def _untold(base: str, title: str) -> Paper:
    return Paper(id=PaperId(base), title=title, authors=(), abstract="", categories=(), primary="")
