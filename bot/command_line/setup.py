"""``papercrier setup``: asks what it needs to know, tries it, and writes it into `.env`."""

from __future__ import annotations

import asyncio
import getpass
import os
import re
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, get_args

from pydantic import SecretStr, ValidationError

from bot.command_line.surface import show
from bot.given import bare
from bot.settings import PREFIX, Settings
from bot.summarizing import look_at_model
from domain.errors import InputError, PapercrierError, SettingsError
from domain.messages import sentence

_FILE: Final = Path(".env")
_TRIES: Final = 3
_STOPPED: Final = 130
"""The exit status of a program that Ctrl-C has ended."""
PROVIDERS: Final = ("openai", "anthropic", "google")
"""Those of `summaries.llm.providers`, which is there only where models are wanted."""
_LINE: Final = re.compile(r" *(?:export +)?(\w+) *=")

Try = Callable[[str], Awaitable[str]]
"""Tries a value; gives what it turned out to be, or raises a PapercrierError."""


async def set_up(settings: Settings) -> int:
    """Ask, try, and write `.env` in the current folder, for nobody else to read; the exit status.

    Raises:
        InputError: nobody sits at a terminal.
        SettingsError: the file cannot be written.
    """
    if not sys.stdin.isatty():
        raise InputError(
            sentence("Setting up takes somebody at a terminal who can answer."),
            hint=sentence("Else write the settings into {file}.", file=".env"),
        )
    show("Each question may be left empty, which leaves that setting as it is.\n")
    try:
        given = await _given(settings)
    except (EOFError, KeyboardInterrupt, asyncio.CancelledError):
        show("\nStopped; nothing was written.")
        return _STOPPED
    if not given:
        show("Nothing was changed.")
        return 0
    values = {f"{PREFIX}{name.upper()}": value for name, value in given.items()}
    write_settings(_FILE, values)
    show(f"Written to {_FILE.absolute()}. `papercrier check` looks at all of it, "
         "`papercrier run` starts.")  # fmt: skip
    for name in values.keys() & os.environ.keys():
        show(f"! {name} is set in the environment as well, which goes before the file.")
    return 0


async def _given(settings: Settings) -> dict[str, str]:
    """The settings that somebody gives."""
    given: dict[str, str] = {}
    given |= await _asked(
        "telegram_token",
        "Token of your Telegram bot, from @BotFather",
        lambda value: _telegram(settings, value),
    )
    given |= await _asked(
        "discord_token",
        "Token of your Discord bot, from Discord's developer portal",
        lambda value: _discord(settings, value),
    )
    asked = "Who runs it: platform and user id, as telegram:4242"
    given |= await _asked("admins", asked, _fits("admins"))
    asked = "Language model, as openai:gpt-6-luna; none for extracts"
    given |= await _asked("llm_model", asked, _fits("llm_model"))
    if "llm_model" in given or settings.llm_model:
        given |= await _model_asked(settings.model_copy(update=given), is_new="llm_model" in given)
    asked = "An address that arXiv may write to, as mailto:you@example.org"
    return given | await _asked("contact", asked, _fits("contact"))


async def _model_asked(settings: Settings, *, is_new: bool) -> dict[str, str]:
    """Where a model is asked, if that is not its provider, and with what key."""
    given: dict[str, str] = {}
    if settings.llm_model.partition(":")[0] not in PROVIDERS:
        asked = "Address of its server, as http://127.0.0.1:11434/v1"
        given |= await _asked("llm_base_url", asked, _fits("llm_base_url"))
        settings = settings.model_copy(update=given)
    whose = "server, if it wants one" if settings.llm_base_url else "provider"
    given |= await _asked(
        "llm_api_key",
        f"Key of its {whose}",
        lambda value: _model(settings.model_copy(update={"llm_api_key": SecretStr(value)})),
    )
    if "llm_api_key" not in given and (is_new or given):
        await _tried(lambda _: _model(settings), "")
    return given


async def _asked(name: str, question: str, tried: Try) -> dict[str, str]:
    """The setting with the value given, once that works; nothing where none is given.

    One that cannot be tried for want of a network is kept on the third try.
    """
    is_secret = SecretStr in get_args(Settings.model_fields[name].annotation)
    value = ""
    for _ in range(_TRIES):
        value = bare(_answer(f"{question}: ", is_secret=is_secret))
        if not value:
            return {}
        if await _tried(tried, value):
            return {name: value}
    if _answer("Keep it all the same? [y/N]: ").strip().lower() in ("y", "yes"):
        return {name: value}
    return {}


async def _tried(tried: Try, value: str) -> bool:
    """Whether something works; says so."""
    try:
        show(f"✓ {await tried(value)}")
    except PapercrierError as error:
        show(f"✗ {error}")
        return False
    return True


def _answer(question: str, *, is_secret: bool = False) -> str:
    """What somebody types; a secret is not shown.

    Raises:
        EOFError, KeyboardInterrupt: they do not wish to go on.
    """
    # The loop's own way of taking Ctrl-C would wait for the answer.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return getpass.getpass(question) if is_secret else input(question)
    finally:
        signal.signal(signal.SIGINT, before)


async def _telegram(settings: Settings, token: str) -> str:
    from bot.platforms.telegram.check import look_at_telegram

    plain = settings.model_copy(update={"telegram_webhook": False})
    return f"Telegram knows it as {await look_at_telegram(plain, token)}."


async def _discord(settings: Settings, token: str) -> str:
    from bot.platforms.discord.check import look_at_discord

    return f"Discord knows it as {await look_at_discord(settings, token)}."


async def _model(settings: Settings) -> str:
    show("It is asked about a small paper, which may take a minute …")
    try:
        await look_at_model(settings)
    except SettingsError as error:
        if isinstance(error.__cause__, ImportError):
            # Whether it is any good is seen once they are there.
            return f"Noted. {error}"
        raise
    return f"{settings.llm_model} answers."


def _fits(name: str) -> Try:
    async def tried(value: str) -> str:
        try:
            Settings.model_validate({name: value})
        except ValidationError as error:
            reason = error.errors(include_input=False)[0]["msg"].removeprefix("Value error, ")
            raise InputError(sentence("That cannot be used: {reason}.", reason=reason)) from None
        return "Noted."

    return tried


def write_settings(file: Path, values: dict[str, str]) -> None:
    """Put settings into a file of them, whose other lines stay; only its owner may read it.

    Args:
        file: in the form of `.env`; made where there is none.
        values: by their names.

    Raises:
        SettingsError: it cannot be written.
    """
    try:
        # Where it leads elsewhere, it goes on to lead there.
        _write(file.resolve(), values)
    except OSError as error:
        raise SettingsError(
            sentence(
                "{named} cannot be used: {reason}.",
                named=file.absolute(),
                reason=error.strerror or error,
            ),
            hint=sentence("Go to a folder that may be written to."),
        ) from error


def _write(file: Path, values: dict[str, str]) -> None:
    kept = file.read_text(encoding="utf-8-sig").splitlines() if file.exists() else []
    lines = [line for line in kept if not ((m := _LINE.match(line)) and m[1] in values)]
    lines += [f"{name}={_quoted(value)}" for name, value in values.items()]
    # Made so that nobody else can read it, not even for a moment.
    handle, name = tempfile.mkstemp(prefix=".env.", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as part:
            part.write("\n".join((*lines, "")))
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _quoted(value: str) -> str:
    if re.fullmatch(r"[\w.:/@+,-]*", value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
