"""What could do harm in a chat, and documents, papers and digests that hold it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from domain.choices import Choice, Option
from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Document,
    Fold,
    Footnote,
    Footnotes,
    Formula,
    Gallery,
    Heading,
    Inline,
    Menu,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Section,
    Span,
    Style,
    Table,
)

PATIENT: Final = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A slow machine fails no test."""

_MOST_OF_TEXT: Final = 5_000
_MOST_OF_TITLE: Final = 600

BlockT = TypeVar("BlockT", bound=Block)

_PINGS = (
    *("@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "</cmd:1>", "<t:0>", "<t:0:R>"),
    *("<:smile:1>", "<a:smile:1>", "<id:browse>", ":smile:", "@name_1", "@", "everyone", "here"),
    *("/command", "/cmd@some_bot", "#hashtag", "#中文", "$USD", "$1INCH", "#", "/"),
    *("me@mail.example.com", "+49 30 1234567", "4111 1111 1111 1111", "4111111111111111"),
)
_ADDRESSES = (
    *("http://evil.example", "https://evil.example/a_b*c", "HTTP://EVIL.EXAMPLE", "evil.example"),
    *("tg://user?id=1", "ton://a", "t.me/evil", "www.evil.com", "evil.com", "127.0.0.1", "://"),
    *("discord.gg/evil", "discord.com/invite/evil", "https://discord.gg/evil", "steam://a", "//"),
    *("[a](http://evil.example)", "[a](<http://evil.example> 'b')", "<https://evil.example>"),
    *("](http://evil.example)", "[", "]", "(", ")", "](", "[a]", ".com", "evil", ".", "http:"),
    *("mailto:a@evil.com", "<mailto:a@evil.com>", "правда.рф", "例え.jp"),
)
_MARKUP = (
    *("*", "**", "***", "_", "__", "~~", "||", "`", "``", "```", "\\", "\\\\", ">", "> ", ">>> "),
    *("# ", "### ", "-# ", "- ", "+ ", "* ", "1. ", "12) ", "• ", "1.a", "\n", "\n\n", "\r", "\t"),
    *("<b>", "</b>", "</a>", '<a href="http://evil.example">', "<", "&", "&lt;", "&#64;", "</pre>"),
    *("<blockquote>", "</blockquote>", "</code>", "<tg-spoiler>", '"', "'", "<!--", "$x_{i}^*$"),
)
_HIDDEN = (
    *("\u202e", "\u2066", "\u200b", "\u200c", "\u200d", "\u200f", "\u2060", "\ufeff", "\xad"),
    *("\x00", "\x1b[31m", "\x7f", "\x85", "\u2028", "\xa0", "\u3000", "\u3164", "\u2800"),
    *("\u030a", "\u0333", "\u033f", "\u034f", "\ufe0f", "\U000e0041", "\ud800", "\ufffe"),
)
CHARACTERS = (
    *("👩\u200d👩\u200d👧\u200d👦", "👍🏽", "🇨🇭", "🏴\U000e0067\U000e0062\U000e007f", "☺\ufe0f"),
    *("e\u0301\u0323\u0302", "A\u030a", "한", "각", "नि", "क्षि", "می\u200cخواهم", "𝔸", "中文"),
)
"""Each one character to a reader, or few, and several code points."""

_WORDS = ("a", "Z", "8", "é", "word ", " ", ": ", ". ", "。", "snake_case", "3.1", "e.g.", "B.Sc.")
_FRAGMENTS = (*_PINGS, *_ADDRESSES, *_MARKUP, *_HIDDEN, *CHARACTERS, *_WORDS)

_parted = st.builds(
    lambda text, at, hidden: text[:at] + hidden + text[at:],
    st.sampled_from((*_PINGS, *_ADDRESSES)),
    st.integers(0, 12),
    st.sampled_from(_HIDDEN),
)
"""What does harm once somebody takes the hidden character out."""

_texts = st.one_of(
    st.lists(st.sampled_from(_FRAGMENTS), max_size=7).map("".join),
    st.lists(st.one_of(_parted, st.sampled_from(_FRAGMENTS)), max_size=4).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


@st.composite
def any_text(draw: st.DrawFn) -> str:
    """Any text: of the worst kind, or of any characters; it may be empty.

    As a function, since Hypothesis writes out all of any other strategy that is made of it.
    """
    return draw(_texts)


texts = any_text()

said = texts.filter(lambda text: text.strip() != "")

OURS = (
    "https://arxiv.org/abs/2403.04634",
    "https://a.example/x?y=(1)&z=[2]#*_~",
    "http://b.example",
)
addresses = st.one_of(
    st.just(""),
    st.sampled_from(OURS),
    st.sampled_from(
        ("javascript:alert(1)", "tg://user?id=1", "http://localhost/", "http://u@a.b/")
    ),
    texts.map("https://a.example/".__add__),
    st.integers(400, 700).map(lambda count: "https://a.example/" + "x" * count),
)
"""Addresses, of which only some may be linked."""

NAMES = ("s1", "p1", "nowhere", "<a>")
"""What spans lead to within a document, some of it nowhere."""

formulas = st.one_of(
    st.sampled_from((r"x_{i}^*", r"\frac{a}{b} < \ell & c", r"\ce{H2O}", "@everyone", "$", "")),
    texts,
)
"""LaTeX, and what only claims to be."""

spans = st.one_of(
    st.builds(Span, texts, st.sampled_from(Style), addresses),
    st.builds(Span, texts, st.sampled_from(Style), addresses, formulas, st.sampled_from(NAMES)),
)
inlines = st.lists(spans, max_size=4).map(tuple)
paragraphs = st.builds(Paragraph, inlines)
bullets = st.builds(Bullets, st.lists(inlines, max_size=4).map(tuple), st.booleans())
headings = st.builds(Heading, inlines, st.integers(1, 5))
pictures = st.builds(
    Picture, inlines, st.sampled_from((b"", b"\x89PNG", b"\xff\xd8", b"GIF8")), addresses
)
buttons = st.builds(Button, texts, st.one_of(st.just(""), texts), addresses)
button_rows = st.lists(st.lists(buttons, max_size=10).map(tuple), max_size=6).map(tuple)
choices = st.builds(
    Choice,
    texts,
    texts,
    st.lists(st.builds(Option, texts, texts), max_size=30).map(tuple),
    st.one_of(st.just(""), texts),
)
tables = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Table,
        st.lists(texts, min_size=width, max_size=width).map(tuple),
        st.lists(
            st.lists(
                st.lists(st.one_of(st.builds(Span, texts), spans), max_size=2).map(tuple),
                min_size=width,
                max_size=width,
            ).map(tuple),
            max_size=4,
        ).map(tuple),
        st.one_of(st.just(()), inlines),
    )
)
galleries = st.builds(Gallery, st.lists(pictures, max_size=3).map(tuple), inlines)
footnotes = st.builds(
    lambda notes: Footnotes(tuple(notes)),
    st.lists(
        st.builds(Footnote, st.sampled_from(NAMES), texts, inlines, texts),
        max_size=3,
        unique_by=lambda note: note.name,
    ),
)
single_blocks: st.SearchStrategy[Block] = st.one_of(
    headings,
    paragraphs,
    bullets,
    pictures,
    galleries,
    footnotes,
    st.builds(Formula, formulas, texts),
    st.builds(Buttons, button_rows),
    st.builds(Menu, button_rows, st.lists(choices, max_size=3).map(tuple)),
    st.just(Rule()),
    tables,
    st.builds(Attachment, texts, texts),
)


def _holding(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    """Blocks that hold others."""
    some = st.lists(inner, max_size=3).map(tuple)
    parts = (
        inlines,
        some,
        st.integers(0, 5),
        st.one_of(st.none(), pictures),
        st.lists(buttons, max_size=3).map(tuple),
        st.sampled_from(("", *NAMES)),
    )
    return st.one_of(
        st.builds(Quote, texts, some),
        st.builds(Fold, texts, some),
        st.builds(Section, *parts),
        st.builds(Card, *parts, st.just("2403.04634")),
    )


blocks = st.one_of(single_blocks, st.recursive(single_blocks, _holding, max_leaves=4))
documents = st.builds(
    Document, st.one_of(st.just(""), texts), st.lists(blocks, max_size=6).map(tuple), addresses
)


@dataclass(frozen=True)
class Grown:
    """A document that does not fit into one message, told by a small one."""

    seed: Document
    times: int
    between: str

    @property
    def document(self) -> Document:
        """The small one with its texts, or else its spans, said over and over."""
        return replace(
            self.seed,
            title=self._text(self.seed.title)[:_MOST_OF_TITLE],
            title_spans=(),
            blocks=tuple(map(self._block, self.seed.blocks)),
        )

    def _text(self, text: str) -> str:
        return ((text + self.between) * self.times)[:_MOST_OF_TEXT]

    def _spans(self, spans: Inline) -> Inline:
        if self.between == "spans":
            return spans * min(self.times, 150)
        return tuple(replace(span, text=self._text(span.text)) for span in spans)

    def _block(self, block: BlockT) -> BlockT:
        match block:
            case Heading(spans) | Paragraph(spans):
                return replace(block, spans=self._spans(spans))
            case Picture(caption=caption):
                return replace(block, caption=self._spans(caption))
            case Bullets(items):
                return replace(block, items=tuple(map(self._spans, items)))
            case Quote(blocks=inner) | Fold(blocks=inner):
                return replace(block, blocks=tuple(map(self._block, inner)))
            case Section(title=spans, blocks=inner):
                grown = tuple(map(self._block, inner))
                return replace(block, title=self._spans(spans), blocks=grown)
            case Footnotes(notes):
                grown_notes = (replace(n, spans=self._spans(n.spans)) for n in notes)
                return replace(block, notes=tuple(grown_notes))
            case Table(rows=rows):
                return replace(block, rows=tuple(tuple(map(self._spans, row)) for row in rows))
        return block


grown_documents = st.builds(
    Grown, documents, st.integers(50, 700), st.sampled_from(("", " ", ". ", "spans"))
)
