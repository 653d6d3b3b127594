"""Feeds, and the other forms in which the archive is given out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from lxml import etree

from app.archive.days import ArchiveDays
from domain.identifiers import PaperId
from tests.web.site import (
    ADDRESS,
    BEFORE,
    DIFFUSION,
    GONE,
    HOSTILE,
    NEWEST,
    OLD,
    STRANGE,
    Site,
    a_paper,
    a_site,
    batch,
    by_a_model,
    papers,
)
from topics.catalogue import catalogue
from web.application import Archive

pytestmark = pytest.mark.asyncio(loop_scope="module")

_NS: Final = {"a": "http://www.w3.org/2005/Atom"}
_FEEDS: Final = (
    *("/topic/diffusion-models", "/author{}?name=Ada%20Lamp", "/search{}?q=lamp"),
    "/channel/lampcircle",
)


def feed_paths(ending: str) -> list[str]:
    """A feed of each kind, in a form."""
    return [path.format(ending) if "{}" in path else path + ending for path in _FEEDS]


async def entries(site: Site, path: str = "/topic/diffusion-models.atom") -> dict[str, Any]:
    """When each entry of a feed was updated, by its id; the feed's own under an empty one."""
    feed = etree.fromstring((await site.get(path)).content)
    found = {
        entry.findtext("a:id", "", _NS): entry.findtext("a:updated", "", _NS)
        for entry in feed.iterfind("a:entry", _NS)
    }
    return {"": feed.findtext("a:updated", "", _NS), **found}


@pytest.mark.parametrize("path", feed_paths(".atom"))
async def test_atom(site: Site, path: str) -> None:
    """What RFC 4287 asks of a feed and its entries, each once; with all that is said of a paper."""
    answer = await site.get(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    assert feed.tag == f"{{{_NS['a']}}}feed"
    (own,) = feed.findall("a:link[@rel='self']", _NS)
    assert own.get("href") == ADDRESS + path
    for element in (feed, *feed.iterfind("a:entry", _NS)):
        for name in ("id", "title", "updated"):
            (one,) = element.findall(f"a:{name}", _NS)
            assert one.text
        datetime.strptime(element.findtext("a:updated", "", _NS), "%Y-%m-%dT%H:%M:%S%z")
        assert element.findall("a:author/a:name", _NS)
    ids = [one.text for one in feed.iterfind("a:entry/a:id", _NS)]
    assert len(ids) == len(set(ids)) >= 2
    content = " ".join(str(one.text) for one in feed.iterfind("a:entry/a:content", _NS))
    assert "Costs fall by half." in content
    assert "<script" not in content


@pytest.mark.parametrize("path", feed_paths(".feed.json"))
async def test_json_feed(site: Site, path: str) -> None:
    """What version 1.1 asks; the same entries as in Atom, updated at the same moments."""
    answer = await site.get(path)
    assert answer.headers["content-type"].startswith("application/feed+json")
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == ADDRESS + path
    assert all(one["url"].startswith(ADDRESS) and one["content_html"] for one in feed["items"])
    atom = await entries(site, path.replace(".feed.json", ".atom"))
    atom.pop("")
    assert {one["id"]: one["date_modified"] for one in feed["items"]} == atom


async def test_pages_tell_readers_of_their_feeds(site: Site) -> None:
    """And those without one have none."""
    shown = (await site.get("/author?name=Ada%20Lamp")).text
    assert 'title="Ada Lamp" href="/author.atom?name=Ada%20Lamp"' in shown
    assert "application/atom+xml" not in (await site.get("/status")).text
    assert (await site.get("/search.atom")).status_code == 404
    assert (await site.get("/search.atom?q=%22")).status_code == 404


async def test_nothing_moves_that_has_not_changed(tmp_path: Path) -> None:
    """Only a new version or a new summary of a model's makes an entry, and its feed, newer."""
    async with a_site(tmp_path) as opened:
        library = opened.services.library
        first = await opened.get("/topic/diffusion-models.atom")
        before = await entries(opened)
        here = DIFFUSION.latest.abs_url
        # As announced, whenever an extract was made of it.
        assert before == dict.fromkeys(("", here, GONE.latest.abs_url), "2024-03-08T01:00:00Z")
        # Looked at again, and told more of by the API: nothing that a reader must see anew.
        again = replace(papers()[0], checked_at=datetime(2024, 3, 9, tzinfo=UTC))
        await library.save_papers([again])
        tag = first.headers["etag"]
        known = await opened.get("/topic/diffusion-models.atom", if_none_match=tag)
        assert known.status_code == 304
        await library.save_summary(*by_a_model(again, datetime(2024, 3, 9, 7, tzinfo=UTC)))
        summed = await entries(opened)
        assert summed == {**before, "": "2024-03-09T07:00:00Z", here: "2024-03-09T07:00:00Z"}
        newer = replace(again, id=replace(DIFFUSION, version=3), updated=_AT)
        await library.save_papers([newer])
        moved = await entries(opened)
        assert moved == {**before, "": "2024-03-10T09:00:00Z", here: "2024-03-10T09:00:00Z"}


_AT: Final = datetime(2024, 3, 10, 9, tzinfo=UTC)


async def test_a_late_paper_comes_to_the_feed(tmp_path: Path) -> None:
    """When its announcement does."""
    async with a_site(tmp_path) as opened:
        late = replace(papers()[0], id=replace(OLD, base="2403.00009"))
        await opened.services.library.save_batch(batch("math", NEWEST, [late]), [late])
        assert late.id.latest.abs_url in await entries(opened)


async def test_a_search_has_the_newest_in_its_feed(tmp_path: Path) -> None:
    """However well older ones match: who follows it gets each, the best of a day first."""
    async with a_site(tmp_path) as opened:
        titles = "Diffusion models", "Lamps and diffusion models"
        best, newer = (
            a_paper(PaperId(f"2403.0001{n}", 1), title) for n, title in enumerate(titles)
        )
        library = opened.services.library
        await library.save_batch(batch("stat", BEFORE, [best]), [best])
        await library.save_batch(batch("math", NEWEST, [newer]), [newer])
        path = "/search{}?q=ti:diffusion"
        feed = (await opened.get(path.format(".feed.json"))).json()
        published = [one["date_published"] for one in feed["items"]]
        assert len(set(published)) == 2
        assert published == sorted(published, reverse=True)
        shown = (await opened.get(path.format(".json"))).json()["found"]
        days = [one["day"] for one in shown["papers"]]
        assert shown["matched"] == len(days) == 4
        assert days != sorted(days, reverse=True)


async def test_after_a_start_a_topic_has_its_feed_when_its_days_are_there(tmp_path: Path) -> None:
    """Until then readers keep what they have; its page is there at once."""
    async with a_site(tmp_path) as opened:
        days = ArchiveDays(opened.services.intake, opened.services.library, opened.services.clock)
        archive = Archive(opened.services, days, address=ADDRESS, fresh=0.0)
        transport = httpx.ASGITransport(archive.application(["crier.example"]))
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as visitor:
            assert (await visitor.get("/topic/diffusion-models")).status_code == 200
            early = await visitor.get("/topic/diffusion-models.atom")
            assert (early.status_code, early.headers["retry-after"]) == (503, "60")
            assert early.headers["cache-control"] == "no-store"
            await days.work_out_all()
            assert (await visitor.get("/topic/diffusion-models.atom")).status_code == 200


async def test_the_catalogue_as_opml(site: Site) -> None:
    """A feed for each ready topic, and each is there."""
    listed = etree.fromstring((await site.get("/topics.opml")).content)
    feeds = [str(one.get("xmlUrl")) for one in listed.iterfind("body/outline")]
    assert len(feeds) == len(set(feeds)) == len(catalogue())
    for feed in feeds[:3]:
        assert (await site.get(feed.removeprefix(ADDRESS))).status_code == 200


async def test_the_sitemap_has_what_is_there(site: Site) -> None:
    """Topics, days and papers, by whole addresses."""
    listed = etree.fromstring((await site.get("/sitemap.xml")).content)
    places = [one.text for one in listed.iter("{*}loc")]
    assert f"{ADDRESS}/paper/{OLD.base}" in places
    assert f"{ADDRESS}/day/2024-03-07" in places
    assert f"{ADDRESS}/sitemap.xml" in (await site.get("/robots.txt")).text


async def test_a_paper_to_take_along(site: Site) -> None:
    """As Markdown and for bibliographies; what is hostile stays within its field."""
    base = f"/paper/{DIFFUSION.base}"
    assert (await site.get(f"{base}.md")).text.startswith("# [Diffusion models of ")
    assert (await site.get(f"{base}.bib")).text.startswith("@")
    assert (await site.get(f"{base}.ris")).text.startswith("TY  - ")
    (cited,) = (await site.get(f"{base}.csl.json")).json()
    assert DIFFUSION.base in str(cited)
    assert (
        (await site.get(f"/paper/{STRANGE.base}.bib"))
        .headers["content-type"]
        .startswith("application/x-bibtex")
    )
    assert HOSTILE not in (await site.get(f"/paper/{STRANGE.base}")).text
