"""Links from chats into the archive: papers, their evidence, and digests behind a link."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from composing.actions import card_actions
from domain.documents import Button, Buttons, Document
from domain.errors import InputError
from domain.requests import Request
from handlers.dispatch import dispatch
from rendering.common.plain import visible_lines
from tests.web.site import ADDRESS, ASKED, CANARY, DIFFUSION, PRIVATE, Site, a_paper, a_site

DAY = "2024-03-08"


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """An archive of one's own, as links change it."""
    async with a_site(tmp_path) as opened:
        yield opened


async def ask(site: Site, command: str, argument: str) -> Document:
    """What the private chat is answered."""
    return await dispatch(site.services, Request(PRIVATE, "77", command, argument))


def buttons(document: Document) -> dict[str, Button]:
    """Those of a document, by their labels."""
    rows = [row for block in document.walk() if isinstance(block, Buttons) for row in block.rows]
    return {button.label: button for row in rows for button in row}


async def opened(site: Site) -> str:
    """Where the page of the digest is."""
    url = buttons(await ask(site, "page", DAY))["Open the page"].url
    assert url.startswith(f"{ADDRESS}/digest/")
    return url.removeprefix(ADDRESS)


async def test_a_digest_is_read_behind_its_link_until_that_is_ended(site: Site) -> None:
    """Its topics and papers, but no muted word; nobody keeps a copy, and a press ends it."""
    path = await opened(site)
    assert len(path.removeprefix("/digest/")) >= 32, "nobody guesses it"
    assert await opened(site) == path, "the same as long as it is there"
    for ending in ("", ".json"):
        answer = await site.get(path + ending)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert CANARY in answer.text.lower()
        assert CANARY * 2 not in answer.text
        assert "2403.00001" in answer.text
    page = await site.get(path)
    assert '<meta name="robots" content="noindex">' in page.text
    ends = buttons(await ask(site, "page", DAY))["End this link"].command
    assert "gone" in " ".join(visible_lines(await ask(site, *ends[1:].split(" ", 1))))
    for ending in ("", ".json"):
        assert (await site.get(path + ending)).status_code == 404
    assert "no page" in " ".join(visible_lines(await ask(site, "page", f"{DAY} end")))
    assert await opened(site) != path


async def test_a_chat_that_is_forgotten_has_no_pages(site: Site) -> None:
    """From that moment on."""
    path = await opened(site)
    assert (await site.get(path)).status_code == 200
    await ask(site, "forgetme", "yes")
    assert (await site.get(path)).status_code == 404


async def test_links_that_lead_nowhere(site: Site) -> None:
    """Those made up, and those to digests that are kept no more."""
    for name in ("x", f"{CANARY}-key", "%2e%2e", "%00"):
        assert (await site.get(f"/digest/{name}")).status_code == 404
    for argument in ("2024-03-01", "yesterday", f"{DAY} start"):
        with pytest.raises(InputError):
            await ask(site, "page", argument)


async def test_a_paper_and_its_evidence_lead_to_its_page(site: Site) -> None:
    """Where it was announced; else they stay in the chat."""
    told = buttons(await ask(site, "summarize", str(DIFFUSION)))
    page = f"{ADDRESS}/paper/{DIFFUSION.base}"
    assert told["Paper"].url == page
    assert told["Evidence"].url == f"{page}#evidence"
    assert 'id="evidence"' in (await site.get(f"/paper/{DIFFUSION.base}")).text
    asked_for = buttons(await ask(site, "summarize", str(ASKED)))
    assert "Paper" not in asked_for
    assert asked_for["Evidence"].command == f"/evidence {ASKED}"


async def test_a_digest_leads_there_from_each_of_its_papers(site: Site) -> None:
    """One that came by itself has a button for the whole of it."""
    digest = await ask(site, "digest", f"{DAY} sent {DAY} page 1")
    assert buttons(digest)["Full digest"].command == f"/page {DAY}"
    actions = {one.label: one for one in card_actions(a_paper(DIFFUSION, "On it"), ADDRESS)}
    assert actions["Evidence"].url == f"{ADDRESS}/paper/{DIFFUSION.base}#evidence"
    assert actions["Paper"].url == f"{ADDRESS}/paper/{DIFFUSION.base}"
