"""Taking in a library of papers, or a list of feeds: what is understood of it, and doing it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from app import tastes
from app.services import Services
from domain.chats import SavedPaper, Vote
from domain.concurrency.aside import aside
from domain.errors import InputError
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.requests import Context
from domain.topics import Topic

MOST: Final = 2_500
"""Papers of a library, the newest: with their abstracts an export still has room for them."""

_LONGEST_ABSTRACT: Final = 1_000
_LONGEST_TITLE: Final = 400
_AT_ONCE: Final = 5_000
_SHORTEST_TITLE: Final = 3
"""Words of a title that tell one paper from all others."""

_NO_LETTER: Final = re.compile(r"[\W_]+")
_OLD_YEAR: Final = 91


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a library.

    Attributes:
        paper: that it is, where it names one of arXiv's.
        title, abstract: as the library has them; may be empty.
    """

    paper: PaperId | None
    title: str
    abstract: str


@dataclass(frozen=True, slots=True)
class Library:
    """The entries of a library.

    Attributes:
        form: what it is written in, by name; empty for papers that are named one by one.
        unreadable: how many entries were broken.
    """

    form: str
    entries: tuple[Entry, ...]
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Feeds:
    """Feeds of arXiv as topics, and how many feeds are of others."""

    topics: tuple[Topic, ...]
    foreign: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What is in a library.

    Attributes:
        papers: of arXiv, each once, the newest first.
        by_title: how many of them were found by their title alone.
        without_id: entries of which no paper is known.
        beyond: papers that are too many; the oldest.
        known: those of the papers that are in the profile already.
    """

    form: str
    papers: tuple[SavedPaper, ...]
    by_title: int
    without_id: int
    beyond: int
    unreadable: int
    known: int


def check_private(context: Context) -> None:
    """See to it that nobody reads along.

    Raises:
        InputError: others do: a library is one person's.
    """
    if not context.is_private:
        said = sentence("A library is yours alone: send /import in our private chat.")
        raise InputError(said)


async def understand(services: Services, context: Context, library: Library) -> Understood:
    """What is in a library, before anything is done.

    Raises:
        InputError: others read along: a library is one person's.
    """
    check_private(context)
    nameless = [entry for entry in library.entries if entry.paper is None]
    titles = await _titled(services, {_plain(entry.title) for entry in nameless})
    found: dict[str, SavedPaper] = {}
    for entry in library.entries:
        base = entry.paper.base if entry.paper else titles.get(_plain(entry.title))
        if base is not None:
            known = found.get(base)
            if known is None or (entry.abstract and not known.abstract):
                found[base] = _imported(base, entry)
    if not found:
        raise InputError(
            sentence("No entry of this {form} names a paper of arXiv.", form=library.form),
            hint=sentence("Ids, links to arXiv and arXiv's DOIs are found."),
        )
    newest = sorted(found.values(), key=lambda one: (one.at, one.paper), reverse=True)
    kept = {one.paper for one in await services.store.kept_papers(tastes.owner(context))}
    by_title = sum(_plain(entry.title) in titles for entry in nameless)
    return Understood(
        form=library.form,
        papers=tuple(newest[:MOST]),
        by_title=by_title,
        without_id=len(nameless) - by_title,
        beyond=len(newest[MOST:]),
        unreadable=library.unreadable,
        known=sum(one.paper in kept for one in newest[:MOST]),
    )


async def take_in(
    services: Services, context: Context, papers: Sequence[SavedPaper], votes: Sequence[Vote] = ()
) -> int:
    """Put papers and votes into a profile, but for those that are in it; how many papers are new.

    One that only a library brought in is saved, read and noted upon again as an export has it.

    Raises:
        InputError: others read along, or there would be too many.
    """
    check_private(context)
    whose = tastes.owner(context)
    kept = await services.store.kept_papers(whose)
    own = {one.paper for one in kept if not one.is_imported}
    from_library = {one.paper for one in kept if one.is_imported}
    fresh = [one for one in papers if one.paper not in own and one.paper not in from_library]
    again = [one for one in papers if one.paper in from_library and not one.is_imported]
    if len(kept) + len(fresh) > MOST + tastes.MOST:
        raise InputError(
            sentence("A profile has at most {number} papers.", number=MOST + tastes.MOST),
            hint=sentence("Take some out first, or begin anew with /forgetme."),
        )
    voted = {vote.paper for vote in await services.store.votes(whose)} if votes else set()
    new_votes = [vote for vote in votes if vote.paper not in voted]
    if len(voted) + len(new_votes) > tastes.MOST:
        raise InputError(
            sentence("A profile has at most {number} papers.", number=tastes.MOST),
            hint=sentence("Take some out first, or begin anew with /forgetme."),
        )
    await services.store.keep_papers(whose, [*fresh, *again])
    for vote in new_votes:
        await services.store.keep_vote(whose, vote)
    await services.store.set_owner(context.chat, whose)
    known = {one.paper for one in kept} | voted
    return len(({one.paper for one in fresh} | {one.paper for one in new_votes}) - known)


def _imported(base: str, entry: Entry) -> SavedPaper:
    title, abstract = entry.title[:_LONGEST_TITLE] or base, entry.abstract[:_LONGEST_ABSTRACT]
    return SavedPaper(base, title, _submitted(base), abstract=abstract, is_imported=True)


def _submitted(base: str) -> datetime:
    """The month that an id names."""
    digits = base.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    return datetime(year + (1900 if year >= _OLD_YEAR else 2000), max(month, 1), 1, tzinfo=UTC)


async def _titled(services: Services, wanted: set[str]) -> Mapping[str, str]:
    """Base ids of stored papers by their titles; those titles alone that tell a paper."""
    wanted = {title for title in wanted if title.count(" ") + 1 >= _SHORTEST_TITLE}
    found: dict[str, str] = {}
    after = ""
    while wanted:
        some = await services.library.titles(after, _AT_ONCE)
        if not some:
            break
        after = some[-1][0]
        plain = await aside(_plainly, some)
        found |= {title: base for title, base in plain if title in wanted}
    return found


def _plainly(some: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(_plain(title), base) for base, title in some]


def _plain(title: str) -> str:
    return _NO_LETTER.sub(" ", title.casefold()).strip()
