"""Following somebody's papers: who bears a name, and which of them is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.fair_use.effort import Effort
from app.lookup import paper_for
from app.services import Services
from domain.concurrency.aside import aside
from domain.errors import InputError, SourceError
from domain.identifiers import PaperId
from domain.messages import NOTHING, Message, for_example, sentence
from domain.papers import Paper
from domain.requests import Context
from domain.topics import Field, Query, Term

ASKED_FOR: Final = 100
"""Papers under a name that are looked at; arXiv gives so many in one answer."""

SHOWN: Final = 6
"""Persons to choose from; a name that more bear is told by a paper."""

_NEARLY_ALL: Final = 0.8
"""Who wrote so much of what bears a name is meant by it."""


@dataclass(frozen=True, slots=True)
class AskedAuthor:
    """Whose papers are to be followed.

    Attributes:
        name: as it was typed; empty for any author of the paper.
        paper: one of theirs, where that is told.
    """

    name: str
    paper: PaperId | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who bears a name.

    Attributes:
        papers: of theirs, the newest first.
        categories: what most of these are about.
        co_authors: of most of these.
    """

    papers: tuple[Paper, ...]
    categories: tuple[str, ...]
    co_authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Who bears a name.

    Attributes:
        name: as the papers have it.
        persons: those of most papers first.
        meant: the one who is meant for sure; None where that is to be asked.
        query: what matches the papers of that one.
        trouble: why arXiv was not asked, but the papers at hand were looked at; none where it was.
    """

    name: str
    persons: tuple[Person, ...]
    meant: Person | None = None
    query: Query | None = None
    trouble: Message = NOTHING


async def effort_of_author(services: Services, context: Context, asked: AskedAuthor) -> Effort:
    """What it takes: arXiv is asked for who bears the name."""
    del services, context, asked
    return Effort.ASKING


async def namesakes(services: Services, context: Context, asked: AskedAuthor) -> Namesakes:
    """Who bears a name, and who of them is meant.

    Raises:
        InputError: no paper bears the name.
        PaperNotFound: arXiv does not have the paper.
        SourceError: arXiv cannot be asked for it.
    """
    paper = await paper_for(services, context, asked.paper) if asked.paper else None
    name = asked.name
    if paper is not None and not await aside(_has, paper, name):
        said = sentence("{paper} has no author “{name}”.", paper=paper.id.base, name=name)
        raise InputError(said, hint=for_example(f"/follow {paper.id.base}"))
    papers, trouble = await _papers_under(services, context, name)
    if paper is not None:
        papers = [paper, *(one for one in papers if one.id.base != paper.id.base)]
    found = await aside(_told_apart, papers, name, paper)
    if found is None:
        raise await _nobody(papers, name, trouble)
    spelled, persons, meant, query = found
    return Namesakes(spelled, persons, meant, query, trouble)


async def _nobody(papers: Sequence[Paper], name: str, trouble: Message) -> InputError:
    """That nobody was found who bears a name; and the likeliest of those whose name is near it."""
    if trouble:
        return InputError(trouble, hint=sentence("Try again later."))
    near = await aside(_nearest_name, papers, name)
    return InputError(
        sentence("No paper that arXiv has found bears the name “{name}”.", name=name),
        hint=for_example(f"/follow {near}")
        if near
        else sentence("Write it in full, as it stands on a paper."),
    )


def _nearest_name(papers: Sequence[Paper], name: str) -> str:
    """Of the names in papers that have the same surname, the one on most; empty for none."""
    from ranking.namesakes import folded

    parts = folded(name)
    each = Counter(author.name for paper in papers for author in paper.authors)
    near = (
        one
        for one, _ in each.most_common()
        if (own := folded(one))[-1:] == parts[-1:]
        and (len(parts) < len(own) or own[0][:1] == parts[0][:1])
    )
    return next(near, "")


def _has(paper: Paper, name: str) -> bool:
    from ranking.namesakes import folded

    return any(folded(author.name) == folded(name) for author in paper.authors)


async def _papers_under(
    services: Services, context: Context, name: str
) -> tuple[list[Paper], Message]:
    """Papers at hand and at arXiv by authors of a name, and why arXiv did not answer."""
    known = await services.library.papers_by(name, ASKED_FOR)
    context.progress(sentence("Asking arXiv who bears that name"))
    trouble = NOTHING
    found: list[Paper] = []
    try:
        found = await services.source.search(Term(name, Field.AUTHOR), limit=ASKED_FOR)
    except SourceError as error:
        trouble = error.message
    each = {paper.id.base: paper for paper in (*known, *found)}
    return list(each.values()), trouble


Told = tuple[str, tuple[Person, ...], Person | None, Query | None]


def _told_apart(papers: Sequence[Paper], name: str, paper: Paper | None) -> Told | None:
    """The name as it is printed, who bears it, who is meant, and by what their papers are found."""
    from ranking.author_query import author_query
    from ranking.namesakes import clusters, folded

    own = [one for one in papers if _has(one, name)]
    if not own:
        return None
    spelled = Counter(a.name for one in own for a in one.authors if folded(a.name) == folded(name))
    printed = spelled.most_common(1)[0][0]
    groups = sorted(clusters(own, name), key=len, reverse=True)
    persons = tuple(_person([own[at] for at in group], printed) for group in groups)
    meant = _meant(persons, len(own), paper)
    if meant is None:
        return printed, persons, None, None
    if paper is None:  # who wrote nearly all is found by the name alone
        return printed, persons, meant, author_query(printed, meant.papers)
    others = [one for one in own if one not in meant.papers]
    return printed, persons, meant, author_query(printed, meant.papers, others)


def _meant(persons: Sequence[Person], papers: int, paper: Paper | None) -> Person | None:
    if paper is not None:
        return next((one for one in persons if paper in one.papers), None)
    first = persons[0]
    return first if len(first.papers) >= _NEARLY_ALL * papers else None


def _person(papers: Sequence[Paper], name: str) -> Person:
    from ranking.namesakes import folded

    newest = sorted(papers, key=lambda one: (str(one.published or ""), one.id.base), reverse=True)
    about = Counter(one.primary for one in newest)
    met = Counter(a.name for one in newest for a in one.authors if folded(a.name) != folded(name))
    first_few = tuple(category for category, _ in about.most_common(2))
    return Person(tuple(newest), first_few, tuple(who for who, _ in met.most_common(3)))
