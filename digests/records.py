"""Digests as they are kept: which papers, why, and what they rest on, as JSON with a version.

Papers and summaries are named and not repeated: they are kept as long by themselves. What one
version writes, newer ones read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from domain.chats import ChatRef
from domain.digests import Affinity, Coverage, Digest, Entry, Reason
from domain.identifiers import PaperId
from domain.messages import as_data, from_data
from domain.papers import AnnouncementKind, Batch, BatchState, Paper
from domain.ports import Library
from domain.summaries import Claim, Evidence, Summary
from domain.topics import Field
from topics.language import parse_query

VERSION: Final = 1
"""Of the way of writing; what an older one wrote is read for ever."""


def written(digest: Digest) -> str:
    """A digest as JSON."""
    coverage = digest.coverage
    kept: dict[str, Any] = {
        "version": VERSION,
        "date": digest.date.isoformat(),
        "since": digest.since and digest.since.isoformat(),
        "topics": digest.topics,
        "entries": [_entry(entry) for entry in digest.entries],
        "others": [str(paper.id) for paper in digest.others],
        "announced": coverage.announced,
        "matched": coverage.matched,
        "shown": coverage.shown,
        "late": [[archive, as_data(why)] for archive, why in coverage.late],
        "batches": [
            [batch.archive, batch.date.isoformat(), batch.state.value, as_data(batch.reason)]
            for batch in digest.batches
        ],
        "sample": digest.sample,
        "overview": [_claim(claim) for claim in digest.overview],
    }
    # What there is none of is left out, as it was before it was counted.
    counts: dict[str, Any] = {"withdrawn": coverage.withdrawn, "muted": coverage.muted}
    counts |= {"yours": coverage.yours, "lacks_profile": coverage.lacks_profile}
    kept |= {name: count for name, count in counts.items() if count}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


async def read(text: str, chat: ChatRef, library: Library) -> Digest:
    """The digest that `written` wrote, with its papers and summaries as they are kept now.

    A paper that is kept no more is missing; a summary that was made anew is the new one.

    Raises:
        ValueError: it is none, or of a newer way of writing.
    """
    kept = json.loads(text)
    if not isinstance(kept, dict) or kept.get("version") != VERSION:
        raise ValueError("this is no digest that this version can read")
    named = [PaperId.parse(entry["paper"]) for entry in kept["entries"]]
    papers = await library.papers([*named, *map(PaperId.parse, kept["others"])])
    summaries = await library.summaries_of([paper.base for paper in named])
    return Digest(
        chat=chat,
        date=date.fromisoformat(kept["date"]),
        since=date.fromisoformat(kept["since"]) if kept["since"] else None,
        topics=tuple(kept["topics"]),
        entries=tuple(_entries(kept["entries"], papers, summaries)),
        others=_known(kept["others"], papers),
        coverage=_coverage(kept),
        batches=tuple(
            Batch(
                archive=archive,
                date=date.fromisoformat(day),
                state=BatchState(state),
                reason=from_data(why),
            )
            for archive, day, state, why in kept["batches"]
        ),
        sample=kept["sample"],
        overview=tuple(map(_claim_of, kept["overview"])),
    )


def _coverage(kept: Mapping[str, Any]) -> Coverage:
    return Coverage(
        announced=kept["announced"],
        matched=kept["matched"],
        shown=kept["shown"],
        late=tuple((archive, from_data(why)) for archive, why in kept["late"]),
        withdrawn=kept.get("withdrawn", 0),
        muted=tuple((word, count) for word, count in kept.get("muted", ())),
        yours=kept.get("yours", 0),
        lacks_profile=kept.get("lacks_profile", False),
    )


def _entry(entry: Entry) -> dict[str, Any]:
    made = entry.summary.provenance if entry.summary else None
    kept = {
        "paper": str(entry.paper.id),
        "kind": entry.kind.value,
        "announced": entry.announced.isoformat(),
        "reasons": [[reason.topic, str(reason.found), reason.field] for reason in entry.reasons],
        "summary": made and [made.model, made.language, made.made_at.isoformat()],
    }
    return kept | ({"affinity": asdict(entry.affinity)} if entry.affinity else {})


def _entries(
    kept: Sequence[Mapping[str, Any]],
    papers: Mapping[str, Paper],
    summaries: Mapping[str, Sequence[Summary]],
) -> list[Entry]:
    return [
        Entry(
            paper=papers[base],
            kind=AnnouncementKind(entry["kind"]),
            announced=date.fromisoformat(entry["announced"]),
            reasons=tuple(_reason(*reason) for reason in entry["reasons"]),
            summary=_summary(entry["summary"], summaries.get(base, ())),
            affinity=_affinity(entry.get("affinity")),
        )
        for entry in kept
        if (base := PaperId.parse(entry["paper"]).base) in papers
    ]


def _affinity(kept: Mapping[str, Any] | None) -> Affinity | None:
    return None if kept is None else Affinity(**{**kept, "words": tuple(kept["words"])})


def _summary(wanted: Sequence[str] | None, known: Sequence[Summary]) -> Summary | None:
    """The very summary, else the newest that is most like it."""
    if wanted is None:
        return None

    def likeness(summary: Summary) -> tuple[bool, bool, bool, object]:
        made = summary.provenance
        same = [made.model, made.language, made.made_at.isoformat()] == list(wanted)
        return same, made.language == wanted[1], made.model == wanted[0], made.made_at

    return max(known, key=likeness, default=None)


def _known(ids: Sequence[str], papers: Mapping[str, Paper]) -> tuple[Paper, ...]:
    bases = (PaperId.parse(one).base for one in ids)
    return tuple(papers[base] for base in bases if base in papers)


def _reason(topic: str, found: str, field: str | None) -> Reason:
    return Reason(
        topic, parse_query(found, is_typed=False), None if field is None else Field(field)
    )


def _claim(claim: Claim) -> list[Any]:
    return [claim.text, [[piece.section, piece.quote] for piece in claim.evidence]]


def _claim_of(kept: Sequence[Any]) -> Claim:
    text, evidence = kept
    return Claim(text, tuple(Evidence(section, quote) for section, quote in evidence))
