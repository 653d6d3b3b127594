"""How Papercrier stands: for everybody, and for those who run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from app.operating.daily import slowest
from app.operating.serving import Serving
from app.operating.status import About, Condition
from composing.operating.processes import told_processes
from composing.standing import resuming
from domain.chats import ChatRef
from domain.deliveries import OutboxFigures
from domain.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Inline,
    Paragraph,
    Table,
    bold,
    inline,
    link,
)
from domain.messages import marked
from domain.papers import Batch, BatchState
from i18n.speech import number, phrase, spoken, styled

WEEK: Final = 7
"""Days that are told where nobody wishes for more."""

_MEGABYTE: Final = 1_000_000
_SERVING: Final = {
    Serving.SERVING: marked("serving"),
    Serving.TROUBLE: marked("in trouble"),
    Serving.STOPPED: marked("stopped"),
}

_OUTCOMES: Final = ("sent", "unknown", "refused", "gone")
_HELD: Final = {
    "chats": marked("Chats on {kind}"),
    "subscriptions": marked("Subscriptions"),
    "topics": marked("Different topics"),
    "papers": marked("Papers"),
    "summaries": marked("Summaries by {kind}"),
    "summaries extractive": marked("Summaries of the paper's own sentences"),
    "messages": marked("Messages sent and known"),
    "bytes database": marked("Bytes of the database"),
    "bytes wal": marked("Bytes of its write-ahead log"),
    "bytes papers": marked("Bytes of papers as they were read"),
}

STATES: Final = {
    BatchState.WAITING: marked("waiting"),
    BatchState.PARTIAL: marked("partial"),
    BatchState.COMPLETE: marked("complete"),
    BatchState.QUIET: marked("quiet"),
    BatchState.LATE: marked("late"),
    BatchState.FAILED: marked("failed"),
    BatchState.RECONSTRUCTED: marked("reconstructed"),
}
"""How an announcement stands, to be put into words by `phrase`."""


def condition_document(seen: Condition, *, days: int = WEEK) -> Document:
    """Platforms, digests, announcements, summaries, what they cost; the last days of the month."""
    blocks: list[Block] = [Bullets(tuple(inline(point) for point in _points(seen)))]
    blocks += _platforms(seen)
    blocks += _outbox(seen)
    blocks += _in_doubt(seen.in_doubt)
    blocks += [Paragraph(inline(spoken(trouble))) for trouble in seen.troubles]
    blocks += _announcements(seen)
    blocks += _held(seen)
    blocks += _by_day(seen.days, days)
    return Document(phrase("How Papercrier is doing"), tuple(blocks))


def about_document(about: About) -> Document:
    """What runs here, what summaries are made from, and how arXiv's announcements stand."""
    source = (
        phrase("Papers: the embedded SAMPLE announcement; nothing of it is real.")
        if about.sample
        else phrase("Papers: arXiv's listings and API; titles, authors and links are arXiv's own.")
    )
    points = (
        inline(phrase("Version {version}", version=about.version)),
        inline(source),
        inline(_summaries_by(about.model)),
        inline(_alike_by(about.meaning)),
        *map(inline, told_processes(about.processes)),
        styled("Thank you to {arxiv} for open access.", arxiv=link("arXiv", "https://arxiv.org")),
    )
    blocks: list[Block] = [Bullets(points)]
    blocks += [Paragraph(inline(spoken(trouble))) for trouble in about.troubles]
    if about.resumes:
        blocks.append(Paragraph(inline(resuming(about.resumes))))
    if about.batches:
        rows = tuple(_state(batch) for batch in sorted(about.batches, key=lambda b: b.archive))
        headings = (phrase("Archive"), phrase("Announced"), phrase("State"), phrase("Papers"))
        blocks.append(Table(headings, rows))
    else:
        blocks.append(Paragraph(inline(phrase("No announcement has been read yet."))))
    return Document(phrase("About Papercrier"), tuple(blocks))


def _summaries_by(model: str) -> str:
    if model:
        return phrase(
            "Summaries: by {model}, each claim checked against the sentences it cites; "
            "where that fails, sentences of the paper itself.",
            model=model,
        )
    return phrase(
        "Summaries: sentences of the paper itself, each with its source; "
        "no language model is set up."
    )


def _alike_by(model: str) -> str:
    if model:
        return phrase(
            "Papers are alike by their words and by meaning, as {model} has it.", model=model
        )
    return phrase("Papers are alike by their words.")


def _state(batch: Batch) -> tuple[Inline, ...]:
    state = phrase(STATES[batch.state])
    if batch.reason:
        state = phrase("{label}: {text}", label=state, text=spoken(batch.reason))
    return (
        inline(batch.archive),
        inline(str(batch.date)),
        inline(state),
        inline(number(len(batch.news))),
    )


def _points(seen: Condition) -> list[str]:
    points = [phrase("Version {version}", version=seen.version), *_running(seen)]
    points += told_processes(seen.processes)
    if seen.model:
        points += [
            phrase(
                "The language model today: {money} USD, {tokens} tokens, {calls} calls",
                money=f"{seen.spent.money:.2f}",
                tokens=number(seen.spent.tokens),
                calls=number(seen.spent.calls),
            ),
            phrase(
                "Of that for questions to papers: {money} USD, {tokens} tokens, {calls} calls",
                money=f"{seen.spent_on_questions.money:.2f}",
                tokens=number(seen.spent_on_questions.tokens),
                calls=number(seen.spent_on_questions.calls),
            ),
        ]
    return points


def _running(seen: Condition) -> list[str]:
    """What the process that serves knows of itself."""
    known = seen.process
    if known is None:
        return [phrase("No process serves chats now.")]
    points = [
        phrase("Running since {moment}", moment=f"{known.started:%Y-%m-%d %H:%M} UTC"),
        phrase("Memory: {number} MB", number=number(round(known.memory / _MEGABYTE))),
        phrase(
            "Summaries since then: {made} made, {found} given again",
            made=number(known.summaries.made),
            found=number(known.summaries.found),
        ),
    ]
    if seen.model:
        points.append(
            phrase(
                "Extracts in place of the language model's: {number}",
                number=number(known.summaries.stood_in),
            )
        )
    return points


def _platforms(seen: Condition) -> list[Block]:
    if not seen.platforms:
        return [Paragraph(inline(phrase("No platform has been served yet.")))]
    rows = tuple(
        _row(seen.called(name), phrase(_SERVING[Serving(state.state)]), state.since, state.why)
        for name, state in seen.platforms.items()
    )
    headings = (phrase("Platform"), phrase("State"), phrase("Since"), phrase("Reason"))
    return [Table(headings, rows)]


def _outbox(seen: Condition) -> list[Block]:
    """Messages of digests, by platform."""
    points = tuple(_on_the_way(figures, seen.called(figures.platform)) for figures in seen.outbox)
    return [Heading(inline(phrase("Digests"))), Bullets(points)] if points else []


def _on_the_way(figures: OutboxFigures, called: str) -> Inline:
    since = ""
    if figures.oldest is not None:
        since = phrase(" since {moment}", moment=f"{figures.oldest:%Y-%m-%d %H:%M} UTC")
    return styled(
        "{platform}: {queued} waiting{since}, {sent} sent, {unknown} unknown, {refused} refused, "
        "{gone} to chats that are gone, {plain} as plain text only; asked to wait {limited} times",
        platform=bold(called),
        queued=number(figures.queued),
        since=since,
        sent=number(figures.sent),
        unknown=number(figures.unknown),
        refused=number(figures.refused),
        gone=number(figures.gone),
        plain=number(figures.plain),
        limited=number(figures.limited),
    )


def _in_doubt(parts: Sequence[tuple[ChatRef, date, int, str]]) -> list[Block]:
    """The last messages that may not have arrived."""
    if not parts:
        return []
    rows = tuple(
        _row(str(chat), str(slot), number(part + 1), reason) for chat, slot, part, reason in parts
    )
    headings = (
        phrase("May not have arrived"),
        phrase("Digest of"),
        phrase("Message"),
        phrase("Reason"),
    )
    return [Table(headings, rows)]


def _announcements(seen: Condition) -> list[Block]:
    if not seen.announced:
        return [Paragraph(inline(phrase("No announcement has been read lately.")))]
    rows = tuple(
        _row(
            archive,
            str(known.newest.date),
            phrase(STATES[known.newest.state]),
            str(known.complete or ""),
        )
        for archive, known in seen.announced.items()
    )
    headings = (
        phrase("Archive"),
        phrase("Announced"),
        phrase("State"),
        phrase("Last complete"),
    )
    return [Table(headings, rows)]


def _held(seen: Condition) -> list[Block]:
    """What is kept, and how large it is."""
    rows = tuple(
        _row(_kept(what, seen.called(kind)), number(count))
        for what, counts in seen.held.items()
        for kind, count in counts.items()
    )
    headings = (phrase("Kept"), phrase("Count"))
    return [Table(headings, rows)] if rows else []


def _kept(what: str, kind: str) -> str:
    said = _HELD.get(f"{what} {kind}") or _HELD[what]
    return phrase(said, kind=kind[:1].upper() + kind[1:] if what == "chats" else kind)


def _by_day(days: Mapping[str, Mapping[str, int]], most: int) -> list[Block]:
    """What was done on each day; messages as sent of all that were settled."""
    rows = tuple(
        _row(
            day[5:],
            *(number(counts.get(kind, 0)) for kind in ("people", "commands", "digests")),
            f"{number(counts.get('sent', 0))}/{number(sum(counts.get(k, 0) for k in _OUTCOMES))}",
            f"{slowest(counts, 0.5)}/{slowest(counts, 0.95)}",
            number(counts.get("summaries", 0) + counts.get("extracts", 0)),
            f"{counts.get('millionths', 0) / 1_000_000:.2f}",
            number(counts.get("requests", 0)),
        )
        for day, counts in list(days.items())[:most]
    )
    headings = (
        *(phrase("Day (UTC)"), phrase("People"), phrase("Commands"), phrase("Digests")),
        *(phrase("Messages sent/of"), phrase("Seconds p50/p95"), phrase("Summaries")),
        *(phrase("USD"), phrase("Asked of arXiv")),
    )
    return [Table(headings, rows)] if rows else []


def _row(first: str, *others: str) -> tuple[Inline, ...]:
    return (inline(bold(first)), *(inline(text) for text in others))
