"""What a group may read: the papers that its members like or save there, and has not read yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain.chats import ChatRef, Press
from domain.groups.meetings import MOST_CANDIDATES, Candidate, Meeting
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.ports import Library, Store


async def candidates_of(store: Store, library: Library, chat: ChatRef) -> tuple[Candidate, ...]:
    """The papers that a group may read, the most liked first, of equals the one told first.

    Members who want fewer such count against a paper; what is withdrawn is left out.
    """
    presses, saves = await store.presses(chat), await store.group_saves(chat)
    likes = _likes(presses, saves, await store.meetings(chat))
    if not likes:
        return ()
    papers = await library.papers([PaperId(base) for base in likes])
    told = await store.delivered_papers(chat)
    return in_order(likes, papers, told, [*presses, *saves])


def in_order(
    likes: Mapping[str, int],
    papers: Mapping[str, Paper],
    told: Sequence[tuple[str, date]],
    presses: Sequence[Press],
) -> tuple[Candidate, ...]:
    """The best of some papers.

    Args:
        likes: how many members like each, by base id.
        papers: those that are known.
        told: what the group's digests told, and on which day, the first first.
        presses: of its members; the first tells when a paper was told that no digest did.
    """
    first = {one.paper: one.at for one in sorted(presses, key=_at, reverse=True)}
    places = {base: (day, number) for number, (base, day) in reversed(list(enumerate(told)))}
    late = len(told)

    def place(base: str) -> tuple[int, date, int, datetime, str]:
        day, number = places.get(base, (first[base].date(), late))
        return (-likes[base], day, number, first[base], base)

    best = sorted((base for base in likes if _is_open(papers.get(base))), key=place)
    return tuple(
        Candidate(base, papers[base].title, likes[base]) for base in best[:MOST_CANDIDATES]
    )


def _likes(
    presses: Sequence[Press], saves: Sequence[Press], meetings: Sequence[Meeting]
) -> dict[str, int]:
    """How many members like each paper that is not read, where more do than do not."""
    read = {one.paper.paper for one in meetings if one.paper is not None}
    liking: dict[str, set[str]] = defaultdict(set)
    against: dict[str, set[str]] = defaultdict(set)
    for one in (*presses, *saves):
        (liking if one.is_more else against)[one.paper].add(one.person)
    counts = {base: len(people) - len(against[base] - people) for base, people in liking.items()}
    return {base: count for base, count in counts.items() if count > 0 and base not in read}


def _is_open(paper: Paper | None) -> bool:
    return paper is not None and not paper.withdrawn


def _at(press: Press) -> datetime:
    return press.at
