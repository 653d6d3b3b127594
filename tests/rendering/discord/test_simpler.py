"""Tests of the forms simpler than a layout, and of `rendering.discord.markup`."""

from __future__ import annotations

import re

from hypothesis import example, given, settings

from domain.documents import Document, Heading, Paragraph, Table, code, inline, link
from rendering.discord.classic import DiscordMessage
from rendering.discord.glance import Brevity, at_a_glance
from rendering.discord.layout import LayoutMessage, to_discord
from rendering.discord.simpler import in_embeds, in_plain
from tests.rendering.chat_letters import (
    Letter,
    addresses_of,
    letters_of,
    missing,
)
from tests.rendering.chat_texts import OURS, PATIENT, Grown, documents, grown_documents
from tests.rendering.discord.reading import read_markdown
from tests.rendering.discord.test_layout import lost

FILE_NAME = re.compile(r"[\w()-][\w. ()-]{0,59}")


def simple(document: Document) -> list[DiscordMessage]:
    """A document as classic messages, its layouts as embeds."""
    messages = to_discord(document)
    return [in_embeds(one) if isinstance(one, LayoutMessage) else one for one in messages]


def check_simple(document: Document) -> list[Letter]:
    """What a document becomes is taken, within all limits, and does nothing but be read."""
    letters: list[Letter] = []
    for message in simple(document):
        check_limits(message)
        content = read_markdown(message.content)
        assert not any(letter.link for letter in content), "Discord unfolds links in contents"
        letters += content
        for embed in message.embeds:
            letters += read_markdown(embed.description)
    assert {letter.link for letter in letters if letter.link} <= addresses_of(document)
    assert lost(document, letters) == ""
    return letters


def check_limits(message: DiscordMessage) -> None:
    """A message that Discord does not refuse.

    After https://discord.com/developers/docs/resources/message#embed-object-embed-limits.
    """
    assert len(message.content) <= 2_000
    assert len(message.embeds) <= 10
    assert len(message.files) <= 10
    assert message.embeds or message.files or message.content.strip(), "an empty message"
    assert sum(len(embed.description) for embed in message.embeds) <= 6_000
    assert len(message.buttons) <= 5
    assert all(1 <= len(row) <= 5 for row in message.buttons)
    names = [file.name for file in message.files]
    assert all(FILE_NAME.fullmatch(name) for name in names)
    assert all(file.data for file in message.files), "an empty file"
    assert len(set(names)) == len(names) or not message.embeds
    for embed in message.embeds:
        assert embed.description.strip() or embed.image, "an empty embed"
        assert len(embed.description) <= 4_096
        if embed.image:
            assert embed.image.startswith(("http://", "https://", "attachment://"))
            assert len(embed.image) <= 512
            uploaded = embed.image.removeprefix("attachment://")
            assert uploaded == embed.image or uploaded in names


@PATIENT
@given(documents)
@example(Document(blocks=(Heading(inline("C#")),)))
@example(Document(blocks=(Paragraph(inline("1.a")),)))
@example(Document(blocks=(Table(("@everyone",), ()),)))
@example(Document(blocks=(Paragraph(inline(code("discord.gg/evil"))),)))
@example(Document(blocks=(Paragraph((code("@everyone"), link("](", OURS[0]))),)))
@example(Document("<@!1> @everyone", (Paragraph(inline("word " * 1_000)),), OURS[0]))
def test_any_document_is_taken_and_does_nothing(document: Document) -> None:
    """Within Discord's limits, pings nobody, linked by us alone, and no letter is lost."""
    check_simple(document)


@PATIENT
@given(documents)
@example(Document(blocks=(Table(("0",), ()), Paragraph((link("a*", OURS[0]), code("b*"))))))
def test_any_document_can_be_told_in_plain_text(document: Document) -> None:
    """Within the limits, linked nowhere, and no letter is lost."""
    letters: list[Letter] = []
    for message in simple(document):
        for plain in in_plain(message):
            check_limits(plain)
            letters += read_markdown(plain.content)
    assert not any(letter.link for letter in letters)
    assert missing(letters_of(at_a_glance(document, Brevity.SHORT), linked=()), letters) == ""


@given(grown_documents)
@example(Grown(Document(blocks=(Heading(inline(link("@everyone[]", OURS[0])), 1),)), 293, ". "))
@settings(PATIENT, max_examples=20)
def test_a_document_of_many_messages_loses_nothing(grown: Grown) -> None:
    """The same of documents that have to be split."""
    check_simple(grown.document)
