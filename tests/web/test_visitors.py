"""Who may ask the archive for what, and how it answers: anybody may come."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path
from string import printable
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Send

from domain.concurrency import asker
from domain.errors import StoreError
from domain.messages import as_is
from tests.web.site import (
    ADDRESS,
    ASKED,
    CANARY,
    NEWEST,
    OLD,
    Site,
    a_site,
    batch,
    papers,
)
from web.answers import Answer, Answers
from web.application import PAGES
from web.serving.guard import AT_ONCE, LONGEST_ADDRESS, Guard, Visits

pytestmark = pytest.mark.asyncio(loop_scope="module")

_LINK: Final = re.compile(r"""(?:href|src|action)="([^"]*)"|<loc>([^<]*)<|xmlUrl="([^"]*)\"""")
_AT_HAND: Final = ("/", "/index.json", "/robots.txt", *(path for path, _ in PAGES))


async def reachable(site: Site) -> dict[str, httpx.Response]:
    """Everything that links lead to, with its data beside it."""
    found: dict[str, httpx.Response] = {}
    waiting = [path for path in _AT_HAND if "{" not in path and path != "/author"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = answer = await site.get(path)
        if "text/" in answer.headers["content-type"] or "xml" in answer.headers["content-type"]:
            for groups in _LINK.findall(answer.text):
                target = urlsplit(urljoin(f"{ADDRESS}{path}", unescape("".join(groups))))
                if target.netloc == urlsplit(ADDRESS).netloc:
                    waiting.append(target.path + (f"?{target.query}" if target.query else ""))
        if "html" in answer.headers["content-type"] and path != "/":
            name, _, query = path.partition("?")
            waiting.append(f"{name}.json" + (f"?{query}" if query else ""))
    return found


async def test_nothing_that_is_a_chats_can_be_reached(site: Site) -> None:
    """No topic, no muted word, no vote, no saved paper; nor is arXiv asked for a visitor."""
    found = await reachable(site)
    assert len(found) > 100
    assert {"/channel/lampcircle", "/channel/lampcircle/2024-03-08"} < found.keys()
    for path, answer in found.items():
        assert answer.status_code == 200, path
        assert CANARY not in answer.text, path
    assert site.source.asked == []


async def test_a_paper_that_was_only_asked_for_is_not_there(site: Site) -> None:
    """In no form, nor among its authors': that it is known tells that somebody asked for it."""
    for ending in ("", ".json", ".md", ".bib"):
        assert (await site.get(f"/paper/{ASKED.base}{ending}")).status_code == 404
        assert (await site.get(f"/paper/{OLD.base}{ending}")).status_code == 200
    assert CANARY not in (await site.get("/author?name=Ada%20Lamp")).text


async def test_every_answer_says_what_a_browser_may_do_with_it(site: Site) -> None:
    """Nothing but show it; no cookie is set, and nobody is told what answers."""
    for path in ("/", "/nowhere", "/static/style.css", "/status.json", "/robots.txt"):
        answer = await site.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["date"].endswith("GMT")
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
async def test_nothing_but_reading_is_heard(site: Site, method: str) -> None:
    """Whatever else is refused."""
    answer = await site.visitor.request(method, "/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *(("crier.example", 200), ("CRIER.example:8080", 200), ("127.0.0.1:8080", 200)),
        *(("[::1]:8080", 200), ("evil.example", 421), ("crier.example.evil.example", 421)),
        *(("", 421), ("[::1", 421), ("crier.example@evil.example", 421)),
    ],
)
async def test_hosts(site: Site, host: str, status: int) -> None:
    """Only the archive's own are answered, and plain addresses."""
    assert (await site.get("/about", host=host)).status_code == status


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/static/",
            "/static/../application.py",
            "/static/%2e%2e/guard.py",
            "/static//etc/passwd",
        ),
        *("/topic/", "/topic/nothing", "/paper/", "/paper/nothing", "/paper/2403.00001v1"),
        *("/paper/..%2f..", "/author", "/author?name=", "/templates/base.html"),
        *("/day/2024-13-01", "/day/9999-99-99", "/.env", "/%00", "/about/"),
    ],
)
async def test_what_is_not_there(site: Site, path: str) -> None:
    """Is told in a page of the archive, which nobody keeps."""
    answer = await site.get(path)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert "<h1>Not here</h1>" in answer.text


async def test_an_address_has_an_end(site: Site) -> None:
    """What is longer is not looked at."""
    assert (await site.get("/search?q=" + "a" * LONGEST_ADDRESS)).status_code == 414


async def test_what_is_known_is_not_sent_again(site: Site) -> None:
    """304 always where nothing changed, in the form in which it was asked for."""
    for path in ("/", "/topic/diffusion-models", "/status.json", "/static/style.css"):
        answer = await site.get(path)
        tag = answer.headers["etag"]
        for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
            again = await site.get(path, if_none_match=known)
            assert (again.status_code, again.content) == (304, b""), path
            assert again.headers["etag"] == tag
            assert again.headers["vary"] == answer.headers["vary"]
        assert (await site.get(path, if_none_match='"other"')).status_code == 200
    chinese = await site.get("/", accept_language="zh")
    assert chinese.headers["etag"] != (await site.get("/")).headers["etag"]


async def test_answers_are_packed_where_that_is_taken(site: Site) -> None:
    """Always to the same bytes."""
    plain = await site.get("/", accept_encoding="identity")
    assert "content-encoding" not in plain.headers
    refused = await site.get("/", accept_encoding="gzip;q=0, identity")
    assert "content-encoding" not in refused.headers
    packed = await site.get("/", accept_encoding="br, gzip;q=0.8")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 2


async def test_a_head_has_no_body(site: Site) -> None:
    """And says what a GET would."""
    answer = await site.visitor.head("/about")
    assert answer.status_code == 200
    assert answer.headers["etag"] == (await site.get("/about")).headers["etag"]


_PATHS = st.one_of(
    st.sampled_from([path.partition("{")[0] for path, _ in PAGES]),
    st.sampled_from(["/static/", "/index", "/feed", "/"]),
)
_TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(printable, max_size=40),
    st.sampled_from(["2403.00001", "2024-03-08", "diffusion-models", "(((", 'ti:"', "cat:cs AND"]),
)


async def test_no_address_breaks_it(site: Site) -> None:
    """Whatever is asked for, by whoever, is answered without failing."""
    loop = asyncio.get_running_loop()

    @settings(max_examples=150, deadline=None)
    @given(_PATHS, _TEXTS, st.sampled_from(["", ".json", ".atom", ".md"]), _TEXTS, st.binary())
    def asked(path: str, rest: str, ending: str, value: str, language: bytes) -> None:
        value = quote(value, errors="replace")
        query = f"q={value}&name={value}&page={value}".encode()
        sent = site.status(path + rest + ending, query, language)
        assert asyncio.run_coroutine_threadsafe(sent, loop).result() < 500

    await asyncio.to_thread(asked)


async def test_a_database_that_fails_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """As something that passes, and not as our own failure."""

    async def fails(*_: object) -> object:
        raise StoreError(as_is("The disk is full."))

    monkeypatch.setattr(type(site.days), "standing", fails)
    answer = await site.get("/status")
    assert answer.status_code == 503
    assert "Try again in a minute." in answer.text


async def test_what_is_new_is_shown(tmp_path: Path) -> None:
    """When the announcement that was late comes, the front page and its tag are others."""
    async with a_site(tmp_path) as opened:
        before = await opened.get("/")
        await opened.services.library.save_batch(batch("math", NEWEST, papers()[3:]))
        after = await opened.get("/", if_none_match=before.headers["etag"])
        assert after.status_code == 200
        assert "complete in 2 archives" in after.text
        assert "4 papers announced." in after.text


async def test_an_answer_is_kept_for_a_moment() -> None:
    """So long it is made once; and no more is kept than so much."""
    made = 0

    async def one() -> Answer:
        nonlocal made
        made += 1
        return Answer(b"x" * 40)

    answers = Answers(fresh=60, most=100)
    for key in ("a", "a", "b", "a"):
        await answers.of(key, one)
    assert made == 2
    for key in ("c", "a", "c"):
        await answers.of(key, one)
    assert made == 4
    stale = Answers(fresh=0)
    await stale.of("a", one)
    await stale.of("a", one)
    assert made == 6


async def test_what_many_ask_for_together_is_made_once() -> None:
    """Whoever of them goes away."""
    made, goes_on = 0, asyncio.Event()

    async def one() -> Answer:
        nonlocal made
        made += 1
        await goes_on.wait()
        return Answer(b"x")

    answers = Answers(fresh=0)
    asking = [asyncio.create_task(answers.of("a", one)) for _ in range(9)]
    await asyncio.sleep(0)
    asking[0].cancel()
    goes_on.set()
    (first, *others) = await asyncio.gather(*asking, return_exceptions=True)
    assert isinstance(first, asyncio.CancelledError)
    assert others == [Answer(b"x")] * 8
    assert made == 1


async def test_what_takes_the_processor_is_done_for_each_visitor_in_turn() -> None:
    """So that nobody's searches hold up another's, nor the digests that are being typeset."""
    persons = []

    async def app(_scope: object, _receive: object, send: Send) -> None:
        persons.append(asker.person())
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    for client in ("8.8.8.8", "9.9.9.9", "8.8.8.8", "127.0.0.1"):
        transport = httpx.ASGITransport(Guard(app, ["a"]), client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://a") as visitor:
            await visitor.get("/")
    assert persons[0] == persons[2]
    assert len({*persons, asker.person()}) == 4


async def test_whoever_asks_too_much_is_told_when_to_come_back() -> None:
    """By 429, with how many seconds."""

    async def nothing(_scope: object, _receive: object, send: object) -> None:
        raise AssertionError("it is not asked")

    visits = Visits(lambda: 0.0)
    for _ in range(AT_ONCE):
        visits.wait("8.8.8.8")
    transport = httpx.ASGITransport(Guard(nothing, ["a"], visits), client=("8.8.8.8", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://a") as visitor:
        answer = await visitor.get("/")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
