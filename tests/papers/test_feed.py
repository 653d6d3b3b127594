"""The news feed is read whole or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import MalformedAnswer
from domain.identifiers import PaperId
from domain.papers import AnnouncementKind, Author, MetadataOrigin
from papers.listings.feed import parse_feed

ENTRY = r"""
  <entry>
    <id>oai:arXiv.org:2403.00001v2</id>
    <title>Na\"ive Boats &amp; $\alpha$-Folds</title>
    <updated>2024-03-08T05:00:11.000000+00:00</updated>
    <link href="https://arxiv.org/abs/2403.00001" rel="alternate" type="text/html"/>
    <summary>arXiv:2403.00001v2 Announce Type: replace-cross 
Abstract: We fold boats, 5 &lt; 6.</summary>
    <category term="cs.LG"/>
    <category term="cs.CV"/>
    <published>2024-03-08T00:00:00-05:00</published>
    <arxiv:announce_type>replace-cross</arxiv:announce_type>
    <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
    <arxiv:journal_reference>Annals of Boats 7 (2024)</arxiv:journal_reference>
    <arxiv:DOI>10.1000/boats</arxiv:DOI>
    <dc:creator>Ada Beispiel (Boat Yard, Ltd. (North)), Andr\'e Ejemplo</dc:creator>
  </entry>
"""  # noqa: W291  (arXiv's feed has a blank before the line break)


def entry(number: int, kind: str = "new") -> str:
    """Another entry."""
    return ENTRY.replace("2403.00001v2", f"2403.{number:05}v1").replace("replace-cross", kind)


def feed(*entries: str, title: str = "cs updates on arXiv.org", subtitle: str = "") -> bytes:
    """A whole feed."""
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
  <id>http://rss.arxiv.org/atom/cs</id>
  <title>{title}</title>
  <updated>2024-03-08T05:00:11.000000+00:00</updated>
  <subtitle>{subtitle}</subtitle>
{"".join(entries)}</feed>
""".encode()


def test_reads_every_field() -> None:
    """The feed's own words become a paper, LaTeX made readable."""
    (read,) = parse_feed(feed(ENTRY)).entries
    paper = read.paper
    assert read.kind is AnnouncementKind.REPLACE
    assert paper.id == PaperId("2403.00001", 2)
    assert paper.title == "Naïve Boats & α-Folds"
    assert paper.abstract == "We fold boats, 5 < 6."
    assert paper.categories == ("cs.LG", "cs.CV")
    assert paper.primary == "cs.LG"
    assert paper.authors == (
        Author("Ada Beispiel", ("Boat Yard, Ltd. (North)",)),
        Author("André Ejemplo"),
    )
    assert paper.licence == "http://creativecommons.org/licenses/by/4.0/"
    assert paper.journal_ref == "Annals of Boats 7 (2024)"
    assert paper.doi == "10.1000/boats"
    assert paper.origin is MetadataOrigin.FEED


def test_reads_every_kind_in_order() -> None:
    """All four words that arXiv uses; a replaced cross-list is a replacement."""
    words = ["new", "cross", "replace", "replace-cross"]
    read = parse_feed(feed(*[entry(n, word) for n, word in enumerate(words, start=1)]))
    assert [(item.kind.value, item.paper.id.base) for item in read.entries] == [
        ("new", "2403.00001"),
        ("cross", "2403.00002"),
        ("replace", "2403.00003"),
        ("replace", "2403.00004"),
    ]
    assert all(item.paper.licence for item in read.entries)


def test_an_empty_feed_is_empty() -> None:
    """At weekends the feed has no entries; what that means is for others to judge."""
    assert parse_feed(feed()).entries == ()


def test_an_unclosed_parenthesis_costs_no_time() -> None:
    """Names are cut at commas in one go, whatever the parentheses."""
    creators = "Ada (" * 20_000
    body = feed(ENTRY.replace("Ada Beispiel (Boat Yard, Ltd. (North))", creators))
    assert parse_feed(body).entries[0].paper.authors[0].name == "Ada"


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not well-formed"),
    "a denial": (b"<html><body><p>Access Denied</body></html>", "not well-formed"),
    "another document": (b"<rss version='2.0'/>", "not an Atom feed"),
    "an error": (
        feed(title="Feed error for query: x", subtitle="Bad archive 'boats'."),
        "Bad archive 'boats'",
    ),
    "no id": (feed(ENTRY.replace("oai:arXiv.org:2403.00001v2", "")), "no arXiv id"),
    "a new kind": (feed(entry(1, "burned")), "is announced as “burned”"),
    "no title": (feed(ENTRY.replace("Na\\\"ive Boats &amp; $\\alpha$-Folds", "")), "has no title"),
    "no category": (feed(ENTRY.replace("<category", "<label")), "has no categories"),
    "one paper twice": (feed(entry(1), entry(2), entry(1)), "has 2403.00001 twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_what_is_no_feed(name: str) -> None:
    """The message says why, and the body is kept."""
    body, reason = REFUSED[name]
    with pytest.raises(MalformedAnswer) as caught:
        parse_feed(body)
    assert reason in str(caught.value.message)
    assert caught.value.evidence == body


def test_refuses_entities() -> None:
    """A document that declares entities of its own, or names a file, is no feed of arXiv's."""
    for declared in (b'<!ENTITY a "boats">', b'<!ENTITY a SYSTEM "file:///etc/hostname">'):
        body = feed(ENTRY.replace("We fold boats", "&a;")).replace(
            b"<feed ", b"<!DOCTYPE feed [" + declared + b"]>\n<feed ", 1
        )
        with pytest.raises(MalformedAnswer, match="declares a document type"):
            parse_feed(body)


@given(st.integers(min_value=0, max_value=len(feed(ENTRY)) - len(b"</feed>\n")))
def test_refuses_a_feed_cut_anywhere(end: int) -> None:
    """Wherever the body breaks off, it is never taken for the whole."""
    with pytest.raises(MalformedAnswer):
        parse_feed(feed(ENTRY)[:end])


@given(st.binary(max_size=200))
def test_raises_nothing_else(noise: bytes) -> None:
    """Whatever comes, the answer is a feed or MalformedAnswer."""
    with pytest.raises(MalformedAnswer):
        parse_feed(noise)
