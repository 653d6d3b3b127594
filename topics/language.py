"""The query language: what a person types, as the tree that it means.

``cat:cs.CV``, ``au:``, ``ti:``, ``abs:``, ``comment:``, ``venue:``, ``has:code``, words,
"phrases", beginn*, AND, OR, NOT, ``-word``, parentheses and, to be followed, ``is:yours``. Words
side by side are looked for together, side by side at best; commas, and "or" between words,
separate alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from domain.errors import QueryError
from domain.excerpts import excerpt, normalized
from domain.messages import Message, for_example, sentence
from domain.taxonomy import spelled
from domain.topics import (
    WHAT_PAPERS_HAVE,
    YOURS,
    Category,
    Field,
    Not,
    Query,
    Term,
    Together,
    leaves,
)
from topics.english.telling import STOP_WORDS
from topics.grammar import EXAMPLE, MAX_LENGTH, NAME_WITH_PARENTHESES, parse, too_long
from topics.names import given_name_first
from topics.nearness import near_categories
from topics.tokens import typed_words
from topics.trees import all_of, either, side_by_side
from topics.yours import checked

if TYPE_CHECKING:
    from lark import Token

    from topics.grammar import Syntax

_LONGEST_PHRASE: Final = 3
_BETWEEN_WORDS: Final = re.compile(r"[-–—/&:.…?!'’•·~=<>→↔≤≥≈]+|\+")
"""Signs that people write between words, and that mean nothing."""

_LEAD_IN: Final = re.compile(
    r"^(?:(?:show|find|give)\s+me\s+)?(?:(?:the|any|all)\s+)?(?:(?:latest|newest|recent|new)\s+)?"
    r"(?:arxiv\s+)?(?:papers?|articles?|preprints?)\s+(?:about|on|in|of|for)\s+",
    re.IGNORECASE,
)
_FIELD_OF: Final = {
    "au": Field.AUTHOR, "ti": Field.TITLE, "ab": Field.ABSTRACT, "al": Field.ANY,
    "co": Field.COMMENT, "ve": Field.VENUE, "ha": Field.HAS,
}  # fmt: skip
_BESIDE: Final = frozenset((Field.AUTHOR, Field.COMMENT, Field.VENUE, Field.HAS))
"""Fields whose words stand side by side."""
_CATEGORY_FIELD: Final = "ca"
_TURKISH: Final = str.maketrans("ıİ", "ii")
"""What the grammar takes for an i, as it leaves letters' case out of account."""
_Context = Field | None
"""The field that words stand for; None where they name categories."""


def parse_query(text: str, *, is_typed: bool = True, is_topic: bool = False) -> Query:
    """Read a query: up to 500 characters, or the normal form of one, however long that is.

    Args:
        text: the query.
        is_typed: whether it comes from a person now; what was kept before is read as it is, even
            where nothing could find a word of it.
        is_topic: whether it is to be followed, so that it may ask for what is its reader's.

    Raises:
        QueryError: it cannot be understood; ``at`` is the place in ``text``, the message says
            what is wrong there and the hint shows how to do it right.
    """
    is_topic = is_topic or not is_typed
    if len(text) <= MAX_LENGTH:
        return checked(_read(text, is_typed=is_typed), text, is_topic=is_topic)
    try:
        query = checked(_read(text, is_typed=is_typed), text, is_topic=is_topic)
    except QueryError:
        raise too_long(text) from None
    if str(query) != text or any(len(str(leaf)) > MAX_LENGTH for leaf in leaves(query)):
        raise too_long(text)
    return query


def _read(text: str, *, is_typed: bool) -> Query:
    reader = _Reader(text, is_typed=is_typed)
    query = reader.meaning(parse(text).children[0], Field.ANY)
    if query is None:
        raise QueryError(
            sentence("There are no words in that topic."), hint=sentence(EXAMPLE), text=text
        )
    if isinstance(query, Not):
        raise reader.only_excluded(0)
    return query


class _Reader:
    """Gives a syntax tree its meaning."""

    def __init__(self, text: str, *, is_typed: bool) -> None:
        self._text = text
        self._is_typed = is_typed

    def meaning(self, syntax: Syntax | Token, context: _Context) -> Query | None:
        """What a part of the query means; None for "and" and signs that mean nothing."""
        if isinstance(syntax, str):
            return self._of_token(syntax, context)
        children = syntax.children
        match syntax.data:
            case "fielded":
                inner = _context_of(str(children[0]))
                return self.meaning(children[1], inner)
            case "together":
                return all_of(self._of_each(children, context))
            case "exclusion":
                return self._excluded(children, context)
            case _:
                return self._any_of(children, context)

    def only_excluded(self, at: int) -> QueryError:
        """The error of a query that says only what to leave out."""
        return QueryError(
            sentence("That says only what to leave out; say what to look for first."),
            hint=for_example('"diffusion models" NOT video'),
            text=self._text,
            at=at,
        )

    def _of_each(self, parts: Iterable[Syntax | Token], context: _Context) -> list[Query]:
        meanings = (self.meaning(part, context) for part in parts)
        return [meaning for meaning in meanings if meaning is not None]

    def _any_of(self, parts: Iterable[Syntax | Token], context: _Context) -> Query | None:
        found: list[Query] = []
        for part in parts:
            meaning = self.meaning(part, context)
            if isinstance(meaning, Not):
                raise self.only_excluded(_start_of(part))
            if meaning is not None:
                found.append(meaning)
        return either(found)

    def _excluded(self, parts: list[Syntax | Token], context: _Context) -> Query | None:
        first, *rest = parts
        if isinstance(first, str) and first.type == "EXCLUDED":
            word = self._of_words(first[1:], _start_of(first) + 1, context)
            others = self._any_of(rest, context)
            inner = either([part for part in (word, others) if part is not None])
        else:
            inner = self.meaning(rest[0], context)
        if inner is None:
            return None
        return inner.part if isinstance(inner, Not) else Not(side_by_side(inner))

    def _of_token(self, token: Token, context: _Context) -> Query | None:
        at = token.start_pos or 0
        match token.type:
            case "WORDS":
                return self._of_words(token, at, context)
            case "PHRASE":
                if context is not None:
                    self._check(token[1:-1], at + 1)
                return self._of_phrase(token[1:-1], at, context)
            case "YOURS":
                return YOURS
            case "CATEGORY":
                name = re.sub(r"^\w+:\s*", "", token)
                return self._category(name, at + len(token) - len(name))
            case _:
                field, value = token.split(":", maxsplit=1)
                self._check(value, at + len(field) + 1)
                return self._of_phrase(_bare(value.strip()), at, _context_of(field))

    def _of_words(self, run: str, at: int, context: _Context) -> Query | None:
        if context is None:
            names = re.finditer(r"\S+", run)
            return all_of([self._category(name[0], at + name.start()) for name in names])
        if context in _BESIDE:
            return self._of_phrase(run, at, context)
        self._check(run, at)
        words = _own_words(run)
        if not words:
            return None
        telling = [word for word in words if word.lower() not in STOP_WORDS]
        if len(telling) == 1 and len(words) > _LONGEST_PHRASE:
            words = telling
        text = _tidy(" ".join(words))
        is_name = re.fullmatch(NAME_WITH_PARENTHESES, text)
        return Term(text, context) if is_name or len(telling) < 2 else Together(text, context)

    def _check(self, words: str, at: int) -> None:
        """Refuse what somebody typed and nothing could find."""
        if not self._is_typed:
            return
        for word in re.finditer(r"\S+", words):
            found = typed_words(word[0])
            place = at + word.start()
            if word[0].count("*") > sum(one.endswith("*") for one in found):
                said = sentence("A star stands at the end of a word, for all that begin so.")
                hint = sentence("For example: {command}", command="universit*")
                raise QueryError(said, hint=hint, text=self._text, at=place)
            if not found and not _BETWEEN_WORDS.fullmatch(word[0]):
                said = sentence(
                    "“{word}” cannot be searched for: it has no letters or digits.",
                    word=excerpt(word[0], 20),
                )
                raise QueryError(said, hint=sentence(EXAMPLE), text=self._text, at=place)

    def _of_phrase(self, quoted: str, at: int, context: _Context) -> Query:
        if context is None:
            return self._category(quoted.strip(), at)
        if not any(map(str.isalnum, quoted)):
            raise QueryError(
                sentence("There are no words in this phrase."),
                hint=sentence(EXAMPLE),
                text=self._text,
                at=at,
            )
        if context is Field.HAS:
            return self._of_what_papers_have(quoted, at)
        if context is Field.AUTHOR and "*" in quoted and self._is_typed:
            said = sentence("There is no star in the name of an author.")
            raise QueryError(said, hint=for_example("au:Hinton"), text=self._text, at=at)
        name = given_name_first(quoted) if context is Field.AUTHOR else quoted
        return Term(_tidy(name), context)

    def _of_what_papers_have(self, typed: str, at: int) -> Term:
        name = _bare(typed.strip()).casefold()
        if name in WHAT_PAPERS_HAVE:
            return Term(name, Field.HAS)
        raise QueryError(
            sentence("“{word}” is nothing that is known of papers.", word=excerpt(typed, 20)),
            hint=for_example("has:code AND cat:cs.LG"),
            text=self._text,
            at=at,
        )

    def _category(self, typed: str, at: int) -> Category:
        name = typed.rstrip(".?!:")
        if found := spelled(name.removesuffix("*").removesuffix(".")):
            return Category(found)
        near = near_categories(name)
        begin, end = self._text[:at], self._text[at + len(name) :]
        raise QueryError(
            _with_suggestion(
                sentence("There is no category “{name}”.", name=excerpt(name, 40)), near
            ),
            hint=sentence("Categories look like cat:cs.CV, archives like cat:cs."),
            text=self._text,
            at=at,
            meant=tuple(f"{begin}{one}{end}" for one in near),
        )


def _context_of(field: str) -> _Context:
    start = field[:2].translate(_TURKISH).lower()
    return None if start == _CATEGORY_FIELD else _FIELD_OF[start]


def _start_of(syntax: Syntax | Token) -> int:
    if isinstance(syntax, str):
        return syntax.start_pos or 0
    return min(_start_of(child) for child in syntax.children)


def _own_words(run: str) -> list[str]:
    """The words of a run without punctuation, lead-in and the "and" at its ends."""
    before, words = "", run
    while words != before:
        before, words = words, " ".join(_trimmed(_LEAD_IN.sub("", words, count=1)))
    return words.split()


def _trimmed(run: str) -> list[str]:
    words = [word for word in map(_bare, run.split()) if any(map(str.isalnum, word))]
    while words and words[-1].lower() == "and":
        words.pop()
    while len(words) > 1 and words[0].lower() in ("a", "an", "and", "the"):
        words.pop(0)
    return words


def _bare(word: str) -> str:
    return word.rstrip(".?!:。") or word


def _tidy(text: str) -> str:
    return normalized("NFC", " ".join(text.split()))


def _with_suggestion(said: Message, near: Sequence[str]) -> Message:
    if not near:
        return said
    return sentence("{said} Did you mean {command}?", said=said, command=near[0])
