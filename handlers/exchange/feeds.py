"""Lists of feeds as feed readers give them (OPML): feeds of arXiv become topics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from app.library.importing import Feeds
from app.limits import MAX_SUBSCRIPTIONS, is_reserved
from domain.errors import InputError, QueryError
from domain.messages import sentence
from domain.topics import Query, Topic
from handlers.exchange.checked import cleaned
from topics.arxiv_query import to_arxiv
from topics.catalogue import LONGEST_LABEL
from topics.language import parse_query

if TYPE_CHECKING:
    from lxml import etree

_HOSTS: Final = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org", "rss.arxiv.org"})
_FEED: Final = re.compile(r"/(?:rss|atom)/(?P<names>[A-Za-z.+-]{2,200})")
_LISTING: Final = re.compile(r"/list/(?P<names>[A-Za-z.-]{2,40})(?:/.*)?")
_SPACES: Final = re.compile(r"[ \t\n+]+")


def is_markup(text: str) -> bool:
    """Whether a text is XML."""
    return text.startswith("<")


def read_feeds(text: str) -> Feeds:
    """The topics of a list of feeds; what is no feed of arXiv is counted.

    Beyond one topic more than a chat can follow, nothing is read.

    Raises:
        InputError: it is no OPML, or is not whole.
    """
    from lxml import etree  # which the start does without

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _no_opml() from error
    if root.tag != "opml":
        raise _no_opml()
    topics: dict[Query, Topic] = {}
    foreign = 0
    for outline in root.iter("outline"):
        address = outline.get("xmlUrl")
        if not address:
            continue
        if len(topics) > MAX_SUBSCRIPTIONS:
            break
        topic = _topic(address, outline.get("title") or outline.get("text") or "", outline)
        foreign += topic is None
        if topic is not None:
            topics.setdefault(topic.query, topic)
    if not topics:
        raise InputError(
            sentence("No feed in this OPML is one of arXiv's papers."),
            hint=sentence("Feeds are known by addresses such as https://rss.arxiv.org/rss/cs.CL"),
        )
    taken: set[str] = set()
    return Feeds(tuple(_told_apart(topic, taken) for topic in topics.values()), foreign)


def _told_apart(topic: Topic, taken: set[str]) -> Topic:
    """A topic whose label no other one has, and that means nothing else."""
    label, number = topic.label, 2
    while label.casefold() in taken or is_reserved(label):
        label, number = f"{topic.label} ({number})", number + 1
    taken.add(label.casefold())
    return Topic(label, topic.query)


def _no_opml() -> InputError:
    return InputError(
        sentence("This is no OPML, or not the whole of it."),
        hint=sentence("Export your feeds anew, and send the whole file."),
    )


def _topic(address: str, label: str, outline: etree._Element) -> Topic | None:
    """The topic of a feed; None where arXiv has none that means it."""
    try:
        link = urlsplit(address.strip().replace(" ", "+"))
    except ValueError:
        return None
    if link.hostname not in _HOSTS:
        return None
    query = _ours(link, outline.get("description") or "") or _meaning(_asked(link))
    return None if query is None else Topic(_label(label, str(query)), query)


def _ours(link: SplitResult, description: str) -> Query | None:
    """What a feed means that we have written ourselves: its description says it exactly."""
    query = _meaning(description)
    asked = parse_qs(link.query).get("search_query")
    return query if query is not None and asked == [to_arxiv(query)] else None


def _meaning(text: str) -> Query | None:
    """What a text means as a topic; None where it is none."""
    try:
        return parse_query(text)
    except QueryError:
        return None


def _label(label: str, otherwise: str) -> str:
    return cleaned(" ".join(label.split()))[:LONGEST_LABEL] or otherwise[:LONGEST_LABEL]


def _asked(link: SplitResult) -> str:
    """What a feed brings, in our language of topics; empty where that cannot be told."""
    if found := _FEED.fullmatch(unquote(link.path)) or _LISTING.fullmatch(link.path):
        return " OR ".join(f"cat:{name}" for name in found["names"].split("+") if name)
    if link.path.rstrip("/") != "/api/query":
        return ""
    query, *_ = parse_qs(link.query).get("search_query", [""])
    words = _SPACES.sub(" ", query).replace(" ANDNOT ", " AND NOT ").replace("all:", "")
    return words.replace(".*", "")
