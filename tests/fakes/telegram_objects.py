"""The objects of a thin Telegram: chats, people, messages, faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

ME: Final = 4242
BOT: Final[dict[str, Any]] = {
    "id": ME,
    "is_bot": True,
    "first_name": "Crier",
    "username": "crier_bot",
}

Params = dict[str, Any]

_RIGHTS: Final = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_post_messages "
    "can_manage_video_chats can_restrict_members can_promote_members can_change_info "
    "can_invite_users can_post_stories can_edit_stories can_delete_stories"
)


@dataclass(slots=True, kw_only=True)
class Shown:
    """A message of the bot's as people see it."""

    chat: int
    id: int
    text: str = ""
    links: tuple[str, ...] = ()
    markup: dict[str, Any] = field(default_factory=dict)
    reply_to: int | None = None
    thread: int | None = None
    file: str = ""
    edits: int = 0

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        """By label."""
        rows = self.markup.get("inline_keyboard") or self.markup.get("keyboard") or []
        return {button["text"]: button for row in rows for button in row}


@dataclass(slots=True)
class Fault:
    """What happens to the next calls of some methods.

    Attributes:
        kind: ``error``, ``cut_before``, ``cut_after`` or ``hang``.
        skip: how many calls before go as usual.
    """

    method: str
    kind: str
    times: int = 1
    skip: int = 0
    status: int = 500
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    chat: int | None = None

    def falls(self) -> bool:
        """Whether it falls on this call."""
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


class Refused(Exception):
    """A call that is answered with an error."""

    def __init__(self, description: str, status: int = 400, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.parameters = parameters


def chat_object(chat: int, *, channel: bool) -> Params:
    """A chat; other negative ids than channels' are supergroups."""
    if chat > 0:
        return {"id": chat, "type": "private", "first_name": "Ann"}
    kind = "channel" if channel else "supergroup"
    return {"id": chat, "type": kind, "title": f"Chat {-chat}"}


def person(user: int, language: str = "en") -> Params:
    """Somebody, or the bot."""
    if user == ME:
        return BOT
    return {"id": user, "is_bot": False, "first_name": "Ann", "language_code": language}


def member(user: int, status: str) -> Params:
    """Somebody's standing, with all rights that it can have."""
    given: Params = dict.fromkeys(_RIGHTS.split(), True) if status == "administrator" else {}
    if status == "kicked":
        given["until_date"] = 0
    return {"status": status, "user": person(user), **given}


def failure(description: str, status: int, **parameters: Any) -> web.Response:
    """An error as the Bot API answers it."""
    body: Params = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=status)


_GIFTS: Final = (
    *("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"),
    "gifts_from_channels",
)


class Profile:
    """Methods about the bot itself and about chats.

    Attributes:
        me: the bot's number.
        bot: as whom Telegram knows it.
        channels: ids that are channels; other negative ones are supergroups.
        public: the names of those that anybody can find.
    """

    def __init__(self, number: int, name: str) -> None:
        self.me = number
        self.bot: Params = {**BOT, "id": number, "username": name}
        self.webhook: Params = {}
        self.channels: set[int] = set()
        self.public: dict[int, str] = {}

    def _do_getMe(self, _: Params) -> Any:  # noqa: N802
        return self.bot

    def _do_deleteWebhook(self, _: Params) -> Any:  # noqa: N802
        self.webhook = {}
        return True

    def _do_setWebhook(self, params: Params) -> Any:  # noqa: N802
        self.webhook = params
        return True

    def _do_getWebhookInfo(self, _: Params) -> Any:  # noqa: N802
        url = self.webhook.get("url", "")
        return {"url": url, "has_custom_certificate": False, "pending_update_count": 0}

    def _do_setMyCommands(self, _: Params) -> Any:  # noqa: N802
        return True

    def _do_setChatMenuButton(self, _: Params) -> Any:  # noqa: N802
        return True

    def _do_getChat(self, params: Params) -> Any:  # noqa: N802
        chat = int(params["chat_id"])
        full = {"accent_color_id": 0, "max_reaction_count": 9}
        named = {"username": self.public[chat]} if chat in self.public else {}
        gifts = {"accepted_gift_types": dict.fromkeys(_GIFTS, True)}
        return {**chat_object(chat, channel=chat in self.channels), **full, **named, **gifts}
