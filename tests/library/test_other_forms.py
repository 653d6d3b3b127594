"""RIS, CSL-JSON and OPML as others read them."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import rispy
from lxml import etree

from domain.metadata.citations import Citation
from rendering.files.csl import to_csl
from rendering.files.opml import to_opml
from rendering.files.ris import to_ris
from tests.library.records import RECORDS
from topics.catalogue import topic_from

CITED = [Citation(one, note="Read it\nagain") for one in RECORDS]


def test_ris_is_read_by_others() -> None:
    """Each entry with its authors in order, family name first, bodies whole."""
    entries = rispy.loads(to_ris(CITED))
    assert [entry["title"] for entry in entries] == [one.title for one in RECORDS]
    assert entries[1]["authors"] == ["van den Hengel, Anton", "Wei, Li"]
    assert entries[2]["authors"] == ["The Lantern Collaboration", "Cao, Zi-ang"]
    assert entries[3]["authors"] == ["Smith, John, Jr.", "Weber, Kenneth Arnold, II"]
    assert entries[7]["doi"] == RECORDS[7].doi
    assert entries[7]["type_of_reference"] == "JOUR"
    assert entries[0]["accession_number"] == "arXiv:2403.00001v1"
    assert entries[0]["notes"] == ["Read it again"]


def test_csl_has_what_citation_processors_want() -> None:
    """Names in parts, bodies as they are; nothing that is not known."""
    items = json.loads(to_csl(CITED))
    assert items[1]["author"][0] == {
        "family": "Hengel",
        "given": "Anton",
        "non-dropping-particle": "van den",
    }
    assert items[2]["author"][0] == {"literal": "The Lantern Collaboration"}
    assert items[7]["type"] == "article-journal"
    assert (items[0]["issued"], items[0]["number"]) == (
        {"date-parts": [[2024]]},
        "arXiv:2403.00001",
    )
    assert "DOI" not in items[0]


def test_topics_are_feeds_of_arxiv() -> None:
    """Each with its name, and an address that asks arXiv's API for the newest."""
    topics = [topic_from('cat:cs.CL AND "lantern & rope"'), topic_from("diffusion models")]
    root = etree.fromstring(to_opml(topics, "Topics").encode())
    outlines = root.findall("body/outline")
    assert [outline.get("text") for outline in outlines] == [topic.label for topic in topics]
    address = urlsplit(outlines[0].get("xmlUrl") or "")
    asked = parse_qs(address.query)
    assert (address.netloc, asked["sortBy"]) == ("export.arxiv.org", ["submittedDate"])
    assert "cat:cs.CL" in asked["search_query"][0]
