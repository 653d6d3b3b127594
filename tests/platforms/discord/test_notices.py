"""What is told at once on Discord: a reply to the message that told the paper, which is edited."""

from __future__ import annotations

from dataclasses import replace

from domain.deliveries import Outcome
from domain.documents import Document
from domain.metadata.updates import AtOnce
from tests.fakes.discord_objects import FORUM, GENERAL
from tests.platforms.discord_harness import Served, begun, part_of

HELLO, STRUCK = Document.say("hello"), Document.say("withdrawn")


async def test_a_notice_is_a_reply(served: Served) -> None:
    """Where the message is gone, it comes all the same; in a forum it stands in the post."""
    messenger = served.adapter.messenger
    for place in (GENERAL, FORUM):
        told = await messenger.deliver(part_of(HELLO, place), begun)
        post = told.thread
        notice = replace(part_of(HELLO, place), post=post, at_once=AtOnce(5, told.messages[0]))
        delivery = await messenger.deliver(notice, begun)
        assert delivery.outcome is Outcome.SENT
        assert delivery.messages != told.messages
        asked = served.discord.made("POST /channels/.*/messages")[-1].body
        reference = asked["message_reference"]
        assert reference["message_id"] == told.messages[0]
        assert reference["channel_id"] == int(post or place)
        assert reference["fail_if_not_exists"] is False
        assert asked["allowed_mentions"]["parse"] == []
        assert not asked["allowed_mentions"].get("replied_user")


async def test_the_message_is_edited_or_stays(served: Served) -> None:
    """One that is gone, or that cannot be edited, is no defect."""
    messenger = served.adapter.messenger
    (number,) = (await messenger.deliver(part_of(HELLO, GENERAL), begun)).messages
    for message, reason in ((number, ""), (number, ""), (number + 99, "Unknown Message")):
        edit = replace(part_of(STRUCK, GENERAL), at_once=AtOnce(5, message, edits=True))
        delivery = await messenger.deliver(edit, begun)
        assert (delivery.outcome, delivery.messages) == (Outcome.SENT, ())
        assert reason in delivery.reason
    assert [sent["content"] for sent in served.discord.sent[GENERAL]] == ["withdrawn"]
    served.discord.fail("PATCH /channels/.*", status=403)
    edit = replace(part_of(STRUCK, GENERAL), at_once=AtOnce(5, number, edits=True))
    assert (await messenger.deliver(edit, begun)).outcome is Outcome.FORBIDDEN
