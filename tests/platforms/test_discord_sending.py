"""Sending to chats on Discord: channels of all kinds, and what becomes of a message."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date

import pytest

from bot.platforms.discord.sending import crossposts as discord_crossposts
from bot.platforms.discord.sending import sender as discord_sending
from domain.chats import ChatRef, Subscription
from domain.deliveries import Outcome
from domain.documents import (
    Attachment,
    Button,
    Buttons,
    Document,
    Paragraph,
    inline,
)
from domain.errors import StoreError
from domain.page_meta import PageMeta
from domain.topics import Topic
from tests.fakes.discord_objects import DM, FORUM, GENERAL, NEWS, buttons_of
from tests.platforms.discord_harness import Served, begun, part_of
from topics.language import parse_query

HELLO = Document.say("hello")
ELSEWHERE = "300000000000000099"
LONG = Document("Long", tuple(Paragraph(inline("word " * 300)) for _ in range(12)))


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    monkeypatch.setattr(discord_sending, "PAUSES", (0.01, 0.01))


def chat(channel: str, thread: str = "") -> ChatRef:
    """A chat of the thin Discord."""
    return ChatRef("discord", channel, thread)


async def test_a_document_is_sent_as_its_messages(served: Served) -> None:
    """Each with a nonce of its own that Discord is told to enforce, and pinging nobody."""
    delivery = await served.adapter.send(chat(GENERAL), LONG, "digest-7")
    assert delivery.outcome is Outcome.SENT
    calls = served.discord.made("POST /channels/.*/messages")
    assert len(calls) == len(delivery.messages) > 1
    nonces = [call.body["nonce"] for call in calls]
    assert len(set(nonces)) == len(nonces)
    assert all(len(nonce) <= 25 for nonce in nonces)
    assert all(call.body["enforce_nonce"] for call in calls)
    assert all(call.body["allowed_mentions"] == {"parse": []} for call in calls)


async def test_the_same_nonce_sends_nothing_twice(served: Served) -> None:
    """What was sent before comes back as it is, and can be skipped altogether."""
    first = await served.adapter.send(chat(GENERAL), LONG, "digest-7")
    again = await served.adapter.send(chat(GENERAL), LONG, "digest-7")
    assert (
        first.messages
        == again.messages
        == tuple(int(m["id"]) for m in served.discord.sent[GENERAL])
    )
    rest = await served.adapter.send(chat(GENERAL), LONG, "digest-7", skip=1)
    assert rest.messages == first.messages[1:]


@pytest.mark.parametrize("done", [False, True])
async def test_a_lost_answer_is_asked_for_again_and_doubles_nothing(
    served: Served, done: bool
) -> None:
    """Whether or not the message had arrived."""
    served.discord.fail("POST /channels/.*/messages", done=done)
    delivery = await served.adapter.send(chat(GENERAL), HELLO, "once")
    assert delivery.outcome is Outcome.SENT
    assert [m["content"] for m in served.discord.sent[GENERAL]] == ["hello"]


async def test_a_503_is_tried_again(served: Served) -> None:
    """discord.py does not."""
    served.discord.fail("POST /channels/.*/messages", 503)
    assert (await served.adapter.send(chat(GENERAL), HELLO)).outcome is Outcome.SENT


async def test_what_stays_unknown_is_called_so(served: Served) -> None:
    """After three tries."""
    served.discord.fail("POST /channels/.*/messages", times=3)
    delivery = await served.adapter.send(chat(GENERAL), HELLO)
    assert delivery.outcome is Outcome.UNKNOWN


async def test_a_long_limit_is_handed_back(served: Served) -> None:
    """Rather than waited for."""
    served.discord.fail(
        "POST /channels/.*/messages",
        429,
        headers={"Via": "1.1 google", "X-RateLimit-Scope": "user"},
        retry_after=300.0,
    )
    delivery = await served.adapter.send(chat(GENERAL), HELLO)
    assert (delivery.outcome, delivery.retry_after) == (Outcome.LIMITED, 300.0)


@pytest.mark.parametrize("asked", [86_400, 1e12, math.nan, math.inf, -5, "soon", None, [1]])
async def test_no_limit_silences_it_for_ever(served: Served, asked: object) -> None:
    """Whatever Discord says; and the next message goes."""
    served.discord.fail(
        "POST /channels/.*/messages",
        429,
        headers={"Via": "1.1 google", "X-RateLimit-Scope": "user"},
        retry_after=asked,
    )
    delivery = await served.adapter.send(chat(GENERAL), HELLO)
    assert delivery.outcome is Outcome.LIMITED
    assert 0 < delivery.retry_after <= 3_600
    assert (await served.adapter.send(chat(GENERAL), HELLO)).outcome is Outcome.SENT


async def test_nothing_is_sent_while_nobody_serves(served: Served) -> None:
    """It is unsent, and can be sent later."""
    await served.stop()
    assert (await served.adapter.send(chat(GENERAL), HELLO)).outcome is Outcome.UNSENT


async def test_a_private_chat_gets_messages(served: Served) -> None:
    """Though Discord tells nobody of private chats at the start."""
    assert (await served.adapter.send(chat(DM), HELLO)).outcome is Outcome.SENT
    assert [m["content"] for m in served.discord.sent[DM]] == ["hello"]


async def test_a_chat_that_is_gone_is_kept_in_mind(served: Served) -> None:
    """With the reason, so that nothing is sent there for ever."""
    store, ref = served.services.store, chat(ELSEWHERE)
    await store.save_chat(await served.services.chat(ref))
    topic = Topic("robots", parse_query("robots"))
    await store.subscribe([Subscription(ref, topic, served.services.clock.now())])
    assert (await served.adapter.send(ref, HELLO)).outcome is Outcome.GONE
    assert "Unknown Channel" in await store.absence(ref)


async def test_buttons_and_files_are_sent(served: Served) -> None:
    """Buttons carry their commands; a file has its name and content."""
    row = (Button("Help", command="/help"), Button("arXiv", url="https://arxiv.org/abs/1"))
    blocks = (Paragraph(inline("x")), Buttons((row,)), Attachment("a.json", "{}"))
    await served.adapter.send(chat(GENERAL), Document(blocks=blocks))
    first, second = served.discord.made("POST /channels/.*/messages")
    known = buttons_of(first.body)
    assert known["Help"]["custom_id"] == "pc::0:=/help"
    assert known["arXiv"]["url"] == "https://arxiv.org/abs/1"
    assert second.files == {"a.json": b"{}"}


async def test_news_is_published_to_the_channels_that_follow(served: Served) -> None:
    """Each message of an announcement channel, and none of any other."""
    await served.adapter.send(chat(NEWS), HELLO)
    await served.adapter.send(chat(GENERAL), HELLO)
    await served.discord.until(lambda: served.discord.made("crosspost$"))
    (call,) = served.discord.made("crosspost$")
    assert call.path.startswith(f"/channels/{NEWS}/")


async def test_a_full_quota_of_publishing_delays_nothing_else(served: Served) -> None:
    """Sending goes on; what is to be published is kept for later, over a restart too."""
    served.discord.fail(
        "crosspost$",
        429,
        headers={"Via": "1.1 google", "X-RateLimit-Scope": "user"},
        retry_after=1800.0,
        times=99,
    )
    for _ in range(3):
        assert (await served.adapter.send(chat(NEWS), HELLO)).outcome is Outcome.SENT
    await served.discord.until(lambda: served.discord.made("crosspost$"))
    await served.stop()
    kept = json.loads(await served.services.store.note("discord-crossposts") or "")
    assert len(kept) == 3


async def test_old_news_is_published_after_a_restart(served: Served) -> None:
    """From what the store has kept."""
    ref = chat(NEWS)
    await served.adapter.send(ref, HELLO)
    await served.discord.until(lambda: served.discord.made("crosspost$"))
    await served.stop()
    message = int(served.discord.sent[NEWS][0]["id"])
    entry = discord_crossposts.Waiting(int(NEWS), message, 4e9, 0)
    store = served.services.store
    await store.save_note(
        "discord-crossposts", json.dumps([[entry.channel, entry.message, entry.since, entry.due]])
    )
    fresh = discord_crossposts.Crossposts(store)
    served.adapter._crossposts = fresh
    await served.serve()
    await served.discord.until(lambda: len(served.discord.made("crosspost$")) == 2)


async def test_a_forum_gets_a_post_for_each_digest(served: Served) -> None:
    """Named after the document, with the tag that fits; further messages go into the post."""
    meta = PageMeta(date=date(2024, 3, 8), categories=("cs.RO",), tags=("Robotics",))
    digest = Document("Robotics — 8 March 2024", LONG.blocks, meta=meta)
    delivery = await served.adapter.send(chat(FORUM), digest)
    assert delivery.outcome is Outcome.SENT
    (post,) = served.discord.sent["posts"]
    assert post["name"] == "Robotics — 8 March 2024"
    assert post["applied_tags"] == ["801"]
    assert delivery.thread == post["id"]
    assert len(served.discord.sent[post["id"]]) == len(delivery.messages) > 1


async def test_a_forum_that_wants_a_tag_gets_one_that_everybody_may_use(served: Served) -> None:
    """Where none fits; those of moderators are left alone."""
    discord = served.discord
    discord.require_tag = True
    await discord.dispatch(
        "CHANNEL_UPDATE", next(c for c in discord.guild()["channels"] if c["id"] == FORUM)
    )
    asked = await discord.slash("about")
    await discord.until(lambda: asked.shown)
    await served.adapter.send(chat(FORUM), Document("Something else", HELLO.blocks))
    assert discord.sent["posts"][0]["applied_tags"] == ["801"]


async def test_a_post_whose_answer_is_lost_is_not_made_twice(served: Served) -> None:
    """Posts have no nonce: whether it was made is seen in the forum."""
    served.discord.fail("POST /channels/.*/threads", done=True)
    delivery = await served.adapter.send(chat(FORUM), Document("Digest", HELLO.blocks))
    assert delivery.outcome is Outcome.SENT
    assert delivery.thread == served.discord.sent["posts"][0]["id"]
    assert len(served.discord.sent["posts"]) == 1


async def test_a_part_keeps_its_nonce(served: Served) -> None:
    """Sent again, it is the same message; another part is another one."""
    messenger = served.adapter.messenger
    first = await messenger.deliver(part_of(LONG, GENERAL), begun)
    again = await messenger.deliver(part_of(LONG, GENERAL), begun)
    other = await messenger.deliver(part_of(LONG, GENERAL, 1), begun)
    assert first.messages == again.messages != other.messages


async def test_a_forum_s_post_is_made_by_the_first_part(served: Served) -> None:
    """The parts after it go into that post."""
    messenger = served.adapter.messenger
    first = await messenger.deliver(part_of(LONG, FORUM), begun)
    assert first.thread
    then = replace(part_of(LONG, FORUM, 1), post=first.thread)
    second = await messenger.deliver(then, begun)
    assert second.outcome is Outcome.SENT
    assert len(served.discord.sent[first.thread]) == 2


async def test_nothing_is_sent_that_cannot_be_kept_as_begun(served: Served) -> None:
    """The store's trouble comes first."""

    async def full() -> None:
        raise StoreError

    with pytest.raises(StoreError):
        await served.adapter.messenger.deliver(part_of(HELLO, GENERAL), full)
    assert GENERAL not in served.discord.sent
