"""Feeds as others see them: valid by two schemas, and read alike by three readers' parsers."""

from __future__ import annotations

import warnings
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

import atoma
import fastfeedparser
import feedparser
import jsonschema
import pytest
from lxml import etree

from tests.web.feed_schemas import ATOM, JSON_FEED
from tests.web.site import ADDRESS, Site
from tests.web.test_feeds import feed_paths

pytestmark = pytest.mark.asyncio(loop_scope="module")

SCHEMA = etree.RelaxNG(etree.fromstring(ATOM))


@pytest.mark.parametrize("path", [*feed_paths(".atom"), "/search.atom?q=nothinglikeit"])
async def test_atom_is_valid(site: Site, path: str) -> None:
    """And a feed that lacks an id, or has a moment that is none, is not."""
    feed = etree.fromstring((await site.get(path)).content)
    assert SCHEMA.validate(feed), SCHEMA.error_log
    moment = feed.find("{*}updated")
    assert moment is not None
    moment.text = "yesterday"
    assert not SCHEMA.validate(feed)
    feed.remove(moment)
    assert not SCHEMA.validate(feed)


@pytest.mark.parametrize("path", [*feed_paths(".feed.json"), "/search.feed.json?q=nothinglikeit"])
async def test_json_feed_is_valid(site: Site, path: str) -> None:
    """By its specification."""
    feed = (await site.get(path)).json()
    jsonschema.validate(feed, JSON_FEED)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**feed, "items": [{"id": "1"}]}, JSON_FEED)


def told(moment: Any) -> datetime:
    """A moment, however a parser gives it."""
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return read if isinstance(read, datetime) else datetime.fromtimestamp(timegm(moment), UTC)


@pytest.mark.parametrize(
    ("atom", "feed_json"), [*zip(feed_paths(".atom"), feed_paths(".feed.json"), strict=True)]
)
async def test_readers_agree(site: Site, atom: str, feed_json: str) -> None:
    """On which entries there are, what they are called, where they lead, and when they changed."""
    body, data = (await site.get(atom)).content, (await site.get(feed_json)).content
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        widely = feedparser.parse(body)
        fast = [fastfeedparser.parse(one) for one in (body.decode(), data.decode())]
        strict, items = atoma.parse_atom_bytes(body), atoma.parse_json_feed_bytes(data)
    assert not widely.bozo
    found = [
        [(e.id, e.title, e.link, told(e.updated_parsed)) for e in widely.entries],
        [(e.id_, e.title.value, e.links[0].href, e.updated) for e in strict.entries],
        [(i.id_, i.title, i.url, i.date_modified) for i in items.items],
    ]
    assert len(found[0]) >= 2
    assert found[0] == found[1] == found[2]
    for one in fast:
        assert [(e.id, e.title, e.link) for e in one.entries] == [e[:3] for e in found[0]]
    assert all(link.startswith(f"{ADDRESS}/paper/") for _, _, link, _ in found[0])
