"""``papercrier check``: what is set up, and whether it works."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

from app.operating.bots import known_bots
from app.operating.serving import Serving, platform_states
from app.services import Services
from bot.adapters import without_bot
from bot.command_line.opening import PATIENCE
from bot.command_line.surface import rendered, show
from bot.container import VERSION, open_container
from bot.embedding import open_embedder
from bot.given import number_of
from bot.operations.doubts import doubts
from bot.operations.single import holder_of
from bot.operations.unencrypted import in_the_open
from bot.operations.unreachable import remedy
from bot.platforms.bots import telegram_tokens
from bot.platforms.supervision import AdapterTrouble
from bot.settings import PREFIX, Settings
from bot.summarizing import look_at_model
from domain.concurrency.processes import PARTS, Process
from domain.documents import Document, Inline, Table, bold, code, inline
from domain.errors import (
    AnswerTooSlow,
    AnswerUnusable,
    ContentRefused,
    DatabaseOlder,
    FormatRefused,
    KeyRefused,
    ModelError,
    ModelMisconfigured,
    ModelUnavailable,
    QuotaSpent,
    SettingsError,
    SourceUnavailable,
    StoreError,
    UnreadablePaper,
)
from domain.ports import Notes, Outbox
from papers.fulltext.sandbox.process import Sandbox
from scheduler import forecast
from storage.opening import described, require
from storage.opening import doubts as doubts_of_server

_MODEL_TROUBLES: Final = (
    (KeyRefused, "the key is not taken: "),
    (QuotaSpent, "the account has no credit: "),
    (ContentRefused, "it declines to write: "),
    (FormatRefused, "it does not keep to the form asked for: "),
    (AnswerUnusable, "its answer is of no use: "),
    (AnswerTooSlow, "it takes too long: "),
    (ModelUnavailable, "it is not answering: "),
    (ModelMisconfigured, "it refuses: "),
)
"""What kind of trouble a language model is in; what comes first is the closest."""


_LAST: Final = 50
"""Messages of the last month of which it is not known whether they arrived, looked at."""

_HELD: Final = 6
"""Names of what a process has alone that are told; summaries being made may be many."""


async def run_check(settings: Settings) -> int:
    """Show each part's state; the exit status is 1 if something set up does not work."""
    rows = [_process(settings.database)] if isinstance(settings.database, Path) else []
    troubles: Mapping[str, str] = {}
    bots = {str(number): token for number, token in enumerate(settings.telegram_bots)}
    try:
        require(settings.database)
        async with open_container(settings, may_change=False) as services:
            more, failed = await _kept(services, settings)
            troubles = await _troubles(services.store)
            bots = await telegram_tokens(services.store, settings, keeps=False)
            more += await _without_bot(
                services, [*bots, *(["discord"] if settings.discord_token else [])]
            )
    except DatabaseOlder as error:
        more, failed = [_row("Database", "older", str(error))], False
    except StoreError as error:
        more, failed = [_row("Database", "FAILS", str(error))], True
    rows += more
    for row, row_failed in (
        *await _telegram(settings, bots, troubles),
        await _discord(settings, troubles.get("discord", "")),
        await _summaries(settings),
        await _meaning(settings),
        await _sandbox(),
    ):
        rows.append(row)
        failed = failed or row_failed
    rows += [
        _row("Encryption", "missing", f"{name} leads to {host} without https or wss: set one with")
        for name, host in in_the_open(settings).items()
    ]
    rows += [_row("Settings", "in doubt", str(doubt)) for doubt in doubts(settings)]
    title = f"Papercrier {VERSION}"
    show(rendered(Document(title, (Table(("Part", "State", "Details"), tuple(rows)),))))
    return int(failed)


def _process(database: Path) -> tuple[Inline, ...]:
    holder = holder_of(database)
    return _no_process() if holder is None else _row("Process", "runs", str(holder))


def _no_process() -> tuple[Inline, ...]:
    return _row("Process", "does not run", "`papercrier run` starts it")


def _processes(at_work: Sequence[Process]) -> list[tuple[Inline, ...]]:
    """A row for each process on a server's database: where it runs, and what it has alone."""
    rows = []
    for each in at_work:
        names = each.alone()
        more = f" and {len(names) - _HELD} more" if len(names) > _HELD else ""
        has = f"has alone {', '.join(names[:_HELD])}{more}" if names else "has nothing alone"
        since = f"since {each.since:%Y-%m-%d %H:%M} UTC"
        plans = f", plans {each.parts()} of {PARTS} parts of the chats" if each.parts() else ""
        told = f"pid {each.pid} on {each.host}, version {each.version}, {since}; {has}{plans}"
        rows.append(_row(f"Process {each.number}", "runs", told))
    return rows or [_no_process()]


async def _kept(services: Services, settings: Settings) -> tuple[list[tuple[Inline, ...]], bool]:
    """The rows of what is kept and of arXiv, and whether one fails."""
    is_shared = not isinstance(settings.database, Path)
    rows = _processes(await services.store.processes()) if is_shared else []
    rows.append(_row("Database", "works", f"{settings.database}; {described(settings.database)}"))
    found = doubts_of_server(settings.database, VERSION)
    rows += [_row("Database", "in doubt", str(doubt)) for doubt in found]
    rows += await _digests(services.outbox)
    coming = await forecast.coming(services.outbox, services.clock.now())
    rows += [_row("Coming digests", "planned", told) for told in forecast.told(coming)]
    try:
        await services.source.reach(PATIENCE)
    except SourceUnavailable as error:
        return [*rows, _row("arXiv", "FAILS", f"{error} {remedy(error)}")], True
    return [*rows, _row("arXiv", "works", settings.arxiv_site_url)], False


async def _digests(outbox: Outbox) -> list[tuple[Inline, ...]]:
    """How the messages of digests stand, a row for each platform that had any."""
    lately = {chat.platform: why for chat, _, _, why in reversed(await outbox.unknown_parts(_LAST))}
    rows = []
    for each in await outbox.outbox_figures():
        told = (
            f"{each.queued} waiting, {each.sent} sent, {each.unknown} unknown, "
            f"{each.refused} refused, {each.gone} to chats that are gone, "
            f"{each.plain} as plain text only"
        )
        if why := lately.get(each.platform):
            told += f"; the last {why.rstrip('.')}; chats are told with their next digest"
        state = "unknown or refused" if why else "works"
        rows.append(_row(f"Digests, {each.platform.capitalize()}", state, told))
    return rows


async def _troubles(store: Notes) -> dict[str, str]:
    """What a running process last met at each platform, where that was trouble."""
    return {
        name: f"; the process met trouble at {state.since}: {state.why}"
        for name, state in (await platform_states(store, await known_bots(store))).items()
        if state.state == Serving.TROUBLE
    }


async def _without_bot(services: Services, platforms: Collection[str]) -> list[tuple[Inline, ...]]:
    """A row for each bot that has chats and is not set up."""
    return [
        _row("Chats", "wait", f"{count} chats belong to {bot}, a bot that is not set up: their "
             "digests wait until its token is set again")
        for bot, count in (await without_bot(services, platforms)).items()
    ]  # fmt: skip


async def _telegram(
    settings: Settings, bots: Mapping[str, str], troubles: Mapping[str, str]
) -> list[tuple[tuple[Inline, ...], bool]]:
    """A row for each Telegram bot, and whether it fails."""
    if not bots:
        return [(_row("Telegram", "not set up", f"set {PREFIX}TELEGRAM_TOKEN to serve it"), False)]
    from bot.platforms.telegram.check import look_at_telegram

    async def row(platform: str, token: str) -> tuple[tuple[Inline, ...], bool]:
        part = "Telegram" if len(bots) == 1 else f"Telegram {number_of(token)}"
        try:
            name = await look_at_telegram(settings, token)
        except AdapterTrouble as error:
            return _row(part, "FAILS", str(error)), True
        return _row(part, "works", f"as {name}{troubles.get(platform, '')}"), False

    return await asyncio.gather(*(row(*each) for each in bots.items()))


async def _discord(settings: Settings, trouble: str) -> tuple[tuple[Inline, ...], bool]:
    """The row of Discord, and whether it fails."""
    if settings.discord_token is None:
        return _row("Discord", "not set up", f"set {PREFIX}DISCORD_TOKEN to serve it"), False
    # discord.py takes long to import; whoever does not serve Discord does without it.
    from bot.platforms.discord.check import DiscordFails, look_at_discord

    try:
        name = await look_at_discord(settings, settings.discord_token.get_secret_value())
    except DiscordFails as error:
        return _row("Discord", "FAILS", str(error)), True
    return _row("Discord", "works", f"as {name}{trouble}"), False


async def _summaries(settings: Settings) -> tuple[tuple[Inline, ...], bool]:
    """The row of summaries, and whether it fails."""
    if not settings.llm_model:
        said = f"extractive: the paper's own sentences; {PREFIX}LLM_MODEL names a language model"
        return _row("Summaries", "works", said), False
    try:
        found = await look_at_model(settings)
    except (SettingsError, ModelError) as error:
        kind = next((said for of, said in _MODEL_TROUBLES if isinstance(error, of)), "")
        said = f"{kind}{error} Until then, the paper's own sentences."
        return _row("Summaries", "FAILS", said), True
    said = f"by {settings.llm_model}, at most {settings.llm_daily_budget} a day; {found}"
    return _row("Summaries", "works", said), False


async def _meaning(settings: Settings) -> tuple[tuple[Inline, ...], bool]:
    """The row of what tells what papers mean, and whether it fails; it is tried."""
    embedder = open_embedder(settings)
    if embedder is None:
        off = (
            f"{PREFIX}SEMANTIC is 0" if settings.semantic is False else "`make install SEMANTIC=1`"
        )
        return _row("Meaning", "off", f"papers are alike by their words alone; {off}"), False
    try:
        await asyncio.to_thread(embedder.embedded, ["Lanterns on ropes."])
    except ModelError as error:
        return _row("Meaning", "FAILS", str(error)), True
    return _row("Meaning", "works", f"papers are alike by meaning, too, by {embedder.name}"), False


async def _sandbox() -> tuple[tuple[Inline, ...], bool]:
    """The row of the sandbox, and whether it fails; not every system can forbid as much."""
    try:
        possible = await Sandbox().possible()
    except UnreadablePaper:
        said = "no paper can be read here; summaries are made of abstracts"
        return _row("Sandbox", "FAILS", said), True
    if possible:
        said = f"this system does not forbid {', '.join(possible)} there"
        return _row("Sandbox", "partly", said), False
    return _row("Sandbox", "works", "papers are read where nothing else can be done"), False


def _row(part: str, state: str, details: str) -> tuple[Inline, ...]:
    return (inline(bold(part)), inline(state), inline(code(details)))
