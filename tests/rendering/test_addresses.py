"""Where links lead: to the very address that stands in the document, whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest

from domain.documents import Document, Paragraph, Span, Style, italic, link
from rendering.common.parcels import discord_words
from rendering.discord.layout import to_discord
from rendering.files.markdown import to_markdown
from rendering.telegram.html import to_telegram
from tests.rendering.chat_letters import same_address
from tests.rendering.discord.reading import read_markdown
from tests.rendering.reading import html_of
from tests.rendering.telegram.reading import read_html

ADDRESSES = {
    "https://a.example/?x=1&lt;b=2": "https://a.example/?x=1&lt;b=2",
    "https://a.example/?x=1&quot;&amp;y": "https://a.example/?x=1&quot;&amp;y",
    "https://a.example/?x=1&copy;=2&#64;": "https://a.example/?x=1&copy;=2&#64;",
    'https://a.example/"onclick="x': "https://a.example/%22onclick=%22x",
    "https://a.example/'><b": "https://a.example/%27%3E%3Cb",
    "https://a.example/a_(b)[c]": "https://a.example/a_%28b%29%5Bc%5D",
    "https://a.example/**x**~~y~~": "https://a.example/%2A%2Ax%2A%2A~~y~~",
    "https://a.example/\\)x|y`z`": "https://a.example/%5C%29x%7Cy%60z%60",
}
"""As they stand in a document, and where a press on them has to lead."""


def in_telegram(document: Document) -> set[str]:
    """The addresses that Telegram's own parser finds."""
    (message,) = to_telegram(document)
    links = {letter.link for letter in read_html(message.html).letters}
    addresses = {unescape(found) for found in re.findall(r'href="([^"]*)"', message.html)}
    assert links == {same_address(address) for address in addresses}
    return addresses


def in_discord(document: Document) -> set[str]:
    """The addresses that Discord's clients find; they know no entities."""
    (message,) = to_discord(document)
    said = discord_words(message)
    assert len({letter.link for letter in read_markdown(said)}) == 1
    return set(re.findall(r"\]\((\S*)\)", said))


def in_markdown(document: Document) -> set[str]:
    """The addresses of a page, after CommonMark."""
    html = html_of(to_markdown(document))
    return {unescape(address) for address in re.findall(r'href="([^"]*)"', html)}


@pytest.mark.parametrize("read", [in_telegram, in_discord, in_markdown])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_link_leads_where_it_says(read: Callable[[Document], set[str]], address: str) -> None:
    """No sign in an address ends it, begins markup, or is taken for another."""
    document = Document(blocks=(Paragraph((link("x", address),)),))
    assert read(document) == {ADDRESSES[address]}


@pytest.mark.parametrize(
    ("span", "wanted"),
    [
        (Span("a<b&c>", Style.PLAIN), "a&lt;b&amp;c&gt;"),
        (Span("a<b", Style.BOLD), "<b>a&lt;b</b>"),
        (italic("a<b"), "<i>a&lt;b</i>"),
        (Span("a<b&", Style.CODE), "<code>a&lt;b&amp;</code>"),
        (link("a<b", "https://a.example/"), '<a href="https://a.example/">a&lt;b</a>'),
    ],
)
def test_text_is_never_markup_in_telegram(span: Span, wanted: str) -> None:
    """In each style; what is seen is what stands there."""
    (message,) = to_telegram(Document(blocks=(Paragraph((span,)),)))
    assert message.html == wanted
    assert message.plain == span.text
