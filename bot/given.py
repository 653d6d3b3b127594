"""What people write into settings, read: without quotes around it, as people, as names."""

from __future__ import annotations

from typing import Final

from app.operating.serving import PLATFORMS, read_name
from bot.platforms.nobody import SHARED_IDS
from domain.errors import InputError

_QUOTES: Final = frozenset({('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’")})


def people_of(text: str) -> frozenset[tuple[str, str]]:
    """Platform and user id of each.

    Raises:
        ValueError: the text is no such list, or one of them is no person.
    """
    people = set()
    for one in filter(None, (part.strip() for part in text.split(","))):
        platform, _, user = (part.strip() for part in one.partition(":"))
        if platform not in PLATFORMS or not (user.isascii() and user.isdigit()):
            raise ValueError("it must be platform:user id, ..., as telegram:4242, discord:8035")
        person = (platform, str(int(user)))
        if person in SHARED_IDS:
            raise ValueError(
                f"{platform}:{user} is no person, but stands for all who write as a channel, as an "
                "anonymous admin or as Telegram; name your own user id"
            )
        people.add(person)
    return frozenset(people)


def names_in(text: str) -> frozenset[tuple[str, str]]:
    """Platform and id of each.

    Raises:
        ValueError: the text is no such list.
    """
    try:
        return frozenset(read_name(part) for part in text.split(",") if part.strip())
    except InputError as error:
        raise ValueError("it must be platform:id, ..., as telegram:4242, discord:8035") from error


def bare(text: str) -> str:
    """A value without blanks and quotes around it, which `.env` takes off and Docker does not."""
    text = text.strip()
    if len(text) > 1 and (text[0], text[-1]) in _QUOTES:
        text = text[1:-1].strip()
    return text
