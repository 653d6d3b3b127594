"""Finding out whether arXiv can be reached at all."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import threading
from collections.abc import Iterator

import pytest

from domain.errors import SourceUnavailable
from papers.transport.connectivity import reach_any
from tests.fakes.arxiv_server import FakeArxiv
from tests.patience import PATIENCE

NOBODY = "http://127.0.0.1:9/"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxies this machine has."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def black_hole() -> Iterator[str]:
    """An address that answers nothing, not even no: a listener whose queue is full."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


async def test_a_connection_is_enough_and_no_request_is_spent(arxiv: FakeArxiv) -> None:
    """Asking whether arXiv is there uses up none of its patience."""
    await reach_any([arxiv.url], patience=5.0)
    assert not arxiv.seen


async def test_one_of_several_is_enough(arxiv: FakeArxiv) -> None:
    """The site is there although the API is not."""
    await reach_any([NOBODY, arxiv.url], patience=5.0)


async def test_a_refusal_is_told_at_once() -> None:
    """Nobody waits out the patience when all doors are shut."""
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1 takes no connection\.$"):
            await reach_any([NOBODY, NOBODY], patience=3000.0)


async def test_an_unknown_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual sign of having no network."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(SourceUnavailable, match=r"the name arxiv\.invalid is not known here"):
        await reach_any(["https://arxiv.invalid"], patience=30.0)


async def test_a_resolver_that_hangs_costs_the_patience_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Looking up a name knows no time limit of its own."""
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: done.wait(600) and [])
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(SourceUnavailable, match=r"arxiv\.invalid does not answer"):
            await reach_any(["https://arxiv.invalid"], patience=0.1)
    done.set()


@pytest.mark.skipif(sys.platform != "linux", reason="fills a listener's queue as Linux does")
async def test_silence_is_told_when_the_patience_is_over(black_hole: str) -> None:
    """A black hole costs the patience and no more."""
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(SourceUnavailable, match=r"127\.0\.0\.1 does not answer"):
            await reach_any([black_hole], patience=0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="fills a listener's queue as Linux does")
async def test_a_black_hole_does_not_hide_an_open_door(arxiv: FakeArxiv, black_hole: str) -> None:
    """Doors are tried side by side."""
    async with asyncio.timeout(PATIENCE):
        await reach_any([black_hole, arxiv.url], patience=3000.0)


async def test_where_there_is_a_proxy_it_is_what_must_be_reached(
    arxiv: FakeArxiv, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a proxy names are looked up there and not here."""
    monkeypatch.setenv("http_proxy", arxiv.url)
    await reach_any(["http://arxiv.invalid"], patience=5.0)
    monkeypatch.setenv("http_proxy", arxiv.url.removeprefix("http://"))
    await reach_any(["http://arxiv.invalid"], patience=5.0)
    monkeypatch.setenv("http_proxy", NOBODY)
    with pytest.raises(SourceUnavailable, match="takes no connection"):
        await reach_any(["http://arxiv.invalid"], patience=5.0)
