"""Tests of `rendering.telegram.html`, against Telegram's own parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from hypothesis import example, given, settings

from domain.documents import Document, Paragraph, Span, Table, bold, code
from rendering.telegram.html import TelegramMessage, to_telegram
from tests.rendering.chat_letters import addresses_of, letters_of, missing, only_linked
from tests.rendering.chat_texts import (
    OURS,
    PATIENT,
    Grown,
    documents,
    grown_documents,
)
from tests.rendering.telegram.reading import Read, read_html, read_plain

FILE_NAME = re.compile(r"[\w()-][\w. ()-]{0,59}")


def said(message: TelegramMessage) -> Iterator[tuple[str, str, int]]:
    """The texts of a message: HTML, plain, and how long they may be."""
    if message.html:
        yield message.html, message.plain, 4_096
    for picture in message.pictures:
        yield picture.html, picture.plain, 1_024


def check_telegram(document: Document) -> list[Read]:
    """What a document becomes is taken, within all limits, and does nothing but be read."""
    messages = to_telegram(document)
    read = []
    for message in messages:
        kinds = (message.html, message.pictures, message.attachment)
        assert len(list(filter(None, kinds))) == 1
        assert len(message.pictures) <= 10
        assert not message.buttons or message.html
        for picture in message.pictures:
            assert picture.image or picture.url.startswith(("http://", "https://"))
        if message.attachment:
            assert FILE_NAME.fullmatch(message.attachment.name)
            assert message.attachment.text.encode()
        for html, plain, most in said(message):
            seen = read_html(html)
            assert message.pictures or seen.letters, "a message with nothing to see is refused"
            for part in (seen, read_plain(plain)):
                assert len(part.text) <= most
                assert part.found == [], "Telegram links by itself"
                assert [a.text for a in part.letters] == [a.text for a in seen.letters]
            assert seen.entities <= 100
            assert len(html.encode()) <= 32_768
            read.append(seen)
    found = list(chain.from_iterable(part.letters for part in read))
    assert {letter.link for letter in found if letter.link} <= addresses_of(document)
    assert missing(letters_of(document, linked=OURS), only_linked(found, OURS)) == ""
    return read


@PATIENT
@given(documents)
@example(Document("@\u0333name_of_somebody"))
@example(Document(blocks=(Paragraph((Span("@"), code("name_1"))),)))
@example(Document(blocks=(Paragraph((code("0"), Span("/"), bold("name_1"))),)))
@example(Document(blocks=(Paragraph((Span("b" * 84), code("a")) * 48),)))
@example(Document(blocks=(Table(("@\u030aname_of_somebody",), ()),)))
def test_any_document_is_taken_and_does_nothing(document: Document) -> None:
    """Parsed by Telegram, within its limits, linked by us alone, and no letter is lost."""
    check_telegram(document)


@given(grown_documents)
@settings(PATIENT, max_examples=20)
def test_a_document_of_many_messages_loses_nothing(grown: Grown) -> None:
    """The same of documents that have to be split."""
    check_telegram(grown.document)
