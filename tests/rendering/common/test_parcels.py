"""Parcels: what is kept and sent later is what would have been sent at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from domain.documents import Attachment, Button, Document, Paragraph, Picture, inline
from domain.page_meta import PageMeta
from rendering.common.parcels import (
    DiscordParcel,
    discord_parcel,
    names_of,
    packed,
    telegram_parcel,
)
from rendering.discord.classic import DiscordMessage
from rendering.discord.layout import LayoutMessage, to_discord
from rendering.telegram.forms import to_forms
from tests.rendering.chat_texts import PATIENT, Grown, documents, grown_documents

FEW = settings(
    PATIENT,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
EVERY_BYTE = bytes(range(256)) * 3
META = PageMeta(date=date(2024, 3, 8), categories=("cs",), tags=("waves", "slow light"))
metas = st.none() | st.builds(
    PageMeta,
    date=st.just(META.date),
    categories=st.lists(st.sampled_from(("cs", "slow light", "#")), max_size=2).map(tuple),
    tags=st.lists(st.sampled_from(("cs", "slow light", "#")), max_size=2).map(tuple),
)


def can_be_kept(document: Document) -> bool:
    """Whether it has no halves of characters, which the store has no place for anyway."""
    return "\\ud8" not in repr(document)


def assert_unpacks(document: Document) -> None:
    """What is packed is, message for message, what is rendered."""
    sent = tuple(telegram_parcel(payload) for payload in packed("telegram", document))
    assert sent == to_forms(document)
    messages = to_discord(document)
    heard = bool(messages) and isinstance(messages[0], LayoutMessage)
    kept = [discord_parcel(payload) for payload in packed("discord", document)]
    if heard:
        words = kept.pop(0)
        assert isinstance(words.message, DiscordMessage)
        assert words.message.content
        assert not words.is_silent
    title, names = document.title, names_of(document)
    expected = [
        DiscordParcel(message=m, title=title, names=names, is_silent=heard) for m in messages
    ]
    assert kept == expected


@FEW
@given(documents, metas)
def test_any_document(document: Document, meta: PageMeta | None) -> None:
    """Texts of the worst kind, buttons, pictures, files."""
    assume(can_be_kept(document))
    assert_unpacks(replace(document, meta=meta))


@FEW
@given(grown_documents)
def test_documents_of_many_messages(grown: Grown) -> None:
    """In their order, each as it was cut."""
    assume(can_be_kept(grown.seed))
    assert_unpacks(grown.document)


@given(st.binary(max_size=300))
def test_pictures_keep_every_byte(image: bytes) -> None:
    """Whatever is in them."""
    document = Document(blocks=(Picture(inline("Figure 1"), image=image or b"GIF8"),))
    assert_unpacks(document)


def test_a_picture_of_all_bytes() -> None:
    """It comes out as it went in, and the payload is text."""
    document = Document(blocks=(Picture(inline("Figure 1"), image=EVERY_BYTE),))
    (payload,) = packed("telegram", document)
    assert payload.isascii()
    forms = telegram_parcel(payload)
    assert forms.rich is not None
    assert forms.rich.pictures[0].image == forms.classic[0].pictures[0].image == EVERY_BYTE
    _, payload = packed("discord", document)
    assert EVERY_BYTE in [file.data for file in discord_parcel(payload).message.files]


def test_a_forum_is_told_title_and_tags() -> None:
    """With every message, for whichever comes first makes the post."""
    blocks = (Paragraph(inline("word " * 3_000)), Attachment("paper.bib", "@article{}"))
    payloads = packed("discord", Document("Slow light", blocks, meta=META))
    assert len(payloads) > 1
    for payload in payloads:
        parcel = discord_parcel(payload)
        assert (parcel.title, parcel.names) == ("Slow light", ("cs", "waves", "slow light"))


def test_nothing_to_say() -> None:
    """No messages."""
    assert packed("telegram", Document()) == ()
    assert packed("discord", Document()) == ()


def test_the_same_page_is_the_same_text() -> None:
    """So that it is kept once for all chats that get it."""
    document = Document("Slow light", (Paragraph(inline("word")),), meta=META)
    assert packed("telegram", document) == packed("telegram", document)
    assert packed("discord", document) == packed("discord", document)


def test_nowhere_to_send_it() -> None:
    """Only where there are messengers."""
    with pytest.raises(ValueError, match="console has no parcels"):
        packed("console", Document())


OLD_TELEGRAM = (
    (
        '[{"html":"<b>Lanterns</b>\\nSlow","plain":"Lanterns\\nSlow","buttons":[[{"label":"More",'
        '"command":"/more 1","url":""},{"label":"Open","command":"","url":"https://a.example/1"}]],'
        '"pictures":[],"attachment":null}]'
    ),
    (
        '[{"html":"","plain":"","buttons":[],"pictures":[{"html":"Figure 1","plain":"Figure 1",'
        '"image":"R0lGOP8=","url":""}],"attachment":null}]'
    ),
    (
        '[{"html":"","plain":"","buttons":[],"pictures":[],"attachment":{"name":"x.bib",'
        '"text":"@a{}"}}]'
    ),
)
OLD_DISCORD = (
    '[{"message":{"content":"","embeds":[{"title":"Lanterns","url":"https://a.example/0",'
    '"description":"Slow","author":"","image":"attachment://figure-1.gif","colour":14711327,'
    '"plain":"Lanterns\\nSlow"}],"buttons":[[{"label":"More","command":"/more 1","url":""}]],'
    '"files":[{"name":"figure-1.gif","data":"R0lGOP8="}]},"title":"Lanterns",'
    '"names":["cs","waves"]}]'
)


def test_what_older_versions_packed_is_read() -> None:
    """As it lies in databases of before, word for word."""
    text, picture, file = (telegram_parcel(one).classic[0] for one in OLD_TELEGRAM)
    assert (text.html, text.plain) == ("<b>Lanterns</b>\nSlow", "Lanterns\nSlow")
    assert text.buttons == ((Button("More", "/more 1"), Button("Open", url="https://a.example/1")),)
    assert [p.image for p in picture.pictures] == [b"GIF8\xff"]
    assert file.attachment == Attachment("x.bib", "@a{}")
    parcel = discord_parcel(OLD_DISCORD)
    assert (parcel.title, parcel.names) == ("Lanterns", ("cs", "waves"))
    assert isinstance(parcel.message, DiscordMessage)
    (embed,) = parcel.message.embeds
    assert (embed.description, embed.image) == ("Slow", "attachment://figure-1.gif")
    assert [f.data for f in parcel.message.files] == [b"GIF8\xff"]
    assert parcel.message.buttons == ((Button("More", "/more 1"),),)
