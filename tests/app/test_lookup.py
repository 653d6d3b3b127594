"""A paper that was asked for once, and has changed since."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.lookup import current_paper, find_paper
from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from domain.errors import PaperNotFound, SourceUnavailable
from domain.identifiers import PaperId
from domain.messages import as_is
from domain.papers import Batch, BatchState, Counts, Paper, PaperPage
from tests.app.test_paper_text import FakeReader
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.papers.invented import invented

NOON = datetime(2025, 5, 7, 16, tzinfo=UTC)
FIRST = invented(1, updated=datetime(2025, 1, 7, 12, tzinfo=UTC))
PUBLISHED = replace(FIRST, journal_ref="J. Boats")
SECOND = replace(FIRST, id=PaperId(FIRST.id.base, 2), abstract="We fold none at all.")
BASE = FIRST.id.latest


class Api(FakeSource):
    """Knows one paper, and counts who asks."""

    def __init__(self, clock: SettableClock) -> None:
        super().__init__(clock)
        self.shows: PaperPage | None = None
        self.has: Paper | None = FIRST
        self.count = 0
        self.is_silent = False

    async def papers(self, ids: object) -> dict[str, Paper]:
        """What it has now, whatever is asked for."""
        self.count += 1
        if self.is_silent:
            raise SourceUnavailable(as_is("arXiv is away."))
        return {self.has.id.base: self.has} if self.has else {}

    async def page(self, paper: PaperId) -> PaperPage | None:
        """What it shows now, whatever is asked for."""
        return self.shows


@pytest.fixture
def clock() -> SettableClock:
    """At noon in New York, when the API has caught up."""
    return SettableClock(NOON)


@pytest.fixture
def api(clock: SettableClock) -> Api:
    """ArXiv's API."""
    return Api(clock)


@pytest.fixture
async def services(tmp_path: Path, clock: SettableClock, api: Api) -> AsyncIterator[Services]:
    """A harness of its own."""
    settings = Settings(_env_file=None, database=tmp_path / "p.db")
    async with open_container(settings, source=api, clock=clock) as services:
        yield services


async def test_a_new_version_is_found_with_one_request_and_none_before_it_can_be(
    services: Services, api: Api, clock: SettableClock
) -> None:
    """Once between two announcements, however many ask."""
    for _ in range(3):
        assert (await find_paper(services, BASE)).id == FIRST.id
        assert api.count == 1
        clock.advance(hours=2)
    api.has = SECOND
    clock.set(NOON + timedelta(days=1))
    for _ in range(3):
        found = await find_paper(services, BASE)
        assert (found.id, found.abstract) == (SECOND.id, SECOND.abstract)
    assert api.count == 2


async def test_a_withdrawal_and_a_return_are_known(
    services: Services, api: Api, clock: SettableClock
) -> None:
    """And what has changed though the version has not."""
    await find_paper(services, BASE)
    changes: list[dict[str, object]] = [
        {"withdrawn": True, "comment": "Withdrawn: Table 1 is wrong"},
        {"withdrawn": False, "comment": "Table 1 is right now"},
        {"journal_ref": "J. Boats 3 (2025) 14"},
    ]
    for day, change in zip((1, 2, 6), changes, strict=True):
        api.has = replace(FIRST, **change)  # type: ignore[arg-type]
        clock.set(NOON + timedelta(days=day))
        found = await find_paper(services, BASE)
        for name, value in change.items():
            assert getattr(found, name) == value


async def test_a_withdrawal_that_a_listing_told_stands_while_the_api_lags(
    services: Services, api: Api, clock: SettableClock
) -> None:
    """It ends with the version that the paper is back in."""
    await find_paper(services, BASE)
    told = replace(FIRST, withdrawn=True, comment="Withdrawn", checked_at=None)
    await services.library.save_papers([told])
    clock.set(NOON + timedelta(days=1))
    for _ in range(2):
        found = await find_paper(services, BASE)
        assert (found.withdrawn, found.comment) == (True, "Withdrawn")
    api.has = replace(SECOND, withdrawn=True, comment="Withdrawn: Table 1 is wrong")
    assert (await find_paper(services, BASE)).comment == "Withdrawn: Table 1 is wrong"
    await services.library.save_papers([replace(api.has, checked_at=None)])
    api.has = replace(SECOND, id=PaperId(FIRST.id.base, 3))
    assert not (await find_paper(services, BASE)).withdrawn


@pytest.mark.parametrize("is_submitted_since", [False, True])
async def test_a_version_between_lifts_no_withdrawal_while_the_api_lags(
    services: Services, api: Api, clock: SettableClock, is_submitted_since: bool
) -> None:
    """One that nobody had asked for is older than what the listing tells of; a new one is not."""
    await find_paper(services, BASE)
    told = replace(FIRST, withdrawn=True, comment="Withdrawn", checked_at=None)
    await services.library.save_papers([told])
    just_announced = datetime(2025, 5, 8, 1, tzinfo=UTC)
    clock.set(just_announced)
    api.has = replace(SECOND, updated=NOON) if is_submitted_since else SECOND
    for _ in range(2):
        found = await find_paper(services, BASE)
        assert (found.withdrawn, found.id.version) == (
            (False, 2) if is_submitted_since else (True, 1)
        )
    clock.set(just_announced + timedelta(hours=12))
    assert not (await find_paper(services, BASE)).withdrawn


async def test_a_version_that_is_named_is_asked_for_as_seldom(
    services: Services, api: Api, clock: SettableClock
) -> None:
    """Its journal may be another by then; once there is a newer one, both are known."""
    await find_paper(services, BASE)
    for days, has, journal in (
        (0, FIRST, None),
        (1, PUBLISHED, "J. Boats"),
        (2, SECOND, "J. Boats"),
    ):
        api.has, api.count = has, 0
        clock.set(NOON + timedelta(days=days))
        for _ in range(2):
            found = await find_paper(services, FIRST.id)
            assert (found.id, found.journal_ref) == (FIRST.id, journal)
        assert api.count == min(days, 1)
    assert await current_paper(services, BASE) == replace(SECOND, checked_at=clock.now())


async def test_a_version_before_the_newest_is_asked_for_once(
    services: Services, api: Api, clock: SettableClock
) -> None:
    """Also where nothing else is known of the paper; it takes no newer one's place."""
    for wanted in (FIRST.id, FIRST.id):
        assert (await find_paper(services, wanted)).id == FIRST.id
    assert api.count == 1
    api.has = SECOND
    assert (await find_paper(services, BASE)).id == SECOND.id
    clock.advance(hours=1)
    assert (await find_paper(services, FIRST.id)).id == FIRST.id
    assert api.count == 2
    clock.set(NOON + timedelta(days=1))
    api.is_silent = True
    assert (await find_paper(services, FIRST.id)).id == FIRST.id


async def test_over_a_holiday_no_request_is_made_unless_something_is_listed(
    services: Services, api: Api, clock: SettableClock
) -> None:
    """Friday 25 December 2026 takes Sunday's announcement, by arXiv's list of holidays."""
    clock.set(datetime(2026, 12, 25, 14, tzinfo=UTC))
    await find_paper(services, BASE)
    clock.set(datetime(2026, 12, 28, 14, tzinfo=UTC))
    await find_paper(services, BASE)
    assert api.count == 1
    listed = Batch(
        archive="cs", date=date(2026, 12, 28), state=BatchState.COMPLETE, counts=Counts(new=3)
    )
    await services.library.save_batch(listed)
    for _ in range(2):
        await find_paper(services, BASE)
    assert api.count == 2


async def test_a_newer_version_that_is_named_makes_the_known_one_old(
    services: Services, api: Api
) -> None:
    """Whoever names none then has it too, also where the API is behind."""
    await find_paper(services, BASE)
    api.has = SECOND
    await find_paper(services, SECOND.id)
    assert await current_paper(services, BASE) is None
    api.has = FIRST
    assert (await find_paper(services, BASE)).id == SECOND.id
    assert await current_paper(services, BASE) is not None


async def test_what_is_known_is_told_where_arxiv_is_away(
    services: Services, api: Api, clock: SettableClock
) -> None:
    """Or does not know it for a moment; what was never known is not made up."""
    await find_paper(services, BASE)
    clock.set(NOON + timedelta(days=1))
    api.is_silent = True
    assert (await find_paper(services, BASE)).id == FIRST.id
    with pytest.raises(SourceUnavailable):
        await find_paper(services, PaperId("2403.00002"))
    api.is_silent, api.has = False, None
    assert (await find_paper(services, BASE)).id == FIRST.id
    with pytest.raises(PaperNotFound):
        await find_paper(services, PaperId("2403.00002"))


async def test_a_paper_that_is_read_next_is_asked_of_its_page(
    services: Services, api: Api, clock: SettableClock
) -> None:
    """The API is asked where the page tells nothing; what it tells of HTML reaches the reader."""
    reader = FakeReader(None)
    services = replace(services, reader=reader)
    api.shows = PaperPage(FIRST, has_html=False)
    assert (await find_paper(services, BASE, reads=True)).id == FIRST.id
    assert (api.count, reader.without_html) == (0, [FIRST.id])
    assert await current_paper(services, BASE) == replace(FIRST, checked_at=clock.now())
    clock.advance(days=9)
    api.shows = PaperPage(SECOND, has_html=True)
    assert (await find_paper(services, BASE, reads=True)).id == SECOND.id
    assert (api.count, reader.without_html) == (0, [FIRST.id])
    clock.advance(days=9)
    api.shows, api.has = None, SECOND
    await find_paper(services, BASE, reads=True)
    assert api.count == 1
