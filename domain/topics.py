"""Topics: what somebody follows, as a small query tree.

The tree means the same everywhere: a paper matches a `Term` when the words, or other forms of them
(`topics.english`), stand side by side in the field, `Together` when all of them stand somewhere in
it, a `Category` when it is filed there. Its text form, given by ``str``, is the normal form of the
query language and parses back to the same tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Field(StrEnum):
    """Where a term is looked for.

    ANY is title or abstract. VENUE is where the comment says for sure that a paper is accepted or
    printed; HAS is for what a paper has, `WHAT_PAPERS_HAVE`; IS is for what it is to a reader, of
    which there is `YOURS` alone.
    """

    ANY = ""
    TITLE = "ti"
    ABSTRACT = "abs"
    AUTHOR = "au"
    COMMENT = "comment"
    VENUE = "venue"
    HAS = "has"
    IS = "is"


WHAT_PAPERS_HAVE: Final = ("code",)
"""Code: a link to it in the abstract or the comment."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several that stand side by side."""

    text: str
    field: Field = Field.ANY

    def __str__(self) -> str:
        prefix = f"{self.field}:" if self.field else ""
        plain = self.text.isalnum() and self.text.upper() not in ("AND", "OR", "NOT", "ANDNOT")
        return prefix + (self.text if plain else f'"{self.text}"')


YOURS: Final = Term("yours", Field.IS)
"""Whatever a paper is about: the reader is likely to want it, by what they made of others."""


@dataclass(frozen=True, slots=True)
class Together:
    """Plain words, two or more: papers about them together.

    Side by side is best, near one another is better than anywhere; words that say nothing, like
    "of", need not be there.
    """

    text: str
    field: Field = Field.ANY

    def __str__(self) -> str:
        return f"{self.field}:({self.text})" if self.field else self.text


@dataclass(frozen=True, slots=True)
class Category:
    """An archive (``cs``) or category (``cs.CV``), spelled as arXiv does."""

    name: str

    def __str__(self) -> str:
        return f"cat:{self.name}"


@dataclass(frozen=True, slots=True)
class Not:
    """What must not match; stands only beside something that must, within an `And`."""

    part: Query

    def __str__(self) -> str:
        return f"NOT {_grouped(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """All parts, two or more; at least one is no `Not`."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " AND ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Any part, two or more; none is a `Not`."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(_grouped(part) for part in self.parts)


Leaf = Term | Together | Category
"""What a query says of a paper; the rest of it is AND, OR and NOT."""

Query = Leaf | And | Or | Not


def leaves(query: Query, *, wanted_only: bool = False) -> Iterator[Leaf]:
    """The leaves of a query; with wanted_only, those that must not match left out."""
    match query:
        case Term() | Together() | Category():
            yield query
        case Not(part):
            if not wanted_only:
                yield from leaves(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part, wanted_only=wanted_only)


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody follows.

    Attributes:
        label: how they call it ("diffusion models").
        query: what it means.
    """

    label: str
    query: Query

    @property
    def is_yours(self) -> bool:
        """Whether it asks for what is likely its reader's, among what else it asks for."""
        parts = self.query.parts if isinstance(self.query, And) else (self.query,)
        return YOURS in parts


def _grouped(query: Query) -> str:
    return f"({query})" if isinstance(query, And | Or) else str(query)
