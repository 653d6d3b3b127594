"""What in the settings looks like a slip: names nearly right, and halves of what belongs together.

Each is said in one sentence and stops nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dotenv.parser import parse_stream
from pydantic_settings.sources import DotEnvSettingsSource

from bot.embedding import lacking
from bot.settings import PREFIX, SECRETS, Settings
from domain.messages import Message, sentence
from topics.nearness import nearest

_FILE: Final = Path(".env")
_NAMES: Final = tuple(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


def doubts(settings: Settings) -> list[Message]:
    """A sentence for each."""
    return [*_unread_lines(), *_misspelt(), *_halves(settings)]


def _unread_lines() -> Iterator[Message]:
    """Lines of the file of settings that say nothing."""
    if not _FILE.is_file():
        return
    with _FILE.open(encoding="utf-8-sig") as lines:
        for line in parse_stream(lines):
            if line.error or (line.key and line.value is None):
                said = line.original.string
                blank = said[: len(said) - len(said.lstrip())].count("\n")
                yield sentence(
                    "Line {number} of {file} is no setting: it must be {form}.",
                    number=line.original.line + blank,
                    file=_FILE.name,
                    form="NAME=value",
                )


def _misspelt() -> Iterator[Message]:
    for name in sorted(_given() - set(_NAMES)):
        near = nearest(name, _NAMES, alike=0.8)
        if near:
            yield sentence("{name} is no setting; did you mean {near}?", name=name, near=near[0])
        else:
            yield sentence("{name} is no setting; the README lists them all.", name=name)


def _given() -> set[str]:
    """Names of what somebody set for us, wherever settings come from, as they are written there."""
    names = {*os.environ, *DotEnvSettingsSource(Settings).env_vars}
    if SECRETS.is_dir():
        names |= {file.name for file in SECRETS.iterdir()}
    return {upper for name in names if (upper := name.upper()).startswith(PREFIX)}


def _halves(settings: Settings) -> Iterator[Message]:
    model, key, url = (f"{PREFIX}LLM_{name}" for name in ("MODEL", "API_KEY", "BASE_URL"))
    for name, is_set in ((key, settings.llm_api_key), (url, settings.llm_base_url)):
        if is_set and not settings.llm_model:
            yield sentence(
                "{one} is set without {other}, so summaries are the paper's own sentences; "
                "set {other}.",
                one=name,
                other=model,
            )
    if said := lacking(settings):
        yield said
    if settings.discord_public_key and settings.discord_token is None:
        yield sentence(
            "{one} is set without {other}, and nothing uses it.",
            one=f"{PREFIX}DISCORD_PUBLIC_KEY",
            other=f"{PREFIX}DISCORD_TOKEN",
        )
    is_called = settings.telegram_webhook or settings.discord_public_key
    if settings.public_url and not (is_called or settings.web_address):
        yield sentence(
            "{one} is set without {other}, and nothing uses it.",
            one=f"{PREFIX}PUBLIC_URL",
            other=f"{PREFIX}WEB_ADDRESS",
        )
