"""``papercrier run``: the platforms that have tokens in one process, or else the console."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from functools import partial
from typing import Final

import structlog
from pydantic import SecretStr

from app.services import Services
from bot.adapters import bot_tokens, open_adapters
from bot.clock import SystemClock
from bot.command_line.console import run_console
from bot.command_line.surface import tell
from bot.container import VERSION
from bot.operations.calls import Calls
from bot.operations.descriptors import RefusedConnections, raise_limit
from bot.operations.doubts import doubts
from bot.operations.health import lost
from bot.operations.logs import set_up_logs
from bot.operations.service_manager import ServiceManager
from bot.operations.single import serving_alone
from bot.operations.unencrypted import in_the_open
from bot.platforms.supervision import Adapter, ChatAdapter, Supervisor
from bot.roles import Roles
from bot.settings import PREFIX, Settings
from domain.concurrency.processes import WORK
from domain.errors import SettingsError
from domain.messages import NOTHING, Message, sentence
from i18n.speech import spoken
from scheduler.background_services import BackgroundServices

log = structlog.get_logger(__name__)

LONGEST_END: Final = 26.0
"""Seconds in which the adapters close; whoever stopped the process may kill it after 30."""

SWITCH: Final = 0.0005
"""Seconds after which a busy thread gives way to the loop; Python's own are ten times as many, and
an answer needs a dozen of such turns (docs/decisions.md)."""

COLLECTED: Final = (1_000, 5, 1_000)
"""How much is made before the garbage collector looks through the youngest, and how often through
the older; see `gc.set_threshold`."""

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


async def run_container(settings: Settings, *, sample: bool) -> int:
    """Run the main job; the exit status.

    Raises:
        SettingsError: settings do not fit together.
        StoreError: the database cannot be used.
        AlreadyServed: another process serves it.
    """
    if not settings.telegram_bots and settings.discord_token is None:
        for doubt in doubts(settings):
            tell(f"! {spoken(doubt)}")
        _warn(settings)
        return await run_console(settings, sample=sample, greeted=True)
    if trouble := webhook_trouble(settings):
        if settings.discord_token is None:
            raise SettingsError(trouble)
        settings = settings.model_copy(update={"telegram_token": None, "telegram_tokens": None})
    # A web server and Prometheus's library; the console starts without them.
    from bot.operations.oversight import overseen
    from bot.operations.standby import opened_in_turn

    set_up_logs(verbose=True, form=settings.log_format)
    log.info("papercrier starts", version=VERSION, **told_settings(settings))
    _tell(settings, trouble)
    raise_limit()
    asyncio.get_running_loop().set_exception_handler(RefusedConnections())
    with serving_alone(settings.database, SystemClock(settings.now)):
        async with (
            opened_in_turn(settings, sample=sample) as services,
            called_at(services, settings) as calls,
        ):
            tokens = await bot_tokens(services, settings)
            roles = Roles(services.store, settings, tokens)
            async with overseen(services, settings, roles) as manager:
                adapters = open_adapters(services, settings, tokens, roles, calls)
                await _serve(services, adapters, roles, manager)
    return 0


def called_at(services: Services, settings: Settings) -> AbstractAsyncContextManager[Calls | None]:
    """The archive and what takes calls within the block, as far as they are set up."""
    if not (settings.web_address or settings.discord_public_key):
        return nullcontext()
    # A web server and templates; who shows no archive does without.
    from bot.operations.archive_server import archive_served, calls_taken

    return archive_served(services, settings) if settings.web_address else calls_taken()


def webhook_trouble(settings: Settings) -> Message:
    """Why Telegram cannot call us; nothing where it can, or is not to."""
    if not settings.telegram_webhook or settings.public_url.startswith("https://"):
        return NOTHING
    return sentence(
        "{setting} needs {address}, an address with https.",
        setting=f"{PREFIX}TELEGRAM_WEBHOOK",
        address=f"{PREFIX}PUBLIC_URL",
    )


def told_settings(settings: Settings) -> dict[str, str]:
    """The database and what else somebody has set, by its name; secrets as no more than that."""
    told = {"database": str(settings.database)}
    for name in sorted(settings.model_fields_set - {"database"}):
        value = getattr(settings, name)
        if value != Settings.model_fields[name].default:
            told[name] = "set" if isinstance(value, SecretStr) else str(value)
    return told


def _tell(settings: Settings, trouble: Message) -> None:
    """Of what cannot be served, of what looks like a slip, and of what others can read along."""
    if trouble:
        log.error("platform not served", platform="telegram", why=str(trouble))
    for doubt in doubts(settings):
        log.warning("setting in doubt", why=str(doubt))
    _warn(settings)


def _warn(settings: Settings) -> None:
    """Of what others can read along."""
    for name, host in in_the_open(settings).items():
        log.warning("not_encrypted", setting=name, host=host)


def _background(
    services: Services, adapters: Sequence[ChatAdapter], roles: Roles
) -> BackgroundServices:
    return BackgroundServices(
        store=services.store,
        intake=services.intake,
        maker=services.maker,
        summary_cache=services.summary_cache,
        like_papers=services.like_papers,
        clock=services.clock,
        messengers=[adapter.messenger for adapter in adapters],
        daily=services.daily,
        archive=services.archive,
        delivers=roles.delivers,
        planning=roles.planning,
    )


async def _serve(
    services: Services, adapters: Sequence[ChatAdapter], roles: Roles, manager: ServiceManager
) -> None:
    """Serve until told to stop; then end in the order in which nothing is left half done.

    Raises:
        DatabaseReplaced: the database is another one, on which the next start will be.
    """
    stop = told_to_stop()
    background = _background(services, adapters, roles)
    spare_the_collector()
    sys.setswitchinterval(SWITCH)
    supervisors = [
        Supervisor(one, services.store, services.clock, hears=partial(roles.has, one.name))
        for one in adapters
    ]
    serving = [asyncio.create_task(supervisor.run()) for supervisor in supervisors]
    working = [*background.start(roles.during(WORK)), asyncio.create_task(roles.run())]
    stopped = asyncio.create_task(stop.wait())
    replaced = asyncio.create_task(lost(services.store, is_file=not roles.are_shared))
    # A supervisor survives whatever an adapter does, and the background services whatever the
    # store does; if one ends by itself, that is a bug.
    waiting = {stopped, replaced, *serving, *working}
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    if replaced.done():
        log.critical("stopping", why=str(replaced.result()))
    else:
        log.info("stopping")
        replaced.cancel()
    manager.stopping()
    stopped.cancel()
    await _ended(background, zip(adapters, supervisors, serving, strict=True))
    working[-1].cancel()
    await asyncio.wait({working[-1]})
    await roles.give_back()
    log.info("stopped")
    for task in (*serving, *working):
        if not task.cancelled() and (error := task.exception()):
            raise error
    if not replaced.cancelled():
        raise replaced.result()


async def _ended(
    background: BackgroundServices,
    served: Iterable[tuple[ChatAdapter, Supervisor, asyncio.Task[None]]],
) -> None:
    """Finish what is in flight, as far as there is time."""
    try:
        async with asyncio.timeout(LONGEST_END):
            # Digests end first: they go out through the adapters.
            await background.close()
            await asyncio.gather(*(_closed(*one) for one in served))
    except TimeoutError:
        log.warning("not everything ended in time")


def spare_the_collector() -> None:
    """What is there at the start stays; looking through it again and again would hold all up.

    So would looking at much at once, while a night's papers and pages are made (some 1.5 ms for a
    thousand): what is young is looked at often, what has grown old hardly ever.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED)


async def _closed(adapter: Adapter, supervisor: Supervisor, serving: asyncio.Task[None]) -> None:
    """Take no more updates, then finish what is in flight."""
    serving.cancel()
    await asyncio.wait({serving})
    await adapter.close()
    await supervisor.stopped()


def told_to_stop() -> asyncio.Event:
    """Set when the process is asked to stop; asked again, it stops at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told() -> None:
        stop.set()
        for number in _SIGNALS:
            loop.remove_signal_handler(number)

    # Windows has no such handlers; there Ctrl-C ends the process at once.
    with suppress(NotImplementedError):
        for number in _SIGNALS:
            loop.add_signal_handler(number, told)
    return stop
