"""Invented nouns to store, and strategies that draw any."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from domain.chats import Chat, ChatRef, ChatSettings, Detail, Press, Subscription
from domain.fulltext import Formula
from domain.identifiers import PaperId
from domain.messages import NOTHING, as_is, counted, sentence
from domain.papers import (
    Announcement,
    AnnouncementKind,
    Author,
    Batch,
    BatchState,
    Counts,
    MetadataOrigin,
    Paper,
)
from domain.summaries import (
    Analysis,
    Basis,
    Claim,
    Evidence,
    Provenance,
    Summary,
    SummaryKey,
)
from domain.topics import And, Category, Field, Not, Or, Query, Term, Topic

DAY = date(2031, 3, 7)
NOON = datetime(2031, 3, 7, 12, 0, tzinfo=UTC)
HERE = ChatRef("telegram", "-100123", "7")
THERE = ChatRef("telegram", "-100123")

QUERIES: tuple[Query, ...] = (
    Term("diffusion"),
    Term("talking head", Field.TITLE),
    And((Category("cs.CV"), Or((Term("nerf"), Term("gaussian splatting"))), Not(Term("survey")))),
    Or((Term("Ada Inkwell", Field.AUTHOR), Category("hep-th"))),
)


def a_press(person: str) -> Press:
    """What a member of a group pressed."""
    return Press(person, "2403.00001", is_more=True, at=NOON)


def a_paper(base: str = "3103.00001", version: int | None = 1, **changes: Any) -> Paper:
    """A paper; whatever is not said is invented."""
    usual: dict[str, Any] = {
        "title": f"On the invention of {base}",
        "authors": (Author("Ada Inkwell"), Author("Bo Quill", ("Institute of Paper",))),
        "abstract": "We invent a paper. It says nothing, “at length”.",
        "categories": ("cs.CV", "cs.LG"),
        "primary": "cs.CV",
        "published": NOON,
        "updated": NOON,
    }
    return Paper(id=PaperId(base, version), **(usual | changes))


def a_batch(
    *bases: str,
    archive: str = "cs",
    day: date = DAY,
    kind: AnnouncementKind = AnnouncementKind.NEW,
    **changes: Any,
) -> Batch:
    """A complete batch of papers that are all announced in one way."""
    lines = tuple(Announcement(archive, day, kind, PaperId(base)) for base in bases)
    usual: dict[str, Any] = {
        "state": BatchState.COMPLETE if bases else BatchState.QUIET,
        "announcements": lines,
        "counts": Counts.of(line.kind for line in lines),
        "checked_at": NOON,
    }
    return Batch(archive=archive, date=day, **(usual | changes))


def a_topic(query: Query = QUERIES[0], chat: ChatRef = HERE, **changes: Any) -> Subscription:
    """A subscription; its label is the query unless another is said."""
    label = changes.get("label", str(query))
    return Subscription(chat, Topic(label, query), changes.get("since", NOON))


def a_summary(text: str = "It invents a paper.", quote: str = "We invent a paper.") -> Summary:
    """A summary of one claim."""
    claim = Claim(text, (Evidence("Abstract", quote),))
    return Summary(
        tldr=claim,
        takeaways=(claim,),
        provenance=Provenance(
            model="extractive",
            prompt="1",
            made_at=NOON,
            paper_version=1,
            basis=Basis.ABSTRACT,
        ),
    )


def a_key(paper: str = "3103.00001", source: str = "v1", **changes: Any) -> SummaryKey:
    """What a summary is kept under."""
    usual: dict[str, Any] = {
        "language": "en",
        "basis": Basis.ABSTRACT,
        "model": "extractive",
        "prompt": "1",
    }
    return SummaryKey(paper, source, **(usual | changes))


words = st.text(max_size=12)
values = st.one_of(words, st.integers(), st.dates(), words.map(as_is), st.tuples(words, words))
messages = st.one_of(
    st.just(NOTHING),
    st.builds(lambda why: sentence("It could not be read again. {why}", why=why), values),
    st.builds(lambda n: counted("{number} paper", "{number} papers", n), st.integers()),
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1991, 8, 14), datetime(2099, 12, 31), timezones=zones)  # noqa: DTZ001
versions = st.none() | st.integers(1, 30)
bases = st.sampled_from(["3103.00001", "3103.00002", "math/3103003", "sample/3103004"])
days = st.dates(date(2031, 3, 1), date(2031, 3, 4))
archives = st.sampled_from(["cs", "hep-th", "math"])
refs = st.sampled_from([HERE, THERE, ChatRef("discord", "9")])

papers = st.builds(
    Paper,
    id=st.builds(PaperId, bases, versions),
    authors=st.lists(
        st.builds(Author, words, st.lists(words, max_size=2).map(tuple)), max_size=3
    ).map(tuple),
    categories=st.lists(words, max_size=3).map(tuple),
    title=words,
    abstract=words,
    primary=words,
    comment=st.none() | words,
    published=st.none() | instants,
    updated=st.none() | instants,
    withdrawn=st.booleans(),
    formulas=st.lists(st.builds(Formula, words, words), max_size=3).map(tuple),
    origin=st.sampled_from(MetadataOrigin),
)

claims = st.builds(
    Claim, words, st.lists(st.builds(Evidence, words, words), min_size=1, max_size=2).map(tuple)
)
some_claims = st.lists(claims, max_size=2).map(tuple)

summaries = st.builds(
    Summary,
    tldr=claims,
    takeaways=some_claims,
    provenance=st.builds(
        Provenance,
        model=words,
        prompt=words,
        made_at=instants,
        paper_version=versions,
        basis=st.sampled_from(Basis),
        language=words,
        coverage=st.floats(0, 1),
    ),
    analysis=st.builds(Analysis, background=some_claims, limitations=some_claims),
    keywords=st.lists(words, max_size=3).map(tuple),
    code_links=st.lists(words, max_size=2).map(tuple),
)

keys = st.builds(
    SummaryKey,
    bases,
    st.sampled_from(["", "v1", "v2", "a0c5"]),
    st.sampled_from(["en", "zh"]),
    st.sampled_from(Basis),
    st.sampled_from(["extractive", "a:model"]),
    st.just("1"),
)

settings = st.builds(
    ChatSettings,
    time=st.times(),
    days=st.frozensets(st.integers(0, 6)),
    zone=words,
    language=words,
    detail=st.sampled_from(Detail),
    limit=st.integers(0, 100),
    muted=st.lists(words, max_size=3).map(tuple),
    paused=st.booleans(),
)

chats = st.builds(Chat, refs, settings)

subscriptions = st.builds(
    Subscription,
    refs,
    st.builds(Topic, st.sampled_from(["one", "two"]), st.sampled_from(QUERIES)),
    instants,
)


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """Any batch; its announcements are of its archive and date."""
    archive, day = draw(archives), draw(days)
    lines = st.builds(
        Announcement,
        st.just(archive),
        st.just(day),
        st.sampled_from(AnnouncementKind),
        st.builds(PaperId, bases, versions),
    )
    counted = st.builds(Counts, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
    return Batch(
        archive=archive,
        date=day,
        state=draw(st.sampled_from(BatchState)),
        announcements=tuple(draw(st.lists(lines, max_size=4))),
        counts=draw(st.none() | counted),
        reason=draw(messages),
        checked_at=draw(st.none() | instants),
    )
