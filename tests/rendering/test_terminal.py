"""Tests of `rendering.terminal`."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from domain.documents import (
    Attachment,
    Block,
    Bullets,
    Button,
    Buttons,
    Document,
    Heading,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Table,
    bold,
    code,
    inline,
    italic,
    link,
)
from rendering.common.plain import visible_lines
from rendering.terminal import to_terminal
from tests.rendering.texts import documents, texts

_STYLING = re.compile(r"\x1b\[[\d;]*m")
_LINKING = re.compile(r"\x1b\]8;(?:id=\d+)?;([!-~]*)\x1b\\")

DOCUMENT = Document(
    "Lanterns",
    (
        Paragraph(inline(bold("Bold"), " ", italic("italic"), " ", code("/digest"))),
        Heading(inline("1. ", link("Wicks", "https://a.example/1"))),
        Paragraph(inline("A ", link("link", "https://a.example/2"), ".")),
        Bullets((inline("one"), inline("two"))),
        Quote("Analysis", (Paragraph(inline("Slow.")), Bullets((inline("cold"),)))),
        Picture(inline("Figure 1"), url="https://a.example/3.png"),
        Buttons(((Button("Undo", "/unsubscribe x"), Button("Open", url="https://a.example")),)),
        Rule(),
        Table(("Name", "Value"), ((inline("limit"), inline("10")),)),
        Attachment("x.json", '{\n  "a": 1\n}'),
    ),
    "https://a.example/0",
)


def harmless(text: str) -> bool:
    """Whether a text only shows itself: no controls, directions, surrogates or zero widths."""
    categories = {unicodedata.category(c) for c in text if c not in "\n\u200c\u200d"}
    return not categories & {"Cc", "Cs", "Zl", "Zp"} and not re.search(
        "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]", text
    )


@given(documents, st.integers(20, 120))
@example(Document("\x1b]0;owned\x07\x9b2J\u202eevil"), 80)
def test_no_text_can_reach_the_terminal(document: Document, width: int) -> None:
    """Without colour there is no escape sequence at all; with it, only our own."""
    plain = to_terminal(document, width=width, colour=False)
    assert harmless(plain)
    coloured = to_terminal(document, width=width, colour=True)
    for address in _LINKING.findall(coloured):
        assert address == "" or address.startswith("https://a.example/")
    assert harmless(_LINKING.sub("", _STYLING.sub("", coloured)))


@given(documents, st.integers(20, 120))
def test_all_text_is_shown(document: Document, width: int) -> None:
    """Every line of the document is there, in order, however it was wrapped."""
    shown = "".join(to_terminal(document, width=width, colour=False).split())
    at = 0
    for line in visible_lines(document):
        wanted = "".join(line.split())
        at = shown.index(wanted, at) if wanted in shown[at:] else -1
        assert at >= 0, line
        at += len(wanted)


@given(st.lists(texts, max_size=5), st.integers(20, 120))
@example(["日本語のとても長い文章です。" * 5, "👩\u200d🔬" * 30, "x" * 300], 40)
def test_lines_keep_to_the_width(lines: list[str], width: int) -> None:
    """No line is wider than asked, counted in columns, and none ends in blanks."""
    blocks: tuple[Block, ...] = (
        *(Paragraph(inline(line)) for line in lines),
        Bullets(tuple(inline(line) for line in lines), numbered=True),
        Quote("Title", tuple(Paragraph(inline(line)) for line in lines)),
    )
    for colour in (True, False):
        for line in to_terminal(Document("", blocks), width=width, colour=colour).split("\n"):
            bare = _LINKING.sub("", _STYLING.sub("", line))
            assert cell_len(bare) <= width
            assert bare == bare.rstrip(" ")


def test_buttons_below_each_other_are_commands_to_choose_from() -> None:
    """There is nothing to press, and what is asked would have no answer."""
    rows = ((Button("Chicago", "/timezone America/Chicago"),), (Button("UTC", "/timezone UTC"),))
    shown = to_terminal(Document(blocks=(Buttons(rows),)), width=60, colour=False)
    assert shown == "• /timezone America/Chicago\n• /timezone UTC\n"
    alike = (Button("Mexico City · 08:00", "/timezone America/Mexico_City"),)
    shown = to_terminal(Document(blocks=(Buttons((alike,)),)), width=60, colour=False)
    assert shown == "• Mexico City · 08:00: /timezone America/Mexico_City\n"


def test_a_page_for_a_pipe() -> None:
    """Plain text: addresses follow linked titles, buttons are not shown, folds are open."""
    assert to_terminal(DOCUMENT, width=40, colour=False) == (
        "Lanterns\n"
        "https://a.example/0\n"
        "────────\n"
        "\n"
        "Bold italic /digest\n"
        "\n"
        "\n"
        "1. Wicks\n"
        "   https://a.example/1\n"
        "A link.\n"
        "• one\n"
        "• two\n"
        "\n"
        "  Analysis\n"
        "    Slow.\n"
        "    • cold\n"
        "\n"
        "Picture: Figure 1\n"
        "https://a.example/3.png\n"
        "\n"
        "────────────────────────────────────────\n"
        "\n"
        "Name    Value\n"
        "─────────────\n"
        "limit   10\n"
        "\n"
        "{\n"
        '  "a": 1\n'
        "}\n"
    )


def test_colour_adds_styles_and_clickable_links() -> None:
    """With colour the same words bear styles, and links open."""
    coloured = to_terminal(DOCUMENT, width=40, colour=True)
    assert "\x1b[1mBold\x1b[0m \x1b[3mitalic\x1b[0m" in coloured
    assert "\x1b]8;id=3;https://a.example/2\x1b\\\x1b[4mlink\x1b[0m\x1b]8;;\x1b\\" in coloured
    assert "   https://a.example/1" not in coloured
    assert coloured == to_terminal(DOCUMENT, width=40, colour=True)


def test_a_link_over_two_lines_is_one_link() -> None:
    """Both halves bear the same id, so a terminal lights them up together."""
    title = Heading((link("one two three four five six", "https://a.example/1"),))
    coloured = to_terminal(Document(blocks=(title,)), width=20)
    assert re.findall(r"\x1b\]8;id=(\d+);https", coloured) == ["1", "1"]


def test_an_attachment_can_be_piped_on() -> None:
    """A file alone is printed as it is, byte for byte."""
    text = '{\n  "topics": [\n    "' + "long " * 40 + '"\n  ]\n}'
    shown = to_terminal(Document(blocks=(Attachment("x.json", text),)), width=40, colour=False)
    assert shown == text + "\n"


def test_the_width_is_the_terminals_own_by_default() -> None:
    """Without a width, the text fits a terminal and stays readable on a wide one."""
    shown = to_terminal(Document(blocks=(Paragraph(inline("word " * 100)),)), colour=False)
    assert max(map(len, shown.splitlines())) <= 100
