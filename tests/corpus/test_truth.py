"""Grounding over real abstracts: what true summaries pass, and what false ones are caught."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import pytest

from domain.identifiers import PaperId
from domain.papers import Paper
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.grounding.quantities import quantities
from summaries.grounding.rules import Ground
from summaries.text.sentences import sentences
from tests.fakes.clock import SettableClock
from tests.summaries.falsehoods import denied, names_of, with_another_name, with_another_number
from topics.english.stems import content, tokens

PAPERS: Final = 600
MOST_CITED: Final = 3
SUPPORTED: Final = 0.9
"""The share of a true one-sentence summary's telling words that its abstract must have."""


class Honest(NamedTuple):
    """A claim that is true of its paper, and the sentences that it stands on."""

    ground: Ground
    text: str
    cited: list[int]


@pytest.fixture(scope="session")
def scitldr(shared: Path) -> list[dict[str, Any]]:
    """Papers of SciTLDR's development part."""
    path = shared / "summaries" / "scitldr" / "dev.jsonl"
    if not path.is_file():
        pytest.skip(f"there is no SciTLDR in {path}")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][:PAPERS]


@pytest.fixture(scope="session")
def reference(scitldr: list[dict[str, Any]]) -> list[Honest]:
    """The people's own summaries, where the abstract has their words and their numbers."""
    return [
        Honest(_ground(record), text, _cited(text, record["source"]))
        for record in scitldr
        for text in record["target"]
        if _is_supported(text, f"{record['title']}\n{' '.join(record['source'])}")
    ]


@pytest.fixture(scope="session")
def abstract_sentences(scitldr: list[dict[str, Any]]) -> list[Honest]:
    """Sentences of the abstracts, each standing on itself."""
    return [
        honest
        for record in scitldr
        for place, text in enumerate(record["source"])
        if not (honest := Honest(_ground(record), text, [place])).ground.problems(text, [place])
    ]


def test_true_summaries_stand(reference: list[Honest]) -> None:
    """At most 2 % of the reference summaries that the abstract supports are refused."""
    assert len(reference) >= 150
    refused = [
        (honest.text, [str(problem) for problem in found])
        for honest in reference
        if (found := honest.ground.problems(honest.text, honest.cited))
    ]
    assert len(refused) <= 0.02 * len(reference), refused


async def test_extracts_stand(
    records: Callable[[str], Iterator[dict[str, Any]]], scitldr: list[dict[str, Any]]
) -> None:
    """At most 2 % of the claims of our own extracts are refused, over arXiv's fields."""
    summarizer = ExtractiveSummarizer(SettableClock("2031-03-07T12:00:00Z"))
    texts = [(r["title"], " ".join(r["source"])) for r in scitldr[::4]]
    texts += [(r["title"], r["abstract"]) for r in records("records-samples")][:300]
    refused: list[tuple[str, list[str]]] = []
    claims = 0
    for title, abstract in texts:
        paper = _paper(title, abstract)
        own = [sentence.text for sentence in sentences(paper.abstract)]
        summary = await summarizer.summarize(paper, None, "en")
        ground = Ground(title, tuple(own), len(own))
        for claim in (summary.tldr, *summary.takeaways):
            cited = [own.index(piece.quote) for piece in claim.evidence if piece.quote in own]
            found = ground.problems(claim.text, cited, longest=120)
            claims += 1
            if found:
                refused.append((claim.text, [str(problem) for problem in found]))
    assert claims > 1_000
    assert len(refused) <= 0.02 * claims, (len(refused), claims, refused[:20])


@pytest.mark.parametrize(("kind", "least"), [("number", 0.97), ("name", 0.90), ("denial", 0.90)])
def test_false_claims_are_caught(
    kind: str, least: float, reference: list[Honest], abstract_sentences: list[Honest]
) -> None:
    """Numbers altered, names swapped for another paper's, denials put in."""
    rng = Random(kind)
    strangers = sorted({name for each in abstract_sentences for name in names_of(each.text)})
    outcome: Counter[bool] = Counter()
    slipped: list[str] = []
    for honest in (*reference, *abstract_sentences):
        false = _made_false(kind, honest, strangers, rng)
        if false is not None and false != honest.text:
            caught = bool(honest.ground.problems(false, honest.cited))
            outcome[caught] += 1
            if not caught:
                slipped.append(false)
    assert outcome.total() >= 200
    assert outcome[True] >= least * outcome.total(), (outcome, slipped[:10])


def _made_false(kind: str, honest: Honest, strangers: list[str], rng: Random) -> str | None:
    if kind == "number":
        return with_another_number(honest.text, rng)
    if kind == "denial":
        return denied(honest.text, rng)
    own = " ".join((honest.ground.title, *honest.ground.sentences)).casefold()
    foreign = [name for name in rng.sample(strangers, 20) if name.casefold() not in own]
    return with_another_name(honest.text, foreign, rng)


def _ground(record: dict[str, Any]) -> Ground:
    return Ground(record["title"], tuple(record["source"]), len(record["source"]))


def _is_supported(text: str, source: str) -> bool:
    told, given = set(content(tokens(text))), set(content(tokens(source)))
    numbers = {quantity.value for quantity in quantities(text)}
    known = {quantity.value for quantity in quantities(source)}
    return len(told) >= 3 and len(told & given) >= SUPPORTED * len(told) and numbers <= known


def _cited(text: str, own: list[str]) -> list[int]:
    """The sentences that an honest writer would cite: those that share most of the words."""
    wanted = set(content(tokens(text)))
    shared = [set(content(tokens(sentence))) for sentence in own]
    chosen: list[int] = []
    while wanted and len(chosen) < MOST_CITED:
        best = max(range(len(own)), key=lambda place: len(wanted & shared[place]))
        if not wanted & shared[best]:
            break
        chosen.append(best)
        wanted -= shared[best]
    return chosen


def _paper(title: str, abstract: str) -> Paper:
    return Paper(
        id=PaperId("3103.00001", 1),
        title=title,
        authors=(),
        abstract=" ".join(abstract.split()),
        categories=("cs.LG",),
        primary="cs.LG",
    )
