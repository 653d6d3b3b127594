"""What every `Store` must do with papers and batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from domain.identifiers import PaperId
from domain.messages import as_is
from domain.papers import Announcement, AnnouncementKind, Author, BatchState, Counts, MetadataOrigin
from domain.ports import Store
from tests.storage.invented import (
    DAY,
    NOON,
    a_batch,
    a_paper,
)

API, LISTING, FEED, SAMPLE = (
    MetadataOrigin.API,
    MetadataOrigin.LISTING,
    MetadataOrigin.FEED,
    MetadataOrigin.SAMPLE,
)


async def titles(store: Store, bases: Sequence[str]) -> list[str]:
    """The titles kept of papers, in the order asked for."""
    found = await store.papers([PaperId(base) for base in bases])
    return [paper.title for paper in found.values()]


class PaperContract:
    """Papers: kept whole, and never replaced by something worse."""

    async def test_titles_are_read_some_at_a_time(self, store: Store) -> None:
        """In the order of ids, each once."""
        bases = ["2403.00002", "2403.00001", "2403.00003"]
        await store.save_papers([a_paper(base, title=f"T{base[-1]}") for base in bases])
        first = await store.titles("", 2)
        assert first == [("2403.00001", "T1"), ("2403.00002", "T2")]
        assert await store.titles("2403.00002", 2) == [("2403.00003", "T3")]

    async def test_a_paper_comes_back_whole(self, store: Store) -> None:
        """Every field is kept, those that are empty too."""
        full = a_paper(
            comment="12 pages\nwith a figure",
            journal_ref="J. Inv. 1 (2031)",
            doi="10.1/x",
            licence="http://creativecommons.org/licenses/by/4.0/",
            withdrawn=True,
        )
        bare = a_paper("math/3103003", None, authors=(), published=None, updated=None)
        await store.save_papers([full, bare])
        assert await store.papers([full.id, bare.id]) == {
            "3103.00001": full,
            "math/3103003": bare,
        }

    async def test_instants_come_back_as_the_same_instants(self, store: Store) -> None:
        """Another zone's instant is kept as the instant it is."""
        local = datetime(2031, 3, 7, 20, 0, 0, 5, tzinfo=timezone(timedelta(hours=-5)))
        await store.save_papers([a_paper(published=local)])
        kept = (await store.papers([PaperId("3103.00001")]))["3103.00001"]
        assert kept.published == local
        assert kept.published is not None
        assert kept.published.utcoffset() is not None

    async def test_unknown_ids_are_missing(self, store: Store) -> None:
        """No paper is made up for them."""
        await store.save_papers([a_paper("3103.00001")])
        found = await store.papers([PaperId("3103.09999"), PaperId("3103.00001")])
        assert list(found) == ["3103.00001"]
        assert await store.papers([]) == {}

    async def test_any_version_finds_the_paper(self, store: Store) -> None:
        """A paper is its base id."""
        await store.save_papers([a_paper("3103.00001", 2)])
        assert list(await store.papers([PaperId("3103.00001", 1)])) == ["3103.00001"]

    async def test_papers_come_in_the_order_asked_for(self, store: Store) -> None:
        """So that an answer reads the same every time."""
        bases = ["3103.00002", "3103.00003", "3103.00001"]
        await store.save_papers([a_paper(base) for base in sorted(bases)])
        assert list(await store.papers([PaperId(base) for base in bases])) == bases

    @pytest.mark.parametrize(
        ("known", "comes", "stays"),
        [
            ((LISTING, None), (API, 1), "comes"),
            ((API, 1), (LISTING, None), "known"),
            ((API, 1), (LISTING, 2), "known"),
            ((LISTING, 2), (API, 1), "comes"),
            ((API, 1), (FEED, 1), "known"),
            ((FEED, 1), (API, 1), "comes"),
            ((API, 1), (API, 2), "comes"),
            ((API, 2), (API, 1), "known"),
            ((API, 2), (API, 2), "comes"),
            ((API, 2), (API, None), "comes"),
            ((API, None), (API, 1), "comes"),
            ((LISTING, None), (LISTING, None), "comes"),
            ((FEED, 2), (LISTING, None), "comes"),
            ((FEED, 2), (LISTING, 1), "known"),
            ((API, 1), (SAMPLE, 1), "known"),
            ((LISTING, None), (SAMPLE, 9), "known"),
            ((SAMPLE, 9), (LISTING, None), "comes"),
            ((SAMPLE, 1), (SAMPLE, 1), "comes"),
        ],
    )
    @pytest.mark.parametrize("at_once", [False, True])
    async def test_better_metadata_stays(
        self,
        store: Store,
        known: tuple[MetadataOrigin, int | None],
        comes: tuple[MetadataOrigin, int | None],
        stays: str,
        at_once: bool,
    ) -> None:
        """The API's before a listing's, a later version's before an earlier one's."""
        first, second = (
            a_paper(version=version, origin=origin, title=title)
            for (origin, version), title in ((known, "known"), (comes, "comes"))
        )
        for papers in [[first, second]] if at_once else [[first], [second]]:
            await store.save_papers(papers)
        assert await titles(store, ["3103.00001"]) == [stays]

    async def test_recent_papers_are_the_newest_news(self, store: Store) -> None:
        """By date, then id, the latest first; each once, whatever number of archives it is in."""
        await store.save_papers([a_paper(f"3103.0000{n}") for n in range(1, 6)])
        yesterday = DAY - timedelta(days=1)
        await store.save_batch(a_batch("3103.00001", "3103.00002", day=yesterday))
        await store.save_batch(a_batch("3103.00003", "3103.00004"))
        await store.save_batch(a_batch("3103.00003", "3103.00002", archive="math"))
        recent = await store.recent_papers(10)
        assert [paper.id.base for paper in recent] == [
            "3103.00004",
            "3103.00003",
            "3103.00002",
            "3103.00001",
        ]
        assert await store.recent_papers(2) == recent[:2]
        assert await store.recent_papers(0) == []

    async def test_papers_are_found_by_an_author(self, store: Store) -> None:
        """By the whole name alone, of those that were news; the latest first, old ids last."""
        strange = Author('Ada "%_" O\\\'Pén')
        by = {"3103.00001": strange, "3103.00002": strange, "math/0301001": strange}
        await store.save_papers([replace(a_paper("3103.00004"), authors=(strange,))])
        by["3103.00003"] = Author("Ada")
        await store.save_papers([replace(a_paper(b), authors=(who,)) for b, who in by.items()])
        assert await store.papers_by(strange.name, 9) == []
        await store.save_batch(a_batch(*by))
        await store.save_batch(a_batch("3103.00004", archive="math", kind=AnnouncementKind.REPLACE))
        found = await store.papers_by(strange.name, 9)
        assert [paper.id.base for paper in found] == ["3103.00002", "3103.00001", "math/0301001"]
        assert await store.papers_by(strange.name, 1) == found[:1]
        assert await store.papers_by("ada", 9) == await store.papers_by("Ad", 9) == []

    async def test_a_paper_was_news_on_some_dates(self, store: Store) -> None:
        """Each once, the newest first; neither when it was replaced nor when it was asked for."""
        paper = a_paper("3103.00001")
        await store.save_papers([paper])
        assert await store.announced_on(paper.id) == []
        yesterday, before = DAY - timedelta(days=1), DAY - timedelta(days=2)
        await store.save_batch(a_batch("3103.00001", day=before, kind=AnnouncementKind.REPLACE))
        await store.save_batch(a_batch("3103.00001", day=yesterday))
        for archive in ("cs", "math"):
            await store.save_batch(a_batch("3103.00001", archive=archive))
        assert await store.announced_on(paper.id) == [DAY, yesterday]

    async def test_a_replacement_is_no_news(self, store: Store) -> None:
        """Nor is an announcement whose paper is not here yet."""
        await store.save_papers([a_paper("3103.00001")])
        await store.save_batch(a_batch("3103.00001", kind=AnnouncementKind.REPLACE))
        await store.save_batch(a_batch("3103.00002", archive="math"))
        assert await store.recent_papers(10) == []
        await store.save_batch(a_batch("3103.00001", archive="stat", kind=AnnouncementKind.CROSS))
        assert [paper.id.base for paper in await store.recent_papers(10)] == ["3103.00001"]


class BatchContract:
    """Batches: one for each archive and date, replaced as a whole."""

    async def test_a_batch_comes_back_whole(self, store: Store) -> None:
        """With its announcements in the order of the listing."""
        batch = a_batch("3103.00003", "3103.00001", "3103.00002", reason=as_is("All is here."))
        again = Announcement("cs", DAY, AnnouncementKind.REPLACE, PaperId("3103.00001", 2))
        batch = replace(batch, announcements=(*batch.announcements, again))
        await store.save_batch(batch)
        assert await store.batches(["cs"], DAY, DAY) == [batch]

    async def test_a_batch_of_which_nothing_was_read(self, store: Store) -> None:
        """No counts are not counts of zero."""
        waiting = a_batch(state=BatchState.WAITING, counts=None, checked_at=None)
        quiet = a_batch(archive="math")
        await store.save_batch(waiting)
        await store.save_batch(quiet)
        assert await store.batches(["cs", "math"], DAY, DAY) == [waiting, quiet]

    async def test_a_batch_replaces_what_was_known(self, store: Store) -> None:
        """State, counts, announcements; those of other archives and dates stay."""
        other, next_day = a_batch("3103.00001", archive="math"), a_batch(day=DAY + timedelta(1))
        for batch in (other, next_day, a_batch("3103.00001", "3103.00002")):
            await store.save_batch(batch)
        shorter = a_batch("3103.00003", state=BatchState.PARTIAL, reason=as_is("The page changed."))
        later = NOON + timedelta(hours=1)
        shorter = replace(shorter, counts=Counts(1, 2, 3), checked_at=later)
        await store.save_batch(shorter)
        found = await store.batches(["cs", "math"], DAY, DAY + timedelta(1))
        assert found == [shorter, other, next_day]

    async def test_a_batch_brings_its_papers(self, store: Store) -> None:
        """Under the same rule as papers that come alone."""
        await store.save_papers([a_paper("3103.00001", title="from the API")])
        listed = [a_paper(base, None, origin=LISTING) for base in ("3103.00001", "3103.00002")]
        await store.save_batch(a_batch("3103.00001", "3103.00002"), listed)
        assert await titles(store, ["3103.00001", "3103.00002"]) == [
            "from the API",
            "On the invention of 3103.00002",
        ]

    async def test_a_foreign_announcement_is_a_defect(self, store: Store) -> None:
        """It would come back as another archive's; nothing of the batch is kept."""
        wrong = replace(a_batch("3103.00001"), archive="math")
        with pytest.raises(ValueError, match="math"):
            await store.save_batch(wrong, [a_paper("3103.00001")])
        assert await store.latest_batches() == []
        assert await store.papers([PaperId("3103.00001")]) == {}

    async def test_batches_from_first_to_last(self, store: Store) -> None:
        """Both included, by date, of the archives asked for."""
        days = [DAY + timedelta(days=n) for n in range(4)]
        for day in reversed(days):
            for archive in ("cs", "math", "stat"):
                await store.save_batch(a_batch(archive=archive, day=day))
        found = await store.batches(["math", "cs"], days[1], days[2])
        assert [(batch.date, batch.archive) for batch in found] == [
            (day, archive) for day in days[1:3] for archive in ("cs", "math")
        ]
        assert await store.batches([], days[0], days[3]) == []
        assert await store.batches(["cs"], days[2], days[1]) == []

    async def test_batch_states_are_batches_without_announcements(self, store: Store) -> None:
        """With arXiv's counts, which are part of how matters stand."""
        await store.save_batch(a_batch("3103.00001", "3103.00002"))
        await store.save_batch(a_batch(archive="math"))
        full = await store.batches(["cs", "math"], DAY, DAY)
        states = await store.batch_states(["cs", "math"], DAY, DAY)
        assert states == [replace(batch, announcements=()) for batch in full]
        assert states[0].counts == Counts(new=2)
        assert await store.batch_states(["cs"], DAY + timedelta(1), DAY + timedelta(1)) == []

    async def test_what_awaits_metadata(self, store: Store) -> None:
        """Unknown, or known from a listing or feed alone; each once, the latest first."""
        origins = {"3103.00001": API, "3103.00002": LISTING, "3103.00003": FEED}
        await store.save_papers([a_paper(base, origin=origin) for base, origin in origins.items()])
        await store.save_batch(a_batch(*origins, "3103.00004"))
        later = a_batch("3103.00002", archive="math", day=DAY + timedelta(1))
        await store.save_batch(later)
        assert [str(wanted) for wanted in await store.awaiting_metadata(DAY, news=True)] == [
            "3103.00002",
            "3103.00004",
            "3103.00003",
        ]
        since = await store.awaiting_metadata(DAY + timedelta(1), news=True)
        assert since == [PaperId("3103.00002")]
        assert await store.awaiting_metadata(DAY + timedelta(2), news=True) == []

    async def test_what_was_only_replaced_awaits_metadata_apart(self, store: Store) -> None:
        """News in any archive is news; the sample has all that there is of it."""
        await store.save_papers([a_paper("sample/3103003", origin=SAMPLE)])
        replaced = ("3103.00001", "3103.00002", "sample/3103003")
        await store.save_batch(a_batch(*replaced, kind=AnnouncementKind.REPLACE))
        await store.save_batch(a_batch("3103.00002", archive="math", kind=AnnouncementKind.CROSS))
        assert await store.awaiting_metadata(DAY, news=False) == [PaperId("3103.00001")]
        assert await store.awaiting_metadata(DAY, news=True) == [PaperId("3103.00002")]

    async def test_the_latest_batch_of_each_archive(self, store: Store) -> None:
        """With its announcements."""
        newest = a_batch("3103.00001", "3103.00002", day=date(2031, 10, 2))
        for batch in (newest, a_batch("3103.00003", day=date(2031, 9, 30))):
            await store.save_batch(batch)
        other = a_batch(archive="math", day=date(2031, 1, 1))
        await store.save_batch(other)
        assert await store.latest_batches() == [newest, other]
