"""What the summary of an earlier version said and the paper says no longer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from app.services import Services
from domain.concurrency.aside import aside
from domain.fulltext import FullText
from domain.papers import Paper
from domain.summaries import Claim, Summary
from summaries.changes.tokens import key
from summaries.text.numbering import ABSTRACT
from summaries.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Outdated:
    """Claims of an earlier version whose sentences are gone, and which version that is."""

    version: int
    claims: tuple[Claim, ...]


async def outdated_claims(
    services: Services, paper: Paper, summary: Summary | None, text: FullText | None
) -> Outdated | None:
    """What was said of a version before and stands no longer; None where nothing is known of that.

    Args:
        services: has the summaries that were made before.
        paper: as it is now.
        summary: the one shown of it.
        text: what was read of it. Where it is not at hand, claims that stand on sentences beyond
            the abstract are not judged.
    """
    version = paper.id.version or 1
    if version == 1 or summary is None or paper.withdrawn:
        return None
    kept = (await services.library.summaries_of([paper.id.base])).get(paper.id.base, [])
    language = summary.provenance.language
    told = [
        one for one in kept if one.provenance.language == language and 0 < _version(one) < version
    ]
    if not told:
        return None
    newest = max(map(_version, told))
    claims = chain.from_iterable(_claims(one) for one in told if _version(one) == newest)
    gone = await aside(_gone, tuple(dict.fromkeys(claims)), paper.abstract, text)
    return Outdated(newest, gone) if gone else None


def _version(summary: Summary) -> int:
    return summary.provenance.paper_version or 0


def _claims(summary: Summary) -> Iterator[Claim]:
    yield summary.tldr
    yield from summary.takeaways
    for _, claims in summary.analysis.parts():
        yield from claims


def _gone(claims: tuple[Claim, ...], abstract: str, text: FullText | None) -> tuple[Claim, ...]:
    """Claims of which a sentence stands in the paper no longer, wherever it stood."""
    sections = text.sections if text else ()
    words = "".join(map(_running, (abstract, *(section.text for section in sections))))
    found: dict[str, Claim] = {}
    for claim in claims:
        for piece in claim.evidence:
            is_known = bool(sections) or piece.section == ABSTRACT
            if is_known and _running(piece.quote) not in words:
                found.setdefault(claim.text, claim)
    return tuple(found.values())


def _running(text: str) -> str:
    """What a text says, sentence after sentence; words without blanks, as they may be joined."""
    said = (part for sentence in sentences(text) for part in key(sentence.text))
    return "".join(part if part.isalpha() else f" {part} " for part in said)
