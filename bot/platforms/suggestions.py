"""What is offered while somebody types into an option of a command."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from cachetools import LRUCache

from app.services import Services
from composing.formulas import without_formulas
from composing.settings import USUAL_DAYS, USUAL_HOURS
from domain.chats import ChatRef
from domain.concurrency.aside import aside
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.taxonomy import CATEGORIES
from domain.zones import zone_label
from handlers.commands import COMMANDS
from handlers.places.zones import zones_like
from i18n.catalogues import spoken_languages
from i18n.languages import LANGUAGES
from i18n.speech import current, phrase
from rendering.common.plain import sanitise
from rendering.common.splitting import shortened
from topics.catalogue import catalogue, search

MOST: Final = 25
LONGEST: Final = 100
"""Code points of a suggestion's name and of its value, after Discord's documentation."""

_RECENT: Final = 300
_BY_CITY: Final = 15
"""Zones that are found by other names than their own."""
_CHATS: Final = 2_000
_SPANS: Final = ("today", "yesterday", "week", "last week", "month", "monday", "friday")

Suggestion = tuple[str, str]
"""What is shown, and what it stands for."""


class Lately:
    """The papers that each chat has asked about lately; forgotten with the process."""

    def __init__(self) -> None:
        self._papers: LRUCache[ChatRef, dict[str, None]] = LRUCache(_CHATS)

    def add(self, chat: ChatRef, text: str) -> None:
        """Remember the papers that a text names."""
        for paper in PaperId.find(text):
            known = self._papers.setdefault(chat, {})
            known.pop(str(paper), None)
            known[str(paper)] = None
            if len(known) > MOST:
                del known[next(iter(known))]

    def of(self, chat: ChatRef) -> list[str]:
        """Ids, the latest first."""
        return list(reversed(self._papers.get(chat, ())))

    def forget(self, chat: ChatRef) -> None:
        """Forget a chat."""
        self._papers.pop(chat, None)


class Suggestions:
    """Suggestions by command and option."""

    def __init__(self, services: Services, lately: Lately) -> None:
        self._services = services
        self._lately = lately

    async def of(self, command: str, option: str, chat: ChatRef, typed: str) -> list[Suggestion]:
        """What fits what was typed, best first, in the language being spoken; at most 25."""
        source = _SOURCES.get((command, option)) or _SOURCES.get(("", option))
        # A value is no longer than that, so nothing longer is the beginning of one.
        if source is None or len(typed) > LONGEST:
            return []
        found: dict[str, str] = {}
        for name, value in await source(self, chat, typed.strip()):
            if value and len(value) <= LONGEST:
                found.setdefault(value, shortened(sanitise(name), LONGEST))
        return [(name, value) for value, name in found.items()][:MOST]

    async def topics(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """The catalogue's and the categories'."""
        language = current().language
        ready = [
            (f"{topic.called(language)} · {phrase(topic.field)}", topic.name)
            for topic in search(typed)
        ]
        yours = _with(
            typed, [(phrase("yours: what is most likely yours, by your profile"), "yours")]
        )
        return [*ready[: MOST - 6], *yours, *_categories(typed)]

    async def own_topics(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """What the chat follows."""
        followed = await self._services.store.subscriptions(chat)
        own = [(s.topic.label, s.topic.label) for s in followed]
        every = [(phrase("all: follow nothing any more"), "all")] if own else []
        return _with(typed, [*own, *every])

    async def digests(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """What there are digests of: own topics first, spans, ready ones."""
        own = [s for s in await self.own_topics(chat, typed) if s[1] != "all"]
        spans = _with(typed, [(span, span) for span in _SPANS])
        weeks = [
            (phrase("{name}, the last week", name=name), f"{value} week") for name, value in own[:5]
        ]
        return [*own, *spans, *weeks, *await self.topics(chat, typed)]

    async def papers(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """Papers asked about here lately, then those announced last."""
        ids = [PaperId.parse(text) for text in self._lately.of(chat)]
        known = await self._services.library.papers(ids)
        recent = await self._services.library.recent_papers(_RECENT)
        named = [_paper(known[paper.base], str(paper)) for paper in ids if paper.base in known]
        return _with(typed, [*named, *(_paper(paper, paper.id.base) for paper in recent)])

    async def queries(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """Categories, and queries of ready topics."""
        ready = [(f"{topic.name} · {topic.query}", topic.query) for topic in search(typed)]
        return [*_categories(typed), *(ready if typed else [])]

    async def fields(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """Fields of the catalogue, then its topics."""
        fields = dict.fromkeys(topic.field for topic in catalogue())
        return [
            *_with(typed, [(phrase(field), field) for field in fields]),
            *((topic.called(current().language), topic.name) for topic in search(typed)),
        ]

    async def commands(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """Commands to be explained."""
        return _with(typed, [(f"{c.name}: {phrase(c.summary)}", c.name) for c in COMMANDS])

    async def changes(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """Settings with an example of a value."""
        names = (c for c in COMMANDS if c.parameters and c.parameters[0].name == "value")
        examples = [f"{c.name} {c.parameters[0].example}" for c in names]
        return _with(typed, [(example, example) for example in examples])

    async def muted(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """The words that are muted; giving one again takes it back."""
        words = (await self._services.chat(chat)).settings.muted
        return _with(typed, [(phrase("{word} (muted now)", word=word), word) for word in words])

    async def times(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """Usual times."""
        hours = [f"{hour:02}:00" for hour in USUAL_HOURS]
        every = [*hours, *(f"{hour} {days}" for hour in hours for days in USUAL_DAYS)]
        return _with(typed, [(moment, moment) for moment in every])

    async def zones(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """Timezones by their own names, then by those of cities, countries, times and offsets."""
        named = _with(typed.replace(" ", "_"), [(z.replace("_", " "), z) for z in _zones()])
        found = await aside(zones_like, typed, _BY_CITY) if typed else []
        by_city = [(f"{name} · {zone_label(zone)}", zone) for name, zone in found]
        return [*named[: MOST - len(by_city)], *by_city]

    async def languages(self, chat: ChatRef, typed: str) -> list[Suggestion]:
        """Languages that change something here, each in its own name."""
        spoken = spoken_languages()
        offered = (
            (f"{name} ({known})", known)
            for known, name in LANGUAGES.items()
            if known in spoken or not self._services.cannot_write(known)
        )
        return _with(typed, offered)


_SOURCES: Final[
    dict[tuple[str, str], Callable[[Suggestions, ChatRef, str], Awaitable[list[Suggestion]]]]
] = {
    ("subscribe", "topic"): Suggestions.topics,
    ("unsubscribe", "topic"): Suggestions.own_topics,
    ("digest", "topic"): Suggestions.digests,
    ("", "paper"): Suggestions.papers,
    ("search", "query"): Suggestions.queries,
    ("topics", "search"): Suggestions.fields,
    ("help", "command"): Suggestions.commands,
    ("settings", "change"): Suggestions.changes,
    ("mute", "word"): Suggestions.muted,
    ("time", "value"): Suggestions.times,
    ("timezone", "value"): Suggestions.zones,
    ("language", "value"): Suggestions.languages,
}


def has_suggestions(command: str, option: str) -> bool:
    """Whether anything is offered for an option."""
    return (command, option) in _SOURCES or ("", option) in _SOURCES


def _with(typed: str, known: Iterable[Suggestion]) -> list[Suggestion]:
    """Those that have what was typed in them: first what begins with it, then where a word does."""
    wanted = typed.casefold()
    if not wanted:
        return list(known)
    each = ((value.casefold(), name.casefold(), (name, value)) for name, value in known)
    fitting = [
        (_rank(wanted, value, name), one)
        for value, name, one in each
        if wanted in value or wanted in name
    ]
    return [one for _, one in sorted(fitting, key=lambda ranked: ranked[0])]


def _rank(wanted: str, value: str, name: str) -> int:
    if value.startswith(wanted):
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if re.search(rf"\b{re.escape(wanted)}", f"{value} {name}") else 3


def _categories(typed: str) -> list[Suggestion]:
    wanted = typed.removeprefix("cat:")
    if not wanted:
        return []
    names = [(f"{name} · {title}", name) for name, title in CATEGORIES.items()]
    return [(shown, f"cat:{name}") for shown, name in _with(wanted, names)]


def _paper(paper: Paper, name: str) -> Suggestion:
    return f"{name} · {without_formulas(paper.title)}", name


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone))
