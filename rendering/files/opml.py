"""Topics as OPML, for feed readers: each as a feed of arXiv's API, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from lxml import etree

from domain.topics import Topic
from rendering.common.plain import sanitise
from topics.arxiv_query import to_arxiv

_FEED = "https://export.arxiv.org/api/query"


def to_opml(topics: Iterable[Topic], title: str) -> str:
    """A list of feeds; what a topic means here stands as its description, too."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = sanitise(title)
    body = etree.SubElement(root, "body")
    for topic in topics:
        label = sanitise(topic.label)
        asked = {
            "search_query": to_arxiv(topic.query),
            "sortBy": "submittedDate",
            "sortOrder": "descending",
            "max_results": "50",
        }
        etree.SubElement(
            body,
            "outline",
            text=label,
            title=label,
            type="rss",
            xmlUrl=f"{_FEED}?{urlencode(asked)}",
            description=sanitise(str(topic.query)),
        )
    written = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return str(written, "utf-8")
