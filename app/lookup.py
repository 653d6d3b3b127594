"""A paper that somebody names: as it is known here, or as arXiv has it now."""

from __future__ import annotations

from dataclasses import replace

from app.services import Services
from domain.errors import PaperNotFound, SourceError
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.papers import Paper
from domain.requests import Context, Progress, silent
from intake import calendar
from intake.freshness import as_answered, is_current
from intake.holidays import listed_all_the_same


async def current_paper(services: Services, wanted: PaperId) -> Paper | None:
    """A paper in the version wanted, if arXiv need not be asked.

    It need where a newer version may have come since, or a comment or a journal may be another.
    """
    known = await _known(services, wanted) or services.named.get(wanted)
    if known is None or known.id.is_sample or known.checked_at is None:
        return known if known and known.id.is_sample else None
    now = services.clock.now()
    first, last = calendar.expected(known.checked_at), calendar.expected(now)
    listed = await listed_all_the_same(services.library, first, last)
    return known if is_current(known, now, listed) else None


async def paper_at_hand(services: Services, context: Context, wanted: PaperId) -> Paper | None:
    """As `current_paper`, looked up once for a request."""
    known = context.papers.get(wanted) or await current_paper(services, wanted)
    if known is not None:
        context.papers[wanted] = known
    return known


async def paper_for(services: Services, context: Context, wanted: PaperId) -> Paper:
    """As `find_paper`, for a request."""
    known = await paper_at_hand(services, context, wanted)
    return known or await find_paper(services, wanted, context.progress)


async def paper_to_read(services: Services, context: Context, wanted: PaperId) -> Paper:
    """As `find_paper`, for a request that reads the paper next."""
    known = await paper_at_hand(services, context, wanted)
    return known or await find_paper(services, wanted, context.progress, reads=True)


async def find_paper(
    services: Services, wanted: PaperId, progress: Progress = silent, *, reads: bool = False
) -> Paper:
    """A paper that somebody names: at hand, or asked of arXiv in one request.

    What is known from before is given where arXiv does not answer. A paper that is read next is
    asked of its own page, which tells what the API tells, and whether there is HTML of it.

    Raises:
        PaperNotFound: arXiv does not have it.
        SourceError: arXiv cannot be asked, and nothing is known of it.
    """
    current = await current_paper(services, wanted)
    if current is not None:
        return current
    progress(sentence("Asking arXiv"))
    before = await _known(services, wanted)
    # Of a version that was the newest, it is asked whether it still is.
    asked = wanted.latest if before else wanted
    try:
        found = await _asked(services, asked, reads=reads)
    except SourceError:
        known = before or services.named.get(wanted)
        if known is None:
            raise
        return known
    # The API may be behind what it has said before of another version.
    if before and (found is None or _version(before) > _version(found)):
        found = before
    if found is None:
        raise await _no_version(services, wanted) or _unknown(services, wanted)
    newest = await _kept(services, asked, found, before)
    if before is None or wanted.version in (None, newest.id.version):
        return newest
    return _remembered(services, before)


async def _asked(services: Services, wanted: PaperId, *, reads: bool) -> Paper | None:
    """A paper as arXiv tells it; what its page says of HTML is told to who reads papers."""
    page = await services.source.page(wanted) if reads and services.reader else None
    if page is None:
        return (await services.source.papers([wanted])).get(wanted.base)
    if services.reader and not page.has_html:
        await services.reader.lacks_html(page.paper.id)
    return page.paper


async def _known(services: Services, wanted: PaperId) -> Paper | None:
    """What is kept of a paper in the version wanted, with all that the API tells."""
    known = (await services.library.papers([wanted])).get(wanted.base)
    is_whole = known is not None and (known.published or known.id.is_sample)
    return known if known and is_whole and wanted.version in (None, known.id.version) else None


async def _kept(services: Services, wanted: PaperId, found: Paper, before: Paper | None) -> Paper:
    """What was found, kept if it is the newest there is, or newer than what was taken for that."""
    if wanted.version is None:
        found = as_answered(found, before, services.clock.now())
    else:
        known = await _known(services, wanted.latest)
        if known is None or _version(known) >= _version(found):
            return _remembered(services, found)
    await services.library.save_papers([found])
    return found


def _remembered(services: Services, found: Paper) -> Paper:
    """A version that is not known to be the newest, of which the library keeps no more."""
    kept = services.named[found.id] = replace(found, checked_at=services.clock.now())
    return kept


def _version(paper: Paper) -> int:
    return paper.id.version or 0


async def _no_version(services: Services, wanted: PaperId) -> PaperNotFound | None:
    """That a paper has no such version, where it is the version that there is not."""
    if wanted.version is None or services.sample:
        return None
    newest = (await services.source.papers([wanted.latest])).get(wanted.base)
    if newest is None or newest.id.version is None or newest.id.version >= wanted.version:
        return None
    return PaperNotFound(
        sentence(
            "{paper} has no version {number}; the newest is {newest}.",
            paper=wanted.latest,
            number=wanted.version,
            newest=newest.id.version,
        ),
        hint=for_example(f"/summarize {wanted.latest}"),
    )


def _unknown(services: Services, wanted: PaperId) -> PaperNotFound:
    if services.sample:
        return PaperNotFound(
            sentence(
                "{paper} cannot be looked up: arXiv is out of reach and only SAMPLE papers are "
                "here.",
                paper=wanted,
            ),
            hint=for_example("/summarize sample/0000001"),
        )
    return PaperNotFound(
        sentence("arXiv has no paper {paper}.", paper=wanted),
        hint=sentence("Check the id; a new paper may take some hours."),
    )
