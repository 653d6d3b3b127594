"""Explaining a paper: what it says in brief, from what, and what it has to do with one's topics.

The same wherever it is asked: in a chat, on the command line, by a button, inline. The best summary
that was ever made is given; else one is made from the paper itself, or from its abstract where it
cannot be read or whoever asks cannot wait for that. What has to be made counts against quotas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.fair_use.spending import counted_anew, counted_summary
from app.lookup import paper_to_read
from app.paper_text import NOT_READ, PaperText, known_text, read_text
from app.reasons import looked_at
from app.services import Services
from app.versions.outdated import Outdated, outdated_claims
from digests.summary_cache import FROM_TEXT
from domain.concurrency.aside import aside
from domain.digests import Reason
from domain.errors import InputError, PapercrierError, PaperNotFound, StoreError
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.messages import NOTHING, Message, for_example, sentence
from domain.papers import Paper
from domain.requests import Context
from domain.summaries import Summary
from topics.catalogue import ReadyTopic


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A paper explained to somebody.

    Attributes:
        summary: None where there can be none.
        text: what was read of the paper, where that is at hand.
        unread: why it could not be read; none where it was, or there was nothing to read.
        reasons: why it is in the topics of whoever asks, if it is.
        topic: a ready topic that it is about, if there is one.
        stays: whether a summary from before stays, though it was asked for anew.
        has_figures: whether figures may be shown that are not there yet.
        is_untranslated: whether the summary is in the paper's language and another is wished for.
        outdated: what the summary of an earlier version said that this one says no longer.
    """

    paper: Paper
    summary: Summary | None
    text: FullText | None = None
    unread: Message = NOTHING
    reasons: tuple[Reason, ...] = ()
    topic: ReadyTopic | None = None
    stays: bool = False
    has_figures: bool = False
    is_untranslated: bool = False
    outdated: Outdated | None = None


async def explain(
    services: Services,
    context: Context,
    wanted: PaperId | Paper,
    *,
    anew: bool = False,
    reads: bool = True,
) -> Explanation:
    """One paper in full.

    Args:
        services: what it is made with.
        context: who asks.
        wanted: which paper, or itself where it is known.
        anew: whether its summary is to be made once more.
        reads: whether there is time to read the paper itself.

    Raises:
        InputError: it is wanted anew by somebody who may not have that.
        PaperNotFound, SourceError: arXiv does not have it, or does not answer.
        QuotaReached: a summary would have to be made, and they have had enough for today.
    """
    if isinstance(wanted, PaperId):
        check_renewal(context, wanted, anew=anew)
        wanted = await paper_to_read(services, context, wanted)
    read, summary, stays = await _summarized(services, context, wanted, anew=anew, reads=reads)
    followed = tuple(s.topic for s in await context.followed())
    reasons, topic = await aside(looked_at, wanted, followed)
    return Explanation(
        paper=wanted,
        summary=summary,
        text=read.text,
        unread=read.unread,
        reasons=reasons,
        topic=topic,
        stays=stays,
        has_figures=_could_show(services, read),
        outdated=await outdated_claims(services, wanted, summary, read.text),
        is_untranslated=summary is not None and services.cannot_write(context.settings.language),
    )


@dataclass(frozen=True, slots=True)
class Failed:
    """A paper that cannot be explained, and why."""

    paper: PaperId
    why: Message


async def explain_each(
    services: Services, context: Context, wanted: Sequence[PaperId]
) -> list[Explanation | Failed]:
    """Several papers, one after another; of what cannot be explained, why.

    Raises:
        StoreError: nothing can be kept or read now.
    """
    told: list[Explanation | Failed] = []
    for paper in wanted:
        try:
            told.append(await explain(services, context, paper))
        except StoreError:
            raise
        except PapercrierError as error:
            told.append(Failed(paper, error.message))
    return told


def check_renewal(context: Context, wanted: PaperId, *, anew: bool) -> None:
    """See whether somebody may have a summary made anew, where that is what they ask for.

    Raises:
        InputError: they may not.
    """
    if anew and not context.may_renew:
        raise InputError(
            sentence(
                "Only admins of a group, channel or server, and those who run Papercrier, may have "
                "a summary made anew."
            ),
            hint=for_example(f"/summarize {wanted}"),
        )


async def evidence(services: Services, context: Context, wanted: PaperId) -> tuple[Paper, Summary]:
    """A paper with its summary, each claim of which has the sentences that it stands on.

    Raises:
        PaperNotFound: arXiv does not have it, or no abstract of it.
        QuotaReached: see `explain`.
        SourceError: likewise.
    """
    paper = await paper_to_read(services, context, wanted)
    _, summary, _ = await _summarized(services, context, paper)
    if summary is None:
        raise PaperNotFound(
            sentence("arXiv has no abstract of {paper}, so there is no summary.", paper=paper.id)
        )
    return paper, summary


async def figures(services: Services, context: Context, wanted: PaperId) -> tuple[Paper, FullText]:
    """A paper with its figures; each image of a web page is one more request to arXiv.

    Raises:
        PaperNotFound: there is nothing to look into.
        UnreadablePaper: it cannot be read.
        SourceError: arXiv does not answer.
    """
    paper = await paper_to_read(services, context, wanted)
    if services.reader is None or paper.id.is_sample:
        raise PaperNotFound(sentence("The sample papers are abstracts only."))
    context.progress(sentence("Fetching the figures"))
    return paper, await services.reader.read(paper, figures=True)


async def is_explained(services: Services, context: Context, paper: Paper) -> bool:
    """Whether `explain` makes and reads nothing, as all of it was made before."""
    language = context.settings.language
    if services.reader is None or paper.id.is_sample:
        return await services.summary_cache.has(paper, language)
    if await services.summary_cache.made_from_text(paper, language):
        return True
    if await services.reader.refusal(paper) is None:
        return False
    return await services.summary_cache.has(paper, language)


def _could_show(services: Services, read: PaperText) -> bool:
    """Whether there are figures that may be shown, and are not there yet."""
    if services.reader is None or read.text is None:
        return False
    return services.reader.could_show(read.text)


async def _summarized(
    services: Services, context: Context, paper: Paper, *, anew: bool = False, reads: bool = True
) -> tuple[PaperText, Summary | None, bool]:
    """The text and the summary of a paper, and whether the latter stays though asked for anew."""
    if anew:
        # Before anything is read for it: it will count in any case.
        await services.quotas.check(context, context.settings.zone)
    read = await known_text(services, paper, context.settings.language)
    if reads and (anew or read is NOT_READ):
        read = await read_text(services, paper, context.progress, before=read)
    if not anew or read.basis is FROM_TEXT:
        return read, await counted_summary(services, context, paper, read.basis), anew
    made = await counted_anew(services, context, paper, read.basis)
    if made is None:
        return read, None, False
    return read, made.summary, not made.is_new
