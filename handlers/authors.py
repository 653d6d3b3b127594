"""Following somebody's papers: /follow."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from app.fair_use import allowances
from app.limits import SHOWN
from app.lookup import paper_for
from app.named import authors
from app.named.authors import AskedAuthor
from app.services import Services
from composing.choosing.authors import meant_block, which_author_document, which_person_document
from domain.documents import Document
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.identifiers import PaperId
from domain.messages import for_example, sentence
from domain.requests import Access, Context, Parameter
from domain.topics import Topic
from handlers.arguments import AskedTopic
from handlers.command import Command
from handlers.exchange.author_ids import author_id
from handlers.following import subscribe

_LONGEST: Final = 100
"""Characters of a name."""

_OF: Final = re.compile(r"(?<!\s)\s+(?:of|from|in)\s+(?=\S+\Z)", re.IGNORECASE)
_FIELD: Final = re.compile(r"\A(?:author\b|authors\b|au:)\s*:?\s*", re.IGNORECASE)
_LONGEST_ASKED: Final = 200
_PAPERS_BY: Final = re.compile(
    r"(?:my |own )?(?:papers|publications) (?:by|of|from):? (?P<author>[^\n]+)", re.IGNORECASE
)
IMPORT_PAPERS: Final = "/import papers by"
_QUOTES: Final = "\"'“”‘’„«»"


def read_asked_author(text: str) -> AskedAuthor:
    """``Ada Lovelace``, ``Lovelace, Ada``, ``Ada Lovelace of 2403.04634``, ``2403.04634``.

    Raises:
        InputError: it is neither a name nor a paper.
    """
    typed = _FIELD.sub("", " ".join(text.split()))
    if (error := author_id(typed, "/follow")) is not None:
        raise error
    papers = PaperId.find(typed)
    if papers and " " not in typed:
        return AskedAuthor("", papers[0])
    name, *rest = _OF.split(typed)
    paper = PaperId.parse(rest[-1]) if rest else None
    surname, comma, first = name.strip(_QUOTES).partition(",")
    name = f"{first.strip()} {surname.strip()}" if comma else surname.strip()
    if not any(letter.isalpha() for letter in name) or len(name) > _LONGEST or '"' in name:
        raise nobody(text)
    return AskedAuthor(name, paper)


def nobody(text: str) -> InputError:
    """The error of a text that is no name."""
    return InputError(
        sentence("“{text}” is nobody's name.", text=excerpt(text.strip(), SHOWN)),
        hint=for_example("/follow Ada Lovelace"),
    )


def own_papers(text: str) -> AskedAuthor | None:
    """Whose papers /import is given: ``papers by Ada Lovelace``; None for anything else.

    Raises:
        InputError: it is nobody's name, or an author's id.
    """
    match = _PAPERS_BY.fullmatch(text.strip()) if len(text) < _LONGEST_ASKED else None
    if (error := author_id(match["author"] if match else text, IMPORT_PAPERS)) is not None:
        raise error
    asked = read_asked_author(match["author"]) if match else None
    if asked is not None and not asked.name:
        raise nobody(text)
    return asked


async def follow(services: Services, context: Context, asked: AskedAuthor) -> Document:
    """Follow somebody's papers; where several bear the name, ask which one is meant."""
    if asked.paper is not None and not asked.name:
        paper = await paper_for(services, context, asked.paper)
        if len(paper.authors) != 1:
            return which_author_document(paper)
        asked = AskedAuthor(paper.authors[0].name, asked.paper)
    found = await authors.namesakes(services, context, asked)
    if found.meant is None or found.query is None:
        return which_person_document(found)
    followed = await subscribe(services, context, AskedTopic(Topic(found.name, found.query)))
    return replace(
        followed, blocks=(followed.blocks[0], meant_block(found.meant), *followed.blocks[1:])
    )


FOLLOW: Final = Command(
    name="follow",
    summary="Follow an author; of several with the name, the one you mean",
    run=follow,
    effort=authors.effort_of_author,
    allowance=allowances.SEARCHES,
    parameters=(
        Parameter(
            name="author",
            meaning="a name, “name of paper”, or a paper",
            example="Ada Lovelace",
            read=read_asked_author,
        ),
    ),
    access=Access.ADMINS,
)
