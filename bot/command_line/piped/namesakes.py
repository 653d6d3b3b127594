"""``papercrier authors --jsonl``: papers under one name in, in groups by person out."""

from __future__ import annotations

from bot.command_line.piped.requests import Request, answered, misunderstood, papers_of
from ranking.namesakes import clusters


async def tell_apart() -> int:
    """Tell the persons of each line apart; exit status 2 if one of them was no request."""
    return answered(_answer)


def _answer(given: Request) -> Request:
    name, papers = given.get("name"), papers_of(given, "papers", with_authors=True)
    if not isinstance(name, str):
        raise misunderstood()
    groups = [[papers[at].id.base for at in group] for group in clusters(papers, name)]
    return {"block": given.get("block"), "groups": groups}
