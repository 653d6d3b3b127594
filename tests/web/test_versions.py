"""What changed in a paper, told on its page where it is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from domain.fulltext import FullText, Section, TextOrigin
from domain.papers import Paper
from tests.web.site import ADDRESS, DIFFUSION, HOSTILE, a_site
from tests.web.test_figures import FREE
from tests.web.test_figures import Reader as OneText
from web.application import Archive

BEFORE = (Section("Method", "Lamps burn 12 litres of oil a night. They are slow."),)
AFTER = (
    *(Section("Method", "Lamps burn 9 litres of oil a night. They are slow."),),
    Section(HOSTILE, "It is bright."),
)


class Reader(OneText):
    """Has versions at hand by their numbers."""

    def __init__(self, of: dict[int, tuple[Section, ...]]) -> None:
        super().__init__(FREE)
        self._of = of

    async def at_hand(self, paper: Paper) -> FullText | None:
        """The text of a version, where it was read."""
        sections = self._of.get(paper.id.version or 0)
        return FullText(sections, (), TextOrigin.HTML, FREE) if sections else None


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ({1: BEFORE, 2: AFTER}, ["12 became 9", f"new section “{HOSTILE[:9]}"]),
        ({1: AFTER, 2: AFTER}, ["no change of text"]),
        ({2: AFTER}, []),
    ],
)
async def test_what_changed(
    tmp_path: Path, read: dict[int, tuple[Section, ...]], told: list[str]
) -> None:
    """Of two versions that were read; arXiv is asked for neither."""
    async with a_site(tmp_path) as opened:
        services = replace(opened.services, reader=Reader(read))
        archive = Archive(services, opened.days, address=ADDRESS).application(["crier.example"])
        transport = httpx.ASGITransport(archive)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as visitor:
            page = (await visitor.get(f"/paper/{DIFFUSION.base}")).text
    assert "<script>alert" not in page
    lines = [one.text() for one in LexborHTMLParser(page).css("dl.about-paper dd")]
    said = [one for one in lines if one.startswith("From version 1 to version 2: ")]
    assert len(said) == bool(told)
    assert all(one in said[0] for one in told)
