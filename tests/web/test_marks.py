"""What became of a paper is marked wherever it is listed, as soon as that is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from domain.identifiers import PaperId
from tests.web.site import DIFFUSION, STRANGE, a_site, papers

LISTS = (
    *("/topic/diffusion-models", "/day/2024-03-08", "/author?name=Ada%20Lamp"),
    *(f"/paper/{DIFFUSION.base}", "/search?q=diffusion"),
)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_withdrawal_is_marked_everywhere(tmp_path: Path, language: str) -> None:
    """On every page that lists the paper, and in feeds; in the visitor's language."""
    word = {"en": "withdrawn", "zh": "撤回"}[language]

    async with a_site(tmp_path) as site:

        async def told(path: str) -> int:
            text = (await site.get(path, accept_language=language)).text
            assert DIFFUSION.base in text, path
            return text.lower().count(word)

        feed = "/topic/diffusion-models.atom"
        before = {path: await told(path) for path in (*LISTS, feed)}
        gone = replace(papers()[0], withdrawn=True)
        await site.services.library.save_papers([gone])
        for path, count in before.items():
            assert await told(path) > count, path


async def test_a_new_version_is_marked(tmp_path: Path) -> None:
    """By its number."""
    async with a_site(tmp_path) as site:
        path = "/author?name=Ada%20Lamp"
        assert "v3" not in (await site.get(path)).text
        newer = replace(papers()[2], id=PaperId(STRANGE.base, 3))
        await site.services.library.save_papers([newer])
        assert "v3" in (await site.get(path)).text
        versions = (await site.get(f"/paper/{STRANGE.base}")).text
        for number in (1, 2, 3):
            assert f"https://arxiv.org/abs/{STRANGE.base}v{number}" in versions
