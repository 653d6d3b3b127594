"""What people write into settings, read: without quotes around it, as people, as names."""

from __future__ import annotations

import re
from typing import Annotated, Final
from urllib.parse import urlsplit
from urllib.request import getproxies

from pydantic import AfterValidator

from app.operating.serving import read_name
from bot.platforms.nobody import SHARED_IDS
from domain.errors import InputError, SettingsError
from domain.messages import as_is, sentence
from domain.platforms import KINDS, Kind, kind_of

ROLES: Final = ("work", "plan", "telegram", "discord", "deliver")
"""What each of several processes may do: all of them deliver, planning is shared out among them,
the others are done by one at a time. Who may work may plan."""

_TOKEN: Final = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{1,100}")
_BETWEEN: Final = re.compile(r"[\s,;]+")
_KEY: Final = re.compile(r"[0-9a-fA-F]{64}")
_PROXIES: Final = ("http", "https", "socks5", "socks5h")
_QUOTES: Final = frozenset({('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’")})


def people_of(text: str) -> frozenset[tuple[Kind, str]]:
    """Platform and user id of each.

    Raises:
        ValueError: the text is no such list, or one of them is no person.
    """
    people = set()
    for one in filter(None, (part.strip() for part in text.split(","))):
        platform, _, user = (part.strip() for part in one.partition(":"))
        if platform not in KINDS or not (user.isascii() and user.isdigit()):
            raise ValueError("it must be platform:user id, ..., as telegram:4242, discord:8035")
        person = (kind_of(platform), str(int(user)))
        if person in SHARED_IDS:
            raise ValueError(
                f"{platform}:{user} is no person, but stands for all who write as a channel, as an "
                "anonymous admin or as Telegram; name your own user id"
            )
        people.add(person)
    return frozenset(people)


def names_in(text: str) -> frozenset[tuple[Kind, str]]:
    """Platform and id of each.

    Raises:
        ValueError: the text is no such list.
    """
    try:
        return frozenset(read_name(part) for part in text.split(",") if part.strip())
    except InputError as error:
        raise ValueError("it must be platform:id, ..., as telegram:4242, discord:8035") from error


def tokens_in(text: str, first: str = "") -> tuple[str, ...]:
    """Tokens of Telegram bots, each once, in their order.

    Args:
        text: those that a list names.
        first: one that goes before them, whatever it looks like; empty for none.

    Raises:
        ValueError: one of the list is none, or two are of one bot. None of them is shown.
    """
    listed = tuple(dict.fromkeys(filter(None, _BETWEEN.split(text))))
    if not all(map(_TOKEN.fullmatch, listed)):
        raise ValueError("it must be tokens as @BotFather gives them, with commas between")
    tokens = tuple(dict.fromkeys(filter(None, (first, *listed))))
    numbers = [number_of(token) for token in tokens]
    if twice := next((one for one in numbers if one and numbers.count(one) > 1), ""):
        raise ValueError(f"two tokens are of the bot {twice}, of which only the newer one works")
    return tokens


def number_of(token: str) -> str:
    """A Telegram bot's number, which its tokens begin with; empty where it is no such token."""
    number, _, secret = token.partition(":")
    return number if secret and number.isascii() and number.isdigit() else ""


def roles_in(text: str) -> frozenset[str]:
    """The roles that a process may have; none where all are meant.

    Raises:
        ValueError: the text is no such list.
    """
    named = frozenset(filter(None, (part.strip().lower() for part in text.split(","))))
    if named - set(ROLES):
        raise ValueError(f"it must be some of {', '.join(ROLES)}")
    return named


def bare(text: str) -> str:
    """A value without blanks and quotes around it, which `.env` takes off and Docker does not."""
    text = text.strip()
    if len(text) > 1 and (text[0], text[-1]) in _QUOTES:
        text = text[1:-1].strip()
    return text


def unread(error: OSError | UnicodeDecodeError) -> SettingsError:
    """That a file of settings cannot be read, or is no text; what stands in it is not shown."""
    if isinstance(error, OSError):
        named, reason = error.filename or ".env", as_is(error.strerror)
    else:
        named, reason = ".env", sentence("it is not written in {encoding}", encoding="UTF-8")
    return SettingsError(
        sentence("{named} cannot be used: {reason}.", named=named, reason=reason),
        hint=sentence("See to that, or go to another folder."),
    )


def wrong_proxies() -> tuple[SettingsError, ...]:
    """Of each proxy that the environment names and that is none; the value may hold a password."""
    form = sentence(
        "it must be {one} or {other}", one="http://host:port", other="socks5://host:port"
    )
    return tuple(
        SettingsError(
            sentence(
                "{named} cannot be used: {reason}.", named=f"{kind.upper()}_PROXY", reason=form
            )
        )
        for kind, address in getproxies().items()
        if kind in ("http", "https", "all") and not _is_proxy(address)
    )


def _is_proxy(address: str) -> bool:
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        return parts.scheme in _PROXIES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def listening_place(address: str) -> str:
    """A host:port to listen on; an IPv6 address stands in brackets.

    Raises:
        ValueError: it is none.
    """
    host, _, port = address.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and int(port) < 65_536 and _is_host(host)):
        raise ValueError("it must be host:port, as 127.0.0.1:8080")
    return f"[{host}]:{port}" if ":" in host.strip("[]") and host[0] != "[" else address


def public_key(key: str) -> str:
    """A public key of Ed25519 in hexadecimal, in small letters; or nothing.

    Raises:
        ValueError: it is none.
    """
    if key and not _KEY.fullmatch(key):
        raise ValueError("it must be the 64 letters and digits that Discord shows as Public Key")
    return key.lower()


PublicKey = Annotated[str, AfterValidator(public_key)]


def web_place(url: str) -> str:
    """An address on the web, as it is.

    Raises:
        ValueError: it is none.
    """
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and _is_host(parts.hostname or "")
        is_good = is_good and not parts.query and not parts.fragment and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        raise ValueError("it must begin with https:// and a host, as https://papers.example")
    return url


def _is_host(name: str) -> bool:
    try:
        return bool(name.encode("idna")) and not any(sign.isspace() for sign in name)
    except UnicodeError:
        return False
