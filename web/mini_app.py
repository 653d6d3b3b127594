"""The archive as a Mini App of Telegram's: who opens it is told by signed data, read once.

Telegram hands the data to the page behind a ``#``, and the page posts it here. What comes back is
where to go: the archive in the language of that person's chat, with a mark in each address that it
is within Telegram. Nothing is kept of it, and no script of Telegram's is loaded.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from app.services import Services
from domain.chats import ChatRef
from i18n.catalogues import speech_of
from i18n.languages import language_of
from i18n.speech import phrase
from web.asked import Asked, Page
from web.serving.guard import HEADERS

PATH: Final = "/app"
MARK: Final = "app"
"""Of the query: the language in which Telegram shows the page."""

IN_QUERY: Final = b"app="

OLDEST: Final = timedelta(hours=1)
"""Data that was signed longer ago opens nothing."""

_AHEAD: Final = timedelta(minutes=5)
"""As much may Telegram's clock be ahead of ours."""

_LARGEST: Final = 8_192
"""Bytes of signed data."""

_WITHIN: Final = "frame-ancestors https://web.telegram.org"
POLICY: Final = HEADERS["content-security-policy"].replace("frame-ancestors 'none'", _WITHIN)
"""For pages within Telegram: its web client shows them in a frame, the others do not."""

ENTRANCE: Final = f"{POLICY}; connect-src 'self'"
"""For the page that posts the data."""

_LINK: Final = re.compile(r' (?:href|action)="/[^"]*"')


async def entrance(_: Asked) -> Page:
    """What Telegram opens first."""
    return Page(
        template="app", title=phrase("The archive"), path=PATH, values={}, noun=None, listed=False
    )


async def opened(services: Services, tokens: Mapping[str, str], request: Request) -> str | None:
    """Where whoever posts signed data goes; None where it is not what Telegram signed.

    Args:
        services: know the chats.
        tokens: of the bots that it may be signed for, by platform.
        request: with the data.
    """
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > _LARGEST:
            return None
    text, now = data.decode(errors="replace"), services.clock.now()
    for platform, token in tokens.items():
        if person := person_in(text, token, now):
            number, locale = person
            known = await services.store.chat(ChatRef(platform, number))
            language = known.settings.language if known else language_of(locale)
            return f"/?{MARK}={speech_of(language).language}"
    return None


def person_in(data: str, token: str, now: datetime) -> tuple[str, str] | None:
    """The id and the locale of the person for whom a bot's data was signed lately.

    Args:
        data: as Telegram hands it over, a query string.
        token: the bot's.
        now: UTC.
    """
    pairs = parse_qsl(data, keep_blank_values=True)
    fields = dict(pairs)
    told = fields.pop("hash", "")
    if len(fields) + 1 != len(pairs) or not _is_signed(fields, told, token):
        return None
    try:
        signed = datetime.fromtimestamp(int(fields["auth_date"]), UTC)
        person = json.loads(fields["user"])
        number, locale = int(person["id"]), str(person.get("language_code") or "")
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
    return (str(number), locale) if -_AHEAD <= now - signed <= OLDEST else None


def _is_signed(fields: dict[str, str], told: str, token: str) -> bool:
    key = hmac.digest(b"WebAppData", token.encode(), sha256)
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    made = hmac.new(key, checked.encode(), sha256).hexdigest()
    return hmac.compare_digest(made.encode(), told.encode())


def within_telegram(html: str, language: str) -> str:
    """A page whose links lead to pages within Telegram, too."""

    def marked(link: re.Match[str]) -> str:
        address, hash_, place = link[0][:-1].partition("#")
        if '="/static/' in address:
            return link[0]
        joint = "&amp;" if "?" in address else "?"
        return f'{address}{joint}{MARK}={language}{hash_}{place}"'

    return _LINK.sub(marked, html)
