"""Discord's objects as its API and gateway tell them, as few of their fields as will do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

Json = dict[str, Any]

TOKEN: Final = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GABCDE.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL"
APPLICATION: Final = "900000000000000001"
GUILD: Final = "100000000000000001"
OWNER: Final = "200000000000000001"
GENERAL: Final = "300000000000000001"
NEWS: Final = "300000000000000002"
FORUM: Final = "300000000000000003"
DM: Final = "400000000000000001"
EVERYTHING: Final = str((1 << 53) - 1)
NO_POWERS: Final = str(1 << 10 | 1 << 11 | 1 << 14 | 1 << 31)
EPOCH: Final = "2024-03-08T06:00:00+00:00"


def text_of(message: Json) -> str:
    """All that can be read in a message."""
    parts = [message.get("content") or ""]
    for embed in message.get("embeds") or ():
        parts += [embed.get("title") or "", embed.get("description") or ""]
    parts += [part["content"] for part in components_of(message) if "content" in part]
    return "\n".join(part for part in parts if part)


def buttons_of(message: Json) -> dict[str, Json]:
    """A message's buttons and the options of its selects, by label."""
    return {part["label"]: part for part in components_of(message) if "label" in part}


def components_of(message: Json) -> list[Json]:
    """All of a message's components and options, each before what it holds."""
    found: list[Json] = []
    rest = [*reversed(message.get("components") or ())]
    while rest:
        part = rest.pop()
        found.append(part)
        beside = [part["accessory"]] if "accessory" in part else []
        inner = [*part.get("components", ()), *beside, *part.get("options", ())]
        rest += reversed(inner)
    return found


def user(name: str, number: str) -> Json:
    """A person, or the bot."""
    return {
        "id": number,
        "username": name,
        "discriminator": "0",
        "avatar": None,
        "global_name": None,
        "bot": number == APPLICATION,
    }


def member(name: str, number: str, roles: list[str]) -> Json:
    """A member of a server."""
    return {
        "user": user(name, number),
        "roles": roles,
        "joined_at": EPOCH,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def application() -> Json:
    """The bot's application."""
    return {
        "id": APPLICATION,
        "name": "Papercrier",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "owner": user("reader", OWNER),
        "summary": "",
        "team": None,
        "flags": 0,
    }


def private_channel() -> Json:
    """The private chat with the owner."""
    return {"id": DM, "type": 1, "recipients": [user("reader", OWNER)], "last_message_id": None}


def thread(number: str, parent: str, name: str) -> Json:
    """A thread of a channel."""
    return {
        "id": number,
        "type": 11,
        "guild_id": GUILD,
        "parent_id": parent,
        "owner_id": APPLICATION,
        "name": name,
        "last_message_id": None,
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "flags": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": EPOCH,
            "locked": False,
            "create_timestamp": datetime.now(UTC).isoformat(),
        },
    }


def message(number: str, channel: str, body: Json, files: dict[str, bytes]) -> Json:
    """A message of the bot's, from the body of the request that sends it."""
    return {
        "id": number,
        "channel_id": channel,
        "author": user("Papercrier", APPLICATION),
        "content": body.get("content") or "",
        "embeds": body.get("embeds") or [],
        "components": body.get("components") or [],
        "attachments": [
            {"id": str(n), "filename": name, "size": len(data), "url": "", "proxy_url": ""}
            for n, (name, data) in enumerate(files.items())
        ],
        "timestamp": EPOCH,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "pinned": False,
        "type": 0,
        "flags": body.get("flags") or 0,
    }


def interaction(kind: int, number: str, data: Json, channel: Json) -> Json:
    """What somebody asks in a channel, but for who it is and what they and the bot may do there."""
    return {
        "id": number,
        "application_id": APPLICATION,
        "type": kind,
        "data": data,
        "token": number,
        "version": 1,
        "channel_id": channel["id"],
        "channel": channel,
        "attachment_size_limit": 10 << 20,
        "context": 1 if channel["id"] == DM else 0,
    }


def server(number: str, name: str, channels: list[Json], bot_permissions: str) -> Json:
    """A server of the owner's, where the bot has a role of its own."""
    role = {"name": "@everyone", "color": 0, "position": 0, "permissions": NO_POWERS}
    return {
        "id": number,
        "name": name,
        "owner_id": OWNER,
        "roles": [
            role | {"id": number},
            role | {"id": "700", "name": "bot", "permissions": bot_permissions},
        ],
        "members": [member("Papercrier", APPLICATION, ["700"])],
        "channels": channels,
        "threads": [],
        "member_count": 2,
    }


def room(channel: str, kind: int, overwrites: list[Json], *, require_tag: bool) -> Json:
    """A channel of the server; a forum has tags, one of which may be required."""
    made: Json = {
        "id": channel,
        "type": kind,
        "guild_id": GUILD,
        "name": f"channel-{channel[-1]}",
        "position": 1,
        "permission_overwrites": overwrites,
    }
    if kind == 15:
        tags = ["Robotics", "Diffusion models"]
        made["flags"] = 16 if require_tag else 0
        made["available_tags"] = [
            {"id": str(n), "name": name, "moderated": n == 800}
            | {"emoji_id": None, "emoji_name": None}
            for n, name in enumerate(["Staff", *tags], 800)
        ]
    return made
