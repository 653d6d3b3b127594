"""A digest that somebody asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.digesting import MadeDigest
from composing.notes import noted, refused, untranslated
from composing.pages import digest_document
from domain.chats import Detail
from domain.documents import Block, Document
from domain.requests import Context
from i18n.speech import phrase

TITLES_IN_COMPANY: Final = 20
"""Titles beyond those told, in a digest that a member asks for in a group, channel or server.

Telegram takes 20 messages a minute in a group, of everybody's answers together."""


def asked_digest_document(made: MadeDigest, context: Context) -> Document:
    """The digest as whoever asked has it: short among others, who share what may be sent."""
    is_shared = not context.is_private
    document = digest_document(
        made.digest,
        Detail.HEADLINE if is_shared else context.settings.detail,
        # In a chat the abstract is a tap away, and a digest with all takes half as long again.
        abstracts=context.is_local,
        most_titles=TITLES_IN_COMPANY if is_shared else None,
    )
    notes: list[Block] = [*untranslated()] if made.is_untranslated else []
    if is_shared and made.digest.entries:
        notes.append(_told_briefly())
    if made.refusal:
        notes += refused(made.refusal)
    return replace(document, blocks=(*document.blocks, *notes))


def _told_briefly() -> Block:
    return noted(
        phrase(
            "Told briefly, as others read along; /summarize and its id tells a paper in full, and "
            "/digest in a private chat with me all of them."
        )
    )
