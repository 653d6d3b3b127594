"""``papercrier setup``: asks what it needs to know, tries it, and writes it into `.env`."""

from __future__ import annotations

import getpass
import os
import re
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
from domain.errors import InputError, PapercrierError
from domain.messages import sentence

_FILE: Final = Path(".env")
_TRIES: Final = 3
_LINE: Final = re.compile(r" *(?:export +)?(\w+) *=")

Try = Callable[[str], Awaitable[str]]
"""Tries a value; gives what it turned out to be, or raises a PapercrierError."""


async def set_up(settings: Settings) -> None:
    """Ask, try, and write `.env` in the current folder, for nobody else to read.

    Raises:
        InputError: nobody sits at a terminal.
    """
    if not sys.stdin.isatty():
        raise InputError(
            sentence("Setting up takes somebody at a terminal who can answer."),
            hint=sentence("Else write the settings into {file}.", file=".env"),
        )
    show("Each question may be left empty, which leaves that setting as it is.\n")
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
    if model := given.get("llm_model", settings.llm_model):
        given |= await _asked(
            "llm_api_key", "Key of its provider", lambda value: _model(settings, model, value)
        )
    asked = "An address that arXiv may write to, as mailto:you@example.org"
    given |= await _asked("contact", asked, _fits("contact"))
    if not given:
        show("Nothing was changed.")
        return
    write_settings(_FILE, {f"{PREFIX}{name.upper()}": value for name, value in given.items()})
    show(f"Written to {_FILE.absolute()}. `papercrier check` looks at all of it, "
         "`papercrier run` starts.")  # fmt: skip


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
        try:
            show(f"✓ {await tried(value)}")
        except PapercrierError as error:
            show(f"✗ {error}")
        else:
            return {name: value}
    if _answer("Keep it all the same? [y/N]: ").strip().lower() in ("y", "yes"):
        return {name: value}
    return {}


def _answer(question: str, *, is_secret: bool = False) -> str:
    """What somebody types; a secret is not shown."""
    return getpass.getpass(question) if is_secret else input(question)


async def _telegram(settings: Settings, token: str) -> str:
    from bot.platforms.telegram.check import look_at_telegram

    plain = settings.model_copy(update={"telegram_webhook": False})
    return f"Telegram knows it as {await look_at_telegram(plain, token)}."


async def _discord(settings: Settings, token: str) -> str:
    from bot.platforms.discord.check import look_at_discord

    return f"Discord knows it as {await look_at_discord(settings, token)}."


async def _model(settings: Settings, model: str, key: str) -> str:
    await look_at_model(
        settings.model_copy(update={"llm_model": model, "llm_api_key": SecretStr(key)})
    )
    return f"{model} answers."


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
    """
    kept = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    lines = [line for line in kept if not ((m := _LINE.match(line)) and m[1] in values)]
    lines += [f"{name}={_quoted(value)}" for name, value in values.items()]
    # Made so that nobody else can read it, not even for a moment.
    handle, name = tempfile.mkstemp(prefix=".env.", dir=file.absolute().parent)
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
