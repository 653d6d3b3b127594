"""Topics as OPML, for feed readers: each as a feed, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from domain.topics import Topic
from rendering.common.plain import sanitise
from topics.arxiv_query import to_arxiv

_FEED = "https://export.arxiv.org/api/query"


def at_arxiv(topic: Topic) -> str:
    """The feed of arXiv's API for a topic."""
    asked = {
        "search_query": to_arxiv(topic.query),
        "sortBy": "submittedDate",
        "sortOrder": "descending",
        "max_results": "50",
    }
    return f"{_FEED}?{urlencode(asked)}"


def to_opml(topics: Iterable[Topic], title: str, address: Callable[[Topic], str] = at_arxiv) -> str:
    """A list of feeds; what a topic means here stands as its description, too.

    Args:
        topics: each with its feed.
        title: of the list.
        address: where a topic's feed is.
    """
    from lxml import etree  # which the start does without

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = sanitise(title)
    body = etree.SubElement(root, "body")
    for topic in topics:
        label = sanitise(topic.label)
        etree.SubElement(
            body,
            "outline",
            text=label,
            title=label,
            type="rss",
            xmlUrl=address(topic),
            description=sanitise(str(topic.query)),
        )
    written = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return str(written, "utf-8")
