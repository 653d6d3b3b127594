"""The archive within Telegram: opened by what Telegram signed, in the chat's language."""

from __future__ import annotations

import hmac
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

import httpx
import pytest

from domain.chats import Chat, ChatRef, ChatSettings
from tests.web.site import ADDRESS, CANARY, PRIVATE, TELEGRAM_TOKEN, Site
from web.application import Archive
from web.mini_app import OLDEST, person_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

OTHERS: Final = (
    "auth_date=1650385342&user=%7B%22id%22%3A42%2C%22first_name%22%3A%22Test%22%7D&query_id=test"
    "&hash=46d2ea5e32911ec8d30999b56247654460c0d20949b6277af519e76271182803"
)
"""Signed for the token 42:TEST by somebody else: it is in the tests of aiogram."""

THEN: Final = datetime.fromtimestamp(1650385342, UTC)
OF_A_KIND: Final = 2
_LINK: Final = re.compile(r'<(?:a|form) [^>]*(?:href|action)="(/[^"]*)"')


def signed(user: str = '{"id": 77}', *, token: str = TELEGRAM_TOKEN, **fields: str) -> str:
    """Data as Telegram hands it to a page."""
    told = {"auth_date": str(int(datetime(2024, 3, 8, 6, tzinfo=UTC).timestamp())), "user": user}
    told = {"query_id": "AAH", "signature": "x_y-z", **told, **fields}
    checked = "\n".join(sorted(f"{name}={value}" for name, value in told.items()))
    key = hmac.digest(b"WebAppData", token.encode(), "sha256")
    return urlencode({**told, "hash": hmac.new(key, checked.encode(), "sha256").hexdigest()})


async def post(site: Site, data: str | bytes) -> httpx.Response:
    """What the page that Telegram opens does."""
    return await site.visitor.post("/app", content=data)


async def test_what_somebody_else_signed_is_read() -> None:
    """As long as it is no older than an hour; nothing of it may be another."""
    assert person_in(OTHERS, "42:TEST", THEN) == ("42", "")
    assert person_in(OTHERS, "42:TEST", THEN + OLDEST) == ("42", "")
    assert person_in(OTHERS, "42:TEST", THEN + OLDEST + timedelta(seconds=1)) is None
    assert person_in(OTHERS, "42:TEST", THEN - timedelta(minutes=6)) is None
    assert person_in(OTHERS, "42:OTHER", THEN) is None
    assert person_in(OTHERS.replace("A42", "A43"), "42:TEST", THEN) is None
    assert person_in(f"{OTHERS}&more=1", "42:TEST", THEN) is None
    assert person_in(f"{OTHERS}&query_id=test", "42:TEST", THEN) is None


async def test_it_opens_in_the_language_of_the_chat(site: Site) -> None:
    """Else in the one that the person's Telegram has."""
    for user, language in (
        ('{"id": 77}', "en"),
        ('{"id": 5, "language_code": "zh-hans"}', "zh"),
        ('{"id": 5, "language_code": "fr"}', "en"),
    ):
        assert (await post(site, signed(user))).json() == {"to": f"/?app={language}"}
    known = await site.services.chat(PRIVATE)
    spoken = replace(known, settings=replace(known.settings, language="zh"))
    await site.services.store.save_chat(spoken)
    opened = await post(site, signed('{"id": 77, "language_code": "de"}'))
    assert opened.headers["cache-control"] == "no-store"
    page = await site.get(opened.json()["to"], accept_language="de")
    assert '<html lang="zh">' in page.text
    await site.services.store.save_chat(known)


@pytest.mark.parametrize(
    "data",
    [
        *("", "hash=", "&&&", "user=%7B%22id%22%3A77%7D&hash=0", b"\xff\x00", "x" * 9_000),
        signed(token="4242:another"),
        signed(auth_date="1709870000"),
        signed(auth_date="9" * 30),
        signed(auth_date="yesterday"),
        *(signed(user) for user in ("", "{}", "[]", '{"id": "x"}', '{"id": null}', "7")),
        signed().replace("77", "78"),
    ],
)
async def test_what_telegram_did_not_sign_lately_opens_nothing(
    site: Site, data: str | bytes
) -> None:
    """And says no more than that."""
    answer = await post(site, data)
    assert answer.status_code == 403
    assert answer.text == "It is not what Telegram signed lately.\n"


async def test_its_pages_stay_within_it(site: Site) -> None:
    """Every link within goes on there, in the same language; only Telegram's own site frames it."""
    waiting, seen, kinds = ["/?app=zh"], set[str](), Counter[str]()
    while waiting:
        path = waiting.pop()
        kind = re.split("[/?]", path)[1]
        if path in seen or kinds[kind] > OF_A_KIND:
            continue
        seen.add(path)
        kinds[kind] += 1
        page = await site.get(path)
        assert page.status_code == 200, path
        if "text/html" not in page.headers["content-type"]:
            continue
        assert CANARY not in page.text
        assert '<html lang="zh">' in page.text
        assert "/static/telegram.js?" in page.text
        assert f'rel="canonical" href="{ADDRESS}{path.partition("?")[0]}' in page.text
        assert "app=" not in page.text.partition('rel="canonical"')[2].partition(">")[0]
        policy = page.headers.get_list("content-security-policy")
        assert [one.rpartition("; ")[2] for one in policy] == [
            "frame-ancestors https://web.telegram.org"
        ]
        for link in _LINK.findall(page.text):
            if link.startswith("/search?") and "q=" not in link:
                continue
            assert "app=zh" in link, (path, link)
            waiting.append(link.replace("&amp;", "&").partition("#")[0])
        assert '<input type="hidden" name="app" value="zh">' in page.text
    assert len(kinds) >= 10
    assert '<input type="hidden" name="app"' not in (await site.get("/")).text


async def test_other_pages_are_as_they_were(site: Site) -> None:
    """No script of it, framed by nobody; a mark that is none changes nothing."""
    plain = await site.get("/about")
    for path in ("/about?app=xx", "/about?app="):
        assert (await site.get(path)).content == plain.content
    assert "telegram.js" not in plain.text
    assert "frame-ancestors 'none'" in plain.headers["content-security-policy"]
    entrance = await site.get("/app")
    assert "connect-src 'self'" in entrance.headers["content-security-policy"]
    assert "noindex" in entrance.text
    for method in ("PUT", "DELETE"):
        assert (await site.visitor.request(method, "/app")).status_code == 405


async def test_without_a_bot_there_is_none(site: Site) -> None:
    """Neither the page nor the mark."""
    archive = Archive(site.services, site.days, address=ADDRESS, fresh=0.0)
    transport = httpx.ASGITransport(archive.application(["crier.example"]))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as visitor:
        assert (await visitor.get("/app")).status_code == 404
        assert (await visitor.post("/app", content=signed())).status_code == 404
        assert 'lang="en"' in (await visitor.get("/about?app=zh")).text


async def test_whichever_bot_opens_it(site: Site) -> None:
    """In the language of the person's chat with that one; what no bot of ours signed opens none."""
    token = "7004243:another-token-for-tests"
    chinese = Chat(ChatRef("telegram@7004243", "77"), ChatSettings(language="zh"))
    await site.services.store.save_chat(chinese)
    tokens = {"telegram": TELEGRAM_TOKEN, "telegram@7004243": token}
    archive = Archive(site.services, site.days, address=ADDRESS, telegram_tokens=tokens)
    transport = httpx.ASGITransport(archive.application(["crier.example"]))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as visitor:
        answers = [
            await visitor.post("/app", content=signed(token=one))
            for one in (token, TELEGRAM_TOKEN, "7004243:no-token-of-ours")
        ]
    assert [answer.status_code for answer in answers] == [200, 200, 403]
    assert [answer.json()["to"] for answer in answers[:2]] == ["/?app=zh", "/?app=en"]


async def test_the_data_of_a_person_is_json() -> None:
    """As in Telegram's own example."""
    person = {"id": 279058397, "first_name": "Vladislav + - ? /", "language_code": "ru"}
    data = signed(json.dumps(person, ensure_ascii=False), signature="6fbdaab833d39f54518bd5c3eb3f")
    now = datetime(2024, 3, 8, 6, 30, tzinfo=UTC)
    assert person_in(data, TELEGRAM_TOKEN, now) == ("279058397", "ru")
