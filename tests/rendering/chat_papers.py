"""Papers, summaries and digests that hold what could do harm in a chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from hypothesis import strategies as st

from composing.digest_message import digest_message
from domain.chats import ChatRef, Detail
from domain.digests import Coverage, Digest, Entry, Reason
from domain.documents import Document
from domain.identifiers import PaperId
from domain.messages import as_is
from domain.papers import AnnouncementKind, Author, Batch, BatchState, Paper
from domain.summaries import Analysis, Basis, Claim, Evidence, Provenance, StandIn, Summary
from domain.topics import Category, Field, Term
from i18n.catalogues import speech_of, spoken_languages
from i18n.speech import speaking
from tests.rendering.chat_texts import addresses, said, texts

DAY = date(2024, 3, 8)
_moments = st.dates(date(1991, 1, 1), date(2026, 1, 1)).map(
    lambda day: datetime.combine(day, time(17, 30), UTC)
)
_ids = st.builds(
    PaperId,
    st.sampled_from(("2403.04634", "hep-th/9901001", "sample/0000001")),
    st.one_of(st.none(), st.integers(1, 999)),
)
_authors = st.builds(Author, texts, st.lists(texts, max_size=2).map(tuple))
_categories = st.lists(st.sampled_from(("cs.CV", "math.AG", "hep-th")), min_size=1, max_size=3)
papers = st.builds(
    Paper,
    id=_ids,
    title=texts,
    authors=st.lists(_authors, max_size=6).map(tuple),
    abstract=texts,
    categories=_categories.map(tuple),
    primary=st.sampled_from(("cs.CV", "math.AG", "")),
    comment=st.one_of(st.none(), texts),
    journal_ref=st.one_of(st.none(), texts),
    doi=st.one_of(st.none(), texts),
    published=st.one_of(st.none(), _moments),
    updated=st.one_of(st.none(), _moments),
    licence=st.one_of(st.none(), addresses, texts),
    withdrawn=st.booleans(),
)
_evidence = st.lists(st.builds(Evidence, texts, texts), min_size=1, max_size=2).map(tuple)
claims = st.builds(Claim, texts, _evidence)
_claims = st.lists(claims, max_size=3).map(tuple)
provenances = st.builds(
    Provenance,
    model=st.one_of(st.just("extractive"), said),
    prompt=st.just("1"),
    made_at=_moments,
    paper_version=st.one_of(st.none(), st.integers(1, 9)),
    basis=st.sampled_from(Basis),
    coverage=st.floats(0, 1),
    stands_in=st.one_of(st.none(), st.sampled_from(StandIn)),
)
summaries = st.builds(
    Summary,
    tldr=claims,
    takeaways=_claims,
    provenance=provenances,
    analysis=st.builds(Analysis, method=_claims, results=_claims, limitations=_claims),
    keywords=st.lists(texts, max_size=4).map(tuple),
    code_links=st.lists(addresses, max_size=3).map(tuple),
    title=st.one_of(st.just(""), texts),
)
_reasons = st.builds(
    Reason,
    said,
    st.one_of(said.map(Term), st.just(Category("cs.CV"))),
    st.one_of(st.none(), st.sampled_from(Field)),
)
reasons = st.lists(_reasons, max_size=2).map(tuple)
_entries = st.builds(
    Entry,
    papers,
    st.sampled_from(AnnouncementKind),
    st.just(DAY),
    reasons,
    st.one_of(st.none(), summaries),
)
_batches = st.builds(
    Batch,
    archive=st.just("cs"),
    date=st.just(DAY),
    state=st.sampled_from(BatchState),
    reason=texts.map(as_is),
)
digests = st.builds(
    Digest,
    chat=st.just(ChatRef("console", "local")),
    date=st.just(DAY),
    topics=st.lists(said, min_size=1, max_size=5).map(tuple),
    entries=st.lists(_entries, max_size=3).map(tuple),
    others=st.lists(papers, max_size=3).map(tuple),
    coverage=st.builds(
        Coverage,
        st.one_of(st.none(), st.integers(0, 9_999)),
        st.integers(0, 9_999),
        st.integers(0, 99),
        st.lists(st.tuples(st.just("math"), texts.map(as_is)), max_size=1).map(tuple),
    ),
    batches=st.lists(_batches, max_size=2).map(tuple),
    sample=st.booleans(),
    overview=_claims,
)


def _morning(digest: Digest, detail: Detail, times: int, page: int, language: str) -> Document:
    many = replace(digest, entries=digest.entries * times, others=digest.others * times)
    with speaking(speech_of(language)):
        return digest_message(many, detail, turning=lambda to: f"/digest page {to}", page=page)


mornings = st.builds(
    _morning,
    digests,
    st.sampled_from(Detail),
    st.integers(1, 12),
    st.integers(1, 4),
    st.sampled_from(spoken_languages()),
)
"""Pages of digests as messages of a chat."""
