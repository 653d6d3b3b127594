"""Tests of `composing.addresses`."""

from __future__ import annotations

import pytest
from hypothesis import given

from composing.addresses import project_link, prose, short_link
from domain.documents import Span, link
from tests.rendering.texts import texts


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Code at https://a.example/x_y.", "https://a.example/x_y"),
        ("(see https://a.example/x)", "https://a.example/x"),
        ("https://a.example/x_(y), too", "https://a.example/x_(y)"),
        ("HTTPS://a.example/~x/?q=1&r=2#z!", "HTTPS://a.example/~x/?q=1&r=2#z"),
        ("“https://a.example/”", "https://a.example/"),
    ],
)
def test_addresses_are_linked_without_the_sentences_punctuation(text: str, address: str) -> None:
    """An address leads where it says; what closes the sentence is no part of it."""
    assert [span for span in prose(text) if span.link] == [link(address, address)]


def test_text_without_addresses_is_plain() -> None:
    """Names of sites without a scheme stay text, and so does all where links are not wanted."""
    assert prose("see a.example and http://") == (Span("see a.example and http://"),)
    assert prose("https://a.example", linked=False) == (Span("https://a.example"),)
    assert prose("") == ()


@given(texts)
def test_no_text_is_lost(text: str) -> None:
    """Linking changes no letter, and each link says its address."""
    spans = prose(text)
    told = "".join(span.latex or span.text for span in spans)
    assert told.replace("$", "") == text.replace("$", "")
    assert all(span.link in ("", span.text) for span in spans)


def test_projects_are_named_by_their_host() -> None:
    """A repository is code, anything else a project page; long addresses are shown cut."""
    assert project_link("https://www.github.com/a/b/") == (
        Span("Code: "),
        link("github.com/a/b", "https://www.github.com/a/b/"),
    )
    assert project_link("https://a.example")[0] == Span("Project page: ")
    assert short_link("https://a.example/" + "x" * 90).text == "a.example/" + "x" * 49 + "…"
