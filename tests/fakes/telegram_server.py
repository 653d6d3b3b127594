"""A thin Telegram over HTTP: a Bot API server with people, for tests of the front end.

Every text goes through Telegram's own parser; what that refuses is answered as Telegram does.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, Final, Self

from aiohttp import web

from tests.fakes.telegram_objects import (
    ME,
    Fault,
    Params,
    Profile,
    Refused,
    Shown,
    chat_object,
    failure,
    member,
    person,
)
from tests.fakes.telegram_parser import Unparsable, parsed
from tests.patience import PATIENCE

TOKEN: Final = "4242:a-token-for-tests"
LONGEST: Final = 4_096


class FakeTelegram(Profile):
    """Telegram, as long as it is open.

    Attributes:
        calls: method and parameters of each call but getUpdates.
        shown: the bot's messages by chat and id, also those edited.
        admins: by chat; who is not among them is a plain member.
        blocked: chats that cannot be written to.
        languages: that people have set in their Telegram; of the others it is English.
        refused: how many calls had another token.
        answers: to presses and inline queries, by id.
    """

    def __init__(self, number: int = ME, name: str = "crier_bot") -> None:
        """Args: the bot's, of which this is what it sees of Telegram."""
        super().__init__(number, name)
        self.calls: list[tuple[str, Params]] = []
        self.shown: dict[tuple[int, int], Shown] = {}
        self.admins: dict[int, set[int]] = {}
        self.blocked: set[int] = set()
        self.languages: dict[int, str] = {}
        self.answers: dict[str, Params] = {}
        self.faults: list[Fault] = []
        self.polls = 0
        self.refused = 0
        self.token = TOKEN.replace(str(ME), str(number))
        self._beside: list[FakeTelegram] = []
        self.url = ""
        self._updates: list[dict[str, Any]] = []
        self._numbers = itertools.count(1)
        self._news = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._called)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    def beside(self, other: FakeTelegram) -> None:
        """Have another bot served at the same address."""
        self._beside.append(other)

    # What people do.

    async def say(self, chat: int, text: str = "", *, user: int = 0, **more: Any) -> int:
        """Somebody writes; the message's id."""
        message = self._message(chat, user or abs(chat), text=text, **more)
        kind = "channel_post" if chat in self.channels else "message"
        await self.push(**{kind: message})
        number: int = message["message_id"]
        return number

    async def press(self, shown: Shown, label: str, *, user: int = 0) -> str:
        """Somebody presses a button; the id under which its answer will be."""
        data = shown.buttons[label]["callback_data"]
        assert len(data.encode()) <= 64
        return await self.press_data(shown, data, user=user)

    async def press_data(self, shown: Shown, data: str, *, user: int = 0) -> str:
        """A client sends any data for a message's button; the id of what will be its answer."""
        number = str(next(self._numbers))
        message = self._message(shown.chat, self.me, text=shown.text, number=shown.id)
        if shown.thread:
            message |= {"message_thread_id": shown.thread, "is_topic_message": True}
        await self.push(
            callback_query={
                "id": number,
                "from": self._person(user or abs(shown.chat)),
                "chat_instance": "1",
                "message": message,
                "data": data,
            }
        )
        return number

    async def type_inline(self, query: str, *, user: int = 7) -> list[dict[str, Any]]:
        """Somebody types after the bot's name; what is offered."""
        number = str(next(self._numbers))
        asked = {"id": number, "from": self._person(user), "query": query, "offset": ""}
        await self.push(inline_query=asked)
        await self.until(lambda: number in self.answers)
        results: list[dict[str, Any]] = json.loads(self.answers[number]["results"])
        return results

    async def change_standing(self, chat: int, old: str, new: str, *, user: int = 7) -> None:
        """The bot's standing in a chat changes."""
        await self.push(
            my_chat_member={
                "chat": self._chat(chat),
                "from": self._person(user),
                "date": 0,
                "old_chat_member": member(self.me, old),
                "new_chat_member": member(self.me, new),
            }
        )

    async def push(self, **update: Any) -> None:
        """Give the bot an update."""
        self._updates.append({"update_id": next(self._numbers), **update})
        await self._tell()

    # What people see.

    def messages(self, chat: int) -> list[Shown]:
        """The bot's messages in a chat, in order."""
        return [shown for (place, _), shown in sorted(self.shown.items()) if place == chat]

    async def next(self, chat: int, *, after: int = 0, contains: str = "") -> Shown:
        """The first message of the bot's in a chat after another, with some text."""

        def found() -> Shown | None:
            for shown in self.messages(chat):
                if shown.id > after and contains in shown.text:
                    return shown
            return None

        shown = await self.until(found)
        assert isinstance(shown, Shown)
        return shown

    async def until(self, check: Callable[[], Any], seconds: float = PATIENCE) -> Any:
        """Wait until something is true, and give it."""
        try:
            async with asyncio.timeout(seconds), self._news:
                return await self._news.wait_for(check)
        except TimeoutError:
            seen = [(shown.chat, shown.id, shown.text) for shown in self.shown.values()]
            raise AssertionError(f"waited in vain; shown: {seen}; {self.calls[-5:]}") from None

    def called(self, method: str) -> list[Params]:
        """The calls of a method."""
        return [params for name, params in self.calls if name == method]

    def fail(self, method: str, kind: str = "error", **more: Any) -> None:
        """Have the next calls of a method (a pattern) fail."""
        self.faults.append(Fault(method, kind, **more))

    # What the Bot API does.

    async def _called(self, request: web.Request) -> web.Response:
        for other in self._beside:
            if request.match_info["token"] == other.token:
                return await other._called(request)
        method = request.match_info["method"]
        params: Params = {**request.query, **await request.post()}
        if request.match_info["token"] != self.token:
            self.refused += 1
            await self._tell()
            return failure("Unauthorized", 401)
        if method != "getUpdates":
            self.calls.append((method, params))
        fault = self._fault(method, params)
        kind = fault.kind if fault else ""
        if fault and kind == "error":
            return failure(fault.description, fault.status, **fault.parameters)
        if kind == "hang":
            await asyncio.sleep(60)
        try:
            result = None if kind == "cut_before" else await self._done(method, params)
        except Refused as error:
            return failure(str(error), error.status, **error.parameters)
        finally:
            await self._tell()
        if kind.startswith("cut"):
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"ok": True, "result": result})

    def _fault(self, method: str, params: Params) -> Fault | None:
        for fault in self.faults:
            here = fault.chat is None or str(fault.chat) == params.get("chat_id")
            if here and fnmatchcase(method, fault.method) and fault.falls():
                if not fault.times:
                    self.faults.remove(fault)
                return fault
        return None

    async def _done(self, method: str, params: Params) -> Any:
        if method in ("sendMessage", "sendDocument"):
            return self._send(params)
        own = getattr(self, f"_do_{method}", None)
        if own is None:
            raise Refused("Not Found: method not found", 404)
        result = own(params)
        return await result if asyncio.iscoroutine(result) else result

    def _do_sendChatAction(self, _: Params) -> Any:  # noqa: N802
        return True

    def _do_answerCallbackQuery(self, params: Params) -> Any:  # noqa: N802
        return self._answered(params["callback_query_id"], params)

    def _do_answerInlineQuery(self, params: Params) -> Any:  # noqa: N802
        for result in json.loads(params["results"]):
            self._check(result["input_message_content"]["message_text"], html=True)
        return self._answered(params["inline_query_id"], params)

    def _do_getChatAdministrators(self, params: Params) -> Any:  # noqa: N802
        chat = int(params["chat_id"])
        return [member(user, "administrator") for user in sorted(self.admins.get(chat, ()))]

    def _do_deleteMessage(self, params: Params) -> Any:  # noqa: N802
        return bool(self.shown.pop((int(params["chat_id"]), int(params["message_id"])), True))

    async def _do_getUpdates(self, params: Params) -> Any:  # noqa: N802
        self.polls += 1
        await self._tell()
        offset = int(params.get("offset", 0))
        self._updates = [one for one in self._updates if one["update_id"] >= offset]
        try:
            async with asyncio.timeout(float(params.get("timeout", 0))), self._news:
                await self._news.wait_for(lambda: self._updates)
        except TimeoutError:
            return []
        return list(self._updates)

    def _do_editMessageText(self, params: Params) -> Any:  # noqa: N802
        shown = self.shown.get((int(params["chat_id"]), int(params["message_id"])))
        if shown is None:
            raise Refused("Bad Request: message to edit not found")
        before = (shown.text, shown.markup)
        self._fill(shown, params)
        if (shown.text, shown.markup) == before:
            raise Refused("Bad Request: message is not modified")
        shown.edits += 1
        return self._message(shown.chat, self.me, text=shown.text, number=shown.id)

    def _send(self, params: Params) -> Any:
        chat = int(params["chat_id"])
        if chat in self.blocked:
            raise Refused("Forbidden: bot was blocked by the user", 403)
        shown = Shown(chat=chat, id=next(self._numbers))
        shown.thread = int(params["message_thread_id"]) if "message_thread_id" in params else None
        if "reply_parameters" in params:
            shown.reply_to = json.loads(params["reply_parameters"])["message_id"]
        if "document" in params:
            shown.file = params["document"].file.read().decode()
        else:
            self._fill(shown, params)
        self.shown[chat, shown.id] = shown
        return self._message(chat, self.me, text=shown.text, number=shown.id)

    def _fill(self, shown: Shown, params: Params) -> None:
        said = self._check(params.get("text", ""), html=params.get("parse_mode") == "HTML")
        shown.text, shown.links = said
        shown.markup = json.loads(params.get("reply_markup", "{}"))

    def _check(self, text: str, *, html: bool) -> tuple[str, tuple[str, ...]]:
        try:
            said = parsed(text, html=html)
        except Unparsable as error:
            raise Refused(f"Bad Request: can't parse entities: {error}") from error
        if not said.text:
            raise Refused("Bad Request: message text is empty")
        if len(said.text) > LONGEST:
            raise Refused("Bad Request: message is too long")
        return said.text, said.links

    def _answered(self, number: str, params: Params) -> bool:
        if number in self.answers:
            raise Refused("Bad Request: query is too old")
        self.answers[number] = params
        return True

    def _message(self, chat: int, user: int, number: int = 0, **more: Any) -> Params:
        channel = chat in self.channels
        place = chat_object(chat, channel=channel)
        somebody = more.pop("sender", self._person(user))
        sender = {"sender_chat": place} if channel else {"from": somebody}
        message = {"message_id": number or next(self._numbers), "date": 1, "chat": place, **sender}
        return message | {name: value for name, value in more.items() if value != ""}

    def _person(self, user: int) -> Params:
        return self.bot if user == self.me else person(user, self.languages.get(user, "en"))

    def _chat(self, chat: int) -> Params:
        return chat_object(chat, channel=chat in self.channels)

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()
