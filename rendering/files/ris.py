"""Papers as RIS, for EndNote, Zotero, Mendeley and others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.metadata.citations import Citation
from domain.metadata.names import name_of
from rendering.common.plain import sanitise


def to_ris(citations: Iterable[Citation]) -> str:
    """Entries in the order given, each text in a line of its own."""
    # rispy, which reads them, writes a number before each entry, which the format does not know.
    return "\n".join("".join(f"{line}\n" for line in _entry(one)) for one in citations)


def _entry(one: Citation) -> Iterator[str]:
    paper = one.paper
    tagged = [
        ("TI", paper.title),
        *(("AU", _author(author.name)) for author in paper.authors),
        ("PY", str(one.year or "")),
        ("T2", paper.journal_ref or ""),
        ("DO", paper.doi or ""),
        ("PB", "" if paper.id.is_sample else "arXiv"),
        ("AN", "" if paper.id.is_sample else f"arXiv:{paper.id}"),
        *(("KW", category) for category in paper.categories),
        ("UR", paper.id.latest.abs_url),
        ("AB", paper.abstract),
        ("N1", one.note),
    ]
    yield f"TY  - {'JOUR' if paper.journal_ref else 'UNPB'}"
    yield from (f"{tag}  - {told}" for tag, text in tagged if (told := _line(text)))
    yield "ER  - "


def _author(text: str) -> str:
    name = name_of(text)
    if name.is_body:
        return name.family
    family = " ".join(filter(None, (name.particle, name.family)))
    return ", ".join(filter(None, (family, name.given, name.suffix)))


def _line(text: str) -> str:
    return sanitise(text).strip()
