"""Values to choose from, where a command was given none: what is now, and a press changes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Final

from composing.choosing.labels import on_a_button, told_whole
from composing.settings import (
    AS_ANNOUNCED,
    DAY_GROUPS,
    DAY_NAMES,
    DETAILS,
    ORDERS,
    UNREAD,
    UPDATES,
    USUAL_DAYS,
    USUAL_HOURS,
    USUAL_LIMITS,
    back,
    due,
    marked_choice,
    sound_text,
    weekday_text,
    weekly_text,
)
from domain.chats import ChatSettings, Detail, Order, Sound, Subscription, Unread, Updates
from domain.documents import (
    Block,
    Button,
    Document,
    Inline,
    Menu,
    Paragraph,
    code,
    inline,
)
from domain.messages import marked
from i18n.catalogues import spoken_languages
from i18n.languages import LANGUAGES
from i18n.speech import number, phrase, plural, styled

_DETAILS: Final = {
    Detail.HEADLINE: marked("headline: a sentence for each paper"),
    Detail.BRIEF: marked("brief: with takeaways, folded"),
    Detail.FULL: marked("full: with the whole analysis, three papers a page"),
}

_UPDATES: Final = {
    Updates.ALL: marked("all: also new versions, acceptances, journals, code"),
    Updates.ALL_AT_ONCE: marked("all at once: the same, what is important at once"),
    Updates.IMPORTANT: marked("important: withdrawals, and papers that are back"),
    Updates.AT_ONCE: marked("at once: the same, not only with the next digest"),
    Updates.OFF: marked("off: nothing"),
}

_UNREAD: Final = {
    Unread.REMIND: marked("remind: how many saved papers wait, and for how long"),
    Unread.CARRY: marked("carry: the best of the last five days once more, by title"),
    Unread.BOTH: marked("both"),
    Unread.OFF: marked("off: nothing"),
}

_ORDERS: Final = {
    Order.TOPIC: marked("topic: what is most about your topics first"),
    Order.YOURS: marked("yours: what is most likely yours first"),
}

_QUIET: Final = {"on": marked("on: a line that says so"), "off": marked("off: nothing")}
_PLAIN: Final = {
    "on": marked("on: plain, for every app"),
    "off": marked("off: with folds, tables and formulas"),
}

USUAL_SOUNDS: Final = (
    Sound(),
    Sound(is_off=True),
    Sound(silent=(time(22), time(7))),
    Sound(silent=(time(20), time(9))),
)
"""When sounds are made, as it is offered to choose from."""


def time_document(settings: ChatSettings) -> Document:
    """When digests come: the usual hours and days."""
    moment = "as announced" if settings.as_announced else f"{settings.time:%H:%M}"
    hours = tuple(
        marked_choice(
            f"{hour:02}:00",
            f"/settings time {hour:02}:00",
            chosen=not settings.as_announced and settings.time.hour == hour,
        )
        for hour in USUAL_HOURS
    )
    announced = phrase(AS_ANNOUNCED).capitalize()
    soon = marked_choice(announced, "/settings time as announced", chosen=settings.as_announced)
    days = tuple(
        Button(phrase(DAY_GROUPS[name]).title(), command=f"/settings time {moment} {name}")
        for name in USUAL_DAYS
    )
    rows = (hours, (soon, *days), (Button(phrase("Timezone"), command="/timezone"), back()))
    return picker(due(settings), rows, "/time 08:30 mon-fri")


def hours_row() -> tuple[Button, ...]:
    """The usual hours of a digest, each to be chosen with a press."""
    return tuple(Button(f"{hour:02}:00", command=f"/time {hour:02}:00") for hour in USUAL_HOURS)


def language_document(settings: ChatSettings) -> Document:
    """The languages that are spoken here."""
    now = settings.language
    languages = tuple(
        marked_choice(LANGUAGES[known], f"/settings language {known}", chosen=known == now)
        for known in spoken_languages()
    )
    said = styled("Your language is {language}.", language=LANGUAGES.get(now, now))
    return picker(said, (languages, (back(),)), "/language en")


def detail_document(settings: ChatSettings) -> Document:
    """How much of each paper a digest tells."""
    told = {str(kind): told for kind, told in _DETAILS.items()}
    rows = _one_of("detail", told, str(settings.detail))
    said = styled("Digests are in {detail} detail.", detail=phrase(DETAILS[settings.detail]))
    return picker(said, (*rows, (back(),)), "/detail brief")


def limit_document(settings: ChatSettings) -> Document:
    """How many papers a digest tells."""
    limits = tuple(
        marked_choice(number(count), f"/settings limit {count}", chosen=count == settings.limit)
        for count in USUAL_LIMITS
    )
    said = plural(
        "A digest tells {number} paper, the best one.",
        "A digest tells {number} papers, the best ones.",
        settings.limit,
    )
    return picker(inline(said), (limits, (back(),)), "/limit 10")


def order_document(settings: ChatSettings) -> Document:
    """What a digest begins with."""
    rows = _one_of("order", {str(one): told for one, told in _ORDERS.items()}, str(settings.order))
    said = styled("The order of digests: {order}.", order=phrase(ORDERS[settings.order]))
    return picker(said, (*rows, (back(),)), "/order yours")


def quiet_document(settings: ChatSettings) -> Document:
    """Whether a line is said where there is nothing to tell."""
    now = "on" if settings.quiet_note else "off"
    rows = _one_of("quiet", _QUIET, now)
    said = inline(phrase("What is said on a day with nothing for you."))
    return picker(said, (*rows, (back(),)), "/quiet off")


def plain_document(settings: ChatSettings) -> Document:
    """How messages look."""
    rows = _one_of("plain", _PLAIN, "on" if settings.plain else "off")
    said = inline(phrase("How messages look. Some apps show nothing but plain ones."))
    return picker(said, (*rows, (back(),)), "/plain on")


def _one_of(command: str, values: Mapping[str, str], now: str) -> tuple[tuple[Button, ...], ...]:
    """A row for each value of a setting."""
    return tuple(
        (marked_choice(phrase(told), f"/settings {command} {value}", chosen=value == now),)
        for value, told in values.items()
    )


def sound_document(settings: ChatSettings) -> Document:
    """When digests come without a sound."""
    rows = tuple(
        (marked_choice(sound_text(one), f"/settings sound {one}", chosen=one == settings.sound),)
        for one in USUAL_SOUNDS
    )
    said = styled("The sound of digests: {sound}.", sound=sound_text(settings.sound))
    return picker(said, (*rows, (back(),)), "/sound 22:00-07:00")


def updates_document(settings: ChatSettings) -> Document:
    """What is told of what becomes of papers that were told."""
    told = {str(one): told for one, told in _UPDATES.items()}
    rows = _one_of("updates", told, str(settings.updates))
    now = phrase(UPDATES[settings.updates])
    said = styled("Told of what becomes of papers that you were told: {what}.", what=now)
    return picker(said, (*rows, (back(),)), "/updates all")


def weekly_document(settings: ChatSettings) -> Document:
    """On which day of the week a look back comes."""
    now = settings.weekly
    days = tuple(
        marked_choice(weekday_text(day), f"/settings weekly {name}", chosen=day == now)
        for day, name in enumerate(DAY_NAMES)
    )
    off = marked_choice(phrase("off"), "/settings weekly off", chosen=now is None)
    shown = Button(phrase("The last week now"), command="/weekly now")
    said = styled("A look back at the week comes: {day}.", day=weekly_text(now))
    return picker(said, (days[:4], (*days[4:], off), (shown, back())), "/weekly fri")


def unread_document(settings: ChatSettings) -> Document:
    """What digests say of papers that are not read yet."""
    rows = tuple(
        (marked_choice(phrase(told), f"/settings unread {one}", chosen=one == settings.unread),)
        for one, told in _UNREAD.items()
    )
    now = phrase(UNREAD[settings.unread])
    said = styled("At the end of a digest, of papers that are not read yet: {what}.", what=now)
    return picker(said, (*rows, (back(),)), "/unread both")


def unsubscribe_document(followed: Sequence[Subscription]) -> Document:
    """What is followed, each to be ended with a press; nothing yet, and where to choose."""
    if not followed:
        said = inline(phrase("You follow no topic yet."))
        ready = Button(phrase("Ready topics ›"), command="/topics")
        return picker(said, ((ready,), (back(),)), "/subscribe diffusion models")
    labels = [one.topic.label for one in followed]
    rows = [
        (Button(f"✕ {on_a_button(label)}", command=f"/unsubscribe {label}"),) for label in labels
    ]
    if len(followed) > 1:
        rows.append((Button(phrase("All of them"), command="/unsubscribe all"),))
    said = inline(phrase("Which topic shall end?"))
    listed = told_whole(labels)
    return picker(said, (*rows, (back(),)), f"/unsubscribe {labels[0]}", listed)


def picker(
    said: Inline,
    rows: tuple[tuple[Button, ...], ...],
    example: str,
    listed: tuple[Block, ...] = (),
) -> Document:
    """Rows of values below what is now, and how one is typed."""
    hint = styled("Or type it: {command}", command=code(example))
    return Document(blocks=(Paragraph(said), *listed, Paragraph(hint), Menu(rows)))
