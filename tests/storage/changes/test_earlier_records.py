"""What arXiv said of a told paper before its newest version is kept, as long as it is told."""

from __future__ import annotations

from datetime import timedelta

from domain.papers import Author, MetadataOrigin
from domain.ports import Store
from storage.retention_rules import TOLD
from tests.storage.changes.test_updates import BASE, tell
from tests.storage.invented import a_paper
from tests.storage.queueing import NOW, follow

LISTING = MetadataOrigin.LISTING


async def test_the_version_before_is_kept_of_told_papers(store: Store) -> None:
    """With its own title, abstract and authors; a listing, which names no version, changes none."""
    first = a_paper(BASE, 1, title="On rivers", authors=(Author("Ada Example"),), updated=NOW)
    await store.save_papers([first, a_paper("3103.00009", 1)])
    await store.save_papers([a_paper("3103.00009", 2)])
    await follow(store)
    await tell(store, BASE)
    assert await store.earlier_records([BASE, "3103.00009"]) == {}
    later = a_paper(BASE, 2, title="On lakes", authors=(Author("Bo Example"),), doi="10.1/3")
    for paper in (a_paper(BASE, None, origin=LISTING, title="On lakes"), later, later, first):
        await store.save_papers([paper])
    found = await store.earlier_records([BASE, "3103.00009"])
    assert list(found) == [BASE]
    before = found[BASE]
    assert (before.id, before.title, before.abstract) == (first.id, first.title, first.abstract)
    assert (before.authors, before.updated, before.doi) == (first.authors, NOW, "10.1/3")
    await store.save_papers([a_paper(BASE, 4, title="On seas")])
    assert (await store.earlier_records([BASE]))[BASE].title == "On lakes"


async def test_it_is_forgotten_with_the_paper_and_a_withdrawal_is_none(store: Store) -> None:
    """What says that a paper is withdrawn says nothing of what it had said."""
    await store.save_papers([a_paper(BASE, 1)])
    await follow(store)
    await tell(store, BASE)
    await store.save_papers([a_paper(BASE, 2, withdrawn=True)])
    await store.save_papers([a_paper(BASE, 3)])
    assert (await store.earlier_records([BASE]))[BASE].id.version == 1
    await store.tidy(NOW + TOLD + timedelta(days=2))
    await store.tidy(NOW + TOLD + timedelta(days=4))
    assert await store.earlier_records([BASE]) == {}
