"""Invented papers, summaries and digests for the tests of pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from domain.chats import ChatRef
from domain.digests import Coverage, Digest, Entry, Reason
from domain.identifiers import PaperId
from domain.papers import AnnouncementKind, Author, Batch, BatchState, Paper
from domain.summaries import Analysis, Basis, Claim, Evidence, Provenance, Summary
from domain.topics import Field, Term

DAY = date(2024, 3, 8)
MADE_AT = datetime(2024, 3, 8, 6, tzinfo=UTC)


def claim(text: str, quote: str = "", section: str = "Abstract") -> Claim:
    """A claim that stands on a sentence, its own words unless another is given."""
    return Claim(text, (Evidence(section, quote or text),))


def paper(number: int = 1, **changes: Any) -> Paper:
    """An invented paper; its id is of a month that arXiv has long closed."""
    facts: dict[str, Any] = {
        "id": PaperId(f"2403.9{number:04}", 1),
        "title": f"Paper {number}: Slow Lanterns",
        "authors": (Author("Ada Quill"), Author("Bo Tanaka-Ruiz", ("Harbour Institute",))),
        "abstract": f"We light lantern {number}. It burns slowly.",
        "categories": ("cs.CV", "cs.LG"),
        "primary": "cs.CV",
        "published": datetime(2024, 3, 7, 17, 30, tzinfo=UTC),
        "updated": datetime(2024, 3, 7, 17, 30, tzinfo=UTC),
    }
    return Paper(**(facts | changes))


def summary(**changes: Any) -> Summary:
    """An invented extractive summary."""
    facts: dict[str, Any] = {
        "tldr": claim("Lanterns that burn slowly are trained in one pass."),
        "takeaways": tuple(claim(f"Takeaway {number}.") for number in range(1, 6)),
        "provenance": Provenance(
            model="extractive",
            prompt="1",
            made_at=MADE_AT,
            paper_version=1,
            basis=Basis.ABSTRACT,
        ),
        "analysis": Analysis(
            background=(claim("Lanterns burn too fast."),),
            method=(claim("We slow the wick."), claim("The oil stays cold.")),
            limitations=(claim("Wind is not considered."),),
        ),
        "keywords": ("lanterns", "slow light"),
        "code_links": ("https://github.com/ada-quill/slow-lanterns", "https://lanterns.example/"),
    }
    return Summary(**(facts | changes))


def reason(
    text: str = "lanterns", field: Field | None = Field.TITLE, topic: str = "slow light"
) -> Reason:
    """Why an invented paper matches."""
    return Reason(topic, Term(text), field)


def entry(number: int = 1, **changes: Any) -> Entry:
    """An invented paper in a digest."""
    facts: dict[str, Any] = {
        "paper": paper(number),
        "kind": AnnouncementKind.NEW,
        "announced": DAY,
        "reasons": (reason(), reason(field=Field.ABSTRACT)),
        "summary": summary(),
    }
    return Entry(**(facts | changes))


def batch(archive: str = "cs", state: BatchState = BatchState.COMPLETE, **changes: Any) -> Batch:
    """An archive's announcements of the day, without the papers."""
    facts: dict[str, Any] = {"archive": archive, "date": DAY, "state": state}
    return Batch(**(facts | changes))


def digest(**changes: Any) -> Digest:
    """An invented digest of three papers and two beyond the limit."""
    facts: dict[str, Any] = {
        "chat": ChatRef("console", "local"),
        "date": DAY,
        "topics": ("slow light",),
        "entries": (entry(1), entry(2), entry(3)),
        "others": (paper(4), paper(5)),
        "coverage": Coverage(announced=239, matched=5, shown=3),
        "batches": (batch(),),
    }
    return Digest(**(facts | changes))


def quiet_digest(coverage: Coverage, *batches: Batch, **changes: Any) -> Digest:
    """A digest with nothing to show."""
    return digest(entries=(), others=(), coverage=coverage, batches=batches, **changes)
