"""A digest that somebody asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.digesting import AskedDigest, MadeDigest
from composing.digest_message import digest_message
from composing.notes import noted, refused, untranslated
from composing.pages import digest_document
from domain.chats import Detail
from domain.digests import Digest
from domain.documents import Block, Document
from domain.requests import Context
from i18n.speech import phrase


def asked_digest_document(made: MadeDigest, context: Context, asked: AskedDigest) -> Document:
    """The digest as whoever asked has it: whole at the machine itself, as one message in a chat.

    Among others it is short, as they share what may be sent.
    """
    is_shared = not context.is_private
    detail = Detail.HEADLINE if is_shared else context.settings.detail
    if context.is_local:
        document = digest_document(made.digest, detail)
    else:
        document = digest_message(
            made.digest,
            detail,
            turning=lambda page: turned(made.digest, page, topic=asked.topic, sent=asked.sent),
            page=asked.page or 1,
            is_turned=asked.page is not None,
            archive=context.archive,
            sent=asked.sent,
        )
    notes: list[Block] = [*untranslated()] if made.is_untranslated else []
    if is_shared and made.digest.entries and asked.page is None:
        notes.append(_told_briefly())
    if made.refusal:
        notes += refused(made.refusal)
    return replace(document, blocks=(*document.blocks, *notes))


def turned(digest: Digest, page: int, *, topic: str = "", sent: date | None = None) -> str:
    """The command that shows a page of a digest, however long after.

    Args:
        digest: as it is told.
        page: from 1.
        topic: that it was asked for; empty for all that are followed.
        sent: the day of one that came by itself.
    """
    days = f"{(digest.since or digest.date).isoformat()}..{digest.date.isoformat()}"
    parts = ("/digest", topic, days, f"sent {sent.isoformat()}" if sent else "", f"page {page}")
    return " ".join(filter(None, parts))


def _told_briefly() -> Block:
    return noted(
        phrase(
            "Told briefly, as others read along; /summarize and its id tells a paper in full, and "
            "/digest in a private chat with me all of them."
        )
    )
