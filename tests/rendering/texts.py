"""Texts that do harm where somebody forgets to escape, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from domain.documents import (
    Block,
    Bullets,
    Card,
    Document,
    Fold,
    Footnote,
    Footnotes,
    Formula,
    Gallery,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Quote,
    Section,
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

_texts = st.one_of(
    st.lists(st.sampled_from(_FRAGMENTS), max_size=8).map("".join),
    st.text(max_size=12),
)


@st.composite
def any_text(draw: st.DrawFn) -> str:
    """Any text, mostly of the worst kind.

    As a function, since Hypothesis writes out all of any other strategy that is made of it.
    """
    return draw(_texts)


texts = any_text()

addresses = st.one_of(
    st.sampled_from(
        ("", "https://a.example/x", "javascript:alert(1)", "https://a.example/?a=(b)&copy;=<c>")
    ),
    texts.map("https://a.example/".__add__),
)
"""Addresses, of which only some may be linked."""

formulas = st.one_of(st.sampled_from((r"x_{i}^*", r"\frac{a}{b}", "$", "")), texts)
names = st.sampled_from(("", "s1", "nowhere"))
plain_spans = st.builds(Span, texts, st.sampled_from([*Style][:4]), addresses)
plain_inlines = st.lists(plain_spans, max_size=4).map(tuple)
"""Lines without formulas, references and marks, of which surfaces make plain ones."""

spans = st.one_of(
    plain_spans,
    st.builds(Span, texts, st.sampled_from(Style), addresses, formulas, names),
)
inlines = st.lists(spans, max_size=4).map(tuple)
headings = st.builds(Heading, inlines, st.integers(1, 7))
paragraphs = st.builds(Paragraph, inlines)
bullets = st.builds(Bullets, st.lists(inlines, max_size=3).map(tuple), st.booleans())
footnotes = st.builds(Footnote, names, texts, inlines, texts)
single_blocks: st.SearchStrategy[Block] = st.one_of(
    headings,
    paragraphs,
    bullets,
    st.builds(Formula, formulas, texts),
    st.builds(Footnotes, st.lists(footnotes, max_size=2).map(tuple)),
    st.builds(Gallery, st.lists(st.builds(Picture, inlines), max_size=2).map(tuple), inlines),
)


def _holding(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    """Blocks that hold others."""
    some = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Quote, texts, some),
        st.builds(Fold, texts, some),
        st.builds(Section, inlines, some, st.integers(0, 7)),
        st.builds(Card, inlines, some),
    )


blocks = st.one_of(single_blocks, st.recursive(single_blocks, _holding, max_leaves=4))
documents = st.builds(Document, texts, st.lists(blocks, max_size=4).map(tuple), addresses)


def flat(line: Inline) -> str:
    """The text of a line without blanks, which surfaces set as they like."""
    return "".join("".join(span.text for span in line).split())
