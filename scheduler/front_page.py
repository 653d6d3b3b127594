"""What a digest that comes by itself says beside its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from composing.asked_digest import turned
from composing.digest_message import digest_message
from composing.standing import resuming, standing
from composing.updates import updates_blocks
from composing.wording import day as day_told
from domain.deliveries import ScheduledChat
from domain.digests import Coverage, Digest
from domain.documents import Block, Button, Buttons, Document, Inline, Paragraph, bold, inline
from domain.metadata.updates import wanted
from domain.papers import Batch
from i18n.speech import listed, phrase, styled
from scheduler.turns import Ready, Serve


def front_page(
    chat: ScheduledChat, digest: Digest, said: Sequence[Inline], slot: date, archive: str = ""
) -> Document:
    """A digest; where it has no papers, the sentences that say why.

    Args:
        chat: whose it is.
        digest: as put together.
        said: remarks to begin with.
        slot: the day of its turn, under which it is kept.
        archive: where it is shown to browsers; empty where it is not.
    """
    if digest.entries:
        document = digest_message(
            digest,
            chat.chat.settings.detail,
            said,
            turning=lambda page: turned(digest, page, sent=slot),
            archive=archive,
            sent=slot,
        )
        return replace(document, blocks=(*document.blocks, *_updates(chat), *_missed(chat)))
    return _lines(chat, said, standing(digest), can_be_spared=not digest.coverage.late)


def nothing_due(
    chat: ScheduledChat,
    serve: Serve,
    batches: Sequence[Batch],
    said: Sequence[Inline],
    resumes: date | None,
) -> Document:
    """Of a day on which nothing can have been announced since the last digest.

    Args:
        chat: whose digest it would be.
        serve: its turn.
        batches: how matters stand with the day's own announcements.
        said: remarks to begin with.
        resumes: the next listing date, where arXiv's holidays put it off.
    """
    if any(batch.news or not batch.state.is_settled for batch in batches):
        sentences = [phrase("arXiv has announced nothing more since your last digest.")]
        sentences += [resuming(resumes)] if resumes else []
    else:
        sentences = standing(
            Digest(
                chat=chat.chat.ref,
                date=serve.slot.day,
                topics=tuple(topic.label for topic in chat.topics),
                entries=(),
                others=(),
                coverage=Coverage(announced=0, matched=0, shown=0),
                batches=tuple(batches),
                resumes=resumes,
            )
        )
    return _lines(chat, said, sentences, can_be_spared=True)


def remarks(chat: ScheduledChat, serve: Serve, ready: Ready) -> list[Inline]:
    """What is to be said before anything else; mostly nothing."""
    said: list[Inline] = []
    if chat.untold:
        days = listed([day_told(day) for day in chat.untold])
        said.append(
            inline(phrase("A message of the digest of {days} may not have arrived.", days=days))
        )
    if ready.waited:
        local = serve.slot.at.astimezone(ZoneInfo(chat.chat.settings.zone))
        said.append(
            inline(
                phrase(
                    "This digest was due at {time} and has waited for arXiv's announcement.",
                    time=f"{local:%H:%M}",
                )
            )
        )
    if serve.leaves_out and serve.days:
        said.append(
            inline(
                phrase(
                    "It goes back to {day}; there was no digest for more than a month before.",
                    day=day_told(serve.days[0]),
                )
            )
        )
    return said


def _updates(chat: ScheduledChat) -> list[Block]:
    """What became of papers that the chat was told."""
    return updates_blocks(wanted(chat.notices, chat.chat.settings.updates))


def _missed(chat: ScheduledChat) -> list[Buttons]:
    """Buttons for digests of which a message may not have arrived."""
    buttons = [
        Button(phrase("Digest of {day}", day=day_told(day)), command=f"/digest {day.isoformat()}")
        for day in chat.untold
    ]
    return [Buttons(tuple((button,) for button in buttons))] if buttons else []


def _lines(
    chat: ScheduledChat, said: Sequence[Inline], sentences: Sequence[str], *, can_be_spared: bool
) -> Document:
    """A digest without papers: a line or two, and how to be spared them."""
    topics = listed([topic.label for topic in chat.topics])
    told = styled("{topics}: {text}", topics=bold(topics), text=" ".join(sentences))
    spare = Button(phrase("Nothing on such days"), command="/quiet off")
    buttons = [Buttons(((spare,),))] if can_be_spared else []
    blocks = (*(Paragraph(remark) for remark in said), Paragraph(told))
    return Document(blocks=(*blocks, *_updates(chat), *_missed(chat), *buttons))
