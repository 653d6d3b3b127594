"""Texts that do harm where somebody forgets to escape, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from domain.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Span,
    Style,
)

_FRAGMENTS = (
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "```",
        "~~",
        "[",
        "](",
        ")",
        "!",
        "\\",
        "\\\\",
        "|",
        "&",
        "<",
        ">",
    ),
    *("#", "# ", " #", "- ", "+ ", "1. ", "2) ", "> ", "---", "===", "    ", "\n", "\n\n", "\t"),
    *("$", "$$", "$x_{i}^*$", "$5", "\\$", "{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "%"),
    *("&amp;", "&#35;", "&copy;", "<script>", "</details>", "<!-- more -->", "<!--", "-->"),
    *(
        "[a](http://b.example)",
        "<http://b.example>",
        "![x](y)",
        "[x]: y",
        "http://b.example/",
        "www.",
        "| --- |",
        "::",
    ),
    *("\x1b[31m", "\x1b]8;;http://b.example\x07", "\x9b2J", "\x00", "\u202e", "\u200b", "\u200d"),
    *("\ufffc", "<!--swig\ufffc0-->", "\ud800", "\U000e0041", "\x85", "\u2028", "\xa0", "\u3000"),
    *(
        "a",
        "Z",
        "é",
        "8",
        "中文",
        "。",
        "“",
        "’",
        "🏮",
        "👩\u200d🔬",
        "snake_case",
        ": ",
        "@x",
        " ",
    ),
)

texts = st.one_of(
    st.lists(st.sampled_from(_FRAGMENTS), max_size=8).map("".join),
    st.text(max_size=12),
)
"""Any text, mostly of the worst kind."""

addresses = st.one_of(
    st.sampled_from(
        ("", "https://a.example/x", "javascript:alert(1)", "https://a.example/?a=(b)&copy;=<c>")
    ),
    texts.map("https://a.example/".__add__),
)
"""Addresses, of which only some may be linked."""

spans = st.builds(Span, texts, st.sampled_from(Style), addresses)
inlines = st.lists(spans, max_size=4).map(tuple)
headings = st.builds(Heading, inlines, st.integers(1, 7))
paragraphs = st.builds(Paragraph, inlines)
bullets = st.builds(Bullets, st.lists(inlines, max_size=3).map(tuple), st.booleans())
quotes = st.builds(
    Quote,
    texts,
    st.lists(st.one_of(paragraphs, bullets), max_size=3).map(tuple),
    st.booleans(),
)
blocks: st.SearchStrategy[Block] = st.one_of(headings, paragraphs, bullets, quotes)
documents = st.builds(Document, texts, st.lists(blocks, max_size=4).map(tuple), addresses)


def flat(line: Inline) -> str:
    """The text of a line without blanks, which surfaces set as they like."""
    return "".join("".join(span.text for span in line).split())
