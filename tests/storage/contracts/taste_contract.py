"""What every `Store` must do with what people made of papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.chats import ChatRef, SavedPaper, Vote
from domain.ports import Store
from tests.storage.invented import NOON

ADA, GROUP = ChatRef("telegram", "user:7"), ChatRef("telegram", "-100")
MORE = Vote("2403.00001", is_more=True, at=NOON)
SAVED = SavedPaper("2403.00001", "Slow Lanterns", NOON)
LATER = NOON + timedelta(minutes=1)


class TasteContract:
    """Votes and saved papers."""

    async def test_a_paper_has_one_vote_of_each(self, store: Store) -> None:
        """The newest in place of an older one; the newest first."""
        await store.keep_vote(ADA, MORE)
        await store.keep_vote(GROUP, MORE)
        other = Vote("2403.00002", is_more=True, at=LATER)
        await store.keep_vote(ADA, other)
        assert await store.votes(ADA) == [other, MORE]
        less = replace(MORE, is_more=False, at=LATER + timedelta(minutes=1))
        await store.keep_vote(ADA, less)
        assert await store.votes(ADA) == [less, other]
        assert await store.votes(GROUP) == [MORE]
        assert await store.drop_vote(ADA, MORE.paper)
        assert not await store.drop_vote(ADA, MORE.paper)
        assert await store.votes(ADA) == [other]

    async def test_saved_papers(self, store: Store) -> None:
        """The newest first, each once."""
        other = SavedPaper("2403.00002", "Others", LATER)
        for one in (SAVED, other):
            await store.keep_paper(ADA, one)
        assert await store.kept_papers(ADA) == [other, SAVED]
        assert await store.drop_paper(ADA, other.paper)
        assert not await store.drop_paper(ADA, other.paper)
        await store.keep_paper(ADA, replace(SAVED, at=LATER))
        assert await store.kept_papers(ADA) == [replace(SAVED, at=LATER)]
        assert await store.kept_papers(GROUP) == []

    async def test_tastes_are_forgotten_and_move_with_their_chat(self, store: Store) -> None:
        """As all else is."""
        for owner in (ADA, GROUP):
            await store.keep_vote(owner, MORE)
            await store.keep_paper(owner, SAVED)
        moved = replace(GROUP, chat_id="-200")
        await store.move_chat("telegram", GROUP.chat_id, moved.chat_id)
        assert (await store.votes(moved), await store.kept_papers(moved)) == ([MORE], [SAVED])
        gone = await store.forget_chat(ADA)
        assert (gone["votes"], gone["saved"]) == (1, 1)
        assert not await store.votes(ADA)
        assert not await store.kept_papers(ADA)
        assert await store.votes(moved) == [MORE]
