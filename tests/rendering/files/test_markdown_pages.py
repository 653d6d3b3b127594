"""What a page says, letter by letter."""

from __future__ import annotations

import pytest

from domain.documents import (
    Attachment,
    Block,
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
    italic,
    link,
)
from rendering.files.markdown import inline_markdown, to_markdown

URL = "https://example.org/a"


def page(*blocks: Block) -> str:
    """A page of some blocks, without its last line break."""
    text = to_markdown(Document(blocks=blocks))
    assert text.endswith("\n")
    return text[:-1]


def line(text: str) -> Paragraph:
    """A paragraph."""
    return Paragraph(inline(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a*b`c[d]e~f", "a\\*b\\`c\\[d\\]e\\~f"),
        ("_a_b c_ 1_2 é_ _é", "\\_a_b c_ 1_2 é_ \\_é"),
        ("\\a \\* a\\", "\\a \\\\\\* a\\\\"),
        ("&amp; & &x &#1;", "&amp;amp; & &x &amp;#1;"),
        ("<b> a<", "&lt;b> a&lt;"),
        ("a!", "a\\!"),
        ("! a!b", "! a!b"),
        ("# a", "\\# a"),
        ("> a", "\\> a"),
        ("- a", "\\- a"),
        ("-a", "-a"),
        ("+ a", "\\+ a"),
        ("--", "\\--"),
        ("+", "\\+"),
        ("1. a", "1\\. a"),
        ("1) a", "1\\) a"),
        ("1.a 2. b", "1.a 2. b"),
        ("12 a", "12 a"),
        ("1234567890. a", "1234567890. a"),
        ("a - # b", "a - # b"),
        (
            "https://a.b www.a.b WWW.x awww.b c://d",
            "https:<!-- -->//a.b www<!-- -->.a.b WWW<!-- -->.x awww.b c:<!-- -->//d",
        ),
        ("$x_1$ $5", "$x_1$ \\$5"),
        ("a \\#", "a \\\\#"),
    ],
)
def test_a_paragraph(text: str, shown: str) -> None:
    """What Markdown would read into it is escaped, and nothing else."""
    assert page(line(text)) == shown


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        (inline("a", bold("b"), "c"), "a<strong>b</strong>c"),
        (inline("a ", bold("b"), " c"), "a **b** c"),
        (inline("(", bold("b"), ")"), "(**b**)"),
        (inline("(", italic("b"), "."), "(*b*."),
        (inline(bold("b"), italic("c")), "<strong>b</strong><em>c</em>"),
        (inline("a", italic(" b "), "c"), "a *b* c"),
        (inline(bold("b"), "/x"), "**b**/x"),
        (inline("—", bold("b"), "—x"), "—**b**—x"),
        (inline("a ", bold("b"), "c"), "a <strong>b</strong>c"),
        (inline("a", bold("b"), " c"), "a<strong>b</strong> c"),
        (inline(bold("b"), ":"), "**b**:"),
        (inline("a", bold("*b")), "a<strong>\\*b</strong>"),
        (inline(code("ab")), "`ab`"),
        (inline("x", code("a b"), "y"), "x`a b`y"),
        (inline(code("a|b")), "<code>a|b</code>"),
        (inline(code("a`<b")), "<code>a\\`&lt;b</code>"),
        (inline(Span("b", Style.BOLD, URL), "c"), f"[**b**]({URL})c"),
        (inline("a", Span("b", Style.ITALIC, URL), "c"), f"a[*b*]({URL})c"),
        (inline(Span("c|", Style.CODE, URL)), f"[<code>c|</code>]({URL})"),
        (
            inline(link("a[b]", f"{URL}?a&b;&amp;c=1")),
            f"[a&#91;b&#93;]({URL}?a&amp;b;&amp;amp;c=1)",
        ),
        (inline(link(" a ", URL), "b"), f"[a]({URL}) b"),
        (inline("b", link(" a", URL)), f"b [a]({URL})"),
        (inline("a!", link("b", URL)), f"a\\![b]({URL})"),
        (inline(link("https://a.b", URL)), f"[https://a.b]({URL})"),
        (inline("# a"), "# a"),
        ((), ""),
    ],
)
def test_a_line(spans: Inline, shown: str) -> None:
    """Asterisks where they mean what they should, tags elsewhere."""
    assert inline_markdown(spans) == shown


@pytest.mark.parametrize(
    ("level", "marks"), [(0, "##"), (1, "##"), (2, "##"), (3, "###"), (6, "######"), (7, "######")]
)
def test_a_heading_is_below_the_title(level: int, marks: str) -> None:
    """Of six levels the first is the page's own."""
    assert page(Heading(inline("x"), level)) == f"{marks} x"


def test_headings_end_as_they_are_written() -> None:
    """Hashes at the end would be none of the text."""
    assert page(Heading(inline("x ##")), Heading(inline("#x##")), Heading(())) == (
        "## x \\##\n\n## #x##"
    )
    assert to_markdown(Document("T #", (), URL)) == f"# [T #]({URL})\n"
    assert to_markdown(Document("T #", (line("a"),))) == "# T \\#\n\na\n"
    assert to_markdown(Document()) == "\n"


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        (
            Fold("T", (line("a"), line("b"))),
            "<details>\n<summary>T</summary>\n\na\n\nb\n\n</details>",
        ),
        (
            Fold('T <b> & "q" \\n', ()),
            '<details>\n<summary>T &lt;b&gt; &amp; "q" &#92;n</summary>\n\n</details>',
        ),
        (Fold("", ()), ""),
        (Fold("", (line("a"),)), "<details>\n<summary></summary>\n\na\n\n</details>"),
        (Quote("", (line("a"),)), "> a"),
        (Quote("T*", ()), "> **T\\***"),
        (Quote("T", (line("a"), line("b"))), "> **T**\n>\n> a\n>\n> b"),
    ],
)
def test_a_quote(quote: Quote | Fold, shown: str) -> None:
    """Folded, or set apart; with its title, its text or both."""
    assert page(quote) == shown


@pytest.mark.parametrize(
    ("picture", "shown"),
    [
        (
            Picture(inline("c {x} $5 [a]"), url=f"{URL}.png"),
            f"![c x 5 \\[a\\]]({URL}.png)\n\n*c {{x}} \\$5 \\[a\\]*",
        ),
        (Picture(inline(bold("c"), " d"), url=f"{URL}.png"), f"![c d]({URL}.png)\n\n**c** d"),
        (Picture(inline(link("c", URL)), b"x"), f"[c]({URL})"),
        (Picture((), url=f"{URL}.png"), f"![]({URL}.png)"),
        (Picture(inline(" c "), url="nope"), "*c*"),
        (Picture(inline("{ c }"), url=f"{URL}.png"), f"![c]({URL}.png)\n\n*{{ c }}*"),
        (Picture(()), ""),
    ],
)
def test_a_picture(picture: Picture, shown: str) -> None:
    """Described without what a template would read, and its caption below."""
    assert page(picture) == shown


def test_buttons_are_lines() -> None:
    """A row each; a button that leads nowhere is its label."""
    row = (Button(" a ", "/x"), Button("b", url=URL))
    rows = (row, (Button("c", "/y"),), (Button("", url="no"),), (Button("d", url="no"),))
    assert page(Buttons(rows)) == f"a: `/x` · [b]({URL})\n\nc: `/y`\n\nd"


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        (
            Table(("A", "B|"), ((inline("x|y"),), tuple(map(inline, "123")))),
            "| A | B&#124; |\n| --- | --- |\n| x&#124;y |  |\n| 1 | 2 |",
        ),
        (
            Table((), ((inline("1"), inline("2")), (inline("3"),))),
            "|  |  |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |",
        ),
        (Table(("*A*",), ()), "| \\*A\\* |\n| --- |"),
        (Table((), ()), ""),
    ],
)
def test_a_table(table: Table, shown: str) -> None:
    """As many columns as it has headings, or else as its longest row has cells."""
    assert page(table) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "```\na\nb\n```"),
        ("a ``` b", "````\na ``` b\n````"),
        ("````", "`````\n````\n`````"),
        ("{{x}} <b> & \\ $", "<pre>\n&#123;&#123;x}} &lt;b&gt; &amp; &#92; $\n</pre>"),
        ('\\$ "{x}', '<pre>\n&#92;$ "&#123;x}\n</pre>'),
        ("{% x", "<pre>\n&#123;% x\n</pre>"),
        ("{# x", "<pre>\n&#123;# x\n</pre>"),
    ],
)
def test_a_file(text: str, shown: str) -> None:
    """Within a fence that is longer than any of its own, or as text where a template would read."""
    assert page(Attachment("f", text)) == shown


def test_lists_are_parted() -> None:
    """From lists; what has nothing to show is no point of them."""
    blocks = (
        Bullets((inline("a"), (), inline("- b"))),
        Bullets((inline("c"),)),
        line("x"),
        Bullets((inline("d"), (), inline("e")), numbered=True),
        Rule(),
    )
    assert page(*blocks) == "- a\n- \\- b\n\n<!-- -->\n\n- c\n\nx\n\n1. d\n2. e\n\n***"
