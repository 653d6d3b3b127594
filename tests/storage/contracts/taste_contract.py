"""What every `Store` must do with what people made of papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.chats import ChatRef, Press, Profile, SavedPaper, Vote
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

    async def test_what_was_noted_and_imported_is_kept(self, store: Store) -> None:
        """Each with its paper; several are kept at once, and one in place of an older one."""
        read = replace(SAVED, note="Twice", read_at=LATER, in_profile=False)
        other = SavedPaper("2403.00002", "B", LATER, abstract="Slow ropes.", is_imported=True)
        await store.keep_papers(ADA, [SAVED, other])
        await store.keep_papers(ADA, [read])
        assert await store.kept_papers(ADA) == [other, read]

    async def test_of_a_large_library_a_profile_has_the_newest(self, store: Store) -> None:
        """As it is read before each digest."""
        many = [replace(SAVED, paper=f"2403.{n:05}", is_imported=True) for n in range(1, 1_101)]
        await store.keep_papers(ADA, [*many, replace(SAVED, paper="2402.00001", at=LATER)])
        await store.set_owner(GROUP, ADA)
        (profile,) = (await store.profiles([GROUP])).values()
        assert len(profile.saved) == 1_000
        assert profile.saved[0].paper == "2402.00001"

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

    async def test_what_several_people_like(self, store: Store) -> None:
        """Each counts once, wherever and however they said so; since a moment."""
        ben, paper = ChatRef("telegram", "user:8"), MORE.paper
        await store.keep_vote(ADA, MORE)
        await store.keep_paper(ADA, SAVED)
        await store.keep_press(GROUP, Press("user:7", paper, is_more=True, at=NOON))
        assert await store.liked(NOON, 1) == {paper: 1}
        assert await store.liked(NOON, 2) == {}
        await store.keep_press(GROUP, Press("user:8", paper, is_more=True, at=LATER))
        assert await store.liked(NOON, 2) == {paper: 2}
        assert await store.liked(LATER, 1) == {paper: 1}
        other = "2403.00002"
        await store.keep_vote(ben, Vote(other, is_more=False, at=LATER))
        await store.keep_paper(ben, replace(SAVED, paper=other, is_imported=True))
        await store.keep_press(GROUP, Press("user:9", other, is_more=False, at=LATER))
        assert await store.liked(NOON, 1) == {paper: 2}

    async def test_a_paper_is_left_out_of_a_profile(self, store: Store) -> None:
        """A vote is taken back, what is saved stays saved; saved again, it counts again."""
        await store.keep_vote(ADA, MORE)
        await store.keep_paper(ADA, SAVED)
        assert await store.leave_out(ADA, MORE.paper)
        assert not await store.votes(ADA)
        assert await store.kept_papers(ADA) == [replace(SAVED, in_profile=False)]
        assert not await store.leave_out(ADA, MORE.paper)
        assert not await store.leave_out(GROUP, MORE.paper)
        await store.keep_paper(ADA, SAVED)
        assert await store.kept_papers(ADA) == [SAVED]

    async def test_profiles_are_those_of_the_owners_of_chats(self, store: Store) -> None:
        """Wherever they pressed; they are gone with the chat, and move with it."""
        private = ChatRef("telegram", "7")
        await store.keep_vote(ADA, MORE)
        await store.keep_paper(ADA, SAVED)
        assert await store.profiles([private]) == {}
        for chat in (private, GROUP):
            await store.set_owner(chat, ADA)
        both = Profile((MORE,), (SAVED,))
        assert await store.profiles([private, GROUP]) == {private: both, GROUP: both}
        assert len((await store.traces(private))["profile_owner"]) == 1
        await store.move_chat("telegram", private.chat_id, "8")
        moved = replace(private, chat_id="8")
        assert await store.profiles([private, moved]) == {moved: both}
        await store.forget_chat(moved)
        assert await store.profiles([moved, GROUP]) == {GROUP: both}
        await store.forget_chat(ADA)
        assert await store.profiles([GROUP]) == {}

    async def test_each_member_presses_once_on_a_paper(self, store: Store) -> None:
        """The newest in place of an older one; it can be taken back, and an admin takes out all."""
        first, other = (
            Press("user:7", "2403.00001", True, NOON),
            Press("user:8", "2403.1", True, NOON),
        )
        for press in (first, other, replace(first, person="user:8", at=LATER)):
            await store.keep_press(GROUP, press)
        less = replace(first, is_more=False, at=LATER + timedelta(minutes=1))
        await store.keep_press(GROUP, less)
        theirs = replace(first, person="user:8", at=LATER)
        assert await store.presses(GROUP) == [less, theirs, other]
        assert (await store.profiles([GROUP])) == {GROUP: Profile(presses=(less, theirs, other))}
        assert await store.drop_press(GROUP, "user:8", "2403.1")
        assert not await store.drop_press(GROUP, "user:8", "2403.1")
        assert await store.leave_out(GROUP, "2403.00001")
        assert await store.presses(GROUP) == []

    async def test_presses_are_a_groups_and_a_persons(self, store: Store) -> None:
        """Forgotten with either, told to the group as numbers alone; they move with the group."""
        ada, bob = (
            Press("user:7", "2403.00001", True, NOON),
            Press("user:8", "2403.00001", False, NOON),
        )
        for press in (ada, bob):
            await store.keep_press(GROUP, press)
        (told,) = (await store.traces(GROUP))["presses"]
        assert (told["paper"], told["liked"], told["of"]) == ("2403.00001", 1, 2)
        assert "user:" not in str(await store.traces(GROUP))
        (own,) = (await store.traces(ADA))["pressed"]
        assert (own["chat_id"], own["paper"]) == (GROUP.chat_id, "2403.00001")
        assert (await store.forget_chat(ADA))["presses"] == 1
        assert await store.presses(GROUP) == [bob]
        moved = replace(GROUP, chat_id="-200")
        await store.move_chat("telegram", GROUP.chat_id, moved.chat_id)
        assert await store.presses(moved) == [bob]
        assert (await store.forget_chat(moved))["presses"] == 1
        assert await store.presses(moved) == []
