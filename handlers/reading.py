"""Reading: /digest, /summarize, /evidence, /search, /why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.at_hand import ANEW, FIGURES, topics_wanted
from app.days import span_of
from app.fair_use.quotas import QuotaReached
from app.fair_use.spending import QuotaAllowance, counted_anew, counted_summary
from app.lookup import find_paper
from app.paper_text import PaperText, text_of
from app.services import Services
from composing import wording
from composing.pages import digest_document, evidence_document, paper_document
from digests.summary_cache import FROM_TEXT
from domain.chats import CONSOLE, Detail
from domain.concurrency.aside import aside
from domain.digests import Reason
from domain.documents import (
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Inline,
    Paragraph,
    bold,
    code,
    inline,
    italic,
    link,
)
from domain.errors import InputError, PaperNotFound, SourceUnavailable
from domain.links import is_code, project_links
from domain.messages import for_example, marked, sentence
from domain.papers import Paper
from domain.requests import Request
from domain.summaries import Summary
from domain.topics import Topic
from handlers.figures import are_to_be_had, figures_of
from handlers.own_language import own_language_note
from i18n.speech import current, number, phrase, spoken, styled
from topics.catalogue import ReadyTopic
from topics.fitting import fitting
from topics.index import PaperIndex, matching
from topics.language import parse_query

SEARCH_RESULTS: Final = 10

TITLES_IN_COMPANY: Final = 20
"""Titles beyond those told, in a digest that a member asks for in a group, channel or server.

Telegram takes 20 messages a minute in a group, of everybody's answers together."""
_STAYS: Final = marked("It could not be made anew just now; the summary from before stays.")


async def digest(services: Services, request: Request) -> Document:
    """The digest of a topic, or of all that the chat follows, for the newest announcement.

    The argument may end in ``today``, ``yesterday``, ``week`` or a date.
    """
    wanted, days = span_of(request.argument, services)
    chat = await services.chat(request.chat, request.locale)
    topics = await topics_wanted(services, request, wanted)
    allowance = QuotaAllowance(services, request, chat.settings)
    made = await services.maker.make(chat, topics, days, request.progress, allowance)
    # In a chat the abstract is a tap away, and a digest with all of them takes half as long again.
    at_console = request.chat.platform == CONSOLE
    is_shared = not (request.is_private or at_console)
    document = digest_document(
        made,
        Detail.HEADLINE if is_shared else chat.settings.detail,
        abstracts=at_console,
        most_titles=TITLES_IN_COMPANY if is_shared else None,
    )
    note = _own_language(services, chat.settings.language) if made.entries else ()
    if is_shared and made.entries:
        note = (*note, _told_briefly())
    if allowance.refusal:
        note = (*note, *told_of(allowance.refusal))
    return replace(document, blocks=(*document.blocks, *note))


def _own_language(services: Services, language: str) -> tuple[Block, ...]:
    return tuple(Paragraph(line) for line in own_language_note(services, language))


def _told_briefly() -> Block:
    """Why a digest asked for among others is short: its messages are shared with all of them."""
    said = phrase(
        "Told briefly, as others read along; /summarize and its id tells a paper in full, and "
        "/digest in a private chat with me all of them."
    )
    return Paragraph(inline(italic(said)))


def told_of(refusal: QuotaReached) -> tuple[Block, ...]:
    """Why some of what is shown has no summary."""
    said = phrase("{refusal} {hint}", refusal=refusal.message, hint=refusal.hint)
    return (Paragraph(inline(italic(said))),)


async def summarize(services: Services, request: Request) -> Document:
    """One paper told in full; who may, can have its summary made anew.

    Raises:
        InputError: somebody else asks for that.
    """
    wanted = ANEW.sub("", request.argument)
    anew = wanted != request.argument
    if anew and not _may_have_anew(services, request):
        raise InputError(
            sentence(
                "Only admins of a group, channel or server, and those who run Papercrier, may have "
                "a summary made anew."
            ),
            hint=for_example(f"/summarize {wanted}"),
        )
    paper = await find_paper(services, FIGURES.sub("", wanted), request.progress)
    if FIGURES.search(wanted):
        return await figures_of(services, request, paper)
    read, summary, stays = await _summary(services, request, paper, anew=anew)
    reasons = await _reasons(services, request, paper)
    document = paper_document(paper, summary, text=read.text, unread=read.unread, reasons=reasons)
    wishes = (await services.chat(request.chat, request.locale)).settings
    note = _own_language(services, wishes.language) if summary else ()
    if stays:
        note = (Paragraph(inline(italic(phrase(_STAYS)))), *note)
    topic = await aside(fitting, paper)
    buttons = _card_buttons(paper, topic, figures=are_to_be_had(services, read))
    return replace(document, blocks=(*document.blocks, *note, buttons))


async def _reasons(services: Services, request: Request, paper: Paper) -> list[Reason]:
    """Why a paper is in the topics that the chat follows, if it is."""
    followed = await services.store.subscriptions(request.chat)
    return await aside(_why_in, paper, [s.topic for s in followed]) if followed else []


def _why_in(paper: Paper, topics: Sequence[Topic]) -> list[Reason]:
    index = PaperIndex([paper])
    matches = (match for topic in topics for match in index.matches(topic))
    return [reason for match in matches for reason in match.reasons]


def _may_have_anew(services: Services, request: Request) -> bool:
    """Whether somebody may spend on what is there already.

    In a private chat everybody is an admin, so that alone is no right.
    """
    return services.are_run_by(request) or (request.is_admin and not request.is_private)


async def _summary(
    services: Services, request: Request, paper: Paper, *, anew: bool = False
) -> tuple[PaperText, Summary | None, bool]:
    """The text and the summary of a paper, and whether the latter stays though asked for anew."""
    wishes = (await services.chat(request.chat, request.locale)).settings
    if anew:
        # Before anything is read for it: it will count in any case.
        await services.quotas.check(request, wishes.zone)
    read = await text_of(services, paper, wishes.language, request.progress, anew=anew)
    if anew or not await services.shelf.has(paper, wishes.language, read.basis):
        request.progress(phrase("Summarising"))
    if not anew or read.basis is FROM_TEXT:
        return read, await counted_summary(services, request, paper, wishes, read.basis), anew
    made = await counted_anew(services, request, paper, wishes, read.basis)
    if made is None:
        return read, None, False
    return read, made.summary, not made.is_new


def _card_buttons(paper: Paper, topic: ReadyTopic | None, *, figures: bool) -> Buttons:
    """What one may want next: the paper itself, code, figures, the evidence, a topic to follow."""
    addresses = [
        Button(phrase("Abstract"), url=paper.id.abs_url),
        Button(phrase("PDF"), url=paper.id.pdf_url),
        *(Button(phrase(label), url=url) for label, url in _made_for_it(paper)),
    ]
    more = [Button(phrase("Evidence"), command=f"/evidence {paper.id}")]
    if figures:
        more.append(Button(phrase("Show figures"), command=f"/summarize {paper.id} figures"))
    if topic is not None:
        label = phrase("Follow {topic}", topic=topic.called(current().language))
        more.append(Button(label, command=f"/subscribe {topic.name}"))
    if paper.id.is_sample:
        return Buttons((tuple(more),))
    return Buttons((tuple(addresses), tuple(more)))


def _made_for_it(paper: Paper) -> list[tuple[str, str]]:
    """The paper's code, else its project page, with the word for it; nothing if it has neither."""
    links = project_links(paper.abstract, paper.comment or "")
    code = [(wording.CODE, url) for url in links if is_code(url)]
    return (code or [(wording.PROJECT, url) for url in links])[:1]


async def evidence(services: Services, request: Request) -> Document:
    """Each claim of a paper's summary with the sentence it stands on."""
    paper = await find_paper(services, request.argument, request.progress)
    _, summary, _ = await _summary(services, request, paper)
    if summary is None:
        raise PaperNotFound(
            sentence("arXiv has no abstract of {paper}, so there is no summary.", paper=paper.id)
        )
    return evidence_document(paper, summary)


async def search(services: Services, request: Request) -> Document:
    """Papers of all times that match a query, the most relevant first."""
    query = parse_query(request.argument)
    request.progress(phrase("Searching arXiv"))
    note: tuple[Block, ...] = ()
    try:
        found = await services.source.search(query, limit=SEARCH_RESULTS)
    except SourceUnavailable as error:
        stored = await services.library.recent_papers(5_000)
        matches = await aside(matching, stored, Topic(request.argument, query))
        found = [match.paper for match in matches][:SEARCH_RESULTS]
        said = phrase(
            "{trouble} These are of the papers read lately.", trouble=spoken(error.message)
        )
        note = (Paragraph(inline(said)),)
    if not found:
        return Document.say(*styled("Nothing found for {query}.", query=code(str(query))))
    lines = tuple(_line(paper) for paper in found)
    head = Paragraph(inline(code(str(query))))
    return Document(phrase("Search"), (head, *note, Bullets(lines, numbered=True)))


async def why(services: Services, request: Request) -> Document:
    """Which of the chat's topics a paper matches, and by what."""
    paper = await find_paper(services, request.argument, request.progress)
    followed = await services.store.subscriptions(request.chat)
    if not followed:
        raise InputError(
            sentence("You follow no topic."), hint=for_example("/subscribe diffusion models")
        )
    words = (await services.chat(request.chat, request.locale)).settings.muted
    lines, muted = await aside(_looked_into, paper, [s.topic for s in followed], words)
    title = inline(link(paper.title, paper.id.abs_url))
    blocks: list[Block] = [Paragraph(title)]
    if lines:
        blocks += [Paragraph(inline(phrase("It matches"))), Bullets(tuple(lines))]
    else:
        names = ", ".join(s.topic.label for s in followed)
        said = phrase("It matches none of your topics ({topics}).", topics=names)
        blocks.append(Paragraph(inline(said)))
    if muted:
        said = phrase("It is left out because of muted: {words}.", words=", ".join(muted))
        blocks.append(Paragraph(inline(said)))
    return Document(phrase("Why this paper"), tuple(blocks))


def _looked_into(
    paper: Paper, topics: Sequence[Topic], words: Sequence[str]
) -> tuple[list[Inline], list[str]]:
    """The topics that a paper matches, each with what in it does, and the muted words in it."""
    lines: list[Inline] = []
    index = PaperIndex([paper])
    for topic in topics:
        for match in index.matches(topic):
            found = phrase(", ").join(map(wording.found_in, match.reasons))
            lines.append(
                styled("{label}: {text}", label=bold(topic.label), text=found)
                if found
                else inline(bold(topic.label))
            )
    return lines, [word for word in words if index.matching(parse_query(f'"{word}"'))]


def _line(paper: Paper) -> Inline:
    names = ", ".join(author.name for author in paper.authors[:3])
    if len(paper.authors) > 3:
        names += phrase(" + {number} more", number=number(len(paper.authors) - 3))
    year = f", {paper.published:%Y}" if paper.published else ""
    return inline(link(paper.title, paper.id.abs_url), f" — {names}{year} · ", code(str(paper.id)))
