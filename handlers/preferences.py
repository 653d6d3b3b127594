"""A chat's settings: /settings and the commands for each of them, /pause and /resume."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.limits import SHOWN
from app.readings import typed_by
from app.services import Services
from app.settings import change, next_digest, set_time
from composing.choosing import pickers, zones
from composing.choosing.choices import choices_of
from composing.notes import untranslated
from composing.settings import DETAILS, due, next_blocks, settings_document, zones_document
from domain.chats import ChatSettings, Detail, Order, Sound, Updates
from domain.documents import Block, Button, Buttons, Document, Paragraph, bold, code, inline
from domain.errors import InputError
from domain.excerpts import excerpt
from domain.messages import for_example, sentence
from domain.requests import Context
from domain.zones import zone_label
from handlers.console_only import shown_when_asked
from handlers.library import unread
from handlers.muting import mute
from handlers.places.zones import ZoneChoice, is_elsewhere, read_zone
from handlers.times import NEVER, Moment, parse_moment
from handlers.trends.looking_back import parse_weekly, weekly
from handlers.values import (
    parse_detail,
    parse_language,
    parse_limit,
    parse_mutes,
    parse_order,
    parse_sound,
    parse_switch,
    parse_unread,
    parse_updates,
)
from i18n.catalogues import speech_of
from i18n.languages import LANGUAGES
from i18n.speech import phrase, plural, speaking, styled

_Run = Callable[..., Awaitable[Document]]


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that is to be changed: the command that does it, and its value where it has one."""

    run: _Run
    values: tuple[Any, ...]


async def settings(services: Services, context: Context, asked: Change | None) -> Document:
    """Show every setting with the command that changes it; ``time 09:00`` changes one first."""
    if asked is None:
        return settings_document(context.settings, choices_of(context.settings))
    answer = await asked.run(services, context, *asked.values)
    if any(value is None or isinstance(value, ZoneChoice) for value in asked.values):
        return answer
    now = (await services.chat(context.chat, context.locale)).settings
    # One of the settings is the language in which they are told.
    with speaking(speech_of(now.language)):
        return settings_document(now, choices_of(now))


async def time(services: Services, context: Context, moment: Moment | None) -> Document:
    """Set when the daily digest comes: a local time or as soon as announced; days if given."""
    if moment is None:
        return pickers.time_document(context.settings)
    if moment == NEVER:
        return await pause(services, context)
    now = await set_time(services, context, *moment)
    first = Buttons(((Button(phrase("First digest now"), command="/digest"),),))
    said = (Paragraph(due(now)), *await _next(services, context, now))
    return Document(blocks=(*said, *shown_when_asked(context), first))


async def timezone(services: Services, context: Context, zone: str | ZoneChoice | None) -> Document:
    """Set the timezone from a city, a country, a zone or an offset; asked where several fit."""
    if zone is None:
        return zones.timezone_document(context.settings, services.clock.now(), context.locale)
    if isinstance(zone, ZoneChoice) and not zone.asked:
        return zones.cities_document(context.settings, services.clock.now(), context.locale)
    if isinstance(zone, ZoneChoice):
        return zones_document(zone.asked, zone.zones, zone.places, services.clock.now())
    now = await change(services, context, zone=zone)
    local = services.clock.now().astimezone(ZoneInfo(zone))
    typed = typed_by(context, "value").removeprefix("timezone ").strip()
    if is_elsewhere(typed, zone):
        said = styled(
            "Your timezone is that of {place}, {zone}; it is {time} there now.",
            place=bold(excerpt(typed, SHOWN)),
            zone=zone_label(now.zone),
            time=f"{local:%H:%M}",
        )
    else:
        said = styled(
            "Your timezone is {zone}; it is {time} there now.",
            zone=bold(zone_label(now.zone)),
            time=f"{local:%H:%M}",
        )
    shown = (Paragraph(said), Paragraph(due(now)), *await _next(services, context, now))
    return Document(blocks=(*shown, *shown_when_asked(context), Buttons((pickers.hours_row(),))))


async def _next(services: Services, context: Context, now: ChatSettings) -> tuple[Block, ...]:
    """When the next digest comes, as things are set now."""
    return next_blocks(now, await next_digest(services, context, now))


async def language(services: Services, context: Context, chosen: str | None) -> Document:
    """Set the language of the interface and of summaries; the answer is in it already."""
    if chosen is None:
        return pickers.language_document(context.settings)
    await change(services, context, language=chosen)
    speech = speech_of(chosen)
    with speaking(speech):
        said: list[Block] = [
            Paragraph(styled("Your language is {language}.", language=bold(LANGUAGES[chosen])))
        ]
        if chosen != speech.language:
            said.append(Paragraph(inline(phrase("Menus and messages stay in English."))))
        if services.cannot_write(chosen):
            said += untranslated()
    return Document(blocks=tuple(said))


async def detail(services: Services, context: Context, wanted: Detail | None) -> Document:
    """Set how much of each paper a digest tells."""
    if wanted is None:
        return pickers.detail_document(context.settings)
    await change(services, context, detail=wanted)
    name = phrase(DETAILS[wanted])
    return Document.say(*styled("Digests are now in {detail} detail.", detail=bold(name)))


async def order(services: Services, context: Context, wanted: Order | None) -> Document:
    """Set whether a digest is in the order of what its reader likes."""
    if wanted is None:
        return pickers.order_document(context.settings)
    await change(services, context, order=wanted)
    if wanted is Order.TOPIC:
        return Document.say(phrase("Digests begin with what is most about your topics."))
    return Document.say(
        *styled(
            "Digests begin with what is most likely yours; {command} shows what that stands on.",
            command=code("/profile"),
        )
    )


async def limit(services: Services, context: Context, count: int | None) -> Document:
    """Set how many papers a digest tells in full."""
    if count is None:
        return pickers.limit_document(context.settings)
    await change(services, context, limit=count)
    return Document.say(
        *styled(
            "A digest tells {papers} in full, and the rest by title.",
            papers=bold(plural("{number} paper", "{number} papers", count)),
        )
    )


async def quiet(services: Services, context: Context, wanted: bool | None) -> Document:
    """Set whether a day without anything to tell gets a line that says so."""
    if wanted is None:
        return pickers.quiet_document(context.settings)
    await change(services, context, quiet_note=wanted)
    if wanted:
        return Document.say(phrase("On a day with nothing for you, a line says so."))
    return Document.say(phrase("On a day with nothing for you, you hear nothing."))


async def sound(services: Services, context: Context, wanted: Sound | None) -> Document:
    """Set when digests come without a sound."""
    if wanted is None:
        return pickers.sound_document(context.settings)
    await change(services, context, sound=wanted)
    if wanted.silent is None:
        off = wanted.is_off
        return Document.say(
            phrase("Digests come without a sound.") if off else phrase("Digests come with a sound.")
        )
    start, end = wanted.silent
    return Document.say(
        *styled(
            "From {start} to {end}, digests come without a sound.",
            start=bold(f"{start:%H:%M}"),
            end=bold(f"{end:%H:%M}"),
        )
    )


async def updates(services: Services, context: Context, wanted: Updates | None) -> Document:
    """Set what is told of what becomes of papers that the chat was told."""
    if wanted is None:
        return pickers.updates_document(context.settings)
    await change(services, context, updates=wanted)
    if wanted is Updates.OFF:
        return Document.say(phrase("You are told nothing more of papers that you were told."))
    if wanted is Updates.IMPORTANT:
        said = phrase("When a paper that you were told is withdrawn or back, a digest says so.")
        return Document.say(said)
    if wanted is Updates.AT_ONCE:
        return Document.say(_at_once())
    if wanted is Updates.ALL_AT_ONCE:
        rest = phrase("What else becomes of such papers is told by digests.")
        return Document.say(f"{_at_once()} {rest}")
    said = phrase("Digests say what becomes of papers that you were told, new versions included.")
    return Document.say(said)


def _at_once() -> str:
    return phrase("When a paper that you were told is withdrawn or back, you hear of it at once.")


async def plain(services: Services, context: Context, wanted: bool | None) -> Document:
    """Set whether messages are plain, for apps that do not show richer ones."""
    if wanted is None:
        return pickers.plain_document(context.settings)
    await change(services, context, plain=wanted)
    if wanted:
        return Document.say(phrase("Messages are plain from now on; every app shows those."))
    return Document.say(phrase("Messages have folds, tables and formulas where the app has them."))


async def pause(services: Services, context: Context) -> Document:
    """Stop the daily digest until /resume."""
    await change(services, context, paused=True)
    return Document.say(
        *styled("Paused: no daily digest until {command}.", command=code("/resume"))
    )


async def resume(services: Services, context: Context) -> Document:
    """Start the daily digest again."""
    now = await change(services, context, paused=False)
    said = Paragraph(styled("Resumed. {due}", due=due(now)))
    return Document(blocks=(said, *await _next(services, context, now)))


def read_plain(text: str) -> bool:
    """On or off, after /plain."""
    return parse_switch(text, "plain")


def read_switch(text: str) -> bool:
    """On or off, after /quiet."""
    return parse_switch(text, "quiet")


_CHANGES: Final[dict[str, tuple[_Run, Callable[[str], Any] | None]]] = {
    "time": (time, parse_moment),
    "timezone": (timezone, read_zone),
    "language": (language, parse_language),
    "detail": (detail, parse_detail),
    "limit": (limit, parse_limit),
    "order": (order, parse_order),
    "mute": (mute, parse_mutes),
    "quiet": (quiet, read_switch),
    "sound": (sound, parse_sound),
    "plain": (plain, read_plain),
    "updates": (updates, parse_updates),
    "weekly": (weekly, parse_weekly),
    "unread": (unread, parse_unread),
    "pause": (pause, None),
    "resume": (resume, None),
}


def read_change(text: str) -> Change:
    """A setting and its value: ``time 08:30``.

    Raises:
        InputError: it is no setting, or no value of it.
    """
    name, *value = text.split(maxsplit=1)
    run, read = _CHANGES.get(name.lower().rstrip(":"), (None, None))
    if run is None:
        raise InputError(
            sentence(
                "“{name}” is no setting; there are {settings}.",
                name=excerpt(name, SHOWN),
                settings=", ".join(_CHANGES),
            ),
            hint=for_example("/settings time 08:30"),
        )
    if read is not None and not value:
        # As the command alone does, it shows what there is to choose.
        return Change(run, (None,))
    return Change(run, () if read is None else (read("".join(value)),))
