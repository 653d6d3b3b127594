"""Texts and addresses as both chat platforms take them."""

from __future__ import annotations

import pytest

from domain.documents import Span, Style, bold, inline, link
from rendering.common.chat_text import chat_address, chat_spans, chat_text, is_seen

LONG = "https://a.example/" + "x" * 494


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example", "https://a.example"),
        ("http://a.example:8080/b?c#d", "http://a.example:8080/b?c#d"),
        ("https://a_b.c-d.example?x", "https://a_b.c-d.example?x"),
        ("https://localhost/a", ""),
        ("https://somebody@a.example/", ""),
        ("https://a.example:123456/", ""),
        ("https://ä.example/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
        (LONG, LONG),
        (f"{LONG}x", ""),
    ],
)
def test_an_address_leads_where_it_says(url: str, address: str) -> None:
    """To a host with a dot, in plain letters, nobody's name before it; of 512 letters at most."""
    assert chat_address(url) == address


def test_spans_are_tidied_and_linked() -> None:
    """Where an address is none, the text stays; spans that are alike then are one."""
    spans = inline(
        "a ", link("b", "https://localhost/"), bold("e\u0301"), link("c", "https://a.example")
    )
    assert chat_spans(spans) == (
        Span("a b"), Span("é", Style.BOLD), Span("c", Style.PLAIN, "https://a.example"),
    )  # fmt: skip
    assert chat_spans(inline("a", bold("\u030a"), "b")) == (Span("ab"),)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("e\u0301", "é"), ("a\u0333b\u033fc", "abc"), ("a\u030a", "å"), ("x\u030a", "x"), ("ﬁ", "ﬁ")],
)
def test_letters_are_composed(text: str, shown: str) -> None:
    """Without the three marks that Telegram takes out; nothing else is changed."""
    assert chat_text(text) == shown


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a", True),
        (" \u200b\u2060.", True),
        ("", False),
        (" \n", False),
        ("\u200b\ufe0f\u3164", False),
    ],
)
def test_what_is_seen(text: str, *, seen: bool) -> None:
    """A letter, or any sign that is not but a blank."""
    assert is_seen(text) is seen
