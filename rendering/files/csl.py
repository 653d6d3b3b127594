"""Papers as CSL-JSON, for Zotero, Pandoc and citation processors."""

from __future__ import annotations

from collections.abc import Iterable

from domain.metadata.citations import Citation
from domain.metadata.names import name_of
from rendering.files.json_nouns import JSON, written


def to_csl(citations: Iterable[Citation]) -> str:
    """Items in the order given."""
    return written([_item(one) for one in citations])


def _item(one: Citation) -> dict[str, JSON]:
    paper = one.paper
    item: dict[str, JSON] = {
        "id": one.key,
        "type": "article-journal" if paper.journal_ref else "article",
        "title": paper.title,
        "author": [_author(author.name) for author in paper.authors],
        "issued": {"date-parts": [[one.year]]} if one.year else None,
        "container-title": paper.journal_ref,
        "DOI": paper.doi,
        "publisher": None if paper.id.is_sample else "arXiv",
        "number": None if paper.id.is_sample else f"arXiv:{paper.id.base}",
        "version": str(paper.id.version) if paper.id.version else None,
        "URL": paper.id.latest.abs_url,
        "abstract": paper.abstract,
        "keyword": ", ".join(paper.categories),
        "note": one.note,
    }
    return {name: value for name, value in item.items() if value}


def _author(text: str) -> JSON:
    name = name_of(text)
    if name.is_body:
        return {"literal": name.family}
    parts: dict[str, JSON] = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}
