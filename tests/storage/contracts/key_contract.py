"""What every `Store` must do with keys that open something of a chat's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.chats import AccessKey, ChatRef
from domain.ports import Store
from tests.storage.invented import NOON

ADA, GROUP = ChatRef("telegram", "7"), ChatRef("telegram", "-100", "5")
PAGE = AccessKey("quill", ADA, "digest 2024-03-08", NOON)
TOOLS = AccessKey("ink", ADA, "mcp", NOON)


class KeyContract:
    """Keys: one for each thing that they open."""

    async def test_a_key_opens_what_it_is_to_until_it_is_ended(self, store: Store) -> None:
        """A new one takes its place."""
        for key in (TOOLS, PAGE):
            await store.keep_key(key)
        assert await store.keys_of(ADA) == [PAGE, TOOLS]
        assert await store.keys_of(GROUP) == []
        assert await store.key("quill") == PAGE
        newer = replace(PAGE, name="feather", at=NOON + timedelta(hours=1))
        await store.keep_key(newer)
        assert await store.key("quill") is None
        assert await store.key("feather") == newer
        assert await store.drop_key(ADA, PAGE.opens)
        assert not await store.drop_key(ADA, PAGE.opens)
        assert await store.key("feather") is None
        assert await store.key("ink") == TOOLS

    async def test_keys_to_one_kind_of_thing_are_found(self, store: Store) -> None:
        """Whosever they are; what is called alike is another kind."""
        shown = AccessKey("lamps", GROUP, "channel The Lamps", NOON)
        for key in (TOOLS, PAGE, shown, replace(shown, name="x", opens="channels")):
            await store.keep_key(key)
        assert await store.keys_opening("channel") == [shown]
        assert await store.keys_opening("mcp") == [TOOLS]
        assert await store.keys_opening("chan") == []

    async def test_keys_are_forgotten_and_move_with_their_chat(self, store: Store) -> None:
        """What the chat has under its new id gives way."""
        group = replace(TOOLS, name="nib", chat=GROUP)
        moved = replace(GROUP, chat_id="-200")
        for key in (TOOLS, group, replace(group, name="blot", chat=moved)):
            await store.keep_key(key)
        await store.move_chat("telegram", GROUP.chat_id, "-200")
        assert await store.keys_of(moved) == [replace(group, chat=moved)]
        assert await store.key("blot") is None
        assert [one["opens"] for one in (await store.traces(ADA))["keys"]] == ["mcp"]
        assert (await store.forget_chat(ADA))["keys"] == 1
        assert await store.keys_of(ADA) == []

    async def test_keys_to_digests_end_with_them(self, store: Store) -> None:
        """Others stay."""
        for key in (TOOLS, PAGE):
            await store.keep_key(key)
        await store.tidy(NOON + timedelta(days=29))
        assert await store.key("quill") == PAGE
        await store.tidy(NOON + timedelta(days=31))
        assert await store.key("quill") is None
        assert await store.key("ink") == TOOLS
