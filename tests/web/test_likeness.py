"""Papers like one, on a page of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from domain.identifiers import PaperId
from tests.web.site import ASKED, BEFORE, CANARY, DIFFUSION, GONE, OLD, a_paper, a_site, batch

WORDS = "a diffusion model whose wicks glow on zinc lattices at night"


async def test_what_is_like_a_paper(tmp_path: Path) -> None:
    """Of what was announced on its topics, with the words that both have; nothing withdrawn."""
    first, twin = PaperId("2403.00101", 1), PaperId("2403.00102", 1)
    more = [a_paper(first, "Diffusion on zinc lattices", words=WORDS)]
    more += [a_paper(twin, "Zinc lattices by diffusion models", words=WORDS)]
    gone = replace(a_paper(PaperId("2403.00103", 1), "Zinc lattices", words=WORDS), withdrawn=True)
    async with a_site(tmp_path) as site:
        await site.services.library.save_batch(batch("cs", BEFORE, [*more, gone]), [*more, gone])
        await site.days.work_out_all()
        assert f'href="/paper/{first.base}/like"' in (await site.get(f"/paper/{first.base}")).text
        page = await site.get(f"/paper/{first.base}/like")
        assert twin.base in page.text
        assert "both have" in page.text
        assert gone.id.base not in page.text
        near = (await site.get(f"/paper/{first.base}/like.json")).json()["near"]
        assert near[0]["paper"]["id"] == str(twin)
        assert "lattices" in " ".join(near[0]["words"]) or "zinc" in " ".join(near[0]["words"])
        assert site.source.asked == []


async def test_papers_without_any_like_them(tmp_path: Path) -> None:
    """Are told so; those that were only asked for have no page, and are like none."""
    async with a_site(tmp_path) as site:
        for paper in (DIFFUSION, GONE, OLD):
            answer = await site.get(f"/paper/{paper.base}/like")
            assert answer.status_code == 200
            assert CANARY not in answer.text
        for name in (ASKED.base, "nothing", "2403.99999", "2403.00001v1", "arXiv:2403.00001"):
            assert (await site.get(f"/paper/{name}/like")).status_code == 404
