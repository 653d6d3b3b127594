"""What arXiv has no field for is held against the papers that it finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.searching import RESULTS, search
from domain.papers import Paper
from tests.handlers.greek import GreekSource, greek_container
from tests.topics.invented import paper
from topics.language import parse_query


async def test_what_is_not_meant_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what arXiv finds for a venue or code, those that have it, in arXiv's order."""
    asked: list[int] = []
    comments = ("Submitted to ICML 2026", "Accepted at ICML 2026", None, "To appear at ICML 2026")
    papers = [paper(number, comment=comments[number % 4]) for number in range(1, 60)]

    async def found(*_: object, limit: int, **__: object) -> list[Paper]:
        asked.append(limit)
        return papers[:limit]

    monkeypatch.setattr(GreekSource, "search", found)
    async with greek_container(tmp_path) as services:
        told = (await search(services, parse_query("venue:ICML"))).papers
        assert [one.comment for one in told] == [comments[1], comments[3]] * (RESULTS // 2)
        assert (await search(services, parse_query("has:code"))).papers == ()
        plain = await search(services, parse_query("comment:ICML"))
        assert plain.papers == tuple(papers[:RESULTS])
        papers[2] = replace(papers[2], comment="https://github.com/ada/lamps")
        assert (await search(services, parse_query("has:code"))).papers == (papers[2],)
    assert asked == [100, 100, RESULTS, 100]
