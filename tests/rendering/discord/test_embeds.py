"""Tests of `rendering.discord.embeds` and `rendering.discord.markup`."""

from __future__ import annotations

import re

from hypothesis import example, given, settings

from domain.documents import Document, Heading, Paragraph, Table, code, inline, link
from rendering.discord.embeds import DiscordMessage, Embed, in_plain, to_discord
from tests.rendering.chat_letters import (
    Letter,
    addresses_of,
    letters_of,
    missing,
    only_linked,
    same_address,
)
from tests.rendering.chat_texts import OURS, PATIENT, Grown, documents, grown_documents
from tests.rendering.discord.reading import check_raw, read_markdown

FILE_NAME = re.compile(r"[\w()-][\w. ()-]{0,59}")


def check_discord(document: Document) -> list[Letter]:
    """What a document becomes is taken, within all limits, and does nothing but be read."""
    letters: list[Letter] = []
    for message in to_discord(document):
        check_limits(message)
        content = read_markdown(message.content)
        assert not any(letter.link for letter in content), "Discord unfolds links in contents"
        letters += content
        for embed in message.embeds:
            check_raw(embed.author)
            title = read_markdown(embed.title)
            assert not any(letter.link for letter in title), "titles have no links inside"
            letters += [Letter(letter.text, same_address(embed.url)) for letter in title]
            letters += read_markdown(embed.description)
    assert {letter.link for letter in letters if letter.link} <= addresses_of(document)
    wanted = letters_of(document, linked=OURS)
    assert missing(wanted, only_linked(letters, OURS)) == ""
    return letters


def check_limits(message: DiscordMessage) -> None:
    """A message that Discord does not refuse.

    After https://discord.com/developers/docs/resources/message#embed-object-embed-limits.
    """
    assert len(message.content) <= 2_000
    assert len(message.embeds) <= 10
    assert len(message.files) <= 10
    assert message.embeds or message.files or message.content.strip(), "an empty message"
    assert sum(map(_size, message.embeds)) <= 6_000
    names = [file.name for file in message.files]
    assert all(FILE_NAME.fullmatch(name) for name in names)
    assert all(file.data for file in message.files), "an empty file"
    assert len(set(names)) == len(names) or not message.embeds
    for embed in message.embeds:
        assert embed.title.strip() or embed.description.strip() or embed.image, "an empty embed"
        assert len(embed.title) <= 256
        assert len(embed.description) <= 4_096
        assert len(embed.author) <= 256
        for address in filter(None, (embed.url, embed.image)):
            assert address.startswith(("http://", "https://", "attachment://"))
            assert len(address) <= 512
            uploaded = address.removeprefix("attachment://")
            assert uploaded == address or uploaded in names


def _size(embed: Embed) -> int:
    return len(embed.title) + len(embed.description) + len(embed.author)


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
    check_discord(document)


@PATIENT
@given(documents)
def test_any_document_can_be_told_in_plain_text(document: Document) -> None:
    """Within the limits, linked nowhere, and no letter is lost."""
    letters: list[Letter] = []
    for message in to_discord(document):
        for plain in in_plain(message):
            check_limits(plain)
            letters += read_markdown(plain.content)
    assert not any(letter.link for letter in letters)
    assert missing(letters_of(document, linked=()), letters) == ""


@given(grown_documents)
@example(Grown(Document(blocks=(Heading(inline(link("@everyone[]", OURS[0])), 1),)), 293, ". "))
@settings(PATIENT, max_examples=20)
def test_a_document_of_many_messages_loses_nothing(grown: Grown) -> None:
    """The same of documents that have to be split."""
    check_discord(grown.document)
