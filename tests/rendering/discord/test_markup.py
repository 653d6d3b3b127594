"""What Discord is sent, letter by letter."""

from __future__ import annotations

import pytest

from domain.documents import (
    Block,
    Bullets,
    Document,
    Fold,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Span,
    Style,
    Table,
    bold,
    code,
    inline,
    italic,
    link,
)
from rendering.discord.classic import DiscordMessage
from rendering.discord.layout import to_discord
from rendering.discord.markup import escaped, markdown
from rendering.discord.markup import inline as spans_markdown

J = "\u2060"
"""Parts what must not touch."""

URL = "https://example.org/a"
A, B, C, D = "a", bold("b"), italic("c"), code("d")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a*b_c~d`e|f<g>h[i]j#k\\l", "a\\*b\\_c\\~d\\`e\\|f\\<g\\>h\\[i\\]j\\#k\\\\l"),
        ("see: this", "see: this"),
        ("a:b", "a\\:b"),
        ("https://x.org", "https\\://x\\.org"),
        ("1.5 and x.1 .x", "1\\.5 and x.1 .x"),
        ("-a-", "\\-a-"),
        ("+a", "\\+a"),
        ("12. x 3.", "12\\. x 3."),
        ("12) x", "12\\) x"),
        ("12 x", "12 x"),
        ("@me @ you", f"@{J}me @ you"),
        ("a](b", f"a\\]{J}(b"),
        ("<@1>", f"\\<@{J}1\\>"),
        ("@_a", f"@{J}\\_a"),
        ("", ""),
    ],
)
def test_a_text_is_shown_as_it_stands(text: str, shown: str) -> None:
    """Whatever Discord would read into it."""
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("spans", "shown", "in_bold"),
    [
        (inline(A, B, C, D), f"a**b**{J}*c*`d`", f"**ab**{J}***c***`d`"),
        (inline(bold(" b "), "x"), " **b** x", " **b x**"),
        (inline(B, italic(" c")), "**b** *c*", "**b** ***c***"),
        (inline(bold("b "), C), "**b** *c*", "**b** ***c***"),
        (inline(B, A, C), "**b**a*c*", f"**ba**{J}***c***"),
        (inline(B, D, C), "**b**`d`*c*", "**b**`d`***c***"),
        (inline(bold(" "), "x"), " x", " **x**"),
        (inline(link("l", URL)), f"[l]({URL})", f"**[l]({URL})**"),
        (
            inline(Span("l", Style.BOLD, URL), bold("m")),
            f"**[l]({URL})m**",
            f"**[l]({URL})m**",
        ),
        (
            inline(Span("x", Style.ITALIC, URL), "y"),
            f"*[x]({URL})*y",
            f"***[x]({URL})***{J}**y**",
        ),
        (inline(Span("c", Style.CODE, URL)), f"[c]({URL})", f"**[c]({URL})**"),
        (inline(link("a[b]c", URL)), f"[a\\[b\\]c]({URL})", f"**[a\\[b\\]c]({URL})**"),
        (inline(link("[[a]]", URL)), f"[\\[\\[a\\]\\]]({URL})", f"**[\\[\\[a\\]\\]]({URL})**"),
        (inline(link("a[b*", URL)), f"[a［b\\*]({URL})", f"**[a［b\\*]({URL})**"),
        (inline(link("a]b[c", URL)), f"[a］b［c]({URL})", f"**[a］b［c]({URL})**"),
        (inline(code("a*b")), "`a*b`", "`a*b`"),
        (inline(code("a`b")), "a\\`b", "**a\\`b**"),
        (inline("x ", code("@x")), f"x @{J}x", f"**x @{J}x**"),
        (inline("a@", bold("b")), f"a@**{J}b**", f"**a@{J}b**"),
        (inline("1", bold(".")), "1**\\.**", "**1\\.**"),
        (inline("ab", bold("cd"), "e*f"), "ab**cd**e\\*f", "**abcde\\*f**"),
        (inline(bold("Xb X")), "**Xb X**", "**Xb X**"),
        (inline(bold("\u00a0b")), "**\u00a0b**", "**\u00a0b**"),
        (inline("a*", bold("*b")), "a\\***\\*b**", "**a\\*\\*b**"),
    ],
)
def test_a_line(spans: Inline, shown: str, in_bold: str) -> None:
    """Styles that touch are parted; a link shows its brackets, or letters that look like them."""
    assert spans_markdown(spans) == shown
    assert spans_markdown(spans, bold=True) == in_bold


def lines(*texts: str) -> tuple[Paragraph, ...]:
    """Each a paragraph."""
    return tuple(Paragraph(inline(text)) for text in texts)


@pytest.mark.parametrize(
    ("blocks", "shown"),
    [
        (
            (Heading(inline("H#"), 1), Heading(inline("2")), Heading(inline("3", D), 3)),
            f"### H\\#{J}\n\n### 2\n\n**3**`d`",
        ),
        (
            (
                Fold("T", lines("one", "two")),
                Quote("U", lines("three")),
                Quote("V", lines("four")),
                *lines("x"),
            ),
            "-# **T**\n-# one\n-# two\n\n> **U**\n> three\n\n> **V**\n> four\n\nx",
        ),
        (
            (Bullets((inline("one"), inline("2.")), numbered=True), Bullets((inline("*"),))),
            "1\\. one\n2\\. 2\\.\n• \\*",
        ),
        (
            (Table(("Archive", "Papers"), ((inline("c*"), inline("239")),)), *lines("x")),
            "```\nArchive  Papers\nc*       239\n```\n\nx",
        ),
        (
            (*lines("x"), Table(("Archive", "Papers"), ((inline("cs"), inline("239")),))),
            "x\n\n```\nArchive  Papers\ncs       239\n```",
        ),
        ((Fold("T", (Heading(inline("h")), *lines("one"))),), "-# **T**\n-# **h**\n-# one"),
        (lines("one", "two"), "one\n\ntwo"),
        ((Quote("T", (Heading(inline("h"), 1),)),), "> **T**\n> **h**"),
        (
            (Heading(inline("H")), Quote("U", lines("one")), Bullets((inline("two"),))),
            "### H\n> **U**\n> one\n• two",
        ),
        ((Paragraph(inline(bold("One"), ": 1")), Paragraph(inline(bold("Two"), ": 2"))), (
            "**One**: 1\n**Two**: 2"
        )),
    ],
)  # fmt: skip
def test_a_message(blocks: tuple[Block, ...], shown: str) -> None:
    """Headings, quotes, folded text that is small, points, tables; parted where they run on."""
    (message,) = to_discord(Document(blocks=blocks))
    assert isinstance(message, DiscordMessage)
    assert message.content == shown
    assert markdown(()) == ""
