"""Tests of `rendering.common.classic`: what newer blocks look like on every surface."""

from __future__ import annotations

from domain.documents import (
    Bullets,
    Button,
    Card,
    Document,
    Fold,
    Footnote,
    Footnotes,
    Formula,
    Gallery,
    Paragraph,
    Picture,
    Quote,
    Section,
    Span,
    Style,
    Table,
    bold,
    inline,
    link,
)
from rendering.common.parcels import discord_words
from rendering.common.plain import visible_lines
from rendering.discord.layout import to_discord
from rendering.files.hexo import to_hexo
from rendering.files.markdown import to_markdown
from rendering.telegram.html import to_telegram
from rendering.terminal import to_terminal

CARD = Card(
    inline("1. ", link("Slow Lanterns", "https://a.example/1")),
    (
        Section(
            blocks=(
                Paragraph(
                    inline(
                        "They need ",
                        Span("n₀ ≤ nᵐᵃˣ", latex=r"n_0 \le n^{max}"),
                        " of oil",
                        Span("1", target="s1"),
                        ", as ",
                        Span("below", target="p2"),
                        ".",
                    )
                ),
            )
        ),
        Section(inline("Key takeaways"), (Bullets((inline("Cold."),)),), level=0),
        Formula(r"\frac{a}{b}", "a/b"),
        Fold(
            "Results",
            (
                Table(
                    ("Wick", "Hours"),
                    ((inline("slow"), inline("9")),),
                    inline("Lanterns, mean of 8"),
                ),
                Quote("Who says so", (Paragraph(inline("We do.")),)),
                Picture(inline("Figure 2"), url="https://a.example/2.png"),
            ),
        ),
        Footnotes(
            (Footnote("s1", "1", inline("We need ", Span("9 l", Style.MARKED), "."), "Method"),)
        ),
    ),
    picture=Picture(inline("The lantern"), url="https://a.example/3.png"),
    actions=(Button("Whole card", "/summarize 1"),),
    name="p1",
    about="2403.90001",
)
DOCUMENT = Document(
    "Lanterns",
    (
        CARD,
        Section(inline("More"), (Paragraph(inline("A few.")),), name="p2"),
        Gallery(
            (Picture(inline(bold("Figure 1.")), url="https://a.example/4.png"),),
            inline("(Ada Quill, CC BY 4.0)"),
        ),
    ),
)


def test_all_of_it_is_seen() -> None:
    """In the order of the page; what cannot stand in a frame follows it."""
    assert list(visible_lines(DOCUMENT)) == [
        "Lanterns",
        "1. Slow Lanterns",
        "They need n₀ ≤ nᵐᵃˣ of oil[1], as below.",
        "Key takeaways",
        "Cold.",
        "a/b",
        "Results",
        "Lanterns, mean of 8",
        "Wick · Hours",
        "slow · 9",
        "Who says so",
        "We do.",
        "Figure 2",
        "[1] We need 9 l. Method",
        "The lantern",
        "Whole card",
        "More",
        "A few.",
        "Figure 1. (Ada Quill, CC BY 4.0)",
    ]


def test_on_telegram() -> None:
    """Sections are headings and labels, and actions stand below the text."""
    first, *others = to_telegram(DOCUMENT)
    assert first.html.split("\n") == [
        "<b>Lanterns</b>",
        "",
        '<b>1. <a href="https://a.example/1">Slow Lanterns</a></b>',
        "They need n₀ ≤ nᵐᵃˣ of oil[1], as below.",
        "",
        "<b>Key takeaways</b>",
        "• Cold.",
        "",
        "a/b",
        "<blockquote expandable><b>Results</b>",
        "Lanterns, mean of 8",
        "• <i>Wick</i> · <i>Hours</i>",
        "• slow · 9",
        "<b>Who says so</b>",
        "We do.</blockquote>",
    ]
    captions = [picture.html for message in others for picture in message.pictures]
    assert captions == ["Figure 2", "The lantern", "<b>Figure 1.</b> (Ada Quill, CC BY 4.0)"]
    (board,) = (message.buttons for message in (first, *others) if message.buttons)
    assert board == ((Button("Whole card", "/summarize 1"),),)


def test_on_discord() -> None:
    """The words that matter are bold, notes are points."""
    texts = list(map(discord_words, to_discord(DOCUMENT)))
    assert "They need n₀ ≤ nᵐᵃˣ of oil\\[1\\], as below." in texts[0]
    assert any("We need **9 l**. *Method*" in text for text in texts)


def test_on_a_page_formulas_are_latex() -> None:
    """Where MathJax sets them, which a post asks for."""
    page = to_markdown(DOCUMENT)
    assert r"They need $n_0 \le n^{max}$ of oil\[1\], as below." in page
    assert r"$$\frac{a}{b}$$" in page
    assert "mathjax: true" in to_hexo(DOCUMENT)
    assert "**Key takeaways**\n\n- Cold." in page
    assert "<summary>Results</summary>" in page


def test_in_a_terminal() -> None:
    """Notes and formulas as readable text."""
    page = to_terminal(DOCUMENT, width=60, colour=False)
    assert "They need n₀ ≤ nᵐᵃˣ of oil[1], as below." in page
    assert "    • slow · 9\n" in page
    assert "• [1] We need 9 l. Method" in page
    assert "Whole card: /summarize 1" in page


def test_latex_that_no_page_would_set_is_readable_text() -> None:
    """Such as what would end at a dollar sign of its own."""
    odd = Document(blocks=(Paragraph((Span("5 $", latex=r"5 \text{ $ }"),)), Formula(" x", "x")))
    assert to_markdown(odd) == "5 \\$\n\nx\n"
