"""Public channels: their digests for everybody, by an admin's press, until the next or longer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from app.archive.public import look_again
from app.fair_use.admission import open_admission
from app.operating.public_names import NameUnknown, PublicName
from domain.chats import AccessKey, ChatRef
from domain.documents import Button, Buttons, Document
from domain.errors import InputError
from domain.messages import as_is
from domain.requests import Request
from handlers.dispatch import dispatch
from rendering.common.plain import visible_lines
from tests.web.site import (
    ADDRESS,
    BEFORE,
    CANARY,
    DIFFUSION,
    NEWEST,
    OLD,
    PRIVATE,
    PUBLIC,
    Site,
    a_site,
    papers,
    send_digest,
)

PAGE = "/channel/lampcircle"
FORMS = (PAGE, f"{PAGE}.json", f"{PAGE}.atom", f"{PAGE}.feed.json", f"{PAGE}/{NEWEST}")


class Platform:
    """Tells what channels are called."""

    def __init__(self) -> None:
        self.name: PublicName | None = PublicName("The Lamp Circle", "lampcircle")
        self.is_there = True

    async def named(self, _: ChatRef) -> PublicName | None:
        """What it tells of any."""
        if not self.is_there:
            raise NameUnknown(as_is("It is not there."))
        return self.name


@pytest.fixture
def platform() -> Platform:
    """One that is there."""
    return Platform()


@pytest_asyncio.fixture
async def site(tmp_path: Path, platform: Platform) -> AsyncIterator[Site]:
    """An archive of one's own, with a public channel."""
    async with a_site(tmp_path) as opened:
        opened.services.public_names.connect("telegram", platform.named)
        yield opened


async def ask(site: Site, line: str, *, chat: ChatRef = PUBLIC, is_admin: bool = True) -> Document:
    """What somebody is answered in the channel."""
    command, _, argument = line.removeprefix("/").partition(" ")
    request = Request(chat, "5", command, argument, is_admin=is_admin, is_private=chat != PUBLIC)
    return await dispatch(site.services, request)


def buttons(document: Document) -> dict[str, Button]:
    """Those of a document, by their labels."""
    rows = [row for block in document.walk() if isinstance(block, Buttons) for row in block.rows]
    return {button.label: button for row in rows for button in row}


async def statuses(site: Site) -> set[int]:
    """With what its pages and feeds are answered."""
    return {(await site.get(path)).status_code for path in FORMS}


async def test_anybody_reads_what_a_public_channel_was_sent(site: Site) -> None:
    """Its digests by day, without what is muted in it and what its members like."""
    page = await site.get(PAGE)
    assert "<h1>The Lamp Circle</h1>" in page.text
    assert '<a href="https://t.me/lampcircle"' in page.text
    assert f'href="{PAGE}/{BEFORE}"' in page.text
    assert 'name="robots"' not in page.text
    newest, older = await site.get(f"{PAGE}/{NEWEST}"), await site.get(f"{PAGE}/{BEFORE}")
    assert DIFFUSION.base in newest.text
    assert OLD.base in older.text
    assert OLD.base not in newest.text
    for path in (*FORMS, f"{PAGE}/{BEFORE}", f"{PAGE}/{NEWEST}.json"):
        answer = await site.get(path)
        assert answer.status_code == 200, path
        assert CANARY not in answer.text, path
        assert answer.headers["cache-control"] == "no-cache"
        known = await site.get(path, if_none_match=answer.headers["etag"])
        assert known.status_code == 304
    for missing in (f"{PAGE}/2024-03-01", f"{PAGE}/x", "/channel/others", "/channel/%00"):
        assert (await site.get(missing)).status_code == 404, missing
    assert PAGE in (await site.get("/topics")).text
    assert f"{ADDRESS}{PAGE}<" in (await site.get("/sitemap.xml")).text


async def test_an_admin_shows_them_by_a_press_and_ends_that_by_another(site: Site) -> None:
    """From that moment on, in every form."""
    ends = buttons(await ask(site, "publish"))["Show it no longer"].command
    shows = buttons(await ask(site, ends))["Show them to everybody"].command
    assert await statuses(site) == {404}
    assert PAGE not in (await site.get("/topics")).text
    with pytest.raises(InputError, match="admins"):
        await ask(site, shows, is_admin=False)
    opened = buttons(await ask(site, shows))["Open the page"].url
    assert opened == f"{ADDRESS}{PAGE}"
    assert await statuses(site) == {200}
    assert buttons(await ask(site, "publish"))["Open the page"].url == opened
    whole = buttons(await ask(site, f"page {NEWEST}"))["Open the page"].url
    assert whole == f"{opened}/{NEWEST}"


async def test_a_channel_that_is_forgotten_or_shut_out_has_no_page(site: Site) -> None:
    """Nor has one whose chat those who run it have ended."""
    admission = site.services.admission
    await admission.deny(("telegram", PUBLIC.chat_id))
    assert await statuses(site) == {404}
    await admission.allow(("telegram", PUBLIC.chat_id))
    assert await statuses(site) == {200}
    await ask(site, "forgetme yes")
    assert await statuses(site) == {404}


async def test_another_process_shuts_a_channel_out(site: Site) -> None:
    """Where the archive has one of its own: at once, and likewise what it decides anew."""
    link = buttons(await ask(site, f"page {NEWEST}", chat=PRIVATE))["Open the page"].url
    private = link.removeprefix(ADDRESS)
    assert (await site.get(private)).status_code == 200
    other = await open_admission(site.services.admission.notes, frozenset())
    for chat in (PUBLIC, PRIVATE):
        await other.deny((chat.kind, chat.chat_id))
    assert await statuses(site) == {404}
    assert PAGE not in (await site.get("/topics")).text
    assert (await site.get(private)).status_code == 404
    await other.allow((PUBLIC.kind, PUBLIC.chat_id))
    assert await statuses(site) == {200}


async def test_what_not_anybody_finds_is_shown_to_nobody(site: Site, platform: Platform) -> None:
    """A private chat, a private channel, and one of which nobody can tell."""
    private = ChatRef("telegram", "8")
    with pytest.raises(InputError, match="anybody can find"):
        await ask(site, "publish on", chat=private)
    await ask(site, "publish off")
    platform.name = None
    with pytest.raises(InputError, match="anybody can find"):
        await ask(site, "publish on")
    platform.is_there = False
    with pytest.raises(NameUnknown):
        await ask(site, "publish on")
    assert await statuses(site) == {404}
    assert "alone" in " ".join(visible_lines(await ask(site, "publish")))


async def test_a_page_ends_when_its_channel_becomes_private(site: Site, platform: Platform) -> None:
    """It goes by the name that the channel has; as long as nobody can tell, it stays."""
    platform.is_there = False
    await look_again(site.services)
    assert await statuses(site) == {200}
    platform.is_there = True
    platform.name = PublicName("The Lantern Circle", "lanterns")
    await look_again(site.services)
    assert await statuses(site) == {404}
    assert "The Lantern Circle" in (await site.get("/channel/lanterns")).text
    platform.name = None
    await look_again(site.services)
    assert (await site.get("/channel/lanterns")).status_code == 404


async def test_a_channel_without_a_name_keeps_its_page(site: Site, platform: Platform) -> None:
    """However often it is shown, as on Discord; another's name is its owner's."""
    store = site.services.store
    await ask(site, "publish off")
    platform.name = PublicName("Lamps #news")
    opened = buttons(await ask(site, "publish on"))["Open the page"].url
    assert buttons(await ask(site, "publish on"))["Open the page"].url == opened
    platform.name = PublicName("Lamps", "lamps")
    now = site.services.clock.now()
    await store.keep_key(AccessKey("lamps", ChatRef("telegram", "-9"), "channel Others", now))
    assert buttons(await ask(site, "publish on"))["Open the page"].url == f"{ADDRESS}/channel/lamps"
    assert "<h1>Lamps</h1>" in (await site.get("/channel/lamps")).text
    assert (await site.get(opened.removeprefix(ADDRESS))).status_code == 404


async def test_a_feed_has_each_paper_once_the_newest_first(site: Site) -> None:
    """Also one that another digest told again."""
    feed = (await site.get(f"{PAGE}.feed.json")).json()
    told = [item["url"].rpartition("/")[2] for item in feed["items"]]
    assert told == [DIFFUSION.base, papers()[2].id.base, "0301001"]
    empty = ChatRef("telegram", "-1003")
    now = site.services.clock.now()
    await site.services.store.keep_key(AccessKey("empty", empty, "channel Nothing yet", now))
    assert "No digest has come here yet." in (await site.get("/channel/empty")).text
    assert (await site.get("/channel/empty.feed.json")).json()["items"] == []


async def test_a_digest_that_comes_is_there_at_once(site: Site) -> None:
    """And what was told is not told again."""
    day = NEWEST.replace(day=9)
    await send_digest(site.services, PUBLIC, day, "lamps", papers()[0], papers()[1])
    assert f'href="{PAGE}/{NEWEST}"' in (await site.get(PAGE)).text
    feed = (await site.get(f"{PAGE}.feed.json")).json()
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"]) == 4
