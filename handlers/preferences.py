"""A chat's wishes: /settings and the commands for each of them, /pause and /resume."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from app.limits import MAX_MUTED, SHOWN
from app.services import Services
from domain.chats import Chat, ChatSettings
from domain.documents import (
    Button,
    Buttons,
    Document,
    Inline,
    Paragraph,
    Table,
    bold,
    code,
    inline,
)
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import for_example, sentence
from domain.requests import Request
from handlers.choices import choices
from handlers.console_only import shown_when_asked
from handlers.own_language import own_language_note
from handlers.values import (
    AS_ANNOUNCED,
    DETAILS,
    WORKDAYS,
    days_text,
    parse_detail,
    parse_language,
    parse_limit,
    parse_moment,
    parse_muted,
    parse_switch,
    parse_zone,
)
from i18n.catalogues import speech_of
from i18n.languages import LANGUAGES
from i18n.speech import number, phrase, plural, speaking, styled

_MUTED_SHOWN: Final = 1_000
"""Code points of the muted words in /settings."""


async def settings(services: Services, request: Request) -> Document:
    """Show every setting with the command that changes it; ``time 09:00`` changes one first."""
    if request.argument:
        await _changed_by_name(services, request)
    chat = await services.chat(request.chat, request.locale)
    # One of the settings is the language in which they are told.
    with speaking(speech_of(chat.settings.language)):
        return _told(chat.settings)


def _told(wishes: ChatSettings) -> Document:
    at = phrase(AS_ANNOUNCED) if wishes.as_announced else f"{wishes.time:%H:%M}"
    time_and_days = phrase("{time}, {days}", time=at, days=days_text(wishes.days))
    quiet = phrase("a line") if wishes.quiet_note else phrase("nothing")
    paused = phrase("yes") if wishes.paused else phrase("no")
    rows = (
        (phrase("Digest time"), time_and_days, "/time 08:30 mon-fri"),
        (phrase("Timezone"), wishes.zone, "/timezone Berlin"),
        (phrase("Language"), LANGUAGES.get(wishes.language, wishes.language), "/language en"),
        (phrase("Detail"), phrase(DETAILS[wishes.detail]), "/detail brief"),
        (phrase("Papers in full"), number(wishes.limit), "/limit 10"),
        (phrase("Muted words"), _listed(wishes.muted), "/mute survey"),
        (phrase("Quiet days"), quiet, "/quiet off" if wishes.quiet_note else "/quiet on"),
        (phrase("Paused"), paused, "/resume" if wishes.paused else "/pause"),
    )
    lines = tuple(
        (inline(name), inline(bold(value)), inline(code(command))) for name, value, command in rows
    )
    table = Table((phrase("Setting"), phrase("Now"), phrase("Change with")), lines)
    return Document(phrase("Settings"), (table, choices(wishes)))


def _listed(muted: Sequence[str]) -> str:
    shown = phrase(", ").join(muted[:MAX_MUTED])
    return excerpt(shown, _MUTED_SHOWN) or phrase("none")


async def time(services: Services, request: Request) -> Document:
    """Set when the daily digest comes: a local time or as soon as announced; days if given."""
    moment, days = parse_moment(request.argument)
    changes: dict[str, object] = {"as_announced": moment is None}
    if moment is not None:
        changes["time"] = moment
    if days is not None:
        changes["days"] = days
    wanted = days or (await services.chat(request.chat, request.locale)).settings.days
    if moment is None and not wanted & WORKDAYS:
        raise InputError(
            sentence("arXiv announces nothing on Saturdays and Sundays."),
            hint=for_example("/time as announced mon-fri"),
        )
    chat = await _changed(services, request, **changes)
    first = Buttons(((Button(phrase("First digest now"), command="/digest"),),))
    return Document(blocks=(Paragraph(_due(chat.settings)), *shown_when_asked(request), first))


def _due(wishes: ChatSettings) -> Inline:
    if wishes.as_announced:
        return styled(
            "Your digest comes {soon}, {days}.",
            soon=bold(phrase("as soon as arXiv's announcement is complete")),
            days=days_text(wishes.days),
        )
    return styled(
        "Your digest is due at {time}, {days}, {zone} time.",
        time=bold(f"{wishes.time:%H:%M}"),
        days=days_text(wishes.days),
        zone=wishes.zone,
    )


async def timezone(services: Services, request: Request) -> Document:
    """Set the timezone from a city, a zone or an offset."""
    chat = await _changed(services, request, zone=parse_zone(request.argument))
    wishes = chat.settings
    return Document.say(
        *styled(
            "Your timezone is {zone}; the digest is due at {time} there.",
            zone=bold(wishes.zone),
            time=f"{wishes.time:%H:%M}",
        )
    )


async def language(services: Services, request: Request) -> Document:
    """Set the language of the interface and of summaries; the answer is in it already."""
    chosen = parse_language(request.argument)
    await _changed(services, request, language=chosen)
    speech = speech_of(chosen)
    with speaking(speech):
        said = [styled("Your language is {language}.", language=bold(LANGUAGES[chosen]))]
        if chosen != speech.language:
            said.append(inline(phrase("Menus and messages stay in English.")))
        said += own_language_note(services, chosen)
    return Document(blocks=tuple(Paragraph(line) for line in said))


async def detail(services: Services, request: Request) -> Document:
    """Set how much of each paper a digest tells."""
    chat = await _changed(services, request, detail=parse_detail(request.argument))
    name = phrase(DETAILS[chat.settings.detail])
    return Document.say(*styled("Digests are now in {detail} detail.", detail=bold(name)))


async def limit(services: Services, request: Request) -> Document:
    """Set how many papers a digest tells in full."""
    chat = await _changed(services, request, limit=parse_limit(request.argument))
    count = chat.settings.limit
    return Document.say(
        *styled(
            "A digest tells {papers} in full, and the rest by title.",
            papers=bold(plural("{number} paper", "{number} papers", count)),
        )
    )


async def quiet(services: Services, request: Request) -> Document:
    """Set whether a day without anything to tell gets a line that says so."""
    wanted = parse_switch(request.argument, "quiet")
    await _changed(services, request, quiet_note=wanted)
    if wanted:
        return Document.say(phrase("On a day with nothing for you, a line says so."))
    return Document.say(phrase("On a day with nothing for you, you hear nothing."))


async def pause(services: Services, request: Request) -> Document:
    """Stop the daily digest until /resume."""
    await _changed(services, request, paused=True)
    return Document.say(
        *styled("Paused: no daily digest until {command}.", command=code("/resume"))
    )


async def resume(services: Services, request: Request) -> Document:
    """Start the daily digest again."""
    chat = await _changed(services, request, paused=False)
    return Document.say(*styled("Resumed. {due}", due=_due(chat.settings)))


async def mute(services: Services, request: Request) -> Document:
    """Leave out papers with a word or phrase; the same again takes it back."""
    word = parse_muted(request.argument)
    chat = await services.chat(request.chat, request.locale)
    muted = chat.settings.muted
    if word.casefold() in (known.casefold() for known in muted):
        rest = tuple(known for known in muted if known.casefold() != word.casefold())
        await _changed(services, request, muted=rest)
        return Document.say(*styled("No longer muted: {word}.", word=bold(word)))
    if len(muted) >= MAX_MUTED:
        raise InputError(
            sentence("You mute {number} words, the most there can be.", number=len(muted)),
            hint=sentence("Take one back first: /mute {word}", word=muted[0]),
        )
    await _changed(services, request, muted=(*muted, word))
    return Document.say(
        *styled(
            "Muted: papers with {word} in title or abstract are left out. "
            "{command} again takes it back.",
            word=bold(word),
            command=code(f"/mute {word}"),
        )
    )


_BY_NAME: Final[dict[str, Callable[[Services, Request], Awaitable[Document]]]] = {
    "time": time,
    "timezone": timezone,
    "language": language,
    "detail": detail,
    "limit": limit,
    "mute": mute,
    "quiet": quiet,
    "pause": pause,
    "resume": resume,
}


async def _changed_by_name(services: Services, request: Request) -> None:
    name, *value = request.argument.split(maxsplit=1)
    change = _BY_NAME.get(name.lower())
    if change is None:
        raise InputError(
            sentence(
                "“{name}” is no setting; there are {settings}.",
                name=excerpt(name, SHOWN),
                settings=", ".join(_BY_NAME),
            ),
            hint=for_example("/settings time 08:30"),
        )
    await change(services, replace(request, argument=value[0] if value else ""))


async def _changed(services: Services, request: Request, **changes: Any) -> Chat:
    chat = await services.chat(request.chat, request.locale)
    chat = replace(chat, settings=replace(chat.settings, **changes))
    await services.store.save_chat(chat)
    return chat
