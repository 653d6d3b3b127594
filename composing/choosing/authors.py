"""Whose papers are followed: who bears a name, and which author of a paper is meant."""

from __future__ import annotations

from itertools import chain
from typing import Final

from app.named.authors import SHOWN, Namesakes, Person
from composing.choosing.labels import on_a_button
from composing.formulas import without_formulas
from composing.paper_blocks import title_of
from domain.documents import (
    Block,
    Bullets,
    Button,
    Document,
    Inline,
    Menu,
    Paragraph,
    bold,
    inline,
)
from domain.excerpts import excerpt
from domain.papers import Paper
from domain.topics import Field, Term
from i18n.speech import listed, phrase, plural, spoken, styled

_AUTHORS: Final = 8
"""Authors of a paper to choose from; the first, as most would be looked for by their name."""

_TITLE: Final = 60


def which_person_document(found: Namesakes, command: str = "/follow") -> Document:
    """Which of those who bear a name is meant, each by what and with whom they write.

    Args:
        found: who bears it.
        command: what the one who is chosen is given to.
    """
    shown = found.persons[:SHOWN]
    said = styled("{name}: which of these?", name=bold(found.name))
    blocks: list[Block] = [Paragraph(said)]
    if found.trouble:
        blocks.append(Paragraph(inline(spoken(found.trouble))))
    blocks.append(Bullets(tuple(map(_person, shown)), numbered=True))
    if len(found.persons) > SHOWN:
        rest = sum(len(one.papers) for one in found.persons[SHOWN:])
        more = plural(
            "{number} more paper bears the name; with “of” and its id its author is meant.",
            "{number} more papers bear the name; with “of” and the id of one its author is meant.",
            rest,
        )
        blocks.append(Paragraph(inline(more)))
    rows = [
        (_choice(f"{command} {found.name}", number, one),) for number, one in enumerate(shown, 1)
    ]
    if command == "/follow":
        every = f"/subscribe {Term(found.name, Field.AUTHOR)}"
        rows.append((Button(phrase("All of them"), command=every),))
    blocks.append(Menu(tuple(rows)))
    return Document(blocks=tuple(blocks))


def which_author_document(paper: Paper) -> Document:
    """Which author of a paper is meant."""
    title = bold(excerpt(without_formulas(paper.title), _TITLE))
    said = styled("Which author of {title} do you want to follow?", title=title)
    names = [author.name for author in paper.authors[:_AUTHORS]]
    rows = tuple(
        (Button(on_a_button(name), command=f"/follow {name} of {paper.id.base}"),) for name in names
    )
    blocks: list[Block] = [Paragraph(said), Menu(rows)]
    if len(paper.authors) > _AUTHORS:
        example = f"/follow {paper.authors[-1].name} of {paper.id.base}"
        more = styled("Any other by the name: {command}", command=bold(example))
        blocks.insert(1, Paragraph(more))
    return Document(blocks=tuple(blocks))


def meant_block(person: Person) -> Paragraph:
    """Who it is whose papers are followed now."""
    return Paragraph(_person(person))


def _person(person: Person) -> Inline:
    newest = person.papers[0]
    count = plural("{number} paper", "{number} papers", len(person.papers))
    met = styled("with {names}", names=listed(person.co_authors)) if person.co_authors else ()
    latest = styled("the newest: {title}", title=title_of(newest))
    parts = [part for part in (inline(count), met, latest) if part]
    rest = chain.from_iterable(inline(" · ", *part) for part in parts)
    return (bold(", ".join(person.categories)), *rest)


def _choice(asked: str, number: int, person: Person) -> Button:
    about = ", ".join(person.categories)
    return Button(f"{number} · {about}", command=f"{asked} of {person.papers[0].id.base}")
