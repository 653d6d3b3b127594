"""Libraries, feeds and lists as others give them: what is understood of each."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from app.limits import MAX_SUBSCRIPTIONS
from domain.errors import InputError
from domain.metadata.citations import Citation
from handlers.exchange.feeds import read_feeds
from handlers.exchange.imported import read_import
from handlers.exchange.libraries import read_library
from rendering.files.bibtex import to_bibtex
from rendering.files.csl import to_csl
from rendering.files.json_nouns import to_json
from rendering.files.opml import to_opml
from rendering.files.ris import to_ris
from tests.library.records import RECORDS
from topics.catalogue import topic_from

CITED = list(map(Citation, RECORDS))
BASES = [one.id.base for one in RECORDS]
BIBTEX = r"""% Encoding: UTF-8
@comment{jabref-meta: databaseType:bibtex;}
@string{corr = "CoRR"}
@article{a, title = {Ropes of {L}ight}, journal = {arXiv preprint arXiv:2403.00001}, year = 2024}
@article{b, title={DBLP}, journal = corr, volume = {abs/2403.00002}, year = "2024"}
@misc{c, eprint={9901001}, archiveprefix={arXiv}, primaryclass={hep-th}, title = {Strings}}
@misc{d, doi = {10.48550/arXiv.2403.00003}, title={By \"arXiv's DOI}, abstract = {Slow {l}anterns}}
@article{e, url = {https://arxiv.org/pdf/2403.00004v2}, title={A link}}
@article{f, doi = {10.1145/2403.00005}, title = {A publisher's}, url={https://dl.acm.org/2403.00005}}
@article{f, note = {arXiv:2403.00006 [cs]}, title = {The same key again}}
@misc{g, eprint = {PMC1234567}, eprinttype = {pubmed}, title = {Of others}}
"""
ZOTERO = (
    '"Key","Item Type","Title","Url","Extra","Abstract Note"\n'
    '"AB","preprint","Ropes","http://arxiv.org/abs/2403.00001","arXiv:2403.00001 [cs]","Slow"\n'
    '"AC","book","No id","","",""\n'
)


def papers_of(text: str) -> list[str | None]:
    """The papers of the entries of a library."""
    library = read_import(text).library
    assert library is not None
    return [entry.paper.base if entry.paper else None for entry in library.entries]


@pytest.mark.parametrize("written", [to_bibtex, to_ris, to_csl, lambda c: to_json(list(c))])
def test_what_is_given_out_is_taken_in(written: Callable[[list[Citation]], str]) -> None:
    """Every paper of each form, with its title."""
    library = read_import(written(CITED)).library
    assert library is not None
    assert [entry.paper and entry.paper.base for entry in library.entries] == BASES
    assert [entry.title for entry in library.entries][:4] == [one.title for one in RECORDS][:4]


def test_an_id_is_found_wherever_managers_write_it() -> None:
    """And no other number is taken for one."""
    found = papers_of(BIBTEX)
    assert found == [
        *("2403.00001", "2403.00002", "hep-th/9901001", "2403.00003", "2403.00004"),
        *(None, None, "2403.00006"),
    ]
    library = read_import(BIBTEX).library
    assert library is not None
    assert library.entries[3].abstract == "Slow lanterns"
    assert papers_of(ZOTERO) == ["2403.00001", None]


def test_ids_and_links_are_papers_and_other_lines_topics() -> None:
    """A line each, in one list."""
    given = read_import("2403.00001\nhttps://arxiv.org/abs/hep-th/9901001v2\nrope lanterns\n")
    assert [topic.label for topic in given.topics] == ["rope lanterns"]
    assert given.library is not None
    assert [str(entry.paper) for entry in given.library.entries] == [
        *("2403.00001", "hep-th/9901001v2")
    ]


def test_feeds_of_arxiv_are_topics() -> None:
    """By RSS, Atom, listing or the API's address; what is of others is counted."""
    feeds = {
        "https://rss.arxiv.org/rss/cs.CL": "cat:cs.CL",
        "http://export.arxiv.org/rss/cs.CV+math.CO": "cat:cs.CV OR cat:math.CO",
        "https://rss.arxiv.org/atom/stat": "cat:stat",
        "https://arxiv.org/list/hep-th/new": "cat:hep-th",
        "http://export.arxiv.org/api/query?search_query=cat:cs.RO+AND+ti:%22soft+robot%22"
        "&sortBy=submittedDate": 'cat:cs.RO AND ti:"soft robot"',
        "http://export.arxiv.org/api/query?search_query=all:electron+ANDNOT+au:Smith": (
            "electron AND NOT au:Smith"
        ),
        "https://rss.arxiv.org/rss/cs.LG?again": "cat:cs.LG",
        "https://example.org/feed.xml": "",
        "https://rss.arxiv.org/rss/cs.NOPE": "",
    }
    outlines = "".join(
        f'<outline text="feed {n // 4 * 4}" xmlUrl="{address.replace("&", "&amp;")}"/>'
        for n, address in enumerate(feeds)
    )
    given = read_import(f"<opml version='1.0'><body><outline>{outlines}</outline></body></opml>")
    assert given.feeds is not None
    assert given.feeds.foreign == 2
    assert [str(t.query) for t in given.feeds.topics] == [q for q in feeds.values() if q]
    labels = [topic.label for topic in given.feeds.topics]
    assert labels[0] == "feed 0"
    assert len(set(labels)) == len(labels)


def test_addresses_that_are_none_are_counted() -> None:
    """So is what asks for two things at once; of many more feeds than can be followed few are read.

    What nobody can read in a name is left out, and what comes is the same again.
    """
    api = "https://export.arxiv.org/api/query?search_query"
    listed = ["http://[bad", f"{api}=cat:cs.CV&amp;search_query=cat:cs.LG"]
    outlines = "".join(f'<outline text="A\ue000B" xmlUrl="{one}"/>' for one in listed)
    given = read_import(f"<opml><body>{outlines}</body></opml>").feeds
    assert given is not None
    assert given.foreign == 1
    assert [topic.label for topic in given.topics] == ["AB"]
    many = "".join(f'<outline text="a" xmlUrl="{api}=all:w{n}x"/>' for n in range(300))
    assert len(read_feeds(f"<opml><body>{many}</body></opml>").topics) == MAX_SUBSCRIPTIONS + 1


def test_one_broken_entry_costs_no_other() -> None:
    """A key that comes twice at the end does not make a file half; a lost entry is counted."""
    named = [f"@misc{{a, eprint={{2403.0000{n}}}}}\n" for n in (1, 2)]
    given = read_library(f"{named[0]}@misc{{b, title={{broken\n{named[1]}")
    assert given is not None
    assert (len(given.entries), given.unreadable) == (2, 1)
    ris = to_ris(CITED).replace("ER  - \n", "", 1)
    given = read_library(ris)
    assert given is not None
    assert (len(given.entries), given.unreadable) == (len(CITED) - 1, 1)


def test_our_own_topics_come_back_as_they_were() -> None:
    """Through a feed reader, too."""
    topics = [topic_from("diffusion models"), topic_from('cat:cs.CL AND "lantern & rope"')]
    given = read_import(to_opml(topics, "Topics"))
    assert given.feeds is not None
    assert [(t.label, t.query) for t in given.feeds.topics] == [(t.label, t.query) for t in topics]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (to_bibtex(CITED)[:900], "not whole"),
        (to_ris(CITED)[:900], "not whole"),
        (to_csl(CITED)[:900], "not whole"),
        (to_opml([topic_from("diffusion models")], "")[:200], "not the whole of it"),
        (ZOTERO[:120], "not whole"),
        ("<html><body>x</body></html>", "no OPML"),
        ('<opml><body><outline xmlUrl="https://example.org/a"/></body></opml>', "No feed"),
        (to_opml([topic_from(f"word{n}") for n in range(101)], ""), "at most 100 topics"),
        ('<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><opml>&d;', "no OPML"),
        ("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "no OPML"),
        ("<a>" * 5_000, "no OPML"),
        ("@comment{nothing}\n", "no entry in this BibTeX"),
        ("@article{" * 2_000, "BibTeX"),
        ("@article{a, title={" + "{" * 20_000, "not whole"),
        ("TY  - JOUR\n" * 3_000, "not whole"),
        ("[" * 100_000, "not an export"),
        ("[]", "no entry in this CSL-JSON"),
        ("[1, null, []]", "no entry in this CSL-JSON"),
        (json.dumps({"saved": [{"paper": "x"}]}), "“saved[1].paper”"),
        (json.dumps({"saved": [{"paper": "2403.00001", "at": "then"}]}), "“saved[1].at”"),
        (json.dumps({"saved": [{"paper": "2403.00001", "at": 7}]}), "“saved[1].at”"),
        (json.dumps({"saved": [{}] * 6_000}), "at most"),
        ("%PDF-1.7\n\x00\x01\n" * 2_000, "no text"),
        ('{"papercrier": 1, "subscriptions": [', "not whole"),
    ],
)
def test_half_a_file_and_a_hostile_one_are_told_in_a_sentence(text: str, told: str) -> None:
    """Whatever the form."""
    with pytest.raises(InputError) as refused:
        read_import(text)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
