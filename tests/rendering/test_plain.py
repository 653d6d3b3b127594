"""Tests of `rendering.common.plain`."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.documents import (
    Attachment,
    Bullets,
    Button,
    Buttons,
    Document,
    Inline,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Table,
    bold,
    inline,
)
from rendering.common.maths import split_maths
from rendering.common.plain import (
    has_maths,
    inline_text,
    json_shown,
    preformatted,
    sanitise,
    shown,
    tidied,
    visible_lines,
    web_address,
)
from tests.rendering.texts import inlines, texts


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x1b[31mb\x07", "a[31mb"),
        ("a\n\n\tb  c\u2028d\x85e", "a b c d e"),
        ("abc\u202edef\u2066g", "abcdefg"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("co\xadop", "coop"),
        ("a\u200db\u200c", "ab"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\ud800b\ufffcc\U000e0041", "abc"),
        ("naïve 中文 $x$", "naïve 中文 $x$"),
        ("\u3164\u2800\u115f\uffa0", ""),
        ("a\u034fb\u180ec\U000e0141d\ufe01", "abcd"),
        ("한국어 ⠃⠗ ☁️", "한국어 ⠃⠗ ☁️"),
    ],
)
def test_sanitise(text: str, clean: str) -> None:
    """What cannot be seen goes, what scripts need stays, blanks become one."""
    assert sanitise(text) == clean


@given(st.text())
@example("a\nlevel=critical\x1b]0;x\x07\u2028\u202e\x9b31m")
def test_shown_texts_drive_nothing(text: str) -> None:
    """One line, which neither a terminal nor a reader of logs takes for more; JSON loads back."""
    told = json_shown(json.dumps(text, ensure_ascii=False))
    for line in (shown(text), told):
        assert line.splitlines() in ([line], [])
        assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in line)
        assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e")
    assert json.loads(told) == text


@given(texts)
def test_sanitising_twice_changes_nothing(text: str) -> None:
    """Taking something out uncovers nothing bad."""
    assert sanitise(sanitise(text)) == sanitise(text)


@given(inlines)
def test_tidied_lines_have_no_stray_blanks(line: Inline) -> None:
    """Equal neighbours are joined, and blanks stand between words only, one at a time."""
    kept = tidied(line)
    text = inline_text(line)
    assert text == " ".join(text.split(" "))
    assert text == text.strip()
    looks = [(span.style, span.link, span.latex, span.target) for span in kept]
    assert all(one != other or one[2] for one, other in pairwise(looks)), "formulas stay apart"
    assert all(span.text for span in kept)


def test_tidied_keeps_styles() -> None:
    """A blank at a border belongs to the span it came with."""
    line = inline(" a ", " b", bold(" c "), "")
    assert tidied(line) == (Span("a b"), bold(" c"))


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://arxiv.org/abs/2403.04634", "https://arxiv.org/abs/2403.04634"),
        ("http://a.example/ü(1)?q=a&b#c", "http://a.example/%C3%BC%281%29?q=a&b#c"),
        ("https://a.example/{{x}}`|", "https://a.example/%7B%7Bx%7D%7D%60%7C"),
        ("https://a.example/100%25", "https://a.example/100%25"),
        ("javascript:alert(1)", ""),
        ("https:///nowhere", ""),
        ("https://a.example/a b", ""),
        ("https://a.example/\x1b", ""),
        ("ht\ntps://a.example/", ""),
        ("https://[broken", ""),
        ("https://arxiv.org@evil.example/abs/1", ""),
        ("https://user:pass@evil.example/", ""),
        ("https://arxiv.org%2f@evil.example/", ""),
        ("https://evil.example\\.arxiv.org/", ""),
        ("https://arxiv.org%2eevil.example/", ""),
        ("https://a.example:99999/", ""),
        ("https://a.example/@name?to=b@c", "https://a.example/@name?to=b@c"),
        ("", ""),
    ],
)
def test_web_address(url: str, address: str) -> None:
    """Web addresses are made safe to stand in any markup; anything else is refused."""
    assert web_address(url) == address


@pytest.mark.parametrize(
    ("text", "maths"),
    [
        ("a $x$ b", ["$x$"]),
        ("$$E = mc^2$$ and $y$", ["$$E = mc^2$$", "$y$"]),
        ("from $5 to $6", []),
        ("US$5 and US$6", []),
        ("\\$x\\$", []),
        ("$ x $", []),
        ("one $ only", []),
        ("$a$5", []),
    ],
)
def test_split_maths(text: str, maths: list[str]) -> None:
    """Maths is told from money as Pandoc does it, and nothing is lost."""
    parts = list(split_maths(text))
    assert [part for part, is_maths in parts if is_maths] == maths
    assert "".join(part for part, _ in parts) == text
    assert has_maths(Document(text)) is bool(maths)


def test_every_block_has_its_visible_lines() -> None:
    """Nothing that a reader sees is left out, in the order of the page."""
    document = Document(
        "Title",
        (
            Paragraph(inline("a ", bold("b"))),
            Rule(),
            Quote("Folded", (Bullets((inline("c"),)),)),
            Picture(inline("Figure")),
            Buttons(((Button("Undo", "/x"), Button("Open", url="https://a.example")),)),
            Table(("Name", "Value"), ((inline("d"), inline("e")),)),
            Attachment("x.txt", "f\n  g"),
        ),
    )
    assert list(visible_lines(document)) == [
        *("Title", "a b", "Folded", "c", "Figure", "Undo", "Open", "Name Value", "d e"),
        *("f", "  g"),
    ]


def test_preformatted_keeps_lines() -> None:
    """Lines and indentation stay; controls do not."""
    assert preformatted("{\n  a\x1b[0m \n\tb\n}") == ["{", "  a[0m", "    b", "}"]
