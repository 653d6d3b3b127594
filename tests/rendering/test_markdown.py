"""Tests of `rendering.files.markdown`."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given

from domain.documents import (
    Attachment,
    Bullets,
    Button,
    Buttons,
    Document,
    Fold,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Style,
    Table,
    bold,
    code,
    inline,
    link,
)
from rendering.common.plain import tidied, visible_lines
from rendering.files.markdown import to_markdown
from tests.rendering.reading import Letter, html_of, lines_of, normal_address, text_of
from tests.rendering.texts import documents, plain_inlines


def letters_of(line: Inline) -> list[Letter]:
    """What a line should look like, letter by letter."""
    return [
        Letter(character, span.style, normal_address(span.link))
        for span in tidied(line)
        for character in "".join(span.text.split())
    ]


@given(documents)
@example(Document("a", (Heading(inline("x #")), Paragraph(inline("#")))))
@example(Document("", (Bullets((inline("a"),)), Bullets((inline("b"),)))))
@example(Document("", (Paragraph(inline("> a")), Paragraph(inline("12. a")))))
@example(Document("", (Bullets((inline("1) a"), inline("- b"), inline("# c"))),)))
def test_any_text_reads_back_as_it_stands(document: Document) -> None:
    """Whatever a text holds, a parser sees the same words on the same lines and no markup."""
    found = [text_of(line) for line in lines_of(to_markdown(document))]
    expected = ["".join(line.split()) for line in visible_lines(document, maths=True)]
    assert found == expected


@given(plain_inlines)
@example((bold("“a”"), Span("b")))
@example((Span("a"), bold("“b”")))
@example((Span("a"), bold("b"), Span("c", Style.ITALIC), Span("d")))
@example((Span("!"), link("a", "https://a.example")))
def test_looks_and_links_are_ours_alone(line: Inline) -> None:
    """Every letter has the style and the address that its span has, and no other."""
    found = lines_of(to_markdown(Document(blocks=(Paragraph(line),))))
    expected = letters_of(line)
    assert found == ([expected] if expected else [])


@given(documents)
def test_pages_compare_well(document: Document) -> None:
    """A page is the same each time, ends in one line break and has no trailing blanks."""
    page = to_markdown(document)
    assert page == to_markdown(document)
    assert page.endswith("\n")
    assert not page.endswith("\n\n")
    assert not re.search(r"[ \t\r]\n", page)
    page.encode("utf-8")


def test_each_block_stands_on_its_own_line() -> None:
    """A title, a paragraph and each point take a line each, however long."""
    document = Document(
        "Lanterns",
        (
            Heading(inline("Wicks"), 2),
            Paragraph(inline("word " * 100)),
            Bullets((inline("one"), inline("two"))),
            Bullets((inline("first"), inline("second")), numbered=True),
            Rule(),
        ),
        "https://a.example/1",
    )
    assert to_markdown(document).splitlines() == [
        "# [Lanterns](https://a.example/1)",
        "",
        "## Wicks",
        "",
        "word " * 99 + "word",
        "",
        "- one",
        "- two",
        "",
        "<!-- -->",
        "",
        "1. first",
        "2. second",
        "",
        "***",
    ]


def test_lists_within_a_folded_quote_are_lists() -> None:
    """A collapsible quote is folded under its title, and Markdown works within it."""
    quote = Fold("More <b>", (Bullets((inline("a"), inline("b"))),))
    html = html_of(to_markdown(Document(blocks=(quote,))))
    assert "<summary>More &lt;b&gt;</summary>" in html
    assert "<ul>\n<li>a</li>\n<li>b</li>\n</ul>" in html
    assert html.index("</ul>") < html.index("</details>")


def test_an_open_quote_is_a_block_quote() -> None:
    """A quote that does not fold is set apart, title first."""
    quote = Quote("Abstract", (Paragraph(inline("a")), Paragraph(inline("b"))))
    assert to_markdown(Document(blocks=(quote,))) == "> **Abstract**\n>\n> a\n>\n> b\n"


def test_maths_stays_as_written() -> None:
    """Maths reads back as written, and a price is no maths."""
    text = r"$\alpha_i$ costs $5 and \$6"
    page = to_markdown(Document(blocks=(Paragraph(inline(text)),)))
    assert page == "$\\alpha_i$ costs \\$5 and \\\\\\$6\n"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///x", "//a.example", "a b"])
def test_only_the_web_is_linked(address: str) -> None:
    """An address that is not of the web gives plain text."""
    assert to_markdown(Document(blocks=(Paragraph((link("x", address),)),))) == "x\n"


@pytest.mark.parametrize(
    "text", ["see https://a.example/~x_y*", "HTTP://a.example", "www.a.example"]
)
def test_bare_addresses_stay_text(text: str) -> None:
    """Nothing is left that GitHub's Markdown would take for an address and link."""
    page = to_markdown(Document(blocks=(Paragraph(inline(text)),)))
    assert not re.search(r"://|www\.", page)
    assert [text_of(line) for line in lines_of(page)] == ["".join(text.split())]


def test_a_picture_has_its_caption() -> None:
    """An image is described and captioned; without an address the caption stands alone."""
    picture = Picture(inline("Figure 1: a | b"), url="https://a.example/1.png")
    page = to_markdown(Document(blocks=(picture, Picture(inline("Figure 2"), image=b"x"))))
    assert page == (
        "![Figure 1: a | b](https://a.example/1.png)\n\n*Figure 1: a | b*\n\n*Figure 2*\n"
    )


def test_buttons_say_what_to_type_and_where_to_go() -> None:
    """On a page a command is shown and an address linked."""
    row = (Button("Undo", "/unsubscribe x"), Button("Open", url="https://a.example"))
    page = to_markdown(Document(blocks=(Buttons((row,)),)))
    assert page == "Undo: `/unsubscribe x` · [Open](https://a.example)\n"


def test_a_table_keeps_its_cells() -> None:
    """Bars and backslashes within a cell do not part it, and short rows are filled up."""
    table = Table(("Name", "a|b"), ((inline(code("x|y")), inline("c \\| d")), (inline("only"),)))
    tokens = [text_of(line) for line in lines_of(to_markdown(Document(blocks=(table,))))]
    assert tokens == ["Name", "a|b", "x|y", "c\\|d", "only"]
    assert html_of(to_markdown(Document(blocks=(table,)))).count("<td>") == 4


@pytest.mark.parametrize("text", ['{\n  "a": 1\n}', "```\n````", "a {{ b }}\n\n<b>&amp;"])
def test_an_attachment_keeps_its_lines(text: str) -> None:
    """A file is shown as it is, whatever fences it holds."""
    html = html_of(to_markdown(Document(blocks=(Attachment("x.json", text),))))
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = shown.replace('"', "&quot;")
    assert shown in html.replace("&#123;", "{").replace('"', "&quot;")
