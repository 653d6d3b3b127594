"""Polls, topics and threads on the thin Telegram and Discord, answering as their documents say.

https://core.telegram.org/bots/api#sendpoll, https://discord.com/developers/docs/resources/poll
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.discord_api import Call
from tests.fakes.discord_objects import Json
from tests.fakes.discord_server import FakeDiscord
from tests.fakes.telegram_objects import ME, Params, Refused
from tests.fakes.telegram_server import FakeTelegram


class PollingTelegram(FakeTelegram):
    """A Telegram with polls.

    Attributes:
        made: polls by the message that they stand in.
        is_forum: whether groups have topics.
    """

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[int, Params] = {}
        self.is_forum = False
        self.topics: list[str] = []

    async def answer(self, message: int, option: int) -> None:
        """Somebody answers a poll, which is anonymous: the bot is told the counts alone."""
        poll = self.made[message]
        poll["options"][option]["voter_count"] += 1
        poll["total_voter_count"] += 1
        await self.push(poll=poll)

    def _do_sendPoll(self, params: Params) -> Any:  # noqa: N802
        question, options = params["question"], json.loads(params["options"])
        if not 1 <= len(question) <= 300 or not 1 <= len(options) <= 12:
            raise Refused("Bad Request: poll question or options are too long")
        if any(not 1 <= len(one["text"]) <= 100 for one in options):
            raise Refused("Bad Request: poll options length must not exceed 100")
        said = self._check(params["description"], html=params["description_parse_mode"] == "HTML")
        if len(said[0]) > 1_024:
            raise Refused("Bad Request: poll description is too long")
        poll = {
            "id": f"poll-{len(self.made)}",
            "question": question,
            "options": [{**one, "persistent_id": "1", "voter_count": 0} for one in options],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": json.loads(params.get("is_anonymous", "true")),
            "type": "regular",
            "allows_multiple_answers": json.loads(params.get("allows_multiple_answers", "false")),
            "allows_revoting": True,
            "members_only": False,
        }
        message = self._message(int(params["chat_id"]), ME, poll=poll)
        self.made[message["message_id"]] = poll
        return message

    async def _do_stopPoll(self, params: Params) -> Any:  # noqa: N802
        poll = self.made.get(int(params["message_id"]))
        if poll is None:
            raise Refused("Bad Request: message with poll to stop not found")
        if poll["is_closed"]:
            raise Refused("Bad Request: poll has already been closed")
        poll["is_closed"] = True
        await self.push(poll=poll)
        return poll

    def _do_getChat(self, params: Params) -> Any:  # noqa: N802
        full = {"accent_color_id": 1, "max_reaction_count": 1, "is_forum": self.is_forum}
        return self._chat(int(params["chat_id"])) | full | {"accepted_gift_types": GIFTS}

    def _do_createForumTopic(self, params: Params) -> Any:  # noqa: N802
        self.topics.append(params["name"])
        return {"message_thread_id": 77, "name": params["name"], "icon_color": 7_322_096}


GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False
) | {"gifts_from_channels": False}


class PollingDiscord(FakeDiscord):
    """A Discord with polls and threads."""

    def _routes(self) -> Any:
        return [
            ("POST", r"/channels/(\d+)/polls/(\d+)/expire", self._expire),
            ("GET", r"/channels/(\d+)/messages/(\d+)", self._message),
            ("POST", r"/channels/(\d+)/messages/(\d+)/threads", self._thread),
            *super()._routes(),
        ]

    def answer(self, channel: str, number: str, answer: int, votes: int) -> None:
        """So many answer a poll; what nobody has answered is not counted at all."""
        poll = self._found(channel, number)["poll"]
        counted = {"id": answer, "count": votes, "me_voted": False}
        poll["results"]["answer_counts"].append(counted)

    def _made(self, channel: str, body: Json, files: dict[str, bytes]) -> Json:
        made = super()._made(channel, body, files)
        if asked := body.get("poll"):
            answers = enumerate(asked["answers"], 1)
            until = datetime.now(UTC) + timedelta(hours=asked["duration"])
            made["poll"] = {
                "question": asked["question"],
                "answers": [{"answer_id": number, **one} for number, one in answers],
                "expiry": until.isoformat(),
                "allow_multiselect": asked["allow_multiselect"],
                "layout_type": 1,
                "results": {"is_finalized": False, "answer_counts": []},
            }
        return made

    def _found(self, channel: str, number: str) -> Json:
        return next(one for one in self.sent[channel] if one["id"] == number)

    def _expire(self, call: Call, channel: str, number: str) -> tuple[int, Any]:
        found = self._found(channel, number)
        if found["poll"]["results"]["is_finalized"]:
            return 400, {"message": "Poll expired", "code": 520_001}
        found["poll"]["results"]["is_finalized"] = True
        return 200, found

    def _message(self, call: Call, channel: str, number: str) -> tuple[int, Any]:
        return 200, self._found(channel, number)

    def _thread(self, call: Call, channel: str, number: str) -> tuple[int, Any]:
        self.sent.setdefault("threads", []).append({"name": call.body["name"], "id": number})
        return 201, {"id": number, "type": 11, "name": call.body["name"], "parent_id": channel}
