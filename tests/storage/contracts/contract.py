"""What every `Store` must do; each implementation's tests derive from `StoreContract`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import StoreError
from domain.ports import Store
from domain.summaries import Basis
from tests.storage.contracts.chat_contract import ChatContract
from tests.storage.contracts.group_contract import GroupContract
from tests.storage.contracts.key_contract import KeyContract
from tests.storage.contracts.manager_contract import ButtonContract, ManagerContract
from tests.storage.contracts.paper_contract import BatchContract, PaperContract
from tests.storage.contracts.question_contract import QuestionContract
from tests.storage.contracts.taste_contract import TasteContract
from tests.storage.contracts.vector_contract import VectorContract
from tests.storage.invented import (
    a_key,
    a_summary,
)


class SummaryAndNoteContract:
    """Summaries, kept once and for all; notes, kept until the next."""

    async def test_a_summary_comes_back_whole(self, store: Store) -> None:
        """Under its key."""
        assert await store.summary(a_key()) is None
        await store.save_summary(a_key(), a_summary())
        assert await store.summary(a_key()) == a_summary()

    async def test_the_first_summary_stays(self, store: Store) -> None:
        """One is made for each key, ever."""
        for source in ("v1", "", "a0c5"):
            key = a_key(source=source)
            await store.save_summary(key, a_summary("first"))
            await store.save_summary(key, a_summary("second"))
            kept = await store.summary(key)
            assert kept is not None
            assert kept.tldr.text == "first"

    async def test_several_summaries_are_read_together(self, store: Store) -> None:
        """Those that there are; of none, none."""
        await store.save_summary(a_key(), a_summary())
        assert await store.summaries([a_key(), a_key(language="xx")]) == {a_key(): a_summary()}
        assert await store.summaries([]) == {}

    async def test_papers_that_have_a_summary(self, store: Store) -> None:
        """Each once, in the order of their ids."""
        assert await store.summarized() == []
        for paper in ("3103.00002", "3103.00001"):
            for language in ("en", "zh"):
                key = replace(a_key(language=language), paper=paper)
                await store.save_summary(key, a_summary())
        assert await store.summarized() == ["3103.00001", "3103.00002"]

    async def test_a_summary_made_anew_takes_its_place(self, store: Store) -> None:
        """Under its key alone, whether there was one or not."""
        await store.save_summary(a_key(), a_summary("first"))
        for key in (a_key(), a_key(language="zh")):
            await store.save_summary_anew(key, a_summary("anew"))
            kept = await store.summary(key)
            assert kept is not None
            assert kept.tldr.text == "anew"
        assert await store.summary(a_key(language="de")) is None

    @pytest.mark.parametrize(
        "other",
        [
            a_key("3103.00002"),
            a_key(source="v2"),
            a_key(source=""),
            a_key(language="zh"),
            a_key(basis=Basis.FULL_TEXT),
            a_key(model="a:model"),
            a_key(prompt="2"),
        ],
        ids=str,
    )
    async def test_every_part_of_the_key_counts(self, store: Store, other: object) -> None:
        """A summary is found under its own key alone."""
        await store.save_summary(a_key(), a_summary())
        assert other != a_key()
        assert await store.summary(other) is None  # type: ignore[arg-type]

    async def test_notes(self, store: Store) -> None:
        """The last one left under a name is the one found."""
        assert await store.note("last start") is None
        await store.save_note("last start", "yesterday")
        await store.save_note("last start", "today\n“now”")
        assert await store.note("last start") == "today\n“now”"
        assert await store.note("LAST START") is None

    async def test_notes_are_forgotten_by_the_beginning_of_their_names(self, store: Store) -> None:
        """All that begin so and are not to be kept; signs of patterns mean themselves."""
        names = ("a%:1;", "a%:1;x", "a%:12;", "a_", "a%", "b", "a%:é", "a")
        for name in names:
            await store.save_note(name, "kept")
        assert await store.forget_notes("a%:1;") == 2
        assert await store.forget_notes("a%:1;") == 0
        assert await store.forget_notes("a%", keeping="a%:é") == 2
        left = [name for name in names if await store.note(name)]
        assert left == ["a_", "b", "a%:é", "a"]
        assert await store.forget_notes("a") == 3


class EndContract:
    """Closing."""

    async def test_after_closing(self, store: Store) -> None:
        """Closing again does no harm; using the store is refused."""
        await store.close()
        await store.close()
        with pytest.raises(StoreError, match="closed"):
            await store.note("anything")
        with pytest.raises(StoreError, match="closed"):
            await store.save_note("anything", "at all")


class StoreContract(
    PaperContract,
    VectorContract,
    BatchContract,
    ChatContract,
    ManagerContract,
    ButtonContract,
    TasteContract,
    QuestionContract,
    GroupContract,
    KeyContract,
    SummaryAndNoteContract,
    EndContract,
):
    """All of it. A class that derives from this gives the fixture `store`, a new empty one."""
