"""Figures of a paper, which not every licence lets others see."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx

from app.services import Services
from domain.fulltext import Figure, FullText, Section, TextOrigin
from domain.identifiers import PaperId
from domain.messages import Message
from domain.papers import Paper
from tests.web.site import ADDRESS, DIFFUSION, HOSTILE, a_site
from web.application import Archive

PNG = b"\x89PNG\r\n\x1a\n and so on"
FREE = "http://creativecommons.org/licenses/by/4.0/"
_FIGURES = (
    Figure("1", HOSTILE, PNG, "image/png"),
    Figure("2/a", "A lamp.", b"<svg onload=alert(1)/>", "image/svg+xml"),
)


class Reader:
    """Has a paper at hand, with its figures, as they are kept where that is set for private use."""

    def __init__(self, licence: str, figures: tuple[Figure, ...] = _FIGURES) -> None:
        self._text = FullText((Section("", "x"),), figures, TextOrigin.HTML, licence)

    async def at_hand(self, paper: Paper) -> FullText | None:
        """All of it."""
        return self._text

    async def read(self, _: Paper, *, figures: bool = False) -> FullText:
        """Nobody reads a paper for a visitor."""
        raise AssertionError(figures)

    def could_show(self, _: FullText) -> bool:
        """Nor fetches images."""
        return False

    async def refusal(self, _: Paper) -> Message | None:
        """It can be read."""
        return None

    async def lacks_html(self, paper: PaperId) -> None:
        """Nobody tells."""

    async def close(self) -> None:
        """Nothing is open."""


async def visited(folder: Path, licence: str) -> tuple[str, httpx.Response, httpx.Response]:
    """The page of a paper under a licence, its first figure and its second."""
    async with a_site(folder) as opened:
        services: Services = replace(opened.services, reader=Reader(licence))
        archive = Archive(services, opened.days, address=ADDRESS).application(["crier.example"])
        transport = httpx.ASGITransport(archive)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as visitor:
            page = f"/paper/{DIFFUSION.base}"
            shown = (await visitor.get(page)).text
            first = await visitor.get(f"{page}/figure/1")
            return shown, first, await visitor.get(f"{page}/figure/2%2Fa")


async def test_figures_are_shown_where_the_licence_allows_it(tmp_path: Path) -> None:
    """With caption, whose they are and the licence; nothing but a picture is one."""
    shown, first, second = await visited(tmp_path, FREE)
    assert f'src="/paper/{DIFFUSION.base}/figure/1"' in shown
    assert "CC BY 4.0" in shown
    assert "<script>alert" not in shown
    assert (first.content, first.headers["content-type"]) == (PNG, "image/png")
    assert "figure/2" not in shown
    assert second.status_code == 404


async def test_others_are_nobodys_to_see(tmp_path: Path) -> None:
    """Even where they are kept."""
    shown, first, _ = await visited(tmp_path, "http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
    assert "<img" not in shown
    assert first.status_code == 404
