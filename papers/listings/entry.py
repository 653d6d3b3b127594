"""One entry of a listing page: its ``<dt>`` and ``<dd>``, to a paper."""

from __future__ import annotations

import re
from functools import reduce
from typing import Final

from selectolax.lexbor import LexborNode

from domain.errors import Explained, NotAPaperId
from domain.identifiers import PaperId
from domain.messages import Message, sentence
from domain.papers import AnnouncementKind, Author, ListingEntry, MetadataOrigin, Paper
from papers.text.latex import readable
from papers.text.noted import with_formulas
from papers.text.own_names import with_own_names
from papers.withdrawals import is_withdrawn

_NOTES: Final = {
    "cross-list": AnnouncementKind.CROSS,
    "replaced": AnnouncementKind.REPLACE,
}
_NOTE = re.compile(r"\((cross-list|replaced)\b")
_CATEGORY = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_LABEL = re.compile(r"^\s*(?:Title|Authors|Comments|Journal-ref|Subjects):")
_STANDS_FOR_ADDRESS = re.compile(r"this \w+ URL", re.IGNORECASE)
_AFFILIATIONS = re.compile(r"\([^()]*\)")
_NO_AUTHORS: Final = "(author list is unavailable)"
_MORE_AUTHORS = re.compile(r"\(\d+ additional authors? not shown\)")


class EntryUnreadable(Explained):
    """The entry lacks what every entry has; the message says what and which."""


def read_entry(kind: AnnouncementKind, term: LexborNode, details: LexborNode) -> ListingEntry:
    """Read an entry of the section of a kind.

    Raises:
        EntryUnreadable: it has no id, title, authors, subjects or, where it is news, abstract,
            or it says of itself that it belongs to another section.
    """
    paper_id = _id_of(term)
    note = _NOTE.search(term.text())
    if note is not None and _NOTES[note[1]] is not kind:
        raise EntryUnreadable(
            sentence(
                "{paper_id} stands under “{kind}” and is marked “{note}”",
                paper_id=paper_id,
                kind=kind,
                note=note[1],
            )
        )
    return ListingEntry(kind, _paper(kind, paper_id, _parts_of(details)))


@with_formulas
def _paper(kind: AnnouncementKind, paper_id: PaperId, parts: dict[str, LexborNode]) -> Paper:
    title = _field(parts, "list-title")
    categories = _categories_of(parts)
    abstract = with_own_names(text_of(parts["abstract"]), title) if "abstract" in parts else ""
    missing = [
        name
        for name, is_there in (
            (sentence("title"), title),
            (sentence("authors"), "list-authors" in parts),
            (sentence("subjects"), categories),
            (sentence("abstract"), abstract or not kind.is_news),
        )
        if not is_there
    ]
    if missing:
        raise EntryUnreadable(
            sentence(
                "{paper_id} has no {missing}", paper_id=paper_id, missing=reduce(_both, missing)
            )
        )
    comment = _field(parts, "list-comments") or None
    return Paper(
        id=paper_id,
        title=title,
        authors=_authors_of(parts["list-authors"]),
        abstract=abstract,
        categories=categories,
        primary=categories[0],
        comment=comment,
        journal_ref=_field(parts, "list-journal-ref") or None,
        withdrawn=is_withdrawn(comment, abstract),
        origin=MetadataOrigin.LISTING,
    )


def _both(missing: Message, and_this: Message) -> Message:
    return sentence("{missing} and no {and_this}", missing=missing, and_this=and_this)


def _id_of(term: LexborNode) -> PaperId:
    link = term.css_first('a[title="Abstract"]')
    shown = " ".join((link.text() if link is not None else term.text()).split())
    if link is None:
        raise EntryUnreadable(
            sentence("the entry “{shown}” has no link to an abstract", shown=shown[:60])
        )
    try:
        return PaperId.parse(shown).latest
    except NotAPaperId as error:
        raise EntryUnreadable(sentence("an entry has no id: {why}", why=error.message)) from error


def _parts_of(details: LexborNode) -> dict[str, LexborNode]:
    """The labelled parts of an entry by the first word of their class, and its abstract."""
    parts: dict[str, LexborNode] = {}
    meta = details.css_first("div.meta") or details
    for node in meta.iter():
        name = "abstract" if node.tag == "p" else (node.attributes.get("class") or "").split(" ")[0]
        parts.setdefault(name, node)
    return parts


def _field(parts: dict[str, LexborNode], name: str) -> str:
    """The text of a part without its label; empty if there is none."""
    if name not in parts:
        return ""
    return text_of(parts[name])


def text_of(node: LexborNode) -> str:
    """The readable text of a part: links spelled out where arXiv prints "this https URL"."""
    for inner in node.css("a, br"):
        if inner.tag == "br":
            inner.replace_with(" ")
        elif _STANDS_FOR_ADDRESS.fullmatch(" ".join(inner.text().split())):
            inner.replace_with(inner.attributes.get("href") or "")
    raw = _LABEL.sub("", node.text(), count=1) if node.tag == "div" else node.text()
    return readable(raw)


def _categories_of(parts: dict[str, LexborNode]) -> tuple[str, ...]:
    subjects = parts.get("list-subjects")
    return categories_in(subjects) if subjects is not None else ()


def categories_in(subjects: LexborNode) -> tuple[str, ...]:
    """The codes in parentheses, the primary subject's first."""
    primary = subjects.css_first(".primary-subject")
    first = _CATEGORY.findall(primary.text()) if primary is not None else []
    return tuple(dict.fromkeys([*first, *_CATEGORY.findall(subjects.text())]))


def _authors_of(node: LexborNode) -> tuple[Author, ...]:
    """The linked names, or those between commas where none is linked.

    arXiv prints the first hundred or so of a long list only; the API has them all.
    """
    linked = [link.text() for link in node.css("a")]
    if not linked:
        text = _LABEL.sub("", node.text(), count=1).strip()
        if text == _NO_AUTHORS:
            return ()
        linked = _AFFILIATIONS.sub(" ", text).split(",")
    names = (readable(name) for name in linked if not _MORE_AUTHORS.search(name))
    return tuple(Author(name) for name in names if name)
